"""A game in the terminal: each turn's acts with why each state acted, what came of them, the ending and the scores."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from diplogame.chronicle.acts import phrase
from diplogame.chronicle.cables import tell
from diplogame.chronicle.group import rows_from
from diplogame.chronicle.scene import around
from diplogame.chronicle.why import order_reasons
from diplogame.chronicle.words import percent, upper, words_of
from diplogame.commands.headlines import headlines
from diplogame.game import Game, visible
from diplogame.game.why import Reason, label
from diplogame.par import par
from diplogame.texts import has, text

TOP = 8
"""The last rung that has a name."""
BESIDE = 110
"""Columns from which reasons stand beside the orders, not below them."""
WEIGHTY = 0.15
"""Score points from which a consideration is named."""
NAMED = 3


def told_head(console: Console, game: Game) -> None:
    """What is played, and from which seed."""
    scenario = game.scenario
    console.print(Text(scenario.title, style="bold"))
    console.print(Text(scenario.briefing))
    console.print(Text(text("sim.head", seed=game.seed, turns=game.turns), style="dim"))


def told_turn(console: Console, game: Game, turn: int, role: str | None = None, whole: bool = False) -> None:
    """One turn that was played; for a role only what it saw, and its own reasons alone. ``whole``: what else each might have done, and what would have
    flipped the choice, too.
    """
    seat = None if role is None else game.roles.index(role)
    before, after = game.worlds_at(turn - 1), game.worlds_at(turn)
    days = game.scenario.turn_days
    price, rung = float(after.price[0]), max(float(after.escalation[0]), 0.0)
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
                name=text(f"states.rung.l{min(int(rung), TOP)}").lower(),
                brent=f"{price:.0f}",
                change=f"{round(price - float(before.price[0])):+d}",
                flow=f"{float(after.flow[0]):.0f}",
            ),
            style="dim",
        )
    )
    rows = rows_from(after.cast, game.history[turn - 1].events)
    headlines(
        console,
        words_of(after.cast),
        sorted([*tell(after, rows, seat), *around(before, after)], key=lambda one: -one.gravity),
    )
    console.print(Text(text("sim.orders"), style="bold"))
    _acts(console, game, turn, role, whole)


def _acts(console: Console, game: Game, turn: int, role: str | None, whole: bool) -> None:
    """Who did what, and why."""
    words = words_of(game.worlds.cast)
    played = game.history[turn - 1]
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=3)
    beside = console.width >= BESIDE
    if beside:
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
            order, why = Text(phrase(words, orders[k])), _because(game, actor, reasons[k]) if reasons else ""
            if whole and why:
                why += _else(game, turn, actor, k)
            if not beside and why:
                order.append(f"\n{why}", style="dim")
            table.add_row(name, order, *([why] if beside else []))
    console.print(table)


def _because(game: Game, role: str, reason: Reason) -> str:
    """The weightiest considerations, first those for it, then those against, and the chance."""
    heavy = sorted(
        (item for item in reason.considerations.items() if abs(item[1]) >= WEIGHTY), key=lambda item: -abs(item[1])
    )[:NAMED]
    told = [f"{label(game, role, name)} {value:+.1f}" for name, value in heavy if value > 0] or [text("sim.little")]
    against = [f"{label(game, role, name)} {value:+.1f}" for name, value in heavy if value < 0]
    words = "; ".join(told) + (text("sim.against", list="; ".join(against)) if against else "")
    return words if reason.chance is None else f"{words} {text('sim.chance', chance=percent(reason.chance))}"


def _else(game: Game, turn: int, role: str, place: int) -> str:
    """The best alternatives of one order, and the smallest change that would have flipped the choice, a line each."""
    mind = game.mind_at(role, turn)
    order = game.history[turn - 1].dockets[role].orders[place]
    told = order_reasons(game.stage_at(turn - 1), game.roles.index(role), order, None, mind, mind is None)
    others = "; ".join(f"{one['title']} {percent(one['chance'])}" for one in told.alternatives)
    lines = [text("sim.instead", list=others)] if others else []
    return "".join(f"\n{line}" for line in (*lines, *((told.flip,) if told.flip else ())))


def told_end(console: Console, game: Game) -> None:
    """The ending, the scores, and the line that a script can read."""
    console.print()
    scores = game.scores()
    if game.ending is not None and has(f"sim.ending.{game.ending}"):
        console.print(Text(text(f"sim.ending.{game.ending}"), style="bold"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("role", "score", "par", "above"):
        table.add_column(text(f"sim.column.{column}"), justify="left" if column == "role" else "right")
    for role in sorted(scores, key=lambda name: -scores[name]):
        mean = par(game.scenario, role)
        table.add_row(
            game.scenario.states[role].name,
            f"{scores[role]:.1f}",
            *(("", "") if mean is None else (f"{mean:.1f}", f"{scores[role] - mean:+.1f}")),
        )
    console.print(table)
    if any(par(game.scenario, role) is not None for role in scores):
        console.print(Text(text("sim.par"), style="dim"))
    console.print(last_line(game), soft_wrap=True)


def last_line(game: Game) -> str:
    """ending, scores and digest in one line: the same wherever this game is played."""
    ending = game.ending or "none"
    return f"ending: {ending}  score: {' '.join(f'{role}={value:.2f}' for role, value in game.scores().items())}  digest: {game.digest}"


__all__ = ["last_line", "told_end", "told_head", "told_turn"]
