"""Named factors of effects. Each reads the world through a lens and gives an array beside the orders."""

from __future__ import annotations

from collections.abc import Callable

from diplogame.noise import halves
from diplogame.traced import np
from diplogame.verbs.acceptability import shed
from diplogame.verbs.lens import LAST_TURN, Lens
from diplogame.world.fields import NEVER, Array, Worlds
from diplogame.world.memo import once
from diplogame.world.played import played

MODIFIERS: dict[str, Callable[[Lens], Array]] = {}


def modifier(function: Callable[[Lens], Array]) -> Callable[[Lens], Array]:
    """Register a modifier under its function's name."""
    MODIFIERS[function.__name__] = function
    return function


def since(lens: Lens, moment: Array) -> Array:
    """Turns since a moment, at most 60."""
    return np.minimum(lens.world.turn - moment.astype(np.float64), 60.0)


def within(lens: Lens, moment: Array, turns: int) -> Array:
    """1 where the moment lies at most ``turns`` turns back."""
    return ((lens.world.turn - moment) <= turns) & (moment > NEVER)


@modifier
def fresh_blow(lens: Lens) -> Array:
    """1 right after the target used or enabled force in public, a half a turn later, next to nothing in calm."""
    moment = np.maximum(lens.state("answered", "target"), lens.state("enabled_force", "target"))
    age = since(lens, moment)
    return np.asarray(np.maximum((age <= 1) * 1.0, (age <= 2) * 0.4))


@modifier
def target_is_striker(lens: Lens) -> Array:
    return np.asarray((lens.col("target") == lens.cast.striker) * 1.0)


@modifier
def target_is_defender(lens: Lens) -> Array:
    return np.asarray((lens.col("target") == lens.cast.defender) * 1.0)


@modifier
def pole(lens: Lens) -> Array:
    """Which way the actor's success pulls the region: 1 toward Washington, -1 toward Moscow, 0 for the others."""
    actor = lens.col("actor")
    cast = lens.cast
    return np.asarray((actor == cast.patron) * 1.0 - (actor == cast.supplier) * 1.0)


@modifier
def target_pole(lens: Lens) -> Array:
    """Which way the target's success pulls the region; the striker counts with its patron, the defender with its supplier."""
    target = lens.col("target")
    cast = lens.cast
    west = (target == cast.patron) | (target == cast.striker)
    return np.asarray(west * 1.0 - ((target == cast.supplier) | (target == cast.defender)) * 1.0)


@modifier
def friendship(lens: Lens) -> Array:
    """How much a friend's word weighs with the target: 0 from a rival, 1 from a close friend."""
    return np.asarray(np.maximum(lens.pair("relation", "target", "actor"), 0.0) / 10.0)


@modifier
def leverage(lens: Lens) -> Array:
    """1 plus what gives the word weight: the supplier's deliveries due in three turns, or the patron's posture held back."""
    cast, world = lens.cast, lens.world
    actor, target = lens.col("actor"), lens.col("target")
    supplies = (actor == cast.supplier) & (target == cast.defender)
    backs = (actor == cast.patron) & (target == cast.striker)
    due = due_soon(lens)
    held = (2.0 - lens.value("enabling")) * 0.5
    return np.asarray(
        1.0
        + supplies * np.minimum(due * lens.rule("leverage_per_delivery"), 1.0)
        + backs * held * lens.rule("leverage_of_patron")
        + 0.0 * world.turn
    )


def due_soon(lens: Lens) -> Array:
    """Deliveries from the actor to the target that land in the next three turns: (rows,) or (worlds, options)."""
    number = _due_soon(lens.world)
    return np.asarray(number[lens.index] if hasattr(lens, "index") else number[:, None])


@once
def _due_soon(worlds: Worlds) -> Array:
    soon = (worlds.d_kind >= 0) & (worlds.d_due >= worlds.turn) & (worlds.d_due <= worlds.turn + 3)
    supplied = soon & (worlds.d_from == worlds.cast.supplier) & (worlds.d_to == worlds.cast.defender)
    return np.asarray(supplied.sum(axis=1).astype(np.float64))


@modifier
def gap(lens: Lens) -> Array:
    """The target's gap between words and deeds: 1 where it spoke of calm and was seen to enable force within two turns."""
    return words_against_deeds(lens, "target")


def words_against_deeds(lens: Lens, who: str | int) -> Array:
    """1 where a state spoke of calm and was seen to enable or use force, or had a covert act exposed, within two turns."""
    return np.asarray((_spoke_of_calm(lens, who) & _did_otherwise(lens, who)) * 1.0)


def _spoke_of_calm(lens: Lens, who: str | int) -> Array:
    return within(lens, lens.state("said_calm", who), 2)


def _did_otherwise(lens: Lens, who: str | int) -> Array:
    """Whether it was seen to enable or use force, or had a covert act exposed, within two turns."""
    deeds = np.maximum(
        np.maximum(lens.state("enabled_force", who), lens.state("exposed", who)), lens.state("answered", who)
    )
    return within(lens, deeds, 2)


@modifier
def calm_at_odds(lens: Lens) -> Array:
    """Chance that a word of calm said now is what opens a gap to the actor's own deeds this turn: to those of the last two turns, or to a
    blow that its posture helps to strike this very turn - unless it spoke of calm lately and such a blow would open the gap anyhow.
    """
    blow, did = _blow_helped(lens), _did_otherwise(lens, "actor") * 1.0
    return np.asarray(did + (1.0 - did) * blow - _spoke_of_calm(lens, "actor") * blow)


