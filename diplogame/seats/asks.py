"""What is asked of a seat, in words, with what hangs on each answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from diplogame.chronicle.words import Words, favour, listed, percent, promised, upper, words_of
from diplogame.game.asks import Ask, asks
from diplogame.minds.answers import p_ceasefire
from diplogame.seats.ballots import standing
from diplogame.seats.chances import Chances
from diplogame.texts import has, signed, text
from diplogame.verbs import papers
from diplogame.verbs.ballot import p_votes
from diplogame.verbs.face import exit_share
from diplogame.verbs.favours import F, swap_value
from diplogame.world.axes import ISSUES, KINDS
from diplogame.world.fields import Worlds
from diplogame.world.views import View

Plain = dict[str, Any]


def questions(view: View) -> list[Plain]:
    """See `Seat.asked`."""
    return [Question(view, ask).plain() for ask in asks(view)]


class Question:
    """One question, from the view of the seat that it is put to."""

    def __init__(self, view: View, ask: Ask) -> None:
        self.view, self.ask = view, ask
        self.world: Worlds = view.world
        self.words: Words = words_of(view.world.cast)
        self.sender = view.world.cast.state_index[ask.sender]

    def plain(self) -> Plain:
        """{"id", "kind", "from", "text", "choices", "default"}."""
        words, stakes = SAYERS[self.ask.kind](self)
        choices = [
            {"value": value, "label": self._label(value), "stakes": " ".join(stakes.get(value, "").split())}
            for value in self.ask.choices
        ]
        return {
            "id": self.ask.id, "kind": self.ask.kind, "from": self.ask.sender, "text": " ".join(upper(words).split()), "choices": choices, "default": self.ask.default,
        }  # fmt: skip

    def _label(self, value: str) -> str:
        key = f"seats.choice.{self.ask.kind}.{value}"
        return text(key) if has(key) else text(f"seats.choice.{value}")

    def _stake(self, value: str, **fields: object) -> str:
        return text(f"seats.stakes.{self.ask.kind}.{value}", **fields)

    def _at_home(self, price: float) -> str:
        """What it costs at home to sign for less than can be sold there; empty where it is hardly anything."""
        return text("seats.stakes.terms.home", x=f"{price:.1f}") if price > 0.05 else ""

    def _rule(self, name: str) -> float:
        return float(self.world.numbers.rule(name)[0])

    def invitation(self) -> tuple[str, dict[str, str]]:
        seat, world, cast = self.view.seat, self.world, self.world.cast
        others = [self.words.name(k) for k in range(cast.n_states) if world.invited[0, self.sender, k] and k != seat]
        commitment = float(world.commitment[0, seat])
        share = float(exit_share(world, seat, np.array([self.sender]))[0]) * commitment
        shed = self._stake("exit", x=f"{share:.1f}") if seat in (cast.defender, cast.striker) and share > 0.05 else ""
        fields = self.words.who(self.sender, self.sender)
        said = text("seats.ask.invitation", others=listed(others), **fields)
        return said, {
            "yes": self._stake("yes", exit=shed, trust=self._stake("trust")),
            "no": self._stake("no", x=f"{self._rule('decline_relation'):.1f}", **fields),
        }

    def offer(self) -> tuple[str, dict[str, str]]:
        give, get = (F[str(self.ask.about[name])] for name in ("give", "get"))
        seat, turn = self.view.seat, self.world.turn
        _, mine = swap_value(self.world, np.array([self.sender]), np.array([seat]), np.array([give]), np.array([get]))
        said = text("seats.ask.offer", give=favour(give), get=favour(get), **self.words.who(self.sender, seat))
        fields = {
            "give": favour(give),
            "get": favour(get),
            "first": turn + 1,
            "second": turn + 2,
            "x": signed(float(mine[0, 0]), 1),
        }
        return said, {"yes": self._stake("yes", **fields), "no": self._stake("no"), "counter": self._stake("counter")}

    def terms(self) -> tuple[str, dict[str, str]]:
        paper, world = int(self.ask.about["paper"]), self.world
        levels = papers.LEVELS[paper]
        terms = text("states.comma").join(
            text("seats.ask.level", issue=text(f"states.issue.{name}"), level=percent(levels[k]))
            for k, name in enumerate(ISSUES)
            if levels[k] > 0
        )
        who = papers.parties(world)
        stakes = {"no": self._stake("no", n=int(world.sessions[0]))}
        if self.view.seat in who:
            mine = who.index(self.view.seat)
            value = float(papers.values(world)[0, mine, paper])
            least = float(papers.reservations(world)[0, mine])
            _, p, _ = Chances(self.view).paper(paper, "sign")
            price = float(papers.home_price(world, np.array([paper]))[0, mine])
            stakes["yes"] = self._stake(
                "yes", v=signed(value, 1), r=signed(least, 1), p=percent(p), home=self._at_home(price)
            )
        said = text(
            "seats.ask.terms", paper=self.words.paper(paper), by=self.words.name(self.sender), terms=f"{terms}."
        )
        return said, stakes

    def vote(self) -> tuple[str, dict[str, str]]:
        kind, world = KINDS.index(str(self.ask.about["draft"])), self.world
        yes, _ = p_votes(world)
        pass_ = text("seats.stakes.vote.pass", p=percent(float(standing(world)[0])))
        own = world.cast.member_of(self.view.seat)
        against = self._stake("veto", x=f"{self._rule('veto_standing'):.0f}") if world.cast.permanent[own] else pass_
        said = text("seats.ask.vote", draft=self.words.draft_noun(kind), yes=round(float(yes[0].sum())))
        return said, {"yes": pass_, "no": against, "abstain": self._stake("abstain")}

    def ceasefire(self) -> tuple[str, dict[str, str]]:
        cast, seat = self.world.cast, self.view.seat
        other = cast.striker if seat == cast.defender else cast.defender
        share = float(exit_share(self.world, seat, np.array([self.sender]))[0]) * float(self.world.commitment[0, seat])
        shed = text("seats.stakes.invitation.exit", x=f"{share:.1f}") if share > 0.05 else ""
        name = self.words.name(other)
        said = text("seats.ask.ceasefire", other=name, **self.words.who(self.sender, seat))
        p = float(p_ceasefire(self.world, other)[0])
        return said, {
            "yes": self._stake(
                "yes",
                other=name,
                p=percent(p),
                x=f"{self._rule('truce_hazard'):.0%}",
                exit=shed,
                home=self._at_home(float(papers.ceasefire_price(self.world, seat)[0])),
            ),
            "no": self._stake("no"),
        }

    def intercept(self) -> tuple[str, dict[str, str]]:
        parts = self.words.parts()
        more = 1.0 / max(1.0 - self._rule("layer_help"), 0.1)
        yes = self._stake("yes", x=f"{self._rule('help_stability'):.0f}", iran=upper(parts["defender"]))
        return text("seats.ask.intercept"), {
            "yes": yes,
            "no": self._stake("no", x=f"{more:.1f}", striker=parts["striker"]),
        }

    def close(self) -> tuple[str, dict[str, str]]:
        return text("seats.ask.close", n=self.ask.about["turns"]), {
            "yes": self._stake("yes"),
            "no": self._stake("no", p=f"{self._rule('fray'):.0%}"),
        }

    def promise(self) -> tuple[str, dict[str, str]]:
        rows = self.ask.about["promises"]
        what = listed(f"{promised(row['kind'])} ({self.words.cast.scenario.states[row['to']].name})" for row in rows)
        return text("seats.ask.promise", what=what), {"yes": self._stake("yes"), "no": self._stake("no", loud="")}


SAYERS: dict[str, Callable[[Question], tuple[str, dict[str, str]]]] = {
    "invitation": Question.invitation, "offer": Question.offer, "terms": Question.terms, "vote": Question.vote, "ceasefire": Question.ceasefire,
    "intercept": Question.intercept, "close": Question.close, "promise": Question.promise,
}  # fmt: skip
"""How each kind of question is put."""

__all__ = ["Question", "questions"]
