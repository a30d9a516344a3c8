"""How a game goes from page to page: new or load, a seat, its orders, the turn, the report, the end. No pygame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diplogame.desktop.live import Live
from diplogame.desktop.play import Play
from diplogame.desktop.transitions import Push, Reset, Transition
from diplogame.texts import text

if TYPE_CHECKING:
    from diplogame.desktop.app import App


class Flow:
    """One game on the desk, seen from this side of the pipe."""

    def __init__(self, app: App, status: dict[str, Any]) -> None:
        self.app = app
        self.status = status
        self.at = 0
        """Whose turn it is among the people at this machine."""
        self.waiting = False
        self.fresh = True
        """Whether the game has just been opened: then there is no turn to play back."""
        self.play: Play | None = None
        """What is on the main page now."""
        self.live: Live | None = Live(self) if status.get("live") else None
        app.companion = self.live.tick if self.live else None
        self.before: dict[str, dict[str, Any]] = {}
        """Each role's picture of the turn before, for what changed."""

    @property
    def role(self) -> str:
        return str(self.status["people"][self.at])

    @property
    def several(self) -> bool:
        return len(self.status["people"]) > 1

    def open(self) -> Transition | None:
        """Show the seat of the person whose turn it is, after a handing over where there are several."""
        if self.several:
            from diplogame.desktop.screens.handover import Handover

            return Reset(Handover(self))
        self.sit()
        return None

    def sit(self) -> None:
        self.app.ask("seat", self.seated, role=self.role)

    def seated(self, seat: dict[str, Any]) -> Transition:
        """A seat's picture has come: play back the last turn, or show the desk."""
        from diplogame.desktop.screens.main import Main
        from diplogame.desktop.screens.resolve import Resolve

        self.waiting = False
        play, last = Play.of(self.status, self.role, seat), self.play
        self.play = play
        if self.live is not None:
            self.live.arrived(play, last)
        before, self.before[self.role] = self.before.get(self.role), play.picture
        happened = [one for one in play.picture["cables"] if one["turn"] == play.last_turn]
        moved = before is not None and len(before["series"]["brent"]) < len(play.picture["series"]["brent"])
        if moved and not self.fresh and happened:
            return Reset(Resolve(self, play))
        return Reset(Main(self, play, report=not self.fresh or play.picture["turn"] == 1))

    def commit(self, play: Play) -> None:
        """Hand the docket in; when all at this machine have, the turn ends."""
        self.waiting = True
        self.app.ask(
            "commit",
            self._committed,
            failed=self._failed,
            role=play.role,
            orders=list(play.ids),
            answers=dict(play.answers),
        )

    def _committed(self, done: Any) -> Transition | None:
        self.fresh = False
        if self.at + 1 < len(self.status["people"]):
            self.at += 1
            self.waiting = False
            return self.open()
        self.app.ask("end_turn", self._ended, failed=self._failed)
        return None

    def _failed(self, kind: str, words: str) -> None:
        self.waiting = False
        self.app.complain(kind, words)

    def _ended(self, status: dict[str, Any]) -> Transition | None:
        self.status = status
        if status.get("unsaved"):
            self.app.say(text("desktop.error.unsaved", reason=status["unsaved"]), "warn")
        self.at = 0
        return self.open()

    def caught_up(self, status: dict[str, Any]) -> Transition | None:
        """The turn has ended elsewhere."""
        self.fresh = False
        return self._ended(status)

    def undo_turn(self) -> None:
        """Take the whole last turn back."""

        def done(status: dict[str, Any]) -> Transition | None:
            self.status, self.at, self.fresh = status, 0, True
            self.before = {}
            self.app.say(text("desktop.undone"))
            return self.open()

        self.app.ask("undo", done)

    def finish(self) -> None:
        """The game is over: fetch what it came to."""
        from diplogame.desktop.screens.end import End

        self.app.ask("result", lambda result: Reset(End(self, result)), role=self.role)


def start(app: App, status: dict[str, Any]) -> Transition | None:
    """Begin with a game that the desk has just made or loaded."""
    app.settings.last["path"] = status.get("path", "")
    app.remember()
    if status.get("note"):
        app.say(str(status["note"]), "warn")
    if not status["people"]:
        from diplogame.desktop.screens.replay import Replay

        return Push(Replay(status.get("path") or None))
    return Flow(app, status).open()
