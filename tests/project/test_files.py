"""The files around the code, and what the wheel carries."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest

from diplogame import resources
from diplogame.cli import COMMANDS
from diplogame.errors import FileError
from diplogame.resources import PACKAGE

ROOT = PACKAGE.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "CITATION.cff",
        "Makefile",
        "constraints.txt",
        ".ci/run",
        ".pre-commit-config.yaml",
    ],
)
def test_the_top_level_is_complete(name):
    assert len(read(name)) > 200


def requirements():
    project = PROJECT["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    return [line for lines in lists for line in lines if not line.startswith("diplogame")]


def test_every_requirement_is_pinned_once_and_names_no_address():
    pins = [line for line in read("constraints.txt").splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.]+", pin) for pin in pins)
    names = [re.sub(r"[-_.]+", "-", pin.split("==")[0]).lower() for pin in pins]
    assert len(names) == len(set(names))
    wanted = {re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9_.-]+", line).group()).lower() for line in requirements()}
    assert wanted <= set(names)


def test_the_base_install_stays_small():
    names = " ".join(PROJECT["project"]["dependencies"]).lower()
    assert not re.search(r"pyarrow|salib|dask|pandas|scipy|matplotlib", names)


def test_every_rule_that_is_off_has_its_reason():
    block = read("pyproject.toml").split("ignore = [", 1)[1].split("\n]", 1)[0]
    rules = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert len(rules) > 10
    assert all(re.search(r",\s+# \S.{7,}", rule) for rule in rules)


def test_the_readme_names_every_command_and_the_test_command():
    text = read("README.md")
    assert "\n    make test\n" in text
    assert all(re.search(rf"\b{command}\b", text) for command in COMMANDS)


def test_the_readme_s_links_lead_somewhere():
    for page in ("README.md", "CONTRIBUTING.md", "docs/content.md"):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", read(page)):
            assert (ROOT / page).parent.joinpath(link).exists(), link


@pytest.mark.skipif(os.name == "nt", reason="the script is for a POSIX shell")
def test_the_ci_script_is_a_script():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    subprocess.run(["sh", "-n", str(ROOT / ".ci" / "run")], check=True, timeout=30)
    bad = subprocess.run(["sh", str(ROOT / ".ci" / "run"), "soon"], capture_output=True, check=False, timeout=30)
    assert bad.returncode == 2


def test_missing_files_are_errors_in_words():
    with pytest.raises(FileError, match="missing from the installation"):
        resources.find("scenarios", "nothing.yaml")
    with pytest.raises(FileError, match="missing from the installation"):
        resources.folder("nothing")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    if not (ROOT / "pyproject.toml").exists():
        pytest.skip("no checkout")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        check=True,
        cwd=ROOT,
        capture_output=True,
        timeout=120,
    )
    return next(out.glob("*.whl"))


def run_in(folder, package, *arguments):
    """One command, run in the folder with the package found at `package` alone."""
    env = {**os.environ, "PYTHONPATH": str(package), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "diplogame", *arguments],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_wheel_carries_all_files(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for kind in ("scenarios", "assets", "seeds"):
        for path in (ROOT / kind).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"diplogame/_data/{path.relative_to(ROOT).as_posix()}" in names
    for path in PACKAGE.rglob("*"):
        if path.is_file() and path.suffix in {".yaml", ".html", ".css", ".js", ".svg", ".json"}:
            assert path.relative_to(ROOT).as_posix() in names
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]


def test_installed_and_checkout_give_the_same_from_an_empty_folder(wheel, tmp_path):
    unpacked, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)
    assert not (unpacked / "scenarios").exists()
    for arguments in (["list", "scenarios", "--json"], ["check", "tutorial"], ["list", "parameters"]):
        installed, checkout = run_in(empty, unpacked, *arguments), run_in(empty, ROOT, *arguments)
        assert installed.returncode == checkout.returncode == 0, installed.stderr + checkout.stderr
        assert installed.stdout == checkout.stdout
    assert not list(empty.iterdir())


def test_a_reader_that_leaves_causes_no_traceback(tmp_path):
    if shutil.which("sh") is None:
        pytest.skip("needs a shell")
    line = f'"{sys.executable}" -m diplogame list parameters --json | head -n 1'
    found = subprocess.run(["sh", "-c", line], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert found.stderr == ""
