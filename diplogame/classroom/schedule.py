"""The run of show: a lesson's steps against the bell. Pure arithmetic on minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

BEFORE = (("join", 4.0), ("brief", 3.0), ("practice", 2.0))
AFTER = (("ending", 2.0), ("words", 3.0), ("unveiling", 7.0), ("what_if", 4.0), ("exit", 3.0))
LEAST_TURNS = 5
SHARES = (1.27, 1.09, 1.0, 1.0, 1.09, 0.91, 0.91, 0.73)
"""How long each of eight turns is against their mean: the first is read slowly, the last ones quickly."""
SHORTEST = 1.5


class Show(NamedTuple):
    """What the strip shows."""

    turn_minutes: list[float]
    """Proposed length of each turn that is still to be played."""
    turns: int
    """Turns in all that leave the debrief its time."""
    spare: float
    """Minutes left over; below zero, play eats the debrief."""
    cut: bool
    """The plan says fewer turns than the scenario has."""


def propose(minutes_left: float, turn: int, turns: int, debrief: float, before: float = 0.0) -> Show:
    """Turn lengths for what is left of the lesson.

    `minutes_left` to the bell, `turn` the one now being ordered (from 1) of `turns`, `debrief` minutes to keep after play,
    `before` minutes still needed before the first turn. At least five turns are kept, whatever the bell says.
    """
    play = minutes_left - debrief - before
    left = max(0, turns - turn + 1)
    keep = min(left, max(0, LEAST_TURNS - turn + 1))
    count = left
    while count > keep and play / max(count, 1) < SHORTEST + 0.75:
        count -= 1
    if not count:
        return Show([], turn - 1, round(play, 2), left > 0)
    shares = [share(turn + k, turns) for k in range(count)]
    mean = max(SHORTEST, min(6.0, play / count))
    scale = mean * count / sum(shares)
    lengths = [round(max(SHORTEST, part * scale) * 4) / 4 for part in shares]
    return Show(lengths, turn - 1 + count, round(play - sum(lengths), 2), count < left)


STEPS = ("join", "brief", "practice", "start", "ending", "debrief", "exit")
"""Steps of a lesson, in order; `start` is play."""


class Pause(NamedTuple):
    """A break and a plenary within play."""

    planned: float
    gone: float
    """Minutes of it that have gone by."""
    on: bool


def strip(
    marks: Mapping[str, float], now: float, play: float | None, debrief: float, pause: Pause | None = None
) -> list[dict[str, Any]]:
    """The steps with planned and actual minutes: {"name", "planned", "begun", "minutes", "now"}.

    `marks` say when steps began and `now` what time it is, seconds since 1970; `play` minutes are planned for the turns (None: not
    known), `debrief` minutes are kept after play. A step that was left out has no beginning. A break and a plenary are counted apart from play.
    """
    before, after = dict(BEFORE), dict(AFTER)
    planned: dict[str, float | None] = {"start": play, "ending": after["ending"], "exit": after["exit"], **before}
    planned["debrief"] = max(0.0, debrief - after["ending"] - after["exit"])
    begun = [(name, marks[name]) for name in STEPS if marks.get(name)]
    found: list[dict[str, Any]] = []
    for name in STEPS:
        at = marks.get(name) or None
        later = [when for _, when in begun if at is not None and when > at]
        found.append({
            "name": name, "planned": planned[name], "begun": at, "now": bool(begun) and begun[-1][0] == name,
            "minutes": None if at is None else round((min(later, default=now) - at) / 60, 1),
        })  # fmt: skip
    if pause is not None and (pause.planned or pause.gone or pause.on):
        played = found[STEPS.index("start")]
        if played["minutes"] is not None:
            played["minutes"] = round(max(0.0, played["minutes"] - pause.gone), 1)
        played["now"] = played["now"] and not pause.on
        minutes = round(pause.gone, 1) if pause.gone or pause.on else None
        found.insert(
            STEPS.index("ending"),
            {"name": "plenary", "planned": pause.planned, "begun": None, "now": pause.on, "minutes": minutes},
        )
    return found


def share(turn: int, turns: int) -> float:
    """Weight of a turn's length, from the eight-turn pattern stretched over `turns`."""
    place = (turn - 1) / max(turns - 1, 1) * (len(SHARES) - 1)
    low = int(place)
    high = min(low + 1, len(SHARES) - 1)
    return SHARES[low] + (SHARES[high] - SHARES[low]) * (place - low)
