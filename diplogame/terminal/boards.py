"""What the terminal shows on request: states, sites, talks, council, ledger, reasons, futures, the end."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from diplogame.texts import signed, text

Plain = dict[str, Any]


NARROW = 110
"""Columns below which what stands is told under a state's figures, not beside them."""


def states(console: Console, picture: Plain) -> None:
    """All states side by side."""
    beside = console.width >= NARROW
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 1, 0, 0))
    columns = ("state", "stability", "economy", "standing", "credibility", "threats", "relation", "trust")
    for name in (*columns, "stands") if beside else columns:
        table.add_column(
            text(f"play.column.{name}"),
            justify="left" if name in ("state", "stands") else "right",
            no_wrap=name != "stands",
        )
    for one in picture["states"]:
        trust = "" if one["trust"] is None else f"{one['trust']:.0%}"
        relation = "" if one["you"] else signed(one["relation"], 1)
        cells = [f"{one[key]:.0f}" for key in ("stability", "economy", "standing", "credibility")]
        stands = Text("; ".join(one["postures"]), style="dim")
        row = [one["name"], *cells, f"{one['commitment']:.1f}", relation, trust]
        table.add_row(*row, *([stands] if beside else []), style="bold" if one["you"] else "")
    console.print(table)
    if beside:
        return
    for one in picture["states"]:
        if one["postures"]:
            console.print(Text.assemble((f"{one['name']}: ", ""), ("; ".join(one["postures"]), "dim")))


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
        table.add_row(
            names.get(one["owner"], ""),
            f"{one['name']}{mark}",
            one["kind"],
            f"{one['integrity']:.0%}",
            between,
            style="yellow" if one["fresh"] else "",
        )
    console.print(table)


def talks(console: Console, picture: Plain) -> None:
    """The table, and whom each side would accept."""
    told, names = picture["talks"], {one["role"]: one["name"] for one in picture["states"]}
    console.print(text(f"play.talks.{told['state']}"), style="bold")
    if told["host"]:
        seats = ", ".join(names[role] for role in told["seats"])
        console.print(text("play.seats", host=names[told["host"]], seats=seats, sessions=told["sessions_left"]))
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
        table.add_row(
            names[host["role"]],
            *(f"{host['acceptability'][role]:.0%}" if role in host["acceptability"] else "" for role in roles),
        )
    console.print(table)


def council(console: Console, picture: Plain) -> None:
    """The draft and how the members lean."""
    told = picture["council"]
    console.print(told["draft"]["text"] if told["draft"] else text("play.no_draft"), style="bold")
    last = told["last"]
    if last:
        result = text("play.passed" if last["passed"] else "play.vetoed" if last["vetoes"] else "play.short")
        console.print(
            text(
                "play.last_vote",
                turn=last["turn"],
                yes=last["yes"],
                no=last["no"],
                abstain=last["abstain"],
                result=result,
            ),
            style="dim",
        )
    if told["draft"]:
        table = Table(box=None, pad_edge=False, header_style="dim")
        for name in ("member", "for", "against"):
            table.add_column(text(f"play.column.{name}"), justify="left" if name == "member" else "right")
        for one in sorted(told["members"], key=lambda one: -one["p_yes"]):
            table.add_row(
                f"{one['name']}{' *' if one['permanent'] else ''}", f"{one['p_yes']:.0%}", f"{one['p_no']:.0%}"
            )
        console.print(table)


def ledger(console: Console, picture: Plain) -> None:
    """Promises, deliveries and beliefs."""
    for one in picture["promises"]:
        console.print(
            text("play.promise", text=one["text"], due=one["due"], state=text(f"play.kept.{one['state']}")),
            highlight=False,
        )
    for one in picture["deliveries"]:
        console.print(text("play.delivery", text=one["text"], due=one["due"]), highlight=False)
    if not picture["promises"] and not picture["deliveries"]:
        console.print(text("play.nothing_owed"), style="dim")
    for one in picture["beliefs"]:
        share = one["high"] <= 1.0
        low, value, high = (f"{one[key]:.0%}" if share else f"{one[key]:.0f}" for key in ("low", "value", "high"))
        console.print(
            text("play.belief", label=one["label"], value=value, low=low, high=high), style="dim", highlight=False
        )


def why(console: Console, told: Plain) -> None:
    """Reasons in words and numbers."""
    console.print(told["text"], highlight=False)
    unit = text(f"play.unit.{told.get('unit', 'points')}")
    for side, sign in (("for", "green"), ("against", "red")):
        for one in told[side]:
            console.print(Text(f"   {signed(one['value'], 1)} {unit}  {one['label']}", style=sign))
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
    for name in sorted(
        {*told["endings"], *(without["endings"] if without else {})}, key=lambda name: -told["endings"].get(name, 0)
    ):
        other = f"{without['endings'].get(name, 0):.0%}" if without else ""
        table.add_row(text(f"states.ending.{name}"), f"{told['endings'].get(name, 0):.0%}", other)
    console.print(table)
    score = told["score"]
    compared = text("play.compared", change=signed(score["mean"] - without["score"]["mean"], 1)) if without else ""
    console.print(
        text(
            "play.forecast_score",
            n=told["futures"],
            mean=f"{score['mean']:.0f}",
            low=f"{score['low']:.0f}",
            high=f"{score['high']:.0f}",
            compared=compared,
        ),
        highlight=False,
    )


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
    score = text(
        "play.final", score=f"{told['score']:.1f}", par=f"{told['par']:.1f}" if told["par"] is not None else "-"
    )
    share = text("play.percentile", p=f"{told['percentile']:.0f}") if told["percentile"] is not None else ""
    console.print(Text(f"{score} {share} {text('play.win') if told['win'] else ''}", style="bold"))
