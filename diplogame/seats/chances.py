"""The chance of a yes (or of a hit, a paper, a vote) that an order has, as far as the seat can know it, and the main reason for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame.chronicle.words import Words, listed, percent, words_of
from diplogame.minds.answers import p_ceasefire
from diplogame.noise import logistic
from diplogame.orders.order import Order
from diplogame.orders.table import Columns
from diplogame.seats.ballots import standing, tabled
from diplogame.seats.tomorrow import Tomorrow
from diplogame.texts import signed, text
from diplogame.verbs import air, papers, salvo
from diplogame.verbs.acceptability import chance_to_convene, chance_to_land, comes_by_party
from diplogame.verbs.ballot import index_for
from diplogame.verbs.favours import chance_of_swap, swap_value
from diplogame.verbs.lens import RowLens
from diplogame.world.fields import Worlds
from diplogame.world.views import View

Chance = tuple[str, float, str]
"""What has the chance, the chance, the main reason."""


@dataclass(frozen=True)
class Row:
    """One order, and the world read for it."""

    order: Order
    lens: RowLens


class Chances:
    """The chances of a seat's orders, from its View."""

    def __init__(self, view: View, tomorrow: Tomorrow | None = None) -> None:
        """tomorrow: the next turn as the seat imagines it, where what is asked now is answered."""
        self.view, self.tomorrow = view, tomorrow
        self.world: Worlds = view.world
        self.words: Words = words_of(view.world.cast)
        self.comes = comes_by_party(self.world)[0]
        """(hosts, parties)"""

    def of(self, order: Order, row: Columns) -> dict[str, Any] | None:
        """{label, p, reason} of an order, or None where nothing hangs on anybody's yes; "now" is the chance as things stand, before this turn."""
        maker = MAKERS.get(order.verb)
        if maker is None:
            return None
        found = maker(self, Row(order, RowLens(self.world, np.zeros(1, dtype=np.int64), row)))
        if found is None:
            return None
        label, p, reason = found
        later = self.tomorrow.of(order) if self.tomorrow is not None else None
        return {
            "label": label,
            "p": round(min(max(float(p if later is None else later), 0.0), 1.0), 3),
            "reason": reason,
            "now": float(p),
        }

    def name(self, state: int) -> str:
        """A state's name without article."""
        return self.words.bare(state)

    # --- force ---------------------------------------------------------------------------------------------------------

    def strike(self, one: Row) -> Chance:
        stopped, hit = float(air.p_stopped(one.lens, "p0")[0]), float(air.p_hit(one.lens, "p0")[0])
        place = self.words.short_place(int(one.lens.rows.p0[0]))
        deep = self.world.cast.only_patron[int(one.lens.rows.p0[0])] and one.order.verb != "join_strike"
        reason = (
            text("effects.chance.hit_deep.reason")
            if deep
            else text("effects.chance.hit.reason", stopped=percent(stopped))
        )
        return text("effects.chance.hit.label", place=place), (1.0 - stopped) * hit, reason

    def salvo(self, one: Row) -> Chance:
        at_striker = int(one.lens.rows.target[0]) == self.world.cast.striker
        share = (
            salvo.leak_share(one.lens, salvo.expected_help(one.lens)) if at_striker else salvo.leak_elsewhere(one.lens)
        )
        mean = float(np.broadcast_to(salvo.fired(one.lens) * share, (1,))[0])
        works = float(np.broadcast_to(share / one.lens.rule("salvo_works"), (1,))[0])
        return (
            text("effects.chance.leak.label"),
            1.0 - float(np.exp(-mean)),
            text("effects.chance.leak.reason", stopped=percent(1.0 - min(works, 1.0))),
        )

    def sabotage(self, one: Row) -> Chance:
        traced = float(one.lens.rule("sabotage_traced")[0])
        return (
            text("effects.chance.sabotage.label"),
            float(one.lens.rule("sabotage_success")[0]),
            text("effects.chance.sabotage.reason", traced=percent(traced)),
        )

    def seen(self, one: Row) -> Chance | None:
        if not one.order.covert:
            return None
        return (
            text("effects.chance.seen.label"),
            float(one.lens.rule("sighting_any")[0]),
            text("effects.chance.seen.reason"),
        )

    # --- talks ---------------------------------------------------------------------------------------------------------

    def host(self, one: Row) -> Chance:
        defender, seat = self.world.cast.defender, self.view.seat
        p = float(np.broadcast_to(chance_to_convene(one.lens), (1,))[0])
        mine = (
            float(self.comes[seat, defender]) if self.tomorrow is None else float(self.tomorrow.comes(one.order).mean())
        )
        return (
            text("effects.chance.convene.label"),
            p,
            text("effects.chance.convene_defender.reason", who=self.name(defender), p=percent(mine)),
        )

    def visit(self, one: Row) -> Chance | None:
        host, seat, cast = int(one.lens.rows.target[0]), self.view.seat, self.world.cast
        if seat != cast.defender or self.world.invited[0, host, seat] == 0 or self.world.table[0] > 0:
            return None
        p = float(np.broadcast_to(chance_to_land(one.lens), (1,))[0])
        return text("effects.chance.visit.label", who=self.name(host)), p, text("effects.chance.visit.reason")

    def swap(self, one: Row) -> Chance:
        rows = one.lens.rows
        _, theirs = swap_value(self.world, rows.actor, rows.target, rows.give, rows.get)
        target = int(rows.target[0])
        trust = float(self.world.trust[0, target, self.view.seat])
        p = float(chance_of_swap(self.world, theirs)[0, 0])
        key = "swap_trust" if trust < 0.25 and p < 0.5 else "swap_worth" if float(theirs[0, 0]) > 0 else "swap_short"
        return (
            text("effects.chance.swap.label", who=self.name(target)),
            p,
            text(f"effects.chance.{key}", who=self.name(target), p=percent(trust)),
        )

    def terms(self, one: Row) -> Chance:
        cast, world = self.world.cast, self.world
        with_any = bool((world.seated[0, [cast.striker, cast.patron]] > 0).any())
        paper = int(papers.paper_of(one.order.level or 0, one.order.give or 0, one.order.get or 0)) if with_any else 0
        return self.paper(paper, "sign" if with_any and paper else "shuttle" if not with_any else "sign")

    def paper(self, paper: int, key: str) -> Chance:
        """The chance that all whose names it needs sign a paper."""
        p_each = papers.p_sign(self.world, np.array([paper]))[0]
        who = papers.parties(self.world)
        needed = [k for k in range(3) if (k < 2 if paper == 0 else self.world.seated[0, who[k]] > 0 or k == 0)]
        worst = min((k for k in needed if who[k] != self.view.seat), key=lambda k: p_each[k], default=needed[0])
        p = float(np.prod([p_each[k] for k in needed if who[k] != self.view.seat]))
        return (
            text(f"effects.chance.{key}.label"),
            p,
            text(f"effects.chance.{key}.reason", who=self.name(who[worst]), p=percent(p_each[worst])),
        )

    def ceasefire(self, _: Row) -> Chance:
        sides = [side for side in (self.world.cast.defender, self.world.cast.striker) if side != self.view.seat]
        p_each = {
            side: float(
                p_ceasefire(self.world, side)[0] if self.tomorrow is None else self.tomorrow.agrees(side).mean()
            )
            for side in sides
        }
        worst = min(p_each, key=lambda side: p_each[side])
        key = "ceasefire" if len(sides) > 1 else "ceasefire_one"
        label = text(f"effects.chance.{key}.label", who=self.name(worst))
        return (
            label,
            float(np.prod(list(p_each.values()))),
            text(f"effects.chance.{key}.reason", who=self.name(worst), p=percent(p_each[worst])),
        )

    def summit(self, _: Row) -> Chance:
        cast, world = self.world.cast, self.world
        rule = world.numbers.rule
        p_each = {
            int(state): float(logistic(rule("summit_base") + rule("summit_relation") * world.relation[:, int(state), self.view.seat])[0])
            for state in np.flatnonzero(cast.arabs) if int(state) != self.view.seat
        }  # fmt: skip
        worst = min(p_each, key=lambda state: p_each[state])
        return (
            text("effects.chance.summit.label"),
            float(np.prod(list(p_each.values()))),
            text("effects.chance.summit.reason", who=self.name(worst), p=percent(p_each[worst])),
        )

    def aid(self, one: Row) -> Chance:
        rule = self.world.numbers.rule
        target = int(one.lens.rows.target[0])
        relation = float(self.world.relation[0, target, self.view.seat])
        p = float(logistic(rule("aid_base") + rule("aid_relation") * relation)[0])
        return (
            text("effects.chance.aid.label", who=self.name(target)),
            p,
            text("effects.chance.aid.reason", relation=signed(relation, 1)),
        )

    # --- council -------------------------------------------------------------------------------------------------------

    def draft(self, one: Row) -> Chance:
        kind = one.order.level or 0
        p = float(tabled(self.world, kind, self.view.seat)[0])
        index = index_for(self.world, np.array([kind]), np.array([float(self.world.cast.arabs[self.view.seat])]))[0]
        return text("effects.chance.pass.label"), p, self.floor(index)

    def lobby(self, _: Row) -> Chance:
        return text("effects.chance.lobby.label"), float(standing(self.world)[0]), text("effects.chance.lobby.reason")

    def floor(self, index: np.ndarray) -> str:
        """How the council stands to a draft: who would veto it, or how many would be for it."""
        edge = float(self.world.numbers.rule("vote_edge")[0])
        against = [k for k in range(self.world.cast.n_members) if self.world.cast.permanent[k] and index[k] < -edge]
        if against and int((index > edge).sum()) >= 8:
            return text("effects.chance.pass.reason_veto", who=listed(self.words.member(k) for k in against))
        return text("effects.chance.pass.reason_nine", n=int((index > edge).sum()))


MAKERS: dict[str, Callable[[Chances, Row], Chance | None]] = {
    "strike": Chances.strike, "join_strike": Chances.strike, "retaliate": Chances.salvo, "sabotage": Chances.sabotage, "supply_air_defence": Chances.seen,
    "send_engineers": Chances.seen, "host_talks": Chances.host, "send_delegation": Chances.visit, "private_offer": Chances.swap, "table_terms": Chances.terms,
    "ask_ceasefire": Chances.ceasefire, "summit": Chances.summit, "ask_aid": Chances.aid, "table_draft": Chances.draft, "lobby": Chances.lobby,
}  # fmt: skip
"""Verbs on which a chance is shown."""

__all__ = ["MAKERS", "Chances"]
