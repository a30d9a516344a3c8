"""A record as a game again: replayed with every digest checked, or taken as it was told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from diplogame import __version__, opening, record
from diplogame.errors import DiplogameError, RecordError
from diplogame.game.docket import Docket, as_mind
from diplogame.game.game import PERSON, Game
from diplogame.game.happening import FIELDS, Event, named
from diplogame.game.outside import as_news, ruling_of
from diplogame.game.reading import read as read_order
from diplogame.game.setup import Setup
from diplogame.game.turn import Frame, Turn
from diplogame.game.why import Reasons
from diplogame.record import Chronicle, Course
from diplogame.scenario.load import from_canonical
from diplogame.scenario.schema import Scenario
from diplogame.texts import text
from diplogame.turn.news import News, strike, timed
from diplogame.world.fields import FIELDS as STATE
from diplogame.world.fields import Worlds

if TYPE_CHECKING:
    from diplogame.record import Line

Progress = Callable[[int, int], None]
"""Called with the number of turns replayed and their total."""


class TurnError(RecordError):
    """A turn of a record that cannot be played again as it stands there."""

    line: Line | None = None
    """Its line."""

    @classmethod
    def at(cls, line: Line | None, path: str, value: object, accepted: str) -> TurnError:
        """The error for a line."""
        error = cls(path, value, accepted)
        error.line = line
        return error


def load(path: Path | str, progress: Progress | None = None, *, until_fault: bool = False) -> Game:
    """The game in a file; see `Game.load`."""
    chronicle, course = record.load(path, until_fault=until_fault)
    try:
        return revive(chronicle, course, str(path), progress)
    except TurnError as error:
        if not until_fault or error.line is None:
            raise
        end = next(k for k, line in enumerate(chronicle.lines) if line is error.line)
        told = text("play.salvaged", file=path, turn=error.line["turn"])
        before = replace(chronicle, lines=chronicle.lines[:end], notice=told)
        return revive(before, record.course(before, str(path)), str(path), progress)


UNFIT = (DiplogameError, KeyError, ValueError, TypeError, IndexError, AttributeError, StopIteration)
"""What a record whose chain is right, but whose values are of another shape than a game's, may run into on the way."""


def loads(text: bytes | str, name: str = "the record") -> Game:
    """The game of a record in memory."""
    chronicle, course = record.loads(text, name)
    return revive(chronicle, course, name)


def revive(chronicle: Chronicle, course: Course, name: str, progress: Progress | None = None) -> Game:
    """The game that a record tells. Same rules number: played again, every digest checked; another: shown as told, and it goes on under the rules of now.

    Raises RecordError for a record that contradicts itself.
    """
    head = chronicle.header
    try:
        scenario = from_canonical(head["scenario"]["text"])
        game = Game(setup_of(head, scenario), dict(head["seats"]))
    except UNFIT as error:
        raise RecordError(f"{name}, line 1", None, f"cannot be opened: {error}") from None
    same = course.one_rule_book and head["rules"] == opening.RULES and course.next_rules == opening.RULES
    line: Line | None = None
    try:
        for line in course.turns:
            play_again(game, line, name) if same else take_as_told(game, line)
            if progress is not None:
                progress(game.played, len(course.turns))
        line = None
        game.seats.update(course.next_seats)
        game.reseat()
    except RecordError as error:
        raise TurnError.at(line, *error.faults[0]) from None
    except UNFIT as error:
        where = f"{name}: turn {game.played + 1}"
        raise TurnError.at(line, where, None, f"cannot be played again: {error}") from None
    lines = [dict(line) for line in chronicle.lines]
    if not same and course.next_rules != opening.RULES:
        lines.append({"kind": "new_rules", "rules": opening.RULES, "engine": __version__})
    game.tape.resume(dict(head), lines, course.taken_back, under_new_rules=not same, notice=chronicle.notice)
    return game


