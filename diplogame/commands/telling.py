"""A game in the terminal: each turn's acts with why each state acted, what came of them, the ending and the scores."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from diplogame.chronicle.acts import phrase
from diplogame.chronicle.cables import Cable, tell
from diplogame.chronicle.group import rows_from
from diplogame.chronicle.scene import around
from diplogame.chronicle.words import upper, words_of
from diplogame.game import Game, visible
from diplogame.game.why import Reason, label
from diplogame.par import par
from diplogame.texts import has, text

LEAST = 3.0
"""Gravity below which what came of a turn is not told."""
WEIGHTY = 0.15
"""Score points from which a consideration is named."""
NAMED = 3


def told_head(console: Console, game: Game) -> None:
    """What is played, and from which seed."""
    scenario = game.scenario
    console.print(Text(scenario.title, style="bold"))
    console.print(Text(scenario.briefing))
    console.print(Text(text("sim.head", seed=game.seed, turns=game.turns), style="dim"))


def told_turn(console: Console, game: Game, turn: int, role: str | None = None) -> None:
    """One turn that was played; for a role only what it saw, and its own reasons alone."""
    seat = None if role is None else game.roles.index(role)
    before, after = game.worlds_at(turn - 1), game.worlds_at(turn)
    days = game.scenario.turn_days
    price, rung = float(after.price[0]), float(after.escalation[0])
    console.print()
    console.rule(
        Text(
            text("sim.turn", turn=turn, turns=game.turns, first=(turn - 1) * days + 1, last=turn * days), style="bold"
        ),
        align="left",
        characters="─",
    )
    console.print(
        Text(
            text(
                "sim.state",
                rung=f"{rung:.1f}",
                brent=f"{price:.0f}",
                change=f"{price - float(before.price[0]):+.0f}",
                flow=f"{float(after.flow[0]):.0f}",
            ),
            style="dim",
        )
    )
    rows = rows_from(after.cast, game.history[turn - 1].events)
    cables = tell(after, rows, seat)
    _acts(console, game, turn, role)
    other = [one for one in [*cables, *around(before, after)] if one.kind != "order" and one.gravity >= LEAST]
    for cable in sorted(other, key=lambda one: -one.gravity):
        console.print(_line("•", cable))


def _acts(console: Console, game: Game, turn: int, role: str | None) -> None:
    """Who did what, and why."""
    words = words_of(game.worlds.cast)
    played = game.history[turn - 1]
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(ratio=3)
    table.add_column(style="dim", ratio=4)
    seen = (
        None
        if role is None
        else {event.act for event in played.events if event.kind == "order" and visible(event, game.roles.index(role))}
    )
    number = 0
    for index, actor in enumerate(game.roles):
        orders = played.dockets[actor].orders
        shown = [k for k in range(len(orders)) if seen is None or number + k in seen]
        number += len(orders)
        reasons: Sequence[Reason] = played.reasons[actor] if role in (None, actor) and shown else ()
        for place, k in enumerate(shown):
            name = upper(words.bare(index)) if place == 0 else ""
            table.add_row(name, phrase(words, orders[k]), _because(game, actor, reasons[k]) if reasons else "")
    console.print(table)


def _because(game: Game, role: str, reason: Reason) -> str:
    """The weightiest considerations, and the chance."""
    heavy = sorted(
        (item for item in reason.considerations.items() if abs(item[1]) >= WEIGHTY), key=lambda item: -abs(item[1])
    )[:NAMED]
    parts = [f"{label(game, role, name)} {value:+.1f}" for name, value in heavy]
    if reason.chance is not None:
        parts.append(text("sim.chance", chance=f"{reason.chance:.0%}"))
    return "; ".join(parts)


def _line(mark: str, cable: Cable) -> Text:
    line = Text(f"{mark} ")
    line.append(cable.headline, style="bold" if cable.gravity >= 7 else "")
    if cable.detail:
        line.append(f"  {cable.detail}", style="dim")
    return line


def told_end(console: Console, game: Game) -> None:
    """The ending, the scores, and the line that a script can read."""
    console.print()
    scores = game.scores()
    if game.ending is not None and has(f"sim.ending.{game.ending}"):
        console.print(Text(text(f"sim.ending.{game.ending}"), style="bold"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("role", "score", "par"):
        table.add_column(text(f"sim.column.{column}"), justify="left" if column == "role" else "right")
    for role in sorted(scores, key=lambda name: -scores[name]):
        mean = par(game.scenario, role)
        table.add_row(game.scenario.states[role].name, f"{scores[role]:.1f}", "" if mean is None else f"{mean:.1f}")
    console.print(table)
    console.print(last_line(game), soft_wrap=True)


def last_line(game: Game) -> str:
    """ending, scores and digest in one line: the same wherever this game is played."""
    ending = game.ending or "none"
    return f"ending: {ending}  score: {' '.join(f'{role}={value:.2f}' for role, value in game.scores().items())}  digest: {game.digest}"


__all__ = ["last_line", "told_end", "told_head", "told_turn"]
