"""Why a state gave an order: what spoke for and against, how likely it was, what else it might have done, and what would have flipped it.

The choice is worked out again from a view of the actor: the actor's own (the truth of it), or what another seat could know of the actor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from diplogame.chronicle.acts import phrase
from diplogame.chronicle.reason import Plain, Why
from diplogame.chronicle.words import Words, percent, upper, words_of
from diplogame.goals.goal import wants
from diplogame.minds.appraisal import Appraisal
from diplogame.minds.chooser import NEST, Round, choose
from diplogame.minds.mind import Choice, GoalSeeking, Mind
from diplogame.orders.order import Order
from diplogame.texts import has, signed, text
from diplogame.verbs.options import OptionTable, tables
from diplogame.world.fields import Array, Worlds
from diplogame.world.views import View, believed, seat_luck

NAMED = 6
"""Reasons shown on either side."""
FAINT = 0.05
"""Score points below which a reason is left out."""
OTHERS = 3
STEPS = 9


def as_seen(worlds: Worlds, actor: int, observer: int | None) -> View:
    """The actor's view: its own where ``observer`` is the actor or None, else what the observer can know of it."""
    if observer is None or observer == actor:
        return View(actor, believed(worlds, actor), seat_luck(worlds, actor))
    world = believed(worlds, observer)
    briefed = np.ascontiguousarray(np.broadcast_to(world.numbers.briefed, world.numbers.weights.shape))
    own = np.arange(world.cast.n_states)[None, :, None] == observer
    weights = np.where(own, world.numbers.weights, briefed)
    return View(actor, world.replace({"numbers": replace(world.numbers, weights=weights)}), seat_luck(worlds, observer))


def order_reasons(
    worlds: Worlds,
    actor: int,
    order: Order,
    observer: int | None,
    mind: Mind | None,
    person: bool = False,
    beside: Sequence[Order] = (),
) -> Why:
    """Why the state gave that order. ``worlds``: as they stood while it was decided (world 0), with the turn that was ordered. ``mind``: who decided;
    None where a person did, or where the observer cannot know. ``observer``: whose knowledge is used, None for all of it. ``beside``: the state's
    other orders of the turn that the observer saw.
    """
    seen = as_seen(worlds, actor, observer)
    inside = observer is None or observer == actor
    table = tables(worlds.cast)[actor]
    used = mind if inside and mind is not None else GoalSeeking()
    if used.name in ("random", "scripted") and inside and not person:
        return Why(text(f"why.act.{used.name}", S=upper(words_of(worlds.cast).name(actor))))
    choice = used.choose(seen, table, keep=True)
    case = Case(seen, table, choice, order, () if inside else beside, getattr(used, "warmth", 1.0))
    return case.why(person and inside, not inside)


