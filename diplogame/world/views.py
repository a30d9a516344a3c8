"""Views: the worlds as one seat may see them. Nobody sees through the fog.

A view has the same arrays as `Worlds`, so that the same reading of them serves the rules and whoever chooses. What the seat
cannot know is filled with what it believes, or with the guess that public things allow. It is a function of the public
arrays, the seat's own arrays and its belief arrays alone; the seeds are taken out, so that nobody can foresee luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from diplogame.noise import Luck, halves, hash64, keys_of
from diplogame.traced import np
from diplogame.world.fields import FIELDS, NEVER, Array, See, Worlds, shape_of
from diplogame.world.lazy import Lazy

_PAPER = ("paper", "paper_by", "conceded")
_PROMISE_ROWS = {"p_kind": -1, "p_from": -1, "p_to": -1, "p_due": NEVER, "p_state": 0, "p_secret": 0}
_DELIVERY_ROWS = {"d_kind": -1, "d_from": -1, "d_to": -1, "d_due": NEVER, "d_size": 0}
HIDDEN_IN_PART = frozenset((*_PAPER, *_PROMISE_ROWS, *_DELIVERY_ROWS))
"""Arrays of which a seat sees some worlds' entries, or some rows."""
_PUBLIC = tuple(name for name, spec in FIELDS.items() if spec.see is See.PUBLIC)
_READ_PUBLIC = attrgetter(*_PUBLIC)
_PART = {See.DEFENDER: "defender", See.STRIKER: "striker", See.SUPPLIER: "supplier"}
BLOW = 10.0
"""Goldstein points of a blow (CAMEO 195)."""
CARRIED = {("defender", "patron"): 0.5, ("defender", "striker"): 0.3, ("striker", "patron"): 0.2}
"""The pairs between which messages pass, and each one's share of them."""
OLDEST = 60
"""Turns back that a blow is remembered apart from older ones."""
SPENT, SAVES, SAVED = 2.1, 0.25, 5.4
"""Capital of who used force a turn ago, what each turn since adds to it, and that of who does not fight, as others reckon: fitted to batches of games."""
SURE, LESS_SURE, UNSURE = 0.3, 0.15, 1.0
"""Standard deviation of that guess a turn after force, what each turn since adds to it, and of the guess at who does not fight."""
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
    if "luck" not in worlds.memo:
        # All seats' at once; each is handed its own.
        names = keys_of("seat:" + name for name in worlds.cast.states)
        worlds.memo["luck"] = Luck(hash64(worlds.seeds, names[:, None]), worlds.turn)
    whole: Luck = worlds.memo["luck"]
    return whole.among(np.intp(seat))


class Believed(Lazy):
    """Worlds as a seat believes them to be."""

    __slots__ = ("_common", "_seat", "_truth")
    _truth: Worlds
    _seat: int
    _common: Worlds

    @property
    def common(self) -> Worlds:
        """What everybody knows."""
        return self._common

    @property
    def truth(self) -> Worlds:
        """The worlds that are looked at; for nobody who decides."""
        return self._truth

    @property
    def knower(self) -> int:
        """The seat."""
        return self._seat

    def row(self, name: str, state: int) -> Array:
        """A state's row; the seat's own without making the rows that it would have to guess."""
        own = state == self._seat and FIELDS[name].see in (See.PUBLIC, See.OWN, See.BELIEF, See.BOTH)
        return getattr(self._truth if own else self, name)[:, state]  # type: ignore[no-any-return]

    def take(self, rows: Array) -> Worlds:
        """A view of some worlds is the view of those: nothing of the others need be made."""
        return believed(self._truth.take(rows), self._seat, self._common.take(rows))

    def _make(self, name: str) -> dict[str, Array]:
        """The array as the seat believes it, and any others that come with it."""
        worlds, seat, cast = self._truth, self._seat, self.cast
        truth, guess = getattr(worlds, name), getattr(self._common, name)
        match FIELDS[name].see:
            case See.PUBLIC:
                return {name: truth}
            case See.OWN:
                part = guess.copy()
                part[:, seat] = truth[:, seat]
                return {name: part}
            case See.BELIEF:
                return {name: np.ascontiguousarray(np.broadcast_to(truth[:, seat : seat + 1], truth.shape))}
            case See.BOTH:
                part = guess.copy()
                part[:, seat] = truth[:, seat]
                part[:, :, seat] = truth[:, :, seat]
                return {name: part}
            case See.ALLIES:
                return {name: truth if seat in (cast.defender, cast.supplier) else guess}
            case See.HIDDEN:
                return _hidden(worlds, self._common, seat, name) or {name: guess}
            case see:
                if seat == getattr(cast, _PART[see]):
                    return {name: truth}
                belief = _BELIEVED.get(name)
                return {name: guess if belief is None else np.ascontiguousarray(getattr(worlds, belief)[:, seat])}


