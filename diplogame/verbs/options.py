"""The canonical orders of each state, at most eighty, and which of them are legal now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from diplogame.noise import keys_of
from diplogame.orders.order import Coder, Order
from diplogame.orders.table import EMPTY_ROW, Columns, columns
from diplogame.traced import np
from diplogame.verbs.conditions import CONDITIONS
from diplogame.verbs.groups import group_of, index_groups
from diplogame.verbs.lens import OptionLens, Spots
from diplogame.verbs.verb import Verb, verbs
from diplogame.world.cast import Cast
from diplogame.world.fields import Array, Worlds
from diplogame.world.sheets import sheet

MOST = 80
"""Canonical orders of a seat, at most."""


@dataclass(frozen=True)
class OptionTable:
    """The canonical orders of one seat, in blocks of one verb each."""

    seat: int
    rows: Columns
    """(options,) each, sorted by verb."""
    ids: tuple[str, ...]
    """Names of the orders."""
    orders: tuple[Order, ...]
    groups: Array
    """(options,) what counts as the same order again."""
    keys: Array
    """(options,) uint64: luck's key of each option, from its id."""
    blocks: Array
    """(verbs used,) first option of each verb's block."""
    block_verbs: Array
    """(verbs used,) index of each block's verb."""
    block_of: Array
    """(options,) which block each option belongs to."""
    block_keys: Array
    """(verbs used,) uint64: luck's key of each verb."""
    statement: Array
    """(options,) bool: counts as the turn's statement."""
    single: Array
    """(options,) bool: at most one of its verb a turn."""
    public: Array
    """(options,) bool: everybody sees it."""

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def members(self) -> Array:
        """(verbs used, widest block) the options of each block, its last one again where it is narrower."""
        ends = np.append(self.blocks[1:], len(self))
        widest = int((ends - self.blocks).max(initial=1))
        return np.asarray(np.minimum(self.blocks[:, None] + np.arange(widest), ends[:, None] - 1))

    @cached_property
    def index(self) -> dict[str, int]:
        """Position of each id."""
        return {name: i for i, name in enumerate(self.ids)}


def coder(cast: Cast) -> Coder:
    """The coder of a cast (made once)."""
    if "coder" not in cast.extras:
        cast.extras["coder"] = Coder(cast.states, cast.places, tuple(verb.name for verb in verbs()))
    return cast.extras["coder"]  # type: ignore[no-any-return]


def shape_of(verb: Verb, row: dict[str, int]) -> frozenset[str]:
    """Which of level, give and get an order of this verb states."""
    stated = set()
    if "level" in verb.parameters or "level" in row:
        stated.add("level")
    if "give" in verb.parameters:
        stated |= {"give", "get"}
    return frozenset(stated)


POSTURES = {
    "alert": ("alert", "state"),
    "set_airspace": ("airspace", "state"),
    "set_bases": ("bases", "state"),
    "escort_shipping": ("escort", "state"),
    "normalise": ("normal", "state"),
    "freeze": ("normal", "state"),
    "set_enabling": ("enabling", "world"),
}
"""Verbs that set a posture, and the field that holds it."""


def tables(cast: Cast) -> tuple[OptionTable, ...]:
    """The option table of every seat (made once a cast, and again when the verbs change)."""
    known = verbs()
    kept = cast.extras.get("tables")
    if kept is not None and kept[0] is known:
        return kept[1]  # type: ignore[no-any-return]
    names = tuple(verb.name for verb in known)
    cast.extras.pop("coder", None)
    cast.extras["postures"] = {names.index(name): field for name, field in POSTURES.items() if name in names}
    code = coder(cast)
    rows_of: dict[int, Columns] = {}
    orders_of: dict[int, list[Order]] = {}
    for seat, state in enumerate(cast.states):
        rows, orders = [], []
        allowed = set(cast.scenario.states[state].verbs)
        for v, verb in enumerate(known):
            if verb.name not in allowed:
                continue
            for part in verb.options(cast, seat):
                row = {**EMPTY_ROW, **part, "actor": seat, "verb": v}
                if verb.secret:
                    row["covert"] = 1
                rows.append(row)
                orders.append(code.order(row, shape_of(verb, dict(part))))
        rows_of[seat] = columns(rows)
        orders_of[seat] = orders
    index_groups(cast, rows_of)
    made = tuple(_table(cast, seat, rows_of[seat], orders_of[seat], known) for seat in range(cast.n_states))
    cast.extras["tables"] = (known, made)
    return made


def _table(cast: Cast, seat: int, rows: Columns, orders: list[Order], known: tuple[Verb, ...]) -> OptionTable:
    ids = tuple(order.id for order in orders)
    verb = rows.verb
    starts = np.flatnonzero(np.r_[True, verb[1:] != verb[:-1]]) if len(verb) else np.zeros(0, dtype=np.int64)
    block_of = np.cumsum(np.r_[False, verb[1:] != verb[:-1]]) if len(verb) else np.zeros(0, dtype=np.int64)
    flags = {
        "statement": np.array([known[v].statement for v in verb], dtype=bool),
        "single": np.array([known[v].single for v in verb], dtype=bool),
    }
    return OptionTable(
        seat=seat,
        rows=rows,
        ids=ids,
        orders=tuple(orders),
        groups=group_of(cast, rows),
        keys=keys_of(ids),
        blocks=starts,
        block_verbs=verb[starts],
        block_of=block_of,
        block_keys=keys_of(tuple("verb:" + known[v].name for v in verb[starts])),
        public=rows.covert == 0,
        **flags,
    )


