# make play   set up .venv with what the game needs, and start it
# make test   set up the rest, and pass all quick tests
# make docs   make the made parts of docs/ anew
# make nightly  the slow tests as well, with what they need of the system
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
SOURCES := pyproject.toml constraints.txt

# What some slow tests drive: a screen in memory, a hand for it, a browser.
PACKAGES := xvfb xdotool chromium
APT := DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300

.PHONY: play test nightly system docs lint format wheel clean

play: $(VENV)/.base
	@$(BIN)/diplogame play

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -n auto --dist loadfile -p no:benchmark

nightly: $(VENV)/.dev system
	@$(BIN)/python -m pytest -m "not bench"

# Root gets them from apt; elsewhere the tests that need them are skipped.
system:
	@if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && ! dpkg -s $(PACKAGES) >/dev/null 2>&1; then \
	  echo "Installing $(PACKAGES)"; \
	  { $(APT) update -qq || $(APT) update -qq || true; } && $(APT) install -y -qq --no-install-recommends $(PACKAGES) >/dev/null; \
	fi

docs: $(VENV)/.dev
	@$(BIN)/python docs/make.py

lint: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

wheel: $(VENV)/.dev
	@$(BIN)/python -m hatchling build -t wheel

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache

# A virtual environment needs the module ensurepip, which some systems ship apart.
$(VENV)/bin/python:
	@$(PYTHON) -c "import ensurepip, venv" 2>/dev/null || { \
	  version=$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])') || \
	    { echo "make: $(PYTHON) was not found; install Python 3.11 or newer, or say: make PYTHON=/path/to/python"; exit 1; }; \
	  if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	    echo "Installing python$$version-venv"; \
	    { $(APT) update -qq || $(APT) update -qq; } && $(APT) install -y -qq python$$version-venv >/dev/null; \
	  else \
	    echo "make: Python's venv module is missing. This command installs it:"; \
	    echo "  sudo apt-get install python$$version-venv"; exit 1; \
	  fi; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(SOURCES) | $(VENV)/bin/python
	@echo "Setting up the game in $(VENV) (once)"
	@$(PIP) install -c constraints.txt -e ".[fast]"
	@$(BIN)/python -m diplogame.commands.warm
	@touch $@

$(VENV)/.dev: $(SOURCES) | $(VENV)/bin/python
	@echo "Setting up the tests in $(VENV) (once)"
	@$(PIP) install -c constraints.txt -e ".[dev]"
	@$(BIN)/python -m diplogame.commands.warm
	@touch $@ $(VENV)/.base