def believed(worlds: Worlds, seat: int, common: Worlds | None = None) -> Worlds:
    """The worlds as the seat believes them to be. ``common``: what everybody knows of them, where that has been made."""
    if "common" not in worlds.memo:
        worlds.memo["common"] = Common.of(worlds, _in_public(worlds)) if common is None else common
    # Nothing is made by looking at plain worlds, so what everybody knows can stand there from the start.
    known = _in_public(worlds) if type(worlds) is Worlds else {"seeds": np.zeros_like(worlds.seeds)}
    return Believed.of(worlds, {**known, "_truth": worlds, "_seat": seat, "_common": worlds.memo["common"]})


def _in_public(worlds: Worlds) -> dict[str, Any]:
    """The public arrays; seeds are nobody's business."""
    return {"seeds": np.zeros_like(worlds.seeds), **dict(zip(_PUBLIC, _READ_PUBLIC(worlds), strict=True))}


class Common(Lazy):
    """What everybody knows: it is given public arrays, and makes of them the guess at the others that all share."""

    __slots__ = ()

    def _make(self, name: str) -> dict[str, Array]:
        spec = FIELDS[name]
        if name in _GUESS:
            return {name: _GUESS[name](self)}
        return {name: np.full((self.size, *shape_of(spec, self.cast)), spec.start, dtype=spec.dtype)}


def _hidden(worlds: Worlds, common: Worlds, seat: int, name: str) -> dict[str, Array]:
    """Hidden arrays of which a seat may see a part, with those that are seen or not together; empty for the others."""
    if name == "integrity":
        return {name: np.where(worlds.cast.owner == seat, worlds.integrity, worlds.seen_integrity[:, seat])}
    if name in _PAPER:
        at_table = ((worlds.seated[:, seat] > 0) | (worlds.host == seat)) & (worlds.table > 0)
        if seat == worlds.cast.striker:
            # A ceasefire may be shuttled to it without a seat.
            at_table |= (worlds.paper == 0) & (worlds.table > 0)
        return {
            "paper": np.where(at_table, worlds.paper, -1).astype(np.int16),
            "paper_by": np.where(at_table, worlds.paper_by, -1).astype(np.int16),
            "conceded": worlds.conceded * at_table[:, None].astype(np.int16),
        }
    for defaults in (_PROMISE_ROWS, _DELIVERY_ROWS):
        if name in defaults:
            return _rows(worlds, common, defaults, _ours(worlds, seat, defaults))
    return {}


def _ours(worlds: Worlds, seat: int, defaults: dict[str, int]) -> Array:
    """(worlds, rows) bool: which rows of the table of promises, or of deliveries, a seat may see."""
    if defaults is _PROMISE_ROWS:
        return np.asarray((worlds.p_secret == 0) | (worlds.p_from == seat) | (worlds.p_to == seat))
    return np.asarray((worlds.d_from == seat) | (worlds.d_to == seat))


def seen_rows(worlds: Worlds, seat: int, name: str) -> dict[str, Array] | None:
    """The rows of a table that a seat may see, where they lie, empty ones in the place of the others: enough for who only counts them. None for
    arrays that are no such rows.
    """
    for defaults in (_PROMISE_ROWS, _DELIVERY_ROWS):
        if name in defaults:
            return {name: np.where(_ours(worlds, seat, defaults), getattr(worlds, name), defaults[name])}
    return None


