"""When an order may be given: named conditions, each with a sentence in the catalogue (``reason.<name>``) for the greyed entry."""

from __future__ import annotations

from collections.abc import Callable

from diplogame.traced import np
from diplogame.verbs.lens import Lens
from diplogame.verbs.modifiers import export_loss, gap_or_secret, within
from diplogame.world.axes import KINDS
from diplogame.world.fields import Array

CONDITIONS: dict[str, Callable[[Lens], Array]] = {}


def condition(function: Callable[[Lens], Array]) -> Callable[[Lens], Array]:
    """Register a condition under its function's name."""
    CONDITIONS[function.__name__] = function
    return function


def _wide(lens: Lens, truth: Array) -> Array:
    """A world's truth beside the orders: (rows,) or (worlds, 1)."""
    return truth[lens.index] if hasattr(lens, "index") else truth[:, None]


@condition
def anything_to_expose(lens: Lens) -> Array:
    return gap_or_secret(lens) > 0


@condition
def battery_lost(lens: Lens) -> Array:
    return export_loss(lens) > 0


@condition
def no_table(lens: Lens) -> Array:
    return np.asarray((lens.value("table") == 0) & (lens.value("cooling") <= 0))


@condition
def table_sits(lens: Lens) -> Array:
    return lens.value("table") > 0


@condition
def at_the_table(lens: Lens) -> Array:
    return np.asarray(
        (lens.value("table") > 0) & ((lens.state("seated", "actor") > 0) | (lens.value("host") == lens.col("actor")))
    )


@condition
def seated(lens: Lens) -> Array:
    return (lens.value("table") > 0) & (lens.state("seated", "actor") > 0)


@condition
def not_failed_lately(lens: Lens) -> Array:
    return ~within(lens, lens.state("failed_table", "actor"), 2)


@condition
def no_truce(lens: Lens) -> Array:
    return np.asarray(lens.value("truce") == 0)


@condition
def nobody_asks(lens: Lens) -> Array:
    return lens.value("truce_ask") < 0


@condition
def no_offer_out(lens: Lens) -> Array:
    return lens.pair("offer_give", "actor", "target") < 0


@condition
def no_draft(lens: Lens) -> Array:
    return lens.value("draft") < 0


@condition
def draft_stands(lens: Lens) -> Array:
    return lens.value("draft") >= 0


@condition
def not_voted_lately(lens: Lens) -> Array:
    """The same kind of draft again only after three turns."""
    kind = np.minimum(np.maximum(lens.col("level"), 0), len(KINDS) - 1)
    voted = lens.world.voted
    when = voted[lens.index, kind] if hasattr(lens, "index") else voted.take(kind[0], axis=1)
    return ~within(lens, when, 3)


@condition
def third_state_hit(lens: Lens) -> Array:
    """A draft about attacks on third states needs one: the defender struck somebody but the striker within six turns."""
    cast, world = lens.cast, lens.world
    others = np.ones(cast.n_states, dtype=bool)
    others[[cast.defender, cast.striker]] = False
    age: Array = world.turn - world.last_blow[:, cast.defender]
    hit = np.asarray(((age <= 6) & others).any(axis=1))
    return np.asarray((lens.col("level") != KINDS.index("third_states")) | _wide(lens, hit))


@condition
def not_funded(lens: Lens) -> Array:
    return np.asarray(lens.value("funded") == 0)


@condition
def no_summit_lately(lens: Lens) -> Array:
    return ~within(lens, lens.value("summit"), 5)


@condition
def in_reach(lens: Lens) -> Array:
    """Distant sites need the patron's tankers; so do more than two aimpoints, and one where every neighbour shuts its sky."""
    tankers = lens.value("enabling") >= 2
    count, far = np.zeros(1), np.zeros(1, dtype=bool)
    for column in ("p0", "p1", "p2", "p3"):
        spot = lens.col(column)
        count = count + (spot >= 0)
        far = far | (lens.cast.far[np.maximum(spot, 0)] & (spot >= 0))
    own = own_reach(lens)
    return tankers | ((count <= own) & ~far)


def own_reach(lens: Lens) -> Array:
    """Aimpoints within reach without the patron's tankers: two, one where the corridor states have all closed their sky."""
    cast, world = lens.cast, lens.world
    corridor = cast.tagged("corridor")
    shut = (world.airspace[:, corridor] == 0).all(axis=1) & corridor.any()
    return _wide(lens, 2.0 - shut)


@condition
def below_red_line(lens: Lens) -> Array:
    """Civilian and nuclear sites are out of bounds below rung 6."""
    red = np.zeros(1, dtype=bool)
    for column in ("p0", "p1", "p2", "p3"):
        spot = lens.col(column)
        red = red | (lens.cast.red[np.maximum(spot, 0)] & (spot >= 0))
    return ~red | (lens.value("escalation") >= 6)


@condition
def stands(lens: Lens) -> Array:
    """A site that is already destroyed, as far as the actor knows, is no target."""
    ok = np.ones(1, dtype=bool)
    for column in ("p0", "p1", "p2", "p3"):
        spot = lens.col(column)
        ok = ok & ((spot < 0) | (lens.place("integrity", column) > 0.08))
    return ok


