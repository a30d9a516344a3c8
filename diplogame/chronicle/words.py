"""Names as they stand in a sentence, for one cast; and the choice among variants of a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from zlib import crc32

from diplogame.texts import area, has, text
from diplogame.verbs import papers
from diplogame.world.axes import DUTIES, FAVOURS, ISSUES, KINDS
from diplogame.world.cast import Cast

VARIANTS = "abcdef"


@dataclass(frozen=True, eq=False)
class Words:
    """The words for one cast's states and places. Indices of -1 give an empty text."""

    cast: Cast

    @cached_property
    def _names(self) -> tuple[str, ...]:
        articles = area("states")
        found = []
        for role in self.cast.states:
            article = articles.get(f"states.article.{role}")
            name = self.cast.scenario.states[role].name
            found.append(f"{article} {name}" if article else name)
        return tuple(found)

    def name(self, state: int) -> str:
        """As it stands inside a sentence: "the United States"."""
        return self._names[state] if state >= 0 else ""

    def bare(self, state: int) -> str:
        """Without article: "United States"."""
        return self.cast.scenario.states[self.cast.states[state]].name if state >= 0 else ""

    def capital(self, state: int) -> str:
        """The capital, which stands for the government in headlines."""
        return self.cast.scenario.states[self.cast.states[state]].capital.name if state >= 0 else ""

    def adjective(self, state: int) -> str:
        """As in "Israeli jets"."""
        return self.cast.scenario.states[self.cast.states[state]].demonym if state >= 0 else ""

    def pronoun(self, word: str, state: int) -> str:
        """`its`, `it` or `owes`, as the state's name asks for."""
        key = f"states.{word}.{self.cast.states[state]}" if state >= 0 else ""
        return text(key) if key and has(key) else text(f"states.{word}.one")

    def role(self, state: int) -> str | None:
        """The role's name in data."""
        return self.cast.states[state] if state >= 0 else None

    def place(self, place: int) -> str:
        """A facility's name."""
        return self.cast.scenario.facilities[self.cast.places[place]].name if place >= 0 else ""

    def short_place(self, place: int) -> str:
        """A facility's name without what stands in brackets or after a comma."""
        return self.place(place).split(" (")[0].split(", ")[0]

    def place_id(self, place: int) -> str | None:
        """The facility's id in data."""
        return self.cast.places[place] if place >= 0 else None

    def member(self, member: int) -> str:
        """A council member's name."""
        return self.cast.scenario.council[self.cast.members[member]].name

    def states(self, bits: int) -> list[int]:
        """The states in a mask."""
        return [i for i in range(self.cast.n_states) if bits >> i & 1]

    def parts(self) -> dict[str, str]:
        """Fields that every text may use: the parts of the drama by name."""
        cast = self.cast
        return {
            "defender": self.name(cast.defender), "striker": self.name(cast.striker), "patron": self.name(cast.patron),
            "supplier": self.name(cast.supplier), "Defender": upper(self.name(cast.defender)), "defendercap": self.capital(cast.defender),
        }  # fmt: skip

    def who(self, source: int, target: int, second: int = -1) -> dict[str, str]:
        """Fields for the two (or three) whom a text is about."""
        return {
            "s": self.name(source), "S": upper(self.name(source)), "scap": self.capital(source), "sadj": self.adjective(source),
            "t": self.name(target), "T": upper(self.name(target)), "tcap": self.capital(target), "tadj": self.adjective(target),
            "u": self.name(second), "ucap": self.capital(second), "its": self.pronoun("its", source), "it": self.pronoun("it", source),
        }  # fmt: skip

    def paper(self, paper: int) -> str:
        """A paper in words: "a freeze (Iran gives little, gets much)"."""
        kind = papers.KIND_NAMES[int(papers.KINDS_OF[paper])]
        give, get = int(papers.GIVES[paper]) - 1, int(papers.GETS[paper]) - 1
        if kind == "ceasefire":
            return text("states.paper.ceasefire")
        return text(
            f"states.paper.{kind}",
            give=text(f"states.give.l{give}", defender=self.bare(self.cast.defender)),
            get=text(f"states.get.l{get}"),
        )

    def terms(self, paper: int) -> dict[str, float]:
        """A paper's levels by issue, in words, for issues it touches."""
        levels = papers.LEVELS[paper]
        return {
            text(f"states.issue.{name}"): round(float(levels[k]), 2) for k, name in enumerate(ISSUES) if levels[k] > 0
        }

    def draft(self, kind: int) -> str:
        """What a draft does: "blames Iran"."""
        return text(f"states.draft.{KINDS[kind]}", **self.parts())

    def draft_noun(self, kind: int) -> str:
        """A draft by name: "the draft that blames Iran"."""
        return text(f"states.draft_noun.{KINDS[kind]}", **self.parts())

    def draft_id(self, kind: int) -> str:
        """A draft's kind in data: blame_iran."""
        return (
            KINDS[kind]
            .replace("defender", self.cast.states[self.cast.defender])
            .replace("striker", self.cast.states[self.cast.striker])
        )

    def promise(self, kind: int, giver: int, receiver: int) -> str:
        """A promise as a sentence without its date."""
        return text(
            f"states.promise.{promise_name(kind)}",
            G=upper(self.name(giver)),
            g=self.name(giver),
            r=self.name(receiver),
            owes=self.pronoun("owes", giver),
        )


def promised(kind: int) -> str:
    """What was promised, as it follows "had promised somebody"."""
    return text(f"states.favour.{promise_name(kind)}" if kind < len(FAVOURS) else f"states.duty.{promise_name(kind)}")


def promise_name(kind: int) -> str:
    """A promise's kind in data: a favour's or a duty's name."""
    return FAVOURS[kind] if kind < len(FAVOURS) else DUTIES[kind - len(FAVOURS)]


def favour(kind: int) -> str:
    """A favour in words."""
    return text(f"states.favour.{FAVOURS[kind]}")


def percent(chance: float) -> str:
    """A chance in per cent; what is not nothing is not shown as nothing, and what is not sure not as sure."""
    if 0.0 < chance < 0.005:
        return text("states.percent.little")
    if 0.995 < chance < 1.0:
        return text("states.percent.nearly")
    return f"{chance:.0%}"


def upper(words: str) -> str:
    """With a capital first letter; the rest as it is."""
    return words[:1].upper() + words[1:]


def listed(names: Iterable[str]) -> str:
    """`a, b and c`; the word for nobody where there are none."""
    names = list(names)
    if not names:
        return text("states.nobody")
    if len(names) == 1:
        return names[0]
    return text("states.and", first=text("states.comma").join(names[:-1]), last=names[-1])


def variant(key: str, salt: str, **fields: object) -> str:
    """The text at ``key``, or one of its variants ``key.a``, ``key.b``... chosen by ``salt`` (the same salt, the same variant)."""
    if has(key):
        return text(key, **fields)
    options = [letter for letter in VARIANTS if has(f"{key}.{letter}")]
    return text(f"{key}.{options[crc32(salt.encode()) % len(options)]}" if options else key, **fields)


def words_of(cast: Cast) -> Words:
    """The words of a cast (made once)."""
    if "words" not in cast.extras:
        cast.extras["words"] = Words(cast)
    return cast.extras["words"]  # type: ignore[no-any-return]


__all__ = ["Words", "favour", "listed", "percent", "promise_name", "promised", "upper", "variant", "words_of"]