def _rows(worlds: Worlds, common: Worlds, defaults: dict[str, int], seen: Array) -> dict[str, Array]:
    """The rows of a table that the seat may see, moved up so that gaps tell nothing."""
    if seen.all():
        return {name: getattr(worlds, name) for name in defaults}
    if not seen.any():
        return {name: getattr(common, name) for name in defaults}
    # Worlds in which the seat sees every row stay as they are. Elsewhere the rows that hold something are moved; empty ones are all alike.
    some = np.flatnonzero(~seen.all(axis=1))
    place = np.cumsum(seen[some], axis=1, dtype=np.int64) - 1
    place += some[:, None] * seen.shape[1]
    held = seen[some] & (getattr(worlds, next(iter(defaults)))[some] >= 0)
    new = place[held]
    at, row = np.nonzero(held)
    old = some.take(at) * seen.shape[1] + row
    result = {}
    for name, empty in defaults.items():
        truth = getattr(worlds, name)
        result[name] = made = truth.copy()
        made[some] = empty
        made.reshape(-1)[new] = truth.reshape(-1).take(old)
    return result


def _guess_grievance(worlds: Worlds) -> Array:
    """What public blows would leave: ten Goldstein points a turn from the first turn to the last blow, halved as the rule has it."""
    numbers = worlds.numbers
    left = numbers.keep("grievance.left", lambda: halves(np.arange(OLDEST + 1.0) / numbers.rule("grievance_half", 2)))
    last = worlds.last_blow.astype(np.int64)

    def after(turns: Array) -> Array:
        """What so many turns leave: whole numbers, so that a table serves."""
        if len(left) == 1:
            return np.asarray(left[0].take(turns))
        return np.asarray(np.take_along_axis(left, turns.reshape(len(left), -1), axis=1).reshape(turns.shape))

    once = halves(1.0 / numbers.rule("grievance_half", 3))
    blows = 1.0 - after(np.minimum(np.maximum(last, 1), OLDEST))
    age = np.minimum(np.maximum(worlds.turn - last, 0), OLDEST)
    felt = BLOW * after(age) * blows / (1.0 - once) * (worlds.last_blow > NEVER)
    return np.ascontiguousarray(np.minimum(felt, FIELDS["grievance"].hi).transpose(0, 2, 1))


def _guess_trust(worlds: Worlds) -> Array:
    """What the briefing said, and what all could watch since: messages carried between the parties, and the turns of a truce."""
    rule, cast = worlds.numbers.rule, worlds.cast
    carried = worlds.needed[:, 0]
    for state in range(1, cast.n_states):
        carried = carried + worlds.needed[:, state]
    guess = np.zeros((worlds.size, cast.n_states, cast.n_states)) + worlds.numbers.trust
    for (one, other), share in CARRIED.items():
        first, second = getattr(cast, one), getattr(cast, other)
        gain = rule("message_trust") * share * carried
        if "patron" not in (one, other):
            gain = gain + rule("truce_trust") * worlds.truce
        guess[:, first, second] = guess[:, first, second] + gain
        guess[:, second, first] = guess[:, second, first] + gain
    return np.asarray(np.minimum(guess, 1.0))


def _guess_capital(worlds: Worlds) -> Array:
    """Force is dear: who used it a turn ago has little left, and saves from then on; who never did has saved."""
    if worlds.turn <= 1:
        return np.full((worlds.size, worlds.cast.n_states), float(FIELDS["capital"].start))
    saved = np.minimum(FIELDS["capital"].start + 0.5 * (worlds.turn - 1.0), SAVED)
    return np.asarray(np.minimum(SPENT + SAVES * _turns_since_force(worlds), saved))


def capital_error(worlds: Worlds) -> Array:
    """(worlds, states) standard deviation of the guess at what others have left to spend."""
    return np.asarray(np.minimum(SURE + LESS_SURE * _turns_since_force(worlds), UNSURE))


def _turns_since_force(worlds: Worlds) -> Array:
    """(worlds, states) turns since a state used force, less the one in which all see it."""
    return np.maximum(worlds.turn - worlds.answered - 1.0, 0.0)


def _guess_airspace(worlds: Worlds) -> Array:
    return worlds.airspace_seen


_GUESS = {"grievance": _guess_grievance, "trust": _guess_trust, "capital": _guess_capital, "airspace": _guess_airspace}
