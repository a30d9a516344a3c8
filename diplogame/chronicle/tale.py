"""The tale of a whole game, told after its end from what happened: an ending with its shade, what led there, and each state's fate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from diplogame.chronicle.cables import Cable
from diplogame.chronicle.words import Words, listed, upper, words_of
from diplogame.goals.goal import progress, wants
from diplogame.texts import text
from diplogame.verbs.papers import KINDS_OF
from diplogame.world.fields import Worlds

WARS = ("general_war", "regional_war")
STEADY = 6.0
"""Points of support within which a state is as it was."""


@dataclass(frozen=True)
class Course:
    """A whole game, seen without the fog."""

    worlds: Sequence[Worlds]
    """The truth after each turn played, from the opening (an ensemble of one each)."""
    cables: Sequence[Cable]
    """All that happened, with the fog lifted."""
    ending: str

    @property
    def words(self) -> Words:
        return words_of(self.worlds[0].cast)

    @property
    def last(self) -> Worlds:
        return self.worlds[-1]

    @property
    def played(self) -> int:
        return len(self.worlds) - 1

    def orders(self, *verbs: str, source: int | None = None) -> list[Cable]:
        """Orders of these verbs."""
        role = self.words.role(source) if source is not None else None
        return [
            one
            for one in self.cables
            if one.kind == "order" and one.verb in verbs and (role is None or one.source == role)
        ]

    def outcomes(self, *names: str) -> list[Cable]:
        """Outcomes of these kinds."""
        return [one for one in self.cables if one.kind == "outcome" and one.outcome in names]


def title(course: Course) -> str:
    """The ending by name, with its shade."""
    key = f"tale.shade.{course.ending}"
    last = course.last
    match course.ending:
        case "ceasefire":
            return (
                text(f"{key}.{'early' if course.played < last.cast.scenario.turns else 'late'}")
                if int(last.truce[0]) <= 6
                else text("tale.title.ceasefire")
            )
        case "tit_for_tat":
            return text(f"{key}.{'hot' if float(last.escalation[0]) >= 4.5 else 'calm'}")
        case "comprehensive_deal":
            return text(f"{key}.{'full' if int(KINDS_OF[max(int(last.signed[0]), 0)]) == 3 else 'nuclear'}")
    return text(f"tale.title.{course.ending}", **course.words.parts())


def tale(course: Course) -> str:
    """Some sentences: how it began, force, talks, council, oil, what was done in the dark, how it ended."""
    first = course.worlds[0]
    rung = int(first.escalation[0])
    parts = [
        text("tale.opening", rung=rung, name=text(f"states.rung.l{rung}").lower(), price=f"{float(first.price[0]):.0f}")
    ]
    parts += [_force(course), *_talks(course), *_council(course), *_oil(course), *_covert(course), _end(course)]
    return " ".join(part for part in parts if part)


def times(n: int) -> str:
    """once, twice, n times."""
    return text("tale.times.one") if n == 1 else text("tale.times.two") if n == 2 else text("tale.times.other", n=n)


def _force(course: Course) -> str:
    strikes, answers = len(course.orders("strike", "join_strike")), len(course.orders("retaliate"))
    climbs = [float(one.escalation[0]) for one in course.worlds]
    top = int(np.argmax(climbs))
    key = "both" if strikes and answers else "strikes" if strikes else "answers" if answers else "none"
    when = text("tale.when.turn", n=top) if top else text("tale.when.start")
    return text(
        f"tale.force.{key}",
        turns=course.played,
        strikes=times(strikes),
        answers=times(answers),
        when=when,
        rung=int(climbs[top]),
        **course.words.parts(),
    )


def _talks(course: Course) -> list[str]:
    parts = []
    tables = course.outcomes("convened")
    words, index = course.words, course.words.cast.state_index
    if tables:
        parts.append(
            text(
                "tale.talks.tables",
                where=listed(dict.fromkeys(words.capital(index[one.source]) for one in tables if one.source)),
            )
        )
    else:
        parts.append(text("tale.talks.none"))
    truces = course.outcomes("truce")
    if truces:
        stood = sum(int(one.truce[0]) > 0 for one in course.worlds)
        parts.append(text("tale.talks.truce", n=len(truces), first=truces[0].turn, stood=text("tale.turns", n=stood)))
    for one in course.outcomes("signed"):
        if one.level and one.source:
            parts.append(
                text(
                    "tale.talks.signed", turn=one.turn, paper=words.paper(one.level), host=words.name(index[one.source])
                )
            )
    broken = len(course.outcomes("truce_broken"))
    if broken:
        parts.append(text("tale.talks.broken", n=broken))
    return parts


def _council(course: Course) -> list[str]:
    words, index = course.words, course.words.cast.state_index
    parts = []
    adopted = course.outcomes("adopted")
    if adopted:
        names = list(dict.fromkeys(words.draft_noun(one.level) for one in adopted))
        parts.append(text("tale.council.adopted", n=len(adopted), list=listed(names[:2])))
    vetoes = [one for one in course.cables if one.kind == "answer" and one.outcome == "vetoed" and one.source]
    if vetoes:
        who = listed(dict.fromkeys(words.name(index[one.source]) for one in vetoes if one.source))
        parts.append(upper(text("tale.council.vetoes", n=len(vetoes), who=who)))
    return parts


def _oil(course: Course) -> list[str]:
    prices = [float(one.price[0]) for one in course.worlds]
    top = int(np.argmax(prices))
    parts = [text("tale.oil", turn=top, price=f"{prices[top]:.0f}", last=f"{prices[-1]:.0f}")]
    closed = sum(int(one.strait[0]) == 2 for one in course.worlds)
    if closed:
        parts.append(text("tale.closed", n=closed))
    return parts


HIDDEN = {
    "radars": ("supply_air_defence",), "engineers": ("send_engineers",), "sabotage": ("sabotage",), "drones": ("supply_drones",), "offers": ("private_offer",),
    "messages": ("carry_message",), "sky": ("set_airspace",),
}  # fmt: skip
"""What the tale counts of acts that were not public, by the verbs."""


def _covert(course: Course) -> list[str]:
    found = []
    for name, verbs in HIDDEN.items():
        n = sum(one.covert for one in course.orders(*verbs))
        if n:
            found.append(text(f"tale.covert.{name}", n=n, **course.words.parts()))
    return [text("tale.covert.some", list=listed(found))] if found else []


def _end(course: Course) -> str:
    stood = text("tale.turns", n=max(int(course.last.truce[0]), 1))
    return text(f"tale.end.{course.ending}", turn=course.played, stood=stood, **course.words.parts())


def fates(course: Course) -> dict[str, str]:
    """Each state's fate in two sentences."""
    return {role: _fate(course, state) for state, role in enumerate(course.words.cast.states)}


def _fate(course: Course, state: int) -> str:
    words = course.words
    before, after = (float(one.stability[0, state]) for one in (course.worlds[0], course.last))
    if course.ending in WARS:
        key = "war"
    elif after < 30.0:
        key = "low"
    else:
        key = "up" if after > before + STEADY else "down" if after < before - STEADY else "same"
    fields = words.who(state, -1)
    home = text(f"tale.fate.home.{key}", before=f"{before:.0f}", after=f"{after:.0f}", **fields)
    value = progress(course.last, state)[0]
    goals = sorted(wants(course.last.cast)[state], key=lambda want: -float(value[want.index]))
    best, worst = goals[0], goals[-1]
    key = "both" if len(goals) > 1 and value[best.index] - value[worst.index] > 10 else "best"
    aims = text(f"tale.fate.aims.{key}", It=upper(words.pronoun("it", state)), best=best.title, worst=worst.title)
    return f"{home} {aims}"


__all__ = ["Course", "fates", "tale", "title"]
