"""What a table that convenes is worth, to who hosts it and to the defender that sends its delegation there (rules 6 and 7)."""

from __future__ import annotations

from diplogame.noise import halves
from diplogame.traced import np
from diplogame.verbs.acceptability import chance_to_convene, chance_to_land, shed
from diplogame.verbs.aims import invite_mask
from diplogame.verbs.lens import Lens
from diplogame.verbs.modifiers import MODIFIERS
from diplogame.verbs.verb import Formula
from diplogame.world.fields import Array


def _contrast(lens: Lens) -> Array:
    """A table is worth more to its host while the patron enables strikes."""
    return np.asarray(1.0 + (lens.rule("hosting_contrast") - 1.0) * (lens.value("enabling") > 0))


def standing(lens: Lens) -> Array:
    """What a table is worth to its host, if it convenes: standing, half each time it is done again."""
    return np.asarray(lens.rule("hosting_standing") * _contrast(lens) * chance_to_convene(lens) * _with_arabs(lens))


def _with_arabs(lens: Lens) -> Array:
    """1 where an Arab state hosts or is asked: without one at the table it moves nobody in the region."""
    bits = invite_mask(int(i) for i in np.flatnonzero(lens.cast.arabs))
    return np.asarray(((lens.col("invite") & bits) > 0) | lens.cast.arabs[lens.col("actor")]) * 1.0


def alignment(lens: Lens) -> Array:
    """What it moves the Arab states by, toward the pole that hosts: Washington up, Moscow down."""
    return np.asarray(
        MODIFIERS["pole"](lens)
        * lens.rule("hosting_alignment")
        * _contrast(lens)
        * chance_to_convene(lens)
        * _with_arabs(lens)
    )


def _if_it_convenes(rule: str) -> Formula:
    return lambda lens: np.asarray(lens.rule(rule) * chance_to_convene(lens))


needed = _if_it_convenes("hosting_needed")
"""How much more the host is needed."""
calm = _if_it_convenes("table_odds")
"""What a table takes off the chance that the defender and the striker use force while it sits."""
paper = _if_it_convenes("table_paper")
"""What a table is worth to its host beyond the day, in score points: now and then a paper is signed there, which makes its host needed."""


def pressing(lens: Lens) -> Array:
    """How much less a host is needed that presses its table on others: no more than it is needed."""
    return np.asarray(np.minimum(lens.rule("host_again_needed"), lens.state("needed", "actor")))


def visit_exit(lens: Lens) -> Array:
    """What of its commitment the defender sheds by a delegation to a host that has asked it: a way out only if that table convenes with it."""
    share = shed(lens.rule("exit_share"), lens.pair("relation", "actor", "target"))
    return np.asarray(share * lens.state("commitment", "actor") * chance_to_land(lens))


def host_gains(rule: str) -> Formula:
    """What the table that a delegation makes convene is worth to its host, with an Arab state there; half each time it is done again."""
    return lambda lens: (
        lens.rule(rule) * _contrast(lens) * halves(lens.state("convened", "target")) * chance_to_land(lens, "arabs")
    )


def host_pull(lens: Lens) -> Array:
    """The same in the region's eyes: toward the pole that hosts."""
    target, cast = lens.col("target"), lens.cast
    host = (target == cast.patron) * 1.0 - (target == cast.supplier) * 1.0
    return np.asarray(host * host_gains("hosting_alignment")(lens))


def host_needed(lens: Lens) -> Array:
    return np.asarray(lens.rule("hosting_needed") * halves(lens.state("convened", "target")) * chance_to_land(lens))


def not_declined(lens: Lens) -> Array:
    """A delegation answers the host's invitation, which to leave unanswered would hurt."""
    return np.asarray(lens.rule("decline_relation") * (lens.pair("invited", "target", "actor") > 0))


def breaks_up(defender_sits: Array, guests: Array) -> Array:
    """Whether a table is over: the defender has left it, or fewer than two guests are left."""
    return np.asarray(~defender_sits | (guests < 2))


def failing(host: int) -> Formula:
    """What that state loses if the table that it hosts fails because the actor walks out."""

    def formula(lens: Lens) -> Array:
        cast, actor = lens.cast, lens.col("actor")
        guests = lens.state("seated", 0) * 1.0
        for state in range(1, cast.n_states):
            guests = guests + lens.state("seated", state)
        stays = (lens.state("seated", cast.defender) > 0) & (actor != cast.defender)
        over = breaks_up(stays, guests - (lens.state("seated", "actor") > 0))
        # A table out of sessions fails anyway.
        sits = (lens.value("table") > 0) & (lens.value("sessions") > 0) & (lens.value("host") == host)
        return np.asarray(lens.rule("failed_standing") * over * sits)

    return formula