def setup_of(head: Line, scenario: Scenario) -> Setup:
    """What a header says that the game was opened with."""
    published = None
    if weights := head.get("notes", {}).get("published"):
        states = {}
        for role, state in scenario.states.items():
            goals = {
                goal: spec.model_copy(update={"weight": float(weights[role][goal])})
                for goal, spec in state.goals.items()
            }
            states[role] = state.model_copy(update={"goals": goals})
        published = scenario.model_copy(update={"states": states})
    return Setup(
        scenario,
        published,
        head["seed"],
        head.get("level", "normal"),
        head.get("settings", {}),
        tuple(head.get("forbid", ())),
        head.get("fork"),
    )


def play_again(game: Game, line: Line, name: str) -> None:
    """One recorded turn, played again from its dockets. Raises RecordError where the digest is another."""
    where = f"{name}: turn {line['turn']}"
    for inject in line.get("injects", []):
        game.inject(inject)
    for ruling in line.get("rulings", []):
        game.rule(ruling)
    minds = {}
    for role in game.roles:
        handed_in = Docket(
            tuple(read_order(entry) for entry in line["dockets"].get(role, [])), line.get("answers", {}).get(role, {})
        )
        if game.seats[role] == PERSON and line["dockets"].get(role):
            game.submit(role, handed_in.orders, handed_in.answers)
        minds[role] = as_mind(game.view(role), handed_in)
    turn = game.play(minds, deciders_of(line))
    if turn.digest != line["digest"]:
        raise RecordError(
            where,
            line["digest"],
            f"was played again and came out otherwise ({turn.digest}): the record was not made by these rules",
        )


def deciders_of(line: Line) -> dict[str, str]:
    """Who decided for each role in a recorded turn; a mind that this version does not have counts as a person, who gives no reasons."""
    known = {*opening.mind_names(), "easy", PERSON}
    return {role: who if who in known else PERSON for role, who in line.get("notes", {}).get("deciders", {}).items()}


def heard_of(line: Line, scenario: Scenario) -> tuple[News, ...]:
    """What came from outside before a recorded turn."""
    return (
        *(as_news(one, scenario) for one in line.get("injects", ())),
        *(ruling_of(one) for one in line.get("rulings", ())),
    )


def take_as_told(game: Game, line: Line) -> None:
    """One recorded turn, as it was told: the state from the line, the events from the line."""
    worlds = unpacked(game.worlds, line["state"], line["turn"])
    playing = game.playing
    morning = timed(game.scenario.injects, line["turn"] + 1)
    playing.begin(
        worlds, [bytes.fromhex(line["digest"])], playing.tally.add(worlds), strike(worlds, morning, line["turn"] + 1)[1]
    )
    dockets = {}
    for role, entries in line["dockets"].items():
        orders = []
        for entry in entries:
            try:
                orders.append(read_order(entry))
            except DiplogameError:
                continue  # a verb that these rules no longer have
        dockets[role] = Docket(tuple(orders), line.get("answers", {}).get(role, {}))
    turn = Turn(
        line["turn"],
        dockets,
        tuple(told_events(line)),
        line["digest"],
        Reasons(game, line["turn"]),
        deciders_of(line),
        heard_of(line, game.scenario),
    )
    game.append(turn, Frame.of(playing))


def unpacked(worlds: Worlds, text: str, turn: int) -> Worlds:
    """The worlds with the state of a line in them; arrays that the line lacks, or has in another shape, stay as they are."""
    found = record.unpack(text)
    new: dict[str, Any] = {"turn": turn}
    for field, spec in STATE.items():
        value = found.get(field)
        if value is not None and value.shape == getattr(worlds, field).shape[1:]:
            new[field] = np.ascontiguousarray(value[None].astype(spec.dtype))
    return worlds.replace(new)


def told_events(line: Line) -> list[Event]:
    """The events of a line."""
    columns: dict[str, Sequence[Any]] = line["events"] if isinstance(line["events"], dict) else {}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return named([Event(id="", **{name: row[name] for name in FIELDS}, note=row.get("note", {})) for row in rows])