@condition
def enabling_posture(lens: Lens) -> Array:
    """The patron joins strikes only while it backs them with tankers."""
    return lens.value("enabling") >= 2


@condition
def has_missiles(lens: Lens) -> Array:
    return (lens.value("missiles") > 40) & (lens.value("launchers") > 5)


@condition
def blow_within_two(lens: Lens) -> Array:
    return within(lens, lens.state("landed_blow", "actor"), 2)


@condition
def not_claimed_lately(lens: Lens) -> Array:
    return ~within(lens, lens.state("claimed", "actor"), 5)


@condition
def committed(lens: Lens) -> Array:
    return lens.state("commitment", "actor") > 0.25


@condition
def something_to_deny(lens: Lens) -> Array:
    """A covert act made public, force used or enabled, a quiet sky, a hand in intercepting, or bases lent while the striker strikes."""
    world, cast = lens.world, lens.cast
    shown = (
        within(lens, lens.state("exposed", "actor"), 3)
        | within(lens, lens.state("enabled_force", "actor"), 2)
        | within(lens, lens.state("answered", "actor"), 1)
    )
    quiet = (lens.state("airspace", "actor") == 2) | (lens.state("helping", "actor") > 0)
    lent = (
        (lens.state("bases", "actor") > 0)
        & _wide(lens, np.asarray((world.turn - world.answered[:, cast.striker]) <= 1))
        & _hosts_bases(lens)
    )
    return np.asarray(shown | quiet | lent)


def _hosts_bases(lens: Lens) -> Array:
    """Whether the actor has a base of the patron's on its soil."""
    cast = lens.cast
    if "hosts of bases" not in cast.extras:
        owners = np.isin(np.arange(cast.n_states), cast.owner[cast.of_kind("base")]) & cast.arabs
        cast.extras["hosts of bases"] = owners | cast.tagged("gulf")
    return np.asarray(cast.extras["hosts of bases"][lens.col("actor")])


@condition
def something_to_drop(lens: Lens) -> Array:
    """An alert, or a vow in public."""
    return np.asarray((lens.state("alert", "actor") > 0) | (lens.state("commitment", "actor") > 0.25))


@condition
def strait_open(lens: Lens) -> Array:
    return np.asarray(lens.value("strait") == 0)


@condition
def strait_not_closed(lens: Lens) -> Array:
    return lens.value("strait") < 2


@condition
def strait_shut(lens: Lens) -> Array:
    return lens.value("strait") > 0


@condition
def posture_differs(lens: Lens) -> Array:
    """A posture stands until changed: to order what stands is no order."""
    name = lens.world.cast.extras["postures"]
    verb = lens.rows.verb
    result = np.ones(1, dtype=bool)
    for index, (field, kind) in name.items():
        if index not in verb:
            continue
        mine = (verb == index) if hasattr(lens, "index") else (verb == index)[None]
        now = lens.state(field, "actor") if kind == "state" else lens.value(field)
        result = result & (~mine | (now != lens.col("level")))
    return result


@condition
def not_on_the_way(lens: Lens) -> Array:
    """At most two deliveries of the same sender in flight to one receiver, and room in the ledger."""
    world = lens.world
    number = ((world.d_kind >= 0) & (world.d_due >= world.turn)).sum(axis=1)
    return _wide(lens, number < world.d_kind.shape[1] - 3)


@condition
def has_drones(lens: Lens) -> Array:
    return lens.value("drones") > 150


@condition
def sanctions_room(lens: Lens) -> Array:
    return lens.state("sanctions", "target") < 1.45


@condition
def sanctions_stand(lens: Lens) -> Array:
    return lens.state("sanctions", "target") > 0.05


@condition
def reserves_left(lens: Lens) -> Array:
    return lens.value("released") < 3.0


@condition
def output_room(lens: Lens) -> Array:
    return lens.state("output", "actor") < lens.trait("spare_oil", "actor")


@condition
def output_cuttable(lens: Lens) -> Array:
    return lens.state("output", "actor") > -1.0


@condition
def pipeline_room(lens: Lens) -> Array:
    return lens.value("bypass") < lens.rule("bypass_top")


@condition
def dear_enough(lens: Lens) -> Array:
    """Shipping more makes sense only above plan."""
    return lens.state("output", "actor") < 0.5


@condition
def hidden_launchers_old(lens: Lens) -> Array:
    return lens.value("dispersed") <= 0


@condition
def needs_repair(lens: Lens) -> Array:
    return lens.place("integrity", "p0") < 0.95


@condition
def no_crew_there(lens: Lens) -> Array:
    """Engineers who come where others work, or are on their way, would add little: sites hold nine turns of work. Who sent them knows for four turns."""
    return np.asarray((lens.place("engineers", "p0") <= 0) & (lens.freshness() >= 1.0))


@condition
def line_not_open(lens: Lens) -> Array:
    return lens.pair("hotline", "actor", "target") <= 1


@condition
def ew_room(lens: Lens) -> Array:
    return lens.value("ew") < 0.95
