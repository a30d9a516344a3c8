"""Where the files are that the program reads: inside the installed package, else in the checkout.

A wheel carries `scenarios/`, `assets/` and `seeds/` under `diplogame/_data/`; a checkout (also installed
editable) has them beside the package. Nothing else in the program looks for files of its own.
"""

from __future__ import annotations

from pathlib import Path

from diplogame.errors import FileError

PACKAGE = Path(__file__).resolve().parent


def folder(kind: str) -> Path:
    """The folder `kind`, one of "scenarios", "assets", "seeds".

    Raises FileError where neither the package nor a checkout has it.
    """
    for place in (PACKAGE / "_data" / kind, PACKAGE.parent / kind):
        if place.is_dir():
            return place
    raise FileError(kind, None, "this folder is missing from the installation; install diplogame again")


def find(kind: str, *parts: str) -> Path:
    """A file inside the folder `kind`. Raises FileError if it is not there."""
    path = folder(kind).joinpath(*parts)
    if not path.is_file():
        raise FileError("/".join((kind, *parts)), None, "this file is missing from the installation")
    return path


def scenario_names() -> list[str]:
    """Names of all scenario files that came with the program, bases included, in order."""
    return sorted(path.stem for path in folder("scenarios").glob("*.yaml"))


def inside(*parts: str) -> Path:
    """A path inside the package itself (pages, texts); not checked for existence."""
    return PACKAGE.joinpath(*parts)
