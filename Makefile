# make play   set up .venv with what the game needs, and start it
# make test   set up the rest, and pass all quick tests
# make nightly  the slow tests as well
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
SOURCES := pyproject.toml constraints.txt

.PHONY: play test nightly lint format wheel clean

play: $(VENV)/.base
	@$(BIN)/diplogame play

test: $(VENV)/.dev
	@$(BIN)/python -m pytest

nightly: $(VENV)/.dev
	@$(BIN)/python -m pytest -m "slow or browser or xvfb or not slow"

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
	    apt-get update -qq && apt-get install -y -qq python$$version-venv >/dev/null; \
	  else \
	    echo "make: Python's venv module is missing. This command installs it:"; \
	    echo "  sudo apt-get install python$$version-venv"; exit 1; \
	  fi; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(SOURCES) | $(VENV)/bin/python
	@echo "Setting up the game in $(VENV) (once)"
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(SOURCES) | $(VENV)/bin/python
	@echo "Setting up the tests in $(VENV) (once)"
	@$(PIP) install -c constraints.txt -e ".[dev]"
	@touch $@ $(VENV)/.base