def lens_for(worlds: Worlds, table: OptionTable) -> OptionLens:
    """A lens on all options of a seat in (believed) worlds."""
    return OptionLens(worlds, table.rows, table.groups)


def sub_lens(worlds: Worlds, rows: Columns, groups: Array, which: Array) -> OptionLens:
    """A lens on some options."""
    return OptionLens(worlds, rows.take(which), groups[which])


def costs(worlds: Worlds, rows: Columns, groups: Array) -> Array:
    """(worlds or 1, options) capital that each costs; what may be done in public costs one more in secret."""
    known = verbs()
    base, secret = np.array([verb.cost for verb in known]), np.array([verb.secret for verb in known])
    total: Array = (base.take(rows.verb) + ((rows.covert > 0) & ~secret.take(rows.verb)))[None]
    for v in np.unique(rows.verb):
        formula = known[v].price
        if formula is not None:
            which = np.flatnonzero(rows.verb == v)
            total[:, which] = formula(sub_lens(worlds, rows, groups, which))
    return total


def static_costs(worlds: Worlds, table: OptionTable) -> Array:
    """(1, options) capital that the canonical orders cost (prices depend on the order's size alone; worked out once)."""
    kept: dict[int, tuple[OptionTable, Array]] = worlds.cast.extras.setdefault("costs", {})
    if table.seat not in kept or kept[table.seat][0] is not table:
        kept[table.seat] = (table, costs(worlds, table.rows, table.groups))
    return kept[table.seat][1]


def price_levels(worlds: Worlds, table: OptionTable) -> tuple[Array, Array]:
    """(1, prices) the prices that occur among the canonical orders, and (options,) which of them each costs."""
    kept: dict[int, tuple[OptionTable, Array, Array]] = worlds.cast.extras.setdefault("prices", {})
    if table.seat not in kept or kept[table.seat][0] is not table:
        prices, which = np.unique(static_costs(worlds, table)[0], return_inverse=True)
        kept[table.seat] = (table, prices[None], which)
    return kept[table.seat][1:]


def legal(worlds: Worlds, table: OptionTable) -> Array:
    """(worlds, options) bool: which orders stand open now, capital included."""
    result = sheet(worlds.size, len(table), bool)
    np.less_equal(static_costs(worlds, table), worlds.row("capital", table.seat)[:, None], out=result)
    barred = worlds.numbers.forbidden[:, table.seat]
    if barred.any():
        result &= ~barred.take(table.rows.verb, axis=1)
    for need in _needs(worlds.cast, table):
        met = CONDITIONS[need.condition](OptionLens(worlds, need.rows, need.groups, need.spots))
        for options, mine in need.runs:
            result[:, options] &= met if met.shape[1] == 1 else met[:, mine]
    return result


@dataclass(frozen=True)
class Need:
    """A condition, and the options of a seat that need it."""

    condition: str
    rows: Columns
    groups: Array
    spots: Spots
    runs: tuple[tuple[slice, slice], ...]
    """Options that lie side by side: where they lie in the table, and where among those that need it."""


def _needs(cast: Cast, table: OptionTable) -> list[Need]:
    """Every condition in use (worked out once a table)."""
    kept: dict[int, tuple[OptionTable, list[Need]]] = cast.extras.setdefault("needs", {})
    if table.seat not in kept or kept[table.seat][0] is not table:
        known = verbs()
        wanted: dict[str, list[int]] = {}
        for k, v in enumerate(table.rows.verb):
            for name in known[v].needs:
                wanted.setdefault(name, []).append(k)
        made = []
        for name, which in wanted.items():
            rows = table.rows.take(np.array(which))
            made.append(Need(name, rows, table.groups[which], Spots(rows), _runs(which)))
        kept[table.seat] = (table, made)
    return kept[table.seat][1]


def _runs(which: list[int]) -> tuple[tuple[slice, slice], ...]:
    breaks = [i for i in range(1, len(which)) if which[i] != which[i - 1] + 1]
    edges = [0, *breaks, len(which)]
    return tuple((slice(which[a], which[b - 1] + 1), slice(a, b)) for a, b in pairwise(edges))


def why_not(worlds: Worlds, rows: Columns, groups: Array, which: int) -> str | None:
    """The first condition that an order fails in world 0, as a key of the catalogue; None where it is legal."""
    one = np.array([which])
    lens = sub_lens(worlds, rows, groups, one)
    verb = verbs()[int(rows.verb[which])]
    if worlds.numbers.forbidden[0, int(rows.actor[which]), int(rows.verb[which])]:
        return "reason.forbidden"
    for name in verb.needs:
        if not bool(np.broadcast_to(CONDITIONS[name](lens), (worlds.size, 1))[0, 0]):
            return f"reason.{name}"
    return None
