"""What happened in a turn, gravest heading first: force, talks, council, bargains, arms, the market, what was sighted.

What comes often and alike (promises kept, cargoes landed, offers declined, flights reported) is told in one line a kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from diplogame.chronicle.cables import Cable
from diplogame.chronicle.words import Words, favour, promised, upper
from diplogame.texts import text
from diplogame.world.axes import GOODS

Group = Callable[[Words, Sequence[Cable]], list[str]]
"""Cables that are told together, as lines."""

LEAST = 3.0
"""Gravity below which what came of a turn is not told."""
WEIGHTY = 7.0
HEADINGS = ("ending", "force", "talks", "council", "bargains", "arms", "market", "watch", "news")
FAMILY = {"answers": "bargains", "shipping": "market", "intel": "watch"}
"""Families of cables that stand under a heading of another name."""
TOLD = ("strike", "join_strike", "retaliate", "sabotage", "close_strait", "reopen_strait", "harass_shipping")
"""Orders that are news by what came of them; the others are told with their reasons."""


def headlines(console: Console, words: Words, cables: Iterable[Cable]) -> None:
    """The headlines, each heading once."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for heading, lines in under_headings(words, cables):
        for k, line in enumerate(lines):
            table.add_row(text(f"sim.heading.{heading}") if k == 0 else "", line)
    if table.row_count:
        console.print(table)


def under_headings(words: Words, cables: Iterable[Cable]) -> list[tuple[str, list[Text]]]:
    """Heading and lines, for the headings that have any."""
    found: dict[str, list[Text]] = {heading: [] for heading in HEADINGS}
    alike: dict[Group, list[Cable]] = {}
    for one in filter(_is_told, cables):
        group = _group(one)
        if group is None:
            found[_heading(one)].append(_line(one))
        else:
            alike.setdefault(group, []).append(one)
    for group in dict.fromkeys(GROUPS.values()):
        if group in alike:
            found[_heading(alike[group][0])] += [Text(line) for line in group(words, alike[group])]
    return [(heading, lines) for heading, lines in found.items() if lines]


def _group(one: Cable) -> Group | None:
    return GROUPS.get(f"{one.kind}.{one.outcome}")


def _is_told(one: Cable) -> bool:
    return one.verb in TOLD if one.kind == "order" else one.gravity >= LEAST


def _heading(one: Cable) -> str:
    heading = FAMILY.get(one.family, one.family)
    return heading if heading in HEADINGS else "news"


def _line(one: Cable) -> Text:
    line = Text(one.headline, style="bold" if one.gravity >= WEIGHTY else "")
    detail = one.results if one.kind == "order" and one.results else one.detail
    return line.append(f"  {detail}", style="not bold dim") if detail else line


def _capital(words: Words, role: str | None) -> str:
    return words.capital(words.cast.state_index[role]) if role is not None else text("states.nobody")


def _pairs(key: str, thing: Callable[[int], str], *, back: bool = False) -> Group:
    """`Moscow to Tehran (engineers, 2 x drones); ...`. With ``back`` the answer came from the receiver, so that the sides change places."""

    def told(words: Words, alike: Sequence[Cable]) -> list[str]:
        between: dict[tuple[str, str], Counter[str]] = {}
        for one in alike:
            pair = _capital(words, one.source), _capital(words, one.target)
            between.setdefault(pair[::-1] if back else pair, Counter())[thing(one.level)] += 1
        parts = [
            text(
                "sim.group.pair",
                source=source,
                target=target,
                things=text("states.comma").join(map(_counted, things.items())),
            )
            for (source, target), things in between.items()
        ]
        return [text(f"sim.group.{key}", n=len(alike), list="; ".join(parts))]

    return told


def _counted(item: tuple[str, int]) -> str:
    name, n = item
    return name if n == 1 else text("sim.group.times", name=name, n=n)


def _answers(words: Words, alike: Sequence[Cable]) -> list[str]:
    """Yes and no to each appeal for a ceasefire."""
    return _sides(words, alike, "truce", "ceasefire_yes", lambda one: _capital(words, one.target))


def _papers(words: Words, alike: Sequence[Cable]) -> list[str]:
    """Who signed and who refused each paper."""
    return _sides(words, alike, "paper", "signed", lambda one: words.paper(max(one.level, 0)))


def _sides(words: Words, alike: Sequence[Cable], key: str, good: str, about: Callable[[Cable], str]) -> list[str]:
    found: dict[str, list[str]] = {}
    for one in alike:
        word = text(f"sim.group.{'yes' if one.outcome == good else 'no'}.{key}", who=_capital(words, one.source))
        found.setdefault(about(one), []).append(word)
    return [
        text(f"sim.group.{key}", about=upper(what) if key == "paper" else what, list="; ".join(dict.fromkeys(who)))
        for what, who in found.items()
    ]


def _reports(words: Words, alike: Sequence[Cable]) -> list[str]:
    """What services saw: the headlines alone, each once."""
    del words
    return ["; ".join(dict.fromkeys(one.headline for one in alike))]


_TAKEN, _DECLINED = _pairs("taken", favour, back=True), _pairs("declined", favour, back=True)
_KEPT, _ARRIVED = _pairs("kept", promised), _pairs("arrived", lambda good: text(f"states.good.{GOODS[good]}"))

GROUPS: dict[str, Group] = {
    "answer.signed": _papers,
    "answer.refused": _papers,
    "answer.ceasefire_yes": _answers,
    "answer.ceasefire_no": _answers,
    "answer.offer_taken": _TAKEN,
    "outcome.promise_kept": _KEPT,
    "answer.offer_declined": _DECLINED,
    "arrival.arrived": _ARRIVED,
    "sighting.flights": _reports,
    "sighting.seen_in_private": _reports,
}
"""What is told together, in this order within its heading."""
