"""A game whose clock stands elsewhere, as in a class: the draft is handed in as it is made, and the desk follows the turn. No pygame.

The desk's table says so by `live` in its status, and answers `pulse`: {"turn", "phase", "left", "running", "eyes_up", "ready", "letters"}.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diplogame.desktop.play import Play
from diplogame.texts import text

if TYPE_CHECKING:
    from diplogame.desktop.flow import Flow

EVERY = 2.0
"""Seconds between two looks at the clock."""
REST = 0.7
"""Seconds that a draft must rest before it is handed in."""
OPEN = ("orders", "practice")


class Live:
    """Keeps one flow in step."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.now: dict[str, Any] = {}
        """The last pulse; empty before the first."""
        self.lost = False
        self.ready = False
        self.read = 0
        """Letters that were seen."""
        self._since = EVERY
        self._asking = self._moving = False
        self._rest = 0.0
        self._moved: tuple[int, str] = (0, "")
        """For which turn and phase the desk was brought up to date last."""
        self._sent = (0, 0)
        """Which edition of which play was handed in."""

    @property
    def play(self) -> Play | None:
        return self.flow.play

    @property
    def open(self) -> bool:
        """Whether orders may be given now."""
        return self.now.get("phase") in OPEN

    @property
    def unread(self) -> int:
        return max(0, int(self.now.get("letters", 0)) - self.read)

    def left(self) -> float:
        """Seconds left on the clock, counted on since the last pulse."""
        gone = self._since if self.now.get("running") else 0.0
        return float(self.now.get("left", 0.0)) - gone

    def face(self) -> tuple[str, str]:
        """What the top bar shows, and its tone."""
        if self.lost:
            return text("desktop.live.lost"), "bad"
        if not self.open:
            return text(f"desktop.live.phase.{self.now.get('phase', 'lobby')}"), "soft"
        if self.now.get("eyes_up"):
            return text("desktop.live.eyes_up"), "warn"
        whole = round(self.left())
        words = f"{'−' if whole < 0 else ''}{abs(whole) // 60}:{abs(whole) % 60:02d}"
        tone = "bad" if whole < 20 else "warn" if whole < 60 else "text"
        return (words if self.now.get("running") else text("desktop.live.stands", time=words)), tone

    def tick(self, seconds: float) -> None:
        """Called with every frame, whatever page is on top."""
        self._since += seconds
        if self._since >= EVERY and not self._asking:
            self._asking = True
            self.flow.app.ask("pulse", self._told, failed=self._failed)
        play = self.play
        if play is None or not self.open or self._moving:
            return
        mark = (id(play), play.edition)
        if mark == self._sent or (play.edition == 0 and self._sent[0] != id(play)):
            return
        self._rest += seconds
        if self._rest >= REST:
            self._hand(play, "commit")

    def hand_in(self) -> None:
        """Ready; pressed once more, no longer."""
        if self.play is not None and self.open and not self.now.get("eyes_up"):
            self._hand(self.play, "commit" if self.ready else "ready")

    def _hand(self, play: Play, what: str) -> None:
        self._rest, self._sent = 0.0, (id(play), play.edition)
        self.ready = what == "ready"
        self.flow.app.ask(
            what,
            lambda _: None,
            failed=self._refused,
            role=play.role,
            orders=list(play.ids),
            answers=dict(play.answers),
        )

    def _refused(self, kind: str, words: str) -> None:
        self.ready = False
        self.flow.app.complain(kind, words)

    def _failed(self, kind: str, words: str) -> None:
        self._asking, self._since, self.lost = False, 0.0, True

    def _told(self, now: dict[str, Any]) -> None:
        before, self.now = self.now, now
        self._asking, self._since, self.lost = False, 0.0, False
        if self.unread and now["letters"] > before.get("letters", 0):
            self.flow.app.say(text("desktop.live.letter"))
        if now["phase"] not in (*OPEN, "over"):
            return
        play = self.play
        if play is None or self._moving:
            return
        over = now["phase"] == "over"
        stale = over != bool(play.picture["over"]) or (not over and play.picture["turn"] != now["turn"])
        begun = bool(before) and before["phase"] != now["phase"] and before["phase"] != "resolving"
        mark = (now["turn"], now["phase"])
        if (stale or begun) and mark != self._moved:
            self._moving, self.ready, self._moved = True, False, mark
            self.flow.app.ask("status", self.flow.caught_up, failed=self._stay)

    def _stay(self, kind: str, words: str) -> None:
        self._moving = False
        self.flow.app.complain(kind, words)

    def arrived(self, play: Play, before: Play | None) -> None:
        """The flow shows a new picture. What was put together before the start is kept."""
        self._moving = False
        waited = before is not None and before.picture["turn"] == play.picture["turn"] and not self._sent[0]
        if waited and before is not None:
            for order in before.docket:
                play.add(order)