@modifier
def calm_at_odds_next(lens: Lens) -> Array:
    """The same for a blow of the next turn."""
    return np.asarray(_blow_helped(lens) * ~within(lens, lens.state("said_calm", "actor"), 1))


@modifier
def calm_at_odds_after(lens: Lens) -> Array:
    """The same for a blow of the turn after it; what is said later binds for itself."""
    return _blow_helped(lens)


def _blow_helped(lens: Lens) -> Array:
    """Chance that a blow is struck in a turn with the actor's help."""
    helps = (lens.col("actor") == lens.cast.patron) & (lens.value("enabling") > 0) & (lens.value("truce") == 0)
    return np.asarray(lens.rule("strike_guess") * helps)


@modifier
def secret_known(lens: Lens) -> Array:
    """1 where the actor saw a covert act of the target within three turns and it is not yet public."""
    known = lens.pair("known", "actor", "target")
    return (within(lens, known, 3) & (known > lens.state("exposed", "target"))) * 1.0


@modifier
def gap_or_secret(lens: Lens) -> Array:
    """What there is to expose."""
    return np.asarray(np.maximum(gap(lens), secret_known(lens)))


@modifier
def exposed_lately(lens: Lens) -> Array:
    return within(lens, lens.state("exposed", "actor"), 2) * 1.0


@modifier
def export_loss(lens: Lens) -> Array:
    """How much of a battery was lost in the last two turns, at most one."""
    world, cast = lens.world, lens.cast
    hit = within(lens, world.struck, 2) & cast.of_kind("s300")
    number = np.minimum(((1.0 - world.integrity) * hit).sum(axis=1), 1.0)
    return np.asarray(number[lens.index] if hasattr(lens, "index") else number[:, None])


@modifier
def damage_seen(lens: Lens) -> Array:
    """What is left of a claim of victory where the actor's own losses were seen: 1 unhurt, .4 where it was struck within two turns."""
    return 1.0 - 0.6 * within(lens, lens.state("provoked", "actor"), 2)


@modifier
def own_commitment(lens: Lens) -> Array:
    return lens.state("commitment", "actor")


@modifier
def kappa(lens: Lens) -> Array:
    """The state's own sensitivity to loss of face."""
    return lens.trait("kappa", "actor")


@modifier
def war_time(lens: Lens) -> Array:
    """1 at rung 5, less below: what calms counts more when it is hot."""
    return np.minimum(lens.value("escalation") / 5.0, 1.4)


@modifier
def covert_discount(lens: Lens) -> Array:
    """1 in public, 0 in secret: nobody sees it, nobody is moved by it."""
    return 1.0 - lens.col("covert")


@modifier
def exposure(lens: Lens) -> Array:
    """The chance that a covert act is seen by somebody who could say so."""
    return np.asarray(lens.col("covert") * lens.rule("sighting_any"))


@modifier
def sanctioned(lens: Lens) -> Array:
    """Weight of the sanctions that stand on the target."""
    return lens.state("sanctions", "target")


@modifier
def bait_taken(lens: Lens) -> Array:
    """A half of the price of enabling for two turns after a heavy salvo (the bait)."""
    taken = within(lens, lens.value("bait"), 2)
    return 1.0 - 0.5 * taken


@modifier
def at_risk(lens: Lens) -> Array:
    """0 for a target that stands firm, 1 and more for one whose government totters (stability under 50)."""
    return np.minimum(np.maximum((50.0 - lens.state("stability", "target")) / 25.0, 0.0), 1.6)


@modifier
def no_way_out(lens: Lens) -> Array:
    """What standing down costs in face: less where the actor sits at a host's table, and a friend's table most."""
    if not hasattr(lens, "index"):
        return np.asarray(1.0 - _ways_out(lens.world).take(lens.rows.actor, axis=1))
    host = lens.value("host")
    sits = (host >= 0) & (lens.value("table") > 0) & (lens.state("seated", "actor") > 0)
    relation = lens.world.relation[lens.index, lens.rows.actor, np.maximum(host, 0)]
    return np.asarray(1.0 - shed(lens.rule("exit_share"), relation) * sits)


@played()
def _ways_out(worlds: Worlds) -> Array:
    """(worlds, states) share of a state's commitment that the table at which it sits would shed: .6 (1 + relation to the host/10)/2. An
    invitation is answered before anybody stands down, and is none any more.
    """
    hosts = np.arange(worlds.cast.n_states)
    at = ((worlds.host[:, None] == hosts) & (worlds.table > 0)[:, None])[:, None, :] & (worlds.seated > 0)[:, :, None]
    return np.asarray((shed(worlds.numbers.rule("exit_share", 3), worlds.relation) * at).max(axis=2))


@modifier
def slack(lens: Lens) -> Array:
    """How far the price stands above 90, per 10 USD: what extra oil is worth."""
    return np.maximum(lens.value("price") - 85.0, 0.0) / 10.0


@modifier
def again(lens: Lens) -> Array:
    """0 for what has not been done in the last four turns, near 1 for what is done all the time."""
    return np.asarray(1.0 - lens.freshness())


@modifier
def unanswered(lens: Lens) -> Array:
    """1 for what was done in the last turn too: what was asked then is answered only now, and is asked again before the answer is in."""
    return lens.lately(LAST_TURN)


@modifier
def fading(lens: Lens) -> Array:
    """Half for each time the actor has convened a table since a paper was signed there."""
    return halves(lens.state("convened", "actor"))