class Case:
    """One order against the others of its round."""

    def __init__(
        self,
        seen: View,
        table: OptionTable,
        choice: Choice,
        order: Order,
        beside: Sequence[Order] = (),
        warmth: float = 1.0,
    ) -> None:
        if choice.appraisal is None:
            raise ValueError("the choice keeps no reasons")
        self.seen, self.table, self.order = seen, table, order
        self.appraisal: Appraisal = choice.appraisal
        self.words: Words = words_of(seen.world.cast)
        self.temperature: Array = seen.world.numbers.traits["temperature"][:, seen.seat] * warmth
        self.option = table.index.get(order.id, self._nearest())
        self.round = self._given(choice.rounds, beside) if beside else self._round(choice.rounds)

    def _nearest(self) -> int:
        """The listed order most like one that is not listed."""
        same = [k for k, other in enumerate(self.table.orders) if other.verb == self.order.verb]
        alike = [
            (
                sum(
                    getattr(self.order, name) == getattr(self.table.orders[k], name)
                    for name in ("target", "places", "level", "covert")
                ),
                -k,
            )
            for k in same
        ]
        return -max(alike)[1] if alike else 0

    def _round(self, rounds: tuple[Round, ...]) -> Round | None:
        """The round in which it was picked; the first one that it stood open in, where it was not."""
        for one in rounds:
            if int(one.picked[0]) == self.option:
                return one
        return next((one for one in rounds if bool(one.open[0, self.option])), None)

    def _given(self, rounds: tuple[Round, ...], beside: Sequence[Order]) -> Round | None:
        """The first round with what else was ordered taken out: what was left to choose from beside it."""
        if not rounds:
            return None
        open_ = rounds[0].open.copy()
        for other in beside:
            taken = self.table.index.get(other.id)
            if taken is None or taken == self.option:
                continue
            open_[:, taken] = False
            if self.table.single[taken]:
                open_[:, self.table.block_of == self.table.block_of[taken]] = False
            if self.table.statement[taken]:
                open_[:, self.table.statement] = False
        if not open_[0, self.option]:
            return self._round(rounds)
        return choose(self.seen, self.table, self.appraisal.value, open_, self.temperature, 1, keep=True)[1][0]

    def why(self, person: bool, outside: bool) -> Why:
        parts = {name: float(part[0, self.option]) for name, part in self.appraisal.considerations.items()}
        ranked = sorted(
            ((self.label(name), value) for name, value in parts.items() if abs(value) >= FAINT),
            key=lambda one: -abs(one[1]),
        )
        pro = [{"label": label, "value": round(value, 2)} for label, value in ranked if value > 0][:NAMED]
        con = [{"label": label, "value": round(value, 2)} for label, value in ranked if value < 0][:NAMED]
        chance = float(self.round.chance[0, self.option]) if self.round is not None else None
        return Why(
            self._text(pro, con, chance, person, outside),
            pro,
            con,
            round(chance, 4) if chance is not None else None,
            self._alternatives(),
            self._flip(),
        )

    def label(self, name: str) -> str:
        """A consideration in words."""
        if name.startswith("goal:"):
            goal = name.removeprefix("goal:")
            title = next(
                (want.title for want in wants(self.seen.world.cast)[self.seen.seat] if want.name == goal), goal
            )
            return text("why.consideration.goal", title=title)
        key = f"why.consideration.{name}"
        return text(key) if has(key) else name.replace("_", " ").capitalize()

    def _text(self, pro: list[Plain], con: list[Plain], chance: float | None, person: bool, outside: bool) -> str:
        act = text(
            "why.act.chosen", S=upper(self.words.name(self.seen.seat)), phrase=_inside(phrase(self.words, self.order))
        )
        said = text("why.act.person") + act if person else act
        if outside:
            said = text("why.act.outside") + said
        if pro:
            second = text("why.act.for2", second=_weighed(pro[1])) if len(pro) > 1 else ""
            said += text("why.act.for", first=_weighed(pro[0])) + second + text("why.act.full_stop")
        if con:
            said += text("why.act.against", first=_weighed(con[0]))
        if not pro and not con:
            said += text("why.act.nothing")
        if chance is not None and self.round is not None:
            block = self.table.block_of == self.table.block_of[self.option]
            kind = float(self.round.chance[0, :-1][block].sum())
            if int(block.sum()) > 1:
                said += text("why.act.verb", verb=percent(kind), p=percent(chance))
            best = chance >= float(self.round.chance[0].max()) - 1e-12
            said += text("why.act.likeliest" if best else "why.act.unlikely") if best or kind < 0.2 else ""
        return said

    def _title(self, option: int) -> str:
        return text("why.stop") if option == len(self.table) else phrase(self.words, self.table.orders[option])

    def _alternatives(self) -> list[Plain]:
        """The likeliest others of its round, one a verb."""
        if self.round is None:
            return []
        chance = self.round.chance[0]
        found: list[Plain] = []
        kinds = {int(self.table.block_of[self.option])}
        for option in np.argsort(-chance, kind="stable"):
            kind = int(self.table.block_of[option]) if option < len(self.table) else -1
            if kind in kinds or chance[option] <= 0.0:
                continue
            kinds.add(kind)
            found.append({"title": self._title(int(option)), "chance": round(float(chance[option]), 4)})
            if len(found) == OTHERS:
                break
        return found

    def _flip(self) -> str | None:
        """The smallest change in the weight of one consideration that makes another choice likelier."""
        if self.round is None:
            return None
        chance = self.round.chance[0]
        best = int(chance.argmax())
        if best != self.option:
            return text("why.flip.other", other=self._title(best), p=percent(float(chance[best])))
        found: list[tuple[float, str, str, int]] = []
        for name in self.appraisal.considerations:
            for way, sign in (("less", -1.0), ("more", 1.0)):
                share, other = self._share(name, sign)
                if share is not None:
                    found.append((share, name, way, other))
        if not found:
            return text("why.flip.none")
        share, name, way, other = min(found)
        return text(f"why.flip.{way}", what=self.label(name), share=percent(share), other=self._title(other))

    @cached_property
    def worth(self) -> Array:
        """(options,) what each open option was worth in its round, read back from the round's exact chances (a play begun adds to it)."""
        if self.round is None:
            return np.asarray(self.appraisal.value[0])
        table, open_ = self.table, self.round.open[0]
        chance = np.maximum(self.round.chance[0], 1e-300)
        kind = np.maximum(np.add.reduceat(chance[:-1] * open_, table.blocks), 1e-300)
        number = np.maximum(np.add.reduceat(open_ * 1.0, table.blocks), 1.0)
        temperature = float(self.temperature[0])
        inclusive = temperature * np.log(kind / chance[-1])
        return np.asarray(
            inclusive[table.block_of]
            + NEST * (np.log(chance[:-1] / kind[table.block_of]) + np.log(number)[table.block_of])
        )

    def _share(self, name: str, sign: float) -> tuple[float | None, int]:
        """The share by which a consideration must weigh less (or more) for another option to be likelier; None within the whole of it."""
        part = self.appraisal.considerations[name]
        if float(np.ptp(part[0])) < FAINT:
            return None, -1
        low, high, other = 0.0, 1.0, self._best(part, sign)
        if other == self.option:
            return None, -1
        for _ in range(STEPS):
            middle = 0.5 * (low + high)
            best = self._best(part, sign * middle)
            if best == self.option:
                low = middle
            else:
                high, other = middle, best
        return high, other

    def _best(self, part: Array, share: float) -> int:
        """The likeliest option (or stopping) where one consideration weighs that share more: the chooser's two levels, without its luck."""
        if self.round is None:
            return self.option
        table, open_ = self.table, self.round.open[0]
        value = self.worth + share * part[0]
        value = np.where(open_, value, -1e9)
        weight = np.exp(np.maximum((value - value.max()) / NEST, -600.0)) * open_
        number = np.add.reduceat(open_ * 1.0, table.blocks)
        mean = np.add.reduceat(weight, table.blocks) / np.maximum(number, 1.0)
        temperature = float(self.temperature[0])
        inclusive = np.where(mean > 0, (NEST * np.log(np.maximum(mean, 1e-300)) + value.max()) / temperature, -np.inf)
        high = max(float(inclusive.max()), 0.0)
        total = np.maximum(np.add.reduceat(weight, table.blocks), 1e-300)
        chance = weight * (np.exp(inclusive - high) / total)[table.block_of]
        best = int(chance.argmax())
        return best if chance[best] >= np.exp(-high) else len(table)


def _weighed(reason: Mapping[str, Any]) -> str:
    return text("why.act.weighed", label=reason["label"], value=signed(reason["value"], 1))


def _inside(words: str) -> str:
    """As it stands inside a sentence, with a small first letter unless it is a name's."""
    first = words.split(" ", 1)[0]
    return words if first.isupper() or first in KEEP else words[:1].lower() + words[1:]


KEEP = frozenset(("American", "Arab", "Iran", "Israel", "Russian", "US", "Washington", "Su-35"))
"""First words that keep their capital."""

__all__ = ["Why", "as_seen", "order_reasons"]
