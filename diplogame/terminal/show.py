"""What the terminal shows of a seat's picture: each a function from plain data to lines."""

from __future__ import annotations

from typing import Any

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from diplogame.chronicle.words import percent
from diplogame.texts import text

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
        "rung": picture["rung"], "level": f"{picture['escalation']:.1f}", "hazard": f"{picture['hazard']:.0%}", "brent": f"{picture['brent']:.0f}",
        "change": f"{picture['brent_change']:+.0f}", "flow": f"{picture['flow_share']:.0%}", "strait": text(f"play.strait.{picture['strait']}"),
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
        body = Group(line, Text(one["detail"], style="dim")) if (deep or one["gravity"] >= WEIGHTY or one["only_you"]) and one["detail"] else line
        table.add_row(f"c{number}", body)
    console.print(table)


def goals(console: Console, picture: Plain) -> None:
    """Goals with weight, value, change and why."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, right in (("goal", False), ("weight", True), ("value", True), ("change", True), ("reading", False)):
        table.add_column(text(f"play.column.{name}"), justify="right" if right else "left")
    for one in picture["goals"]:
        style = "green" if one["change"] > 0.05 else "red" if one["change"] < -0.05 else "dim"
        table.add_row(one["title"], f"{one['weight']:.0%}", f"{one['value']:.0f}", Text(_signed(one["change"]), style=style), Text(one["reading"], style="dim"))
    console.print(table)


def _signed(value: float) -> str:
    return f"{value:+.1f}" if abs(value) >= 0.05 else "0"


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
            table.add_row(span, found[0][1]["title"], text("play.cost", cost=price), Text(found[0][1]["kind"], style="dim"))
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


def order(console: Console, one: Plain, number: int | None = None) -> None:
    """One order in full."""
    console.print(Text.assemble((f"{number} " if number else "", "dim"), (one["summary"], "bold")))
    secret = text("play.secret" if one["covert"] else "play.public")
    console.print(Padding(Text(f"{one['about']} {text('play.price', cost=_g(one['cost']), secret=secret)}"), (0, 0, 0, 3)))
    if one["greyed"]:
        console.print(Padding(Text(one["greyed"], style="yellow"), (0, 0, 0, 3)))
    if one["chance"]:
        chance = one["chance"]
        console.print(Padding(Text(text("play.chance", label=chance["label"], p=percent(chance["p"]), reason=chance["reason"])), (0, 0, 0, 3)))
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 3))
    table.add_column()
    table.add_column(justify="right", no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    for effect in one["expects"]:
        later = f" {text('play.later', n=effect['delay'])}" if effect["delay"] else ""
        spread = "" if abs(effect["high"] - effect["low"]) < 0.05 else text("play.range", low=f"{effect['low']:+g}", high=f"{effect['high']:+g}")
        table.add_row(effect["label"], Text(f"{effect['mean']:+g}", style="green" if effect["good"] else "red"), f"{effect['unit']}{later} {spread}")
    console.print(table)


def _g(value: float) -> str:
    return f"{value:g}"


def docket(console: Console, orders: list[Plain], left: float, room: int) -> None:
    """The orders chosen so far."""
    console.print(text("play.docket", n=len(orders), room=room, capital=f"{left:g}"), style="bold")
    for number, one in enumerate(orders, start=1):
        console.print(f"   {number}. {one['summary']}  ({text('play.cost', cost=_g(one['cost']))})", highlight=False)


def states(console: Console, picture: Plain) -> None:
    """All states side by side."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("state", "stability", "economy", "standing", "credibility", "threats", "relation", "trust", "stands"):
        table.add_column(text(f"play.column.{name}"), justify="left" if name in ("state", "stands") else "right", no_wrap=name == "state", min_width=18 if name == "stands" else None)
    for one in picture["states"]:
        trust = "" if one["trust"] is None else f"{one['trust']:.0%}"
        relation = "" if one["you"] else f"{one['relation']:+.1f}"
        cells = [f"{one[key]:.0f}" for key in ("stability", "economy", "standing", "credibility")]
        table.add_row(one["name"], *cells, f"{one['commitment']:.1f}", relation, trust, Text("; ".join(one["postures"]), style="dim"), style="bold" if one["you"] else "")
    console.print(table)


def sites(console: Console, picture: Plain) -> None:
    """Facilities by owner, with estimates."""
    names = {one["role"]: one["name"] for one in picture["states"]}
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("owner", "site", "kind", "works", "between"):
        table.add_column(text(f"play.column.{name}"), justify="right" if name in ("works", "between") else "left")
    for one in sorted(picture["facilities"], key=lambda one: (names.get(one["owner"], ""), one["kind"], one["name"])):
        if one["kind"] in ("strait", "airspace"):
            continue
        between = "" if one["high"] - one["low"] < 0.01 else f"{one['low']:.0%}-{one['high']:.0%}"
        mark = f" {text('play.struck')}" if one["fresh"] else ""
        table.add_row(names.get(one["owner"], ""), f"{one['name']}{mark}", one["kind"], f"{one['integrity']:.0%}", between, style="yellow" if one["fresh"] else "")
    console.print(table)


