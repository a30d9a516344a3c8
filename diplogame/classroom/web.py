"""The web app: calls, sockets and pages around one session."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from diplogame import __version__
from diplogame.classroom.door import Door
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.routes import console, plenary, screen, seat, socket
from diplogame.classroom.security import Guard
from diplogame.classroom.site import Site
from diplogame.classroom.worker import WorkerError
from diplogame.errors import OrderError, StorageError

MAY_HAPPEN: dict[int | str, dict[str, Any]] = {
    400: {"description": "Not HTTP or not JSON"}, 401: {"description": "No token, or not a valid one"}, 403: {"description": "Not yours"},
    404: {"description": "No such thing"}, 408: {"description": "Too slow"}, 409: {"description": "Not now"}, 413: {"description": "Too large"},
    422: {"description": "Not the shape described here"}, 423: {"description": "Eyes up"}, 429: {"description": "Too fast; see Retry-After"},
    431: {"description": "Head too large"}, 503: {"description": "Disk or game process failed"},
}  # fmt: skip


def make_app(door: Door) -> Guard:
    """The whole app, with its guard around it."""
    app = FastAPI(
        title="diplogame class server", version=__version__, openapi_url="/api/openapi.json", docs_url=None, redoc_url=None,
        responses=MAY_HAPPEN, redirect_slashes=False,
    )  # fmt: skip
    app.state.door = door
    for family in (seat, plenary, console, screen, socket):
        app.include_router(family.router)
    _pages(app, Site())
    app.add_exception_handler(Refusal, _refused)
    app.add_exception_handler(RequestValidationError, _misshapen)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(StorageError, _storage)
    app.add_exception_handler(OrderError, _order)
    app.add_exception_handler(WorkerError, _trouble)
    return Guard(app, door.hosts)


def _pages(app: FastAPI, site: Site) -> None:
    def serve(name: str) -> None:
        async def page(request: Request) -> Response:
            return site.answer(name, request)

        app.add_api_route(name, page, methods=["GET"], include_in_schema=False)

    for name in site.pages:
        serve(name)


def _said(refusal: Refusal) -> Response:
    head = {} if refusal.retry_after is None else {"retry-after": str(max(1, round(refusal.retry_after)))}
    return JSONResponse({"detail": refusal.words, "why": refusal.why}, refusal.status, headers=head)


async def _refused(_: Request, error: Exception) -> Response:
    return _said(error if isinstance(error, Refusal) else Refusal(422, "shape", where="body"))


async def _misshapen(_: Request, error: Any) -> Response:
    """Names the fields that are wrong, and never what stood in them."""
    fault = error.errors()[0]
    ours = 1 if fault["type"] == "extra_forbidden" else 2  # a field that we do not know is the client's word, not ours
    return _said(Refusal(422, "shape", where=".".join(str(part) for part in fault["loc"][:ours])))


async def _http(_: Request, error: Any) -> Response:
    why = {404: "not_found", 405: "method"}.get(error.status_code, "shape")
    made = _said(Refusal(error.status_code, why, where="body"))
    made.headers.update(error.headers or {})
    return made


async def _storage(_: Request, __: Exception) -> Response:
    return _said(Refusal(503, "storage"))


async def _order(_: Request, error: Exception) -> Response:
    return _said(Refusal(422, "illegal", why=str(error)[:200]))


async def _trouble(request: Request, error: Exception) -> Response:
    door: Door = request.app.state.door
    door.session.trouble = str(error)
    return _said(Refusal(503, "trouble"))
