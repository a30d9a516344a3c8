"""The pages as files: read once, words filled in from the catalogue, served by exact name with an entity tag."""

from __future__ import annotations

import gzip
import html
import json
import re
from hashlib import sha256
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from diplogame import resources
from diplogame.errors import DiplogameError
from diplogame.texts import area, text

KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".json": "application/json",
}
_WORD = re.compile(r"\{\{([a-z0-9_.]+)\}\}")


class Page(NamedTuple):
    body: bytes
    zipped: bytes
    kind: str
    tag: str


class Site:
    """All static answers, by path."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        for path in sorted(resources.inside("classroom", "pages").iterdir()):
            if path.suffix not in KINDS:
                continue
            body = path.read_text(encoding="utf-8")
            if path.suffix == ".html":
                body = _WORD.sub(lambda found: html.escape(text(f"classroom.{found[1]}")), body)
                name = "/" if path.stem == "join" else f"/{path.stem}"
            else:
                name = f"/static/{path.name}"
            self.pages[name] = page(body.encode(), KINDS[path.suffix])
        words = {
            key.removeprefix("classroom.ui."): value
            for key, value in area("classroom").items()
            if key.startswith("classroom.ui.")
        }
        self.pages["/static/words.json"] = page(json.dumps(words, ensure_ascii=False).encode(), KINDS[".json"])
        try:
            drawn = resources.find("assets", "map", "theatre.json").read_bytes()
        except DiplogameError:
            drawn = b"{}"  # without the map file the page draws capitals alone
        self.pages["/static/map.json"] = page(drawn, KINDS[".json"])

    def answer(self, name: str, request: Request) -> Response:
        found = self.pages[name]
        head = {"etag": found.tag, "cache-control": "no-cache", "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == found.tag:
            return Response(status_code=304, headers=head)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return Response(found.zipped, media_type=found.kind, headers=head | {"content-encoding": "gzip"})
        return Response(found.body, media_type=found.kind, headers=head)


def page(body: bytes, kind: str) -> Page:
    return Page(body, gzip.compress(body, mtime=0), kind, f'"{sha256(body).hexdigest()[:20]}"')
