"""A seat's goals as it can judge them itself: value, change, and why it moved."""

from __future__ import annotations

from typing import Any

from diplogame.chronicle.words import Words, words_of
from diplogame.goals.goal import Want, progress, score, wants
from diplogame.texts import has, signed, text
from diplogame.world.fields import Worlds
from diplogame.world.views import View


def goals_of(now: View, before: View | None) -> list[dict[str, Any]]:
    """See `Seat.picture`. ``before``: the view a turn ago, for the change."""
    world, seat = now.world, now.seat
    spec = world.cast.scenario.states[world.cast.states[seat]].goals
    value = progress(world, seat)[0]
    old = progress(before.world, seat)[0] if before is not None else value
    found = []
    for want in wants(world.cast)[seat]:
        change = float(value[want.index] - old[want.index])
        found.append({
            "id": want.name, "title": want.title, "why": spec[want.name].why, "weight": round(float(world.numbers.weights[0, seat, want.index]), 4),
            "value": round(float(value[want.index]), 2), "change": round(change, 2) + 0.0, "reading": _reading(want, world, before.world if before is not None else None),
        })  # fmt: skip
    return found


def _reading(want: Want, world: Worlds, before: Worlds | None) -> str:
    """Where the goal's measure stands, and which of its parts moved it most."""
    numbers = world.numbers
    level = float(want.level(world)[0])
    params = {name: float(numbers.goal_params[key][0]) for name, key in want.params}
    if "low" in params:
        reading = text(
            "seats.goal.band", value=f"{level:.0f}", low=f"{params['low']:.0f}", high=f"{params['high']:.0f}"
        )
    else:
        floor, ceiling = (
            float(numbers.floors[0, want.state, want.index]),
            float(numbers.ceilings[0, want.state, want.index]),
        )
        digits = 0 if abs(ceiling - floor) >= 20 else 1
        reading = text("seats.goal.reading", value=f"{level:.{digits}f}", floor=f"{floor:g}", ceiling=f"{ceiling:g}")
    if before is None:
        return reading
    moves = []
    for name, key, part in want.parts:
        weight = float(numbers.goal_params[key][0])
        moved = float(part.read(world)[0] - part.read(before)[0])
        moves.append((abs(weight * moved), name, moved))
    size, name, moved = max(moves)
    if size < 0.05 * max(abs(level), 1.0) * 0.2:
        return reading
    return text(
        "seats.goal.because",
        reading=reading,
        moved=text("seats.goal.moved", what=quantity(words_of(world.cast), name), change=signed(moved, 1)),
    )


def quantity(words: Words, name: str) -> str:
    """A quantity in words: "support in Iran"."""
    head, *rest = name.split(".")
    index = words.cast.state_index
    names = [words.name(index[part]) if part in index else part for part in rest]
    key = f"seats.quantity.{head}"
    if not has(key):
        return text("seats.quantity.other", name=name.replace("_", " ").replace(".", ", "))
    return text(key, who=names[0] if names else "", **{"with": names[1] if len(names) > 1 else ""})


def running_score(values: list[float], turns: int) -> float:
    """The score if things stayed as they are: half the end, half the mean over the scheduled turns. ``values``: after each turn played (the
    opening alone before the first).
    """
    if not values:
        return 0.0
    last = values[-1]
    mean = (sum(values[1:]) + last * (turns - len(values) + 1)) / turns if turns else last
    return 0.5 * last + 0.5 * mean


def value_of(view: View) -> float:
    """The moment's score as the seat believes it."""
    return float(score(view.world, view.seat)[0])


__all__ = ["goals_of", "quantity", "running_score", "value_of"]
