"""Views: the worlds as one seat may see them. Nobody sees through the fog.

A view has the same arrays as `Worlds`, so that the same reading of them serves the rules and whoever chooses. What the seat
cannot know is filled with what it believes, or with the guess that public things allow. It is a function of the public
arrays, the seat's own arrays and its belief arrays alone; the seeds are taken out, so that nobody can foresee luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from diplogame.noise import Luck, halves, hash64, key_of
from diplogame.world.fields import FIELDS, NEVER, Array, See, Worlds

_PROMISE_ROWS = {"p_kind": -1, "p_from": -1, "p_to": -1, "p_due": NEVER, "p_state": 0, "p_secret": 0}
_DELIVERY_ROWS = {"d_kind": -1, "d_from": -1, "d_to": -1, "d_due": NEVER, "d_size": 0}
_PART = {See.DEFENDER: "defender", See.STRIKER: "striker", See.SUPPLIER: "supplier"}
_BELIEVED = {"missiles": "seen_missiles", "interceptors": "seen_interceptors"}


@dataclass(frozen=True, slots=True)
class View:
    """What one seat knows and believes, in all worlds at once."""

    seat: int
    """Index of the state."""
    world: Worlds
    """The believed worlds: arrays as in `Worlds`, hidden things replaced by beliefs and guesses."""
    luck: Luck
    """The seat's own luck for its choices."""

    @property
    def size(self) -> int:
        """How many worlds."""
        return self.world.size


def view(worlds: Worlds, seat: int) -> View:
    """The view of one seat (its state's index)."""
    return View(seat, believed(worlds, seat), seat_luck(worlds, seat))


def seat_luck(worlds: Worlds, seat: int) -> Luck:
    """Luck that belongs to a seat's choices: its key can be told from the game's seed, but not the other way."""
    name = worlds.cast.states[seat]
    own = hash64(worlds.seeds, np.uint64(key_of("seat:" + name)))
    return Luck(own, worlds.turn)


def believed(worlds: Worlds, seat: int) -> Worlds:
    """The worlds as the seat believes them to be."""
    cast = worlds.cast
    new: dict[str, Any] = {"seeds": np.zeros_like(worlds.seeds)}
    for name, spec in FIELDS.items():
        truth = getattr(worlds, name)
        match spec.see:
            case See.PUBLIC | See.HIDDEN:
                continue
            case See.OWN:
                guess = _GUESS[name](worlds, spec.start) if name in _GUESS else np.full_like(truth, spec.start)
                guess[:, seat] = truth[:, seat]
                new[name] = guess
            case See.BELIEF:
                new[name] = np.ascontiguousarray(np.broadcast_to(truth[:, seat : seat + 1], truth.shape))
            case See.BOTH:
                part = np.full_like(truth, spec.start)
                part[:, seat] = truth[:, seat]
                part[:, :, seat] = truth[:, :, seat]
                new[name] = part
            case See.ALLIES:
                if seat not in (cast.defender, cast.supplier):
                    new[name] = np.full_like(truth, spec.start)
            case _:
                if seat != getattr(cast, _PART[spec.see]):
                    belief = _BELIEVED.get(name)
                    new[name] = (
                        np.full_like(truth, spec.start)
                        if belief is None
                        else np.ascontiguousarray(getattr(worlds, belief)[:, seat])
                    )
    own = cast.owner == seat
    new["integrity"] = np.where(own, worlds.integrity, worlds.seen_integrity[:, seat])
    at_table = ((worlds.seated[:, seat] > 0) | (worlds.host == seat)) & (worlds.table > 0)
    if seat == cast.striker:
        # A ceasefire may be shuttled to it without a seat.
        at_table |= (worlds.paper == 0) & (worlds.table > 0)
    new["paper"] = np.where(at_table, worlds.paper, -1).astype(np.int16)
    new["paper_by"] = np.where(at_table, worlds.paper_by, -1).astype(np.int16)
    new["conceded"] = worlds.conceded * at_table[:, None].astype(np.int16)
    new["lobbied"] = np.zeros_like(worlds.lobbied)
    ours = (worlds.p_secret == 0) | (worlds.p_from == seat) | (worlds.p_to == seat)
    new.update(_rows(worlds, _PROMISE_ROWS, ours))
    new.update(_rows(worlds, _DELIVERY_ROWS, (worlds.d_from == seat) | (worlds.d_to == seat)))
    return worlds.replace(new)


def _rows(worlds: Worlds, defaults: dict[str, int], seen: Array) -> dict[str, Array]:
    """The rows of a table that the seat may see, moved up so that gaps tell nothing."""
    order = np.argsort(~seen, axis=1, kind="stable")
    kept = np.take_along_axis(seen, order, axis=1)
    return {
        name: np.where(kept, np.take_along_axis(getattr(worlds, name), order, axis=1), empty).astype(FIELDS[name].dtype)
        for name, empty in defaults.items()
    }


def _guess_grievance(worlds: Worlds, start: float) -> Array:
    """What public blows would leave: ten Goldstein points, halved every four turns."""
    age = np.minimum(worlds.turn - worlds.last_blow.astype(np.float64), 60.0)
    felt = 10.0 * halves(age / 4.0) * (worlds.last_blow > NEVER)
    return np.ascontiguousarray(felt.transpose(0, 2, 1))


def _guess_trust(worlds: Worlds, start: float) -> Array:
    """A little for everybody, more between friends."""
    return np.asarray(start + 0.03 * np.maximum(worlds.relation, 0.0))


def _guess_capital(worlds: Worlds, start: float) -> Array:
    return np.full_like(worlds.capital, 3.0)


def _guess_airspace(worlds: Worlds, start: float) -> Array:
    return worlds.airspace_seen.copy()


_GUESS = {"grievance": _guess_grievance, "trust": _guess_trust, "capital": _guess_capital, "airspace": _guess_airspace}