def talks(console: Console, picture: Plain) -> None:
    """The table, and whom each side would accept."""
    told, names = picture["talks"], {one["role"]: one["name"] for one in picture["states"]}
    console.print(text(f"play.talks.{told['state']}"), style="bold")
    if told["host"]:
        seats = ", ".join(names[role] for role in told["seats"])
        console.print(text("play.seats", host=names[told["host"]], seats=seats, sessions=told["sessions"]))
    if told["paper"]:
        levels = ", ".join(f"{issue} {level:.0%}" for issue, level in told["paper"]["terms"].items())
        console.print(text("play.paper", name=told["paper"]["name"], levels=levels))
    console.print(text("play.accept"), style="dim")
    roles = [role for role in names if any(role in host["acceptability"] for host in told["hosts"])]
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(text("play.column.host"))
    for role in roles:
        table.add_column(names[role], justify="right")
    for host in told["hosts"]:
        table.add_row(names[host["role"]], *(f"{host['acceptability'][role]:.0%}" if role in host["acceptability"] else "" for role in roles))
    console.print(table)


def council(console: Console, picture: Plain) -> None:
    """The draft and how the members lean."""
    told = picture["council"]
    console.print(told["draft"]["text"] if told["draft"] else text("play.no_draft"), style="bold")
    last = told["last"]
    if last:
        result = text("play.passed" if last["passed"] else "play.vetoed" if last["vetoes"] else "play.short")
        console.print(text("play.last_vote", turn=last["turn"], yes=last["yes"], no=last["no"], abstain=last["abstain"], result=result), style="dim")
    if told["draft"]:
        table = Table(box=None, pad_edge=False, header_style="dim")
        for name in ("member", "for", "against"):
            table.add_column(text(f"play.column.{name}"), justify="left" if name == "member" else "right")
        for one in sorted(told["members"], key=lambda one: -one["p_yes"]):
            table.add_row(f"{one['name']}{' *' if one['permanent'] else ''}", f"{one['p_yes']:.0%}", f"{one['p_no']:.0%}")
        console.print(table)


def ledger(console: Console, picture: Plain) -> None:
    """Promises, deliveries and beliefs."""
    for one in picture["promises"]:
        console.print(text("play.promise", text=one["text"], due=one["due"], state=text(f"play.kept.{one['state']}")), highlight=False)
    for one in picture["deliveries"]:
        console.print(text("play.delivery", text=one["text"], due=one["due"]), highlight=False)
    if not picture["promises"] and not picture["deliveries"]:
        console.print(text("play.nothing_owed"), style="dim")
    for one in picture["beliefs"]:
        share = one["high"] <= 1.0
        low, value, high = (f"{one[key]:.0%}" if share else f"{one[key]:.0f}" for key in ("low", "value", "high"))
        console.print(text("play.belief", label=one["label"], value=value, low=low, high=high), style="dim", highlight=False)


def why(console: Console, told: Plain) -> None:
    """Reasons in words and numbers."""
    console.print(told["text"], highlight=False)
    unit = text(f"play.unit.{told.get('unit', 'points')}")
    for side, sign in (("for", "green"), ("against", "red")):
        for one in told[side]:
            console.print(Text(f"   {one['value']:+.1f} {unit}  {one['label']}", style=sign))
    if told["alternatives"]:
        console.print(text("play.instead"), style="dim")
        for one in told["alternatives"]:
            console.print(f"   {one['chance']:.0%}  {one['title']}", style="dim", highlight=False)
    if told["flip"]:
        console.print(told["flip"], style="italic", highlight=False)


def forecast(console: Console, told: Plain) -> None:
    """Endings with and without these orders, and the score."""
    without = told["without"]
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("ending", "share", "without"):
        table.add_column(text(f"play.column.{name}"), justify="left" if name == "ending" else "right")
    for name in sorted({*told["endings"], *(without["endings"] if without else {})}, key=lambda name: -told["endings"].get(name, 0)):
        other = f"{without['endings'].get(name, 0):.0%}" if without else ""
        table.add_row(text(f"states.ending.{name}"), f"{told['endings'].get(name, 0):.0%}", other)
    console.print(table)
    score = told["score"]
    compared = text("play.compared", change=f"{score['mean'] - without['score']['mean']:+.1f}") if without else ""
    console.print(text("play.forecast_score", n=told["futures"], mean=f"{score['mean']:.0f}", low=f"{score['low']:.0f}", high=f"{score['high']:.0f}", compared=compared), highlight=False)


def result(console: Console, told: Plain) -> None:
    """The end."""
    console.print()
    console.rule(Text(told["title"], style="bold"), align="left", characters="═")
    console.print(told["tale"], highlight=False)
    console.print()
    for words in told["fates"].values():
        console.print(f"  {words}", highlight=False)
    console.print()
    for one in told["turning_points"]:
        console.print(text("play.turning", turn=one["turn"], text=one["text"]), highlight=False)
    score = text("play.final", score=f"{told['score']:.1f}", par=f"{told['par']:.1f}" if told["par"] is not None else "-")
    share = text("play.percentile", p=f"{told['percentile']:.0f}") if told["percentile"] is not None else ""
    console.print(Text(f"{score} {share} {text('play.win') if told['win'] else ''}", style="bold"))
