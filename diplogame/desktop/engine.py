"""The desk's table with the real game on it. Runs in the worker's process; the one place of the desktop that knows the engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from diplogame.compiled import patiently
from diplogame.desktop.catalogue import catalogue, described
from diplogame.desktop.challenge import Challenge, encode
from diplogame.desktop.desk import Desk
from diplogame.errors import RecordError
from diplogame.texts import text


class PlayedGame:
    """A `Game` as the desk wants it."""

    def __init__(self, game: Any, engine: RealEngine) -> None:
        self.game = game
        self.engine = engine
        self._seats: dict[str, Any] = {}
        self._told: dict[str, Any] | None = None

    @property
    def people(self) -> list[str]:
        return list(self.game.people)

    def status(self) -> dict[str, Any]:
        game = self.game
        if self._told is None:
            self._told = described(game.scenario)
        notes = [game.notice] if game.notice else []
        if game.under_new_rules:
            notes.append(text("desktop.load.new_rules"))
        return {
            **self._told, "scenario": game.scenario.name, "seed": int(game.seed), "level": game.level, "people": self.people, "turn": game.turn, "last": game.played + 1, "over": game.over,
            "ending": game.ending, "undone": bool(game.taken_back), "code": self._code(), "note": " ".join(notes), "digest": game.digest,
        }  # fmt: skip

    def _code(self) -> str | None:
        """Its challenge code; none where it was changed, taken back or is played by several."""
        game = self.game
        if (
            game.taken_back
            or game.under_new_rules
            or game.setup.settings
            or game.setup.forbid
            or game.setup.fork
            or len(self.people) != 1
        ):
            return None
        return encode(
            Challenge(game.scenario.name, int(game.seed), self.people[0], game.level),
            self.engine.catalogue()["scenarios"],
        )

    def seat(self, role: str) -> Any:
        from diplogame.seats import LocalSeat

        if role not in self._seats:
            self._seats[role] = LocalSeat(self.game, role)
        return self._seats[role]

    def end_turn(self) -> None:
        self.game.end_turn()

    def undo(self) -> None:
        self.game.undo()

    def save(self, path: str) -> None:
        self.game.save(path)

    def fork(self, turn: int, people: list[str] | None = None) -> PlayedGame:
        other = self.game.fork(min(turn, self.game.played + 1))
        if people is not None:
            from diplogame import opening

            minds = opening.minds_by_role(other.scenario, None, other.level)
            other.sit({role: "person" if role in people else minds[role] for role in other.roles})
        return PlayedGame(other, self.engine)

    def lifted(self, role: str) -> dict[str, Any]:
        """The board without the fog, in the shape of a picture: every cable, every site as its owner knows it."""
        from diplogame.seats import news

        picture = dict(self.seat(role).picture())
        known = {
            other: {site["id"]: site for site in self.seat(other).picture()["facilities"]} for other in self.game.roles
        }
        picture["facilities"] = [known.get(site["owner"], {}).get(site["id"], site) for site in picture["facilities"]]
        picture["cables"] = [one.plain() for one in news.cables(self.game, None)]
        picture["deliveries"] = [
            one
            for other in self.game.roles
            for one in self.seat(other).picture()["deliveries"]
            if one["sender"] == other
        ]
        return picture


class RealEngine:
    """Makes games, new and from records."""

    def __init__(self) -> None:
        self._catalogue: dict[str, Any] | None = None

    def catalogue(self) -> dict[str, Any]:
        if self._catalogue is None:
            self._catalogue = catalogue()
        return self._catalogue

    def new(self, scenario: str, people: list[str], seed: int | None, level: str) -> PlayedGame:
        from diplogame.game import Game

        return PlayedGame(Game.new(scenario, people, seed=seed, level=level), self)

    def load(self, path: str) -> PlayedGame:
        from diplogame.game import Game

        with _without_options():
            return PlayedGame(Game.load(path), self)

    def salvage(self, path: str) -> PlayedGame:
        """The game of a damaged record up to the damage. Raises RecordError where nothing stands whole."""
        from diplogame.game import Game

        with _without_options():
            return PlayedGame(Game.load(path, until_fault=True), self)

    def stands(self, path: str) -> int | None:
        """How many turns of a damaged record stand before the damage, by its chain; None where it has not even a header."""
        from diplogame import record

        try:
            chronicle, course = record.load(Path(path), until_fault=True)
        except RecordError:
            return None
        return len(course.turns) if "scenario" in chronicle.header else None

    def header(self, path: str) -> dict[str, Any]:
        """What the shelf shows of a save: its chain is checked, it is not played again. Raises RecordError."""
        from diplogame import record

        with _without_options():
            chronicle, course = record.load(Path(path))
        head = chronicle.header
        try:
            name = head["scenario"]["name"]
            known = next((one for one in self.catalogue()["scenarios"] if one["name"] == name), None)
            seats = {**head["seats"], **course.next_seats}
            last = course.turns[-1] if course.turns else None
            ending = last.get("ending") if last else None
            return {
                "title": known["title"] if known else name, "scenario": name, "seed": head["seed"], "level": head.get("level", "normal"),
                "people": [role for role, who in seats.items() if who == "person"], "turn": len(course.turns) + (0 if ending else 1), "turns": known["turns"] if known else len(course.turns),
                "over": bool(ending), "ending": ending, "notice": chronicle.notice,
            }  # fmt: skip
        except (KeyError, TypeError, AttributeError):
            raise RecordError(Path(path).name, None, "this is no record of a game") from None


@contextmanager
def _without_options() -> Iterator[None]:
    """Errors without what the command line says of salvaging: the load page says it in its own words, beside a button."""
    try:
        yield
    except RecordError as error:
        path, value, accepted = error.faults[0]
        raise RecordError(path, value, accepted.partition("; ")[0] if "--salvage" in accepted else accepted) from None


def desk() -> Desk:
    """What the worker that plays builds. Whoever sits at it never waits for a compiler."""
    patiently()
    return Desk(RealEngine())


def mirror() -> Desk:
    """What the worker that imagines builds: it follows, and writes nothing."""
    patiently()
    return Desk(RealEngine(), writes=False)
