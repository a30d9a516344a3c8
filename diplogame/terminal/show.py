"""What the terminal shows of a seat's picture: each a function from plain data to lines."""

from __future__ import annotations

from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from diplogame.chronicle.words import percent
from diplogame.scenario.schema import Scenario
from diplogame.texts import area, signed, text

Plain = dict[str, Any]

FRESH = 12
"""Cables shown at once."""
WEIGHTY = 7.0


def head(console: Console, picture: Plain) -> None:
    """The day and how things stand."""
    console.print()
    console.rule(Text(text("play.turn", **picture), style="bold"), align="left", characters="─")
    console.print(text("play.standing", **_numbers(picture)), style="cyan")
    console.print(text("play.own", **_numbers(picture)), style="cyan")


def _numbers(picture: Plain) -> Plain:
    par = picture["par"]
    return {
        "rung": picture["rung"], "level": f"{picture['escalation']:.1f}", "hazard": percent(picture["hazard"]), "brent": f"{picture['brent']:.0f}",
        "change": f"{round(picture['brent_change']):+d}", "flow": f"{picture['flow_share']:.0%}", "strait": text(f"play.strait.{picture['strait']}"),
        "talks": text(f"play.talks.{picture['talks']['state']}"), "capital": f"{picture['capital']:g}", "cap": picture["capital_cap"], "allowed": picture["orders_allowed"],
        "score": f"{picture['score']:.0f}", "par": text("play.par", par=f"{par:.0f}") if par is not None else "",
    }  # fmt: skip


def cables(console: Console, rows: list[Plain], first: int = 1, deep: bool = False) -> None:
    """Numbered headlines; with their detail where ``deep`` or grave."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column()
    for number, one in enumerate(rows, start=first):
        line = Text(one["headline"], style="bold" if one["gravity"] >= WEIGHTY else "")
        if one["only_you"]:
            line.append(f"  {text('play.only_you')}", style="magenta")
        body = (
            Group(line, Text(one["detail"], style="dim"))
            if (deep or one["gravity"] >= WEIGHTY or one["only_you"]) and one["detail"]
            else line
        )
        table.add_row(f"c{number}", body)
    console.print(table)


def goals(console: Console, picture: Plain) -> None:
    """Goals with weight, value, change and why."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, right in (("goal", False), ("weight", True), ("value", True), ("change", True), ("reading", False)):
        table.add_column(text(f"play.column.{name}"), justify="right" if right else "left")
    for one in picture["goals"]:
        style = "green" if one["change"] > 0.05 else "red" if one["change"] < -0.05 else "dim"
        table.add_row(
            one["title"],
            f"{one['weight']:.0%}",
            f"{one['value']:.0f}",
            Text(signed(one["change"], 1), style=style),
            Text(one["reading"], style="dim"),
        )
    console.print(table)


def asks(console: Console, rows: list[Plain], given: dict[str, str]) -> None:
    """Questions with what hangs on each answer."""
    for number, one in enumerate(rows, start=1):
        console.print(Text.assemble((f"q{number} ", "bold yellow"), (one["text"], "bold")))
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 3))
        table.add_column(no_wrap=True)
        table.add_column(style="dim")
        for choice in one["choices"]:
            mark = "▸ " if given.get(one["id"]) == choice["value"] else "  "
            silent = f" {text('play.default')}" if choice["value"] == one["default"] else ""
            table.add_row(f"{mark}{choice['value']}", f"{choice['label']}. {choice['stakes']}{silent}")
        console.print(table)


def kinds(console: Console, rows: list[Plain]) -> None:
    """One line a verb: where it stands on the list, what it costs, what it is for."""
    families: dict[str, dict[str, list[tuple[int, Plain]]]] = {}
    for number, one in enumerate(rows, start=1):
        if not one["greyed"]:
            families.setdefault(one["family"], {}).setdefault(one["verb"], []).append((number, one))
    for family in sorted(families):
        console.print(text(f"play.family.{family}"), style="bold")
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 3))
        for column in ("right", "left", "right", "left"):
            table.add_column(justify=column, no_wrap=column == "right", style="dim" if column == "right" else "")
        for found in families[family].values():
            costs = sorted({one["cost"] for _, one in found})
            span = str(found[0][0]) if len(found) == 1 else f"{found[0][0]}-{found[-1][0]}"
            price = _g(costs[0]) if len(costs) == 1 else f"{_g(costs[0])}-{_g(costs[-1])}"
            table.add_row(
                span, found[0][1]["title"], text("play.cost", cost=price), Text(found[0][1]["kind"], style="dim")
            )
        console.print(table)
    console.print(text("play.kinds"), style="dim")


def menu(console: Console, rows: list[tuple[int, Plain]]) -> None:
    """Orders in one line each: number, cost, phrase, chance, or why not."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(justify="right", style="dim", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    for number, one in rows:
        chance = percent(one["chance"]["p"]) if one["chance"] and not one["greyed"] else ""
        line = Text(one["summary"], style="dim" if one["greyed"] else "")
        if one["greyed"]:
            line.append(f"  {one['greyed']}", style="dim italic")
        table.add_row(str(number), text("play.cost", cost=f"{one['cost']:g}"), line, chance)
    console.print(table)


def help_page(console: Console) -> None:
    """What can be typed, and what it does."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for key, words in area("play").items():
        if key.startswith("play.help."):
            table.add_row(Text(key.removeprefix("play.help.")), Text(words))
    console.print(table)


def order(console: Console, one: Plain, number: int | None = None) -> None:
    """One order in full."""
    console.print(Text.assemble((f"{number} " if number else "", "dim"), (one["summary"], "bold")))
    secret = text("play.secret" if one["covert"] else "play.public")
    console.print(
        Padding(Text(f"{one['about']} {text('play.price', cost=_g(one['cost']), secret=secret)}"), (0, 0, 0, 3))
    )
    if one["greyed"]:
        console.print(Padding(Text(one["greyed"], style="yellow"), (0, 0, 0, 3)))
    if one["chance"]:
        chance = one["chance"]
        console.print(
            Padding(
                Text(text("play.chance", label=chance["label"], p=percent(chance["p"]), reason=chance["reason"])),
                (0, 0, 0, 3),
            )
        )
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 3))
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    for effect in one["expects"]:
        later = f" {text('play.later', n=effect['delay'])}" if effect["delay"] else ""
        spread = (
            ""
            if abs(effect["high"] - effect["low"]) < 0.05
            else text("play.range", low=f"{effect['low']:+g}", high=f"{effect['high']:+g}")
        )
        table.add_row(
            effect["label"],
            Text(f"{effect['mean']:+g}", style="green" if effect["good"] else "red"),
            f"{effect['unit']}{later} {spread}",
        )
    console.print(table)


def _g(value: float) -> str:
    return f"{value:g}"


def docket(console: Console, orders: list[Plain], left: float, room: int) -> None:
    """The orders chosen so far."""
    console.print(text("play.docket", n=len(orders), room=room, capital=f"{left:g}"), style="bold")
    for number, one in enumerate(orders, start=1):
        console.print(f"   {number}. {one['summary']}  ({text('play.cost', cost=_g(one['cost']))})", highlight=False)


def suggested(console: Console, scenario: Scenario, turn: int, role: str) -> None:
    """What a tutorial proposes for this turn."""
    hints = [one.text for one in scenario.suggestions if one.turn == turn and one.role == role]
    if hints:
        console.print(text("play.suggested"), style="bold")
        for words in hints:
            console.print(f"   {words}", highlight=False)
