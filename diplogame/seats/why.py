"""Why? on any cable: the reasons of the act or answer behind it, as far as whoever asks may know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diplogame.chronicle.cables import Cable
from diplogame.chronicle.why import Why, order_reasons
from diplogame.chronicle.whyanswer import answer_reasons
from diplogame.chronicle.words import percent, words_of
from diplogame.orders.order import Order
from diplogame.texts import text
from diplogame.turn.ladder import hazard
from diplogame.verbs.acceptability import comes_by_party
from diplogame.world.views import view

if TYPE_CHECKING:
    from diplogame.game import Game

ANSWERED = {
    "joined": "invitation", "declined": "invitation", "signed": "terms", "refused": "terms", "offer_taken": "offer", "offer_declined": "offer", "vetoed": "vote",
    "ceasefire_yes": "ceasefire", "ceasefire_no": "ceasefire",
}  # fmt: skip
"""The question that an answer's cable tells of."""
YES = ("joined", "signed", "offer_taken", "ceasefire_yes")


def why(game: Game, role: str | None, cable: Cable, cables: list[Cable]) -> dict[str, Any]:
    """See `Seat.why`. ``role``: who asks; None where all may be told. ``cables``: all that the asker has read."""
    return _why(game, role, cable, cables).plain()


def _why(game: Game, role: str | None, cable: Cable, cables: list[Cable]) -> Why:
    cast = game.worlds.cast
    observer = cast.state_index[role] if role is not None else None
    if cable.turn < 1 or cable.kind == "inject":
        return Why(text("why.other.news"))
    stage = game.worlds_at(cable.turn - 1).replace({"turn": cable.turn})
    if cable.kind == "order" and cable.source is not None:
        actor = cast.state_index[cable.source]
        order = _order(game, cable)
        beside = [
            _order(game, other)
            for other in cables
            if other.turn == cable.turn
            and other.kind == "order"
            and other.source == cable.source
            and other.id != cable.id
        ]
        mind = game.mind_at(cable.source, cable.turn)
        return order_reasons(stage, actor, order, observer, mind, mind is None, beside)
    if cable.kind == "answer" and cable.source is not None and cable.target is not None:
        kind = ANSWERED.get(cable.outcome)
        if kind is not None:
            said = "yes" if cable.outcome in YES else "no"
            return answer_reasons(
                stage, cast.state_index[cable.source], kind, cast.state_index[cable.target], said, observer
            )
    return Why(_followed(game, role, cable))


def _order(game: Game, cable: Cable) -> Order:
    """The order that a cable tells of: from the docket where its number is known, else what the cable says."""
    if cable.act >= 0:
        number = cable.act
        for handed_in in game.history[cable.turn - 1].dockets.values():
            if number < len(handed_in.orders):
                return handed_in.orders[number]
            number -= len(handed_in.orders)
    return Order(str(cable.verb), target=cable.target, places=(cable.place,) if cable.place else (), level=cable.level)


def _followed(game: Game, role: str | None, cable: Cable) -> str:
    """What an outcome that nobody ordered follows from."""
    stage = game.worlds_at(cable.turn - 1).replace({"turn": cable.turn})
    cast = stage.cast
    world = stage if role is None else view(stage, cast.state_index[role]).world
    rule = world.numbers.rule
    match cable.outcome:
        case "convened" | "not_convened" if cable.source is not None:
            host = cast.state_index[cable.source]
            comes = comes_by_party(world)[0, host]
            words = words_of(cast)
            asked = [k for k in range(cast.n_states) if world.invited[0, host, k] > 0]
            parts = [text("why.other.comes", who=words.bare(k), p=percent(float(comes[k]))) for k in asked]
            return text("why.other.convened", who="; ".join(parts) + ".")
        case "adopted" | "short_of_nine" | "voted":
            return text("why.other.council")
        case "truce_frayed":
            return text("why.other.frayed", p=percent(float(rule("fray")[0])))
        case "flights" | "seen_in_private":
            return text("why.other.sighting", p=percent(float(rule("sighting_public")[0])))
        case "promise_kept" | "promise_broken":
            return text(f"why.other.{cable.outcome}")
        case "arrived":
            return text("why.other.arrived")
        case "war":
            return text("why.other.war", p=percent(float(hazard(world, world.escalation)[0])))
    if cable.family == "market":
        return text("why.other.market")
    return text("why.other.unknown")


__all__ = ["why"]
