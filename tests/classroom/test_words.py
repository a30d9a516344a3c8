"""Every word that a page asks for stands in the catalogue, and no page builds markup out of text."""

from __future__ import annotations

import re

import pytest

from diplogame.resources import inside
from diplogame.texts import area

PAGES = sorted(inside("classroom", "pages").iterdir())
WORDS = {key.removeprefix("classroom.ui.") for key in area("classroom") if key.startswith("classroom.ui.")}
KEYS = WORDS | {key.rsplit(".", 1)[0] for key in WORDS if key.endswith((".one", ".other"))}


@pytest.mark.parametrize("path", [path for path in PAGES if path.suffix == ".js"], ids=lambda path: path.name)
def test_words_of_scripts_are_in_the_catalogue(path):
    missing = set()
    for key in re.findall(r"\bt\(\s*[\"`]([^\"`]+)[\"`]", path.read_text(encoding="utf-8")):
        start = key.split("$")[0]
        if not (any(known.startswith(start) for known in KEYS) if "$" in key else key in KEYS):
            missing.add(key)
    assert missing == set()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_take_no_markup_from_text_and_nothing_from_outside(path):
    page = path.read_text(encoding="utf-8")
    for word in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "DOMParser",
        " style=",
        "onclick=",
        "crypto.subtle",
        "randomUUID",
        "serviceWorker",
        "navigator.clipboard",
    ):
        assert word not in page, word
    for address in re.findall(r"https?://[^\"'`\s)]+", page):
        assert address.startswith("http://www.w3.org/"), address


def test_the_site_is_built_and_every_import_is_served():
    from diplogame.classroom.site import Site

    site = Site()
    assert {"/", "/seat", "/console", "/screen", "/check"} <= set(site.pages)
    for name, page in site.pages.items():
        if name.endswith(".js"):
            for other in re.findall(r"from \"\./([a-z_]+\.js)\"", page.body.decode()):
                assert f"/static/{other}" in site.pages
        if page.kind == "text/html":
            assert b"{{" not in page.body
