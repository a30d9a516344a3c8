"""The cables of a seat, turn by turn: acts and outcomes that it sees, public news, and what the scenario lays on its desk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diplogame.chronicle import scene
from diplogame.chronicle.cables import Cable, tell
from diplogame.chronicle.group import Row, rows_from

if TYPE_CHECKING:
    from diplogame.game import Event, Game
    from diplogame.world.fields import Worlds


def cables(game: Game, role: str | None, upto: int | None = None) -> list[Cable]:
    """All cables up to the morning after ``upto`` turns (all that were played by default), oldest first. ``role`` None: the fog lifted."""
    last = game.played if upto is None else upto
    found: list[Cable] = []
    for number in range(last + 1):
        found += of_turn(game, number, role)
    return found


def of_turn(game: Game, number: int, role: str | None) -> list[Cable]:
    """What a desk reads on the morning after turn ``number`` (0: at the opening): the turn's cables, and the news of that morning."""
    cast = game.worlds.cast
    seat = cast.state_index[role] if role is not None else None
    rows: list[Row] = []
    after = game.worlds_at(number)
    if number > 0:
        rows += rows_from(cast, (event for event in game.history[number - 1].events if event.kind != "inject"))
    rows += [replace(row, turn=number) for row in rows_from(cast, _morning(game, number))]
    found = tell(_seen(game, number, role), rows, seat, _seen(game, number - 1, role) if number else None)
    if number > 0:
        found += scene.around(game.worlds_at(number - 1), after)
    found += scene.desk(after, number + 1, role)
    return sorted(found, key=lambda one: (-one.gravity, one.id))


def _morning(game: Game, number: int) -> list[Event]:
    """News from outside on the morning after turn ``number``."""
    if number < game.played:
        return [event for event in game.history[number].events if event.kind == "inject"]
    return game.news


def _seen(game: Game, number: int, role: str | None) -> Worlds:
    """The worlds that a cable's public numbers are read from: the seat's own view, so that nothing else can be."""
    return game.worlds_at(number) if role is None else game.view_at(role, number).world
