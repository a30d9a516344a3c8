"""A seat at a class server, with the same interface as a local one: for the desktop, the terminal and scripts.

Only the standard library: a program that plays from afar needs no web framework.
"""

from __future__ import annotations

import json
import secrets
import time
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from diplogame.errors import OrderError, SeatError

Plain = dict[str, Any]
ANSWER_SECONDS = 30.0
TRIES = 5
MOST_BYTES = 8_000_000


class Line:
    """Calls to one server. Lost lines are tried again; keys make that safe."""

    def __init__(self, url: str, token: str = "") -> None:
        parts = urlsplit(url if "//" in url else f"http://{url}")
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise SeatError("url", url, "is not an address such as http://192.168.1.7:8000")
        self.host, self.port, self.secure, self.token = parts.hostname, parts.port, parts.scheme == "https", token

    def call(self, method: str, path: str, body: Any = None, *, tries: int = TRIES) -> Any:
        """The answer, decoded. Raises OrderError (422, 423, 409), SeatError (401, 403, no line)."""
        for attempt in range(tries):
            try:
                status, head, found = self._once(method, path, body)
            except (OSError, HTTPException, ValueError) as error:
                if attempt == tries - 1:
                    raise SeatError("url", f"{self.host}:{self.port or ''}", f"does not answer: {error}") from None
                time.sleep(0.3 * 2**attempt)
                continue
            if status == 429 and attempt < tries - 1:
                time.sleep(min(5.0, float(head.get("retry-after", "1"))))
                continue
            if status < 300:
                return found
            said = found.get("detail", "") if isinstance(found, dict) else ""
            raise (OrderError if status in (409, 422, 423) else SeatError)(
                "", None, said or f"the server answered {status}"
            )
        raise SeatError("url", self.host, "is too busy; try again in a minute")

    def _once(self, method: str, path: str, body: Any) -> tuple[int, dict[str, str], Any]:
        made = (HTTPSConnection if self.secure else HTTPConnection)(self.host, self.port, timeout=ANSWER_SECONDS)
        try:
            head = {"Content-Type": "application/json"} | (
                {"Authorization": f"Bearer {self.token}"} if self.token else {}
            )
            made.request(method, path, None if body is None else json.dumps(body), head)
            answer = made.getresponse()
            raw = answer.read(MOST_BYTES)
            return (
                answer.status,
                {name.lower(): value for name, value in answer.getheaders()},
                json.loads(raw) if raw else {},
            )
        finally:
            made.close()


class RemoteSeat:
    """A seat over the server's calls; the plain data are the same as a local seat's."""

    def __init__(self, line: Line, joined: Plain) -> None:
        self.line, self.joined = line, joined
        self.role: str = joined["role"] or ""
        self._page: Plain | None = None
        self._menu: tuple[int, list[Plain]] = (0, [])
        self._draft: list[str] = []
        self._answers: dict[str, str] = {}
        self._after = 0

    @classmethod
    def join(cls, url: str, code: str, name: str, role: str | None = None) -> RemoteSeat:
        """Come in by code. Raises SeatError."""
        line = Line(url)
        try:
            joined = line.call("POST", "/api/join", {"code": code, "name": name, "role": role})
        except OrderError as error:
            raise SeatError("", None, str(error)) from None
        line.token = joined["token"]
        return cls(line, joined)

    def page(self) -> Plain:
        """GET /api/seat, fresh."""
        self._page = self.line.call("GET", "/api/seat")
        self.role = self._page["role"] or ""
        self._after = max(self._after, self._page["last"])
        return self._page

    def picture(self) -> Plain:
        page = self.page()
        view = page["view"]
        if view is None:
            raise SeatError("role", None, "no seat yet: the teacher gives you one")
        found: Plain = view | {"over": page["phase"] == "over"}  # the bell may end a game before its last turn
        return found

    def asked(self) -> list[Plain]:
        found: list[Plain] = self.page()["asked"]
        return found

    def orders(self) -> list[Plain]:
        turn = (self._page or self.page())["turn"]
        if self._menu[0] != turn:
            self._menu = (turn, self.line.call("GET", "/api/orders"))
        return self._menu[1]

    def find(self, verb: str, **parameters: Any) -> Plain:
        """The listed order that fits; one with other parameters can be submitted as {verb, target, place, parameters}."""
        target, place = parameters.pop("target", None), parameters.pop("place", None)
        for order in self.orders():
            if (
                order["verb"] == verb
                and order["target"] == target
                and order["place"] == place
                and all(order["parameters"].get(k) == v for k, v in parameters.items())
            ):
                return order
        raise OrderError("verb", verb, "is not on this seat's list with these parameters")

    def submit(self, order_ids: list[str], answers: dict[str, str] | None = None) -> None:
        """Hand in a draft; it counts when the turn ends. Raises OrderError."""
        self._put(list(order_ids), ready=False)
        self._draft = list(order_ids)
        if answers:
            self.line.call(
                "PUT", "/api/answers", {"turn": self._turn(), "answers": answers, "key": secrets.token_hex(8)}
            )
            self._answers = dict(answers)

    def end_turn(self) -> Plain:
        """Signal ready and wait until the teacher's clock ends the turn. Answers {turn, events, goals, over}."""
        turn = self._turn()
        self._put(self._draft, ready=True)
        page = self.page()
        while page["turn"] == turn and page["phase"] in ("orders", "practice", "resolving", "lobby"):
            events = self.line.call("GET", f"/api/events?after={self._after}")
            self._after = max([self._after, *(event["n"] for event in events)])
            if any(event["kind"] in ("turn", "over", "whole", "clock", "seat") for event in events):
                page = self.page()
        self._draft, self._answers = [], {}
        view = page["view"] or {}
        return {
            "turn": page["turn"],
            "events": [c for c in view.get("cables", []) if c["turn"] == turn],
            "goals": view.get("goals", []),
            "over": page["phase"] == "over",
        }

    def pulse(self) -> Plain:
        """How far the class is; a lost line is told at once, not tried again."""
        found: Plain = self.line.call("GET", "/api/clock", tries=1)
        return found

    def ready(self) -> None:
        """Signal ready, and do not wait."""
        self._put(self._draft, ready=True)

    def letters(self) -> list[Plain]:
        """Messages that this seat may read, the oldest first."""
        found: list[Plain] = self.page()["messages"]
        return found

    def undo(self) -> None:
        """Take back "ready" and the draft of this turn; turns that were played are the teacher's to roll back."""
        self._put([], ready=False)
        self._draft = []

    def why(self, event_id: str) -> Plain:
        found: Plain = self.line.call("POST", "/api/why", {"event": event_id})
        return found

    def forecast(self, orders: list[str], futures: int = 500, progress: Any = None) -> Plain:  # noqa: ARG002 - the seat's interface
        """Imagined futures; the server sets their number."""
        found: Plain = self.line.call("POST", "/api/forecast", {"orders": list(orders)})
        return found

    def result(self) -> Plain:
        found: Plain = self.line.call("GET", f"/api/review?group={quote(self.joined['group'])}")["result"]
        return found

    def say(self, to: str, text: str) -> None:
        """A message to a role, `team`, `teacher` or `all`."""
        self.line.call("POST", "/api/messages", {"to": to, "text": text, "key": secrets.token_hex(8)})

    def _turn(self) -> int:
        return int((self._page or self.page())["turn"])

    def _put(self, orders: list[str], *, ready: bool) -> None:
        self.line.call(
            "PUT",
            "/api/docket",
            {"turn": self.page()["turn"], "orders": orders, "key": secrets.token_hex(8), "ready": ready},
        )
