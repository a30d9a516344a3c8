"""The table: who comes, what is put forward, who signs (rule 7). Runs before the orders of the turn are adjudicated."""

from __future__ import annotations

import numpy as np

from diplogame.noise import Luck, halves
from diplogame.orders.table import Acts
from diplogame.turn.ledger import promise
from diplogame.turn.slots import YES, slot
from diplogame.verbs import papers
from diplogame.verbs.context import Context
from diplogame.verbs.face import exit_share
from diplogame.verbs.hosting import breaks_up
from diplogame.verbs.options import coder
from diplogame.world.axes import FAVOURS
from diplogame.world.fields import NEVER, Array, Worlds


def convene(context: Context, acts: Acts) -> None:
    """Invitations answered: a table convenes for the host to whom the defender and one other come."""
    worlds, cast, changes, log = context.worlds, context.cast, context.changes, context.log
    n = cast.n_states
    spots = np.flatnonzero(worlds.invited > 0)
    rows_w, pair = np.divmod(spots, n * n)
    hosts, guests = np.divmod(pair, n)
    joined = acts.answers[rows_w, guests, hosts] == YES
    w, _, visit = acts.of(coder(cast).verb_index.get("send_delegation", -1))
    joined |= np.isin(spots, (w * n + visit.target) * n + visit.actor)
    log.add("answer", rows_w[joined], "joined", source=guests[joined], target=hosts[joined])
    log.add("answer", rows_w[~joined], "declined", source=guests[~joined], target=hosts[~joined])
    changes.set("invited", 0, rows_w, hosts, guests)
    rule = worlds.numbers.rule_at
    refused = rows_w[~joined]
    changes.add("relation", -rule("decline_relation", refused), refused, hosts[~joined], guests[~joined])
    # Only where the defender goes somewhere, and no table sits or has just risen, can one convene.
    free = (worlds.table == 0) & (worlds.cooling <= 0)
    ready = np.zeros(worlds.size, dtype=bool)
    ready[rows_w[joined & (guests == cast.defender)]] = True
    where = np.flatnonzero(ready & free)
    came = np.zeros((len(where), n, n), dtype=bool)
    place = np.full(worlds.size, -1)
    place[where] = np.arange(len(where))
    there = np.flatnonzero(joined & (place[rows_w] >= 0))
    came[place[rows_w[there]], hosts[there], guests[there]] = True
    best, enough = fullest(came, cast.defender)
    if enough.any():
        host = best[enough]
        _sit(context, where[enough], host, came[enough, host])


def _sit(context: Context, where: Array, host: Array, seated: Array) -> None:
    """Tables convene. where, host (rows,); seated (rows, states) bool: who sits there."""
    worlds, cast, changes, log = context.worlds, context.cast, context.changes, context.log
    rule = worlds.numbers.rule_at
    changes.set("table", 1, where)
    changes.set("host", host, where)
    changes.set("sessions", rule("sessions", where), where)
    changes.set("landed", context.turn, where)
    changes.set("seated", seated * 1, where[:, None], np.arange(cast.n_states))
    changes.set("conceded", 0, where[:, None], np.arange(3))
    arab = (seated & cast.arabs).any(axis=1) | cast.arabs[host]
    contrast = np.where(worlds.enabling[where] > 0, rule("hosting_contrast", where), 1.0)
    fade = halves(worlds.convened[where, host].astype(np.float64))
    changes.add("standing", rule("hosting_standing", where) * contrast * fade * arab, where, host)
    pole = (host == cast.patron) * 1.0 - (host == cast.supplier) * 1.0
    for neighbour in np.flatnonzero(cast.arabs):
        changes.add(
            "alignment", pole * rule("hosting_alignment", where) * contrast * fade * arab, where, int(neighbour)
        )
    changes.add("needed", rule("hosting_needed", where) * fade, where, host)
    changes.set("convened", worlds.convened[where, host] + arab, where, host)
    some = worlds.take(where)
    for party in (cast.defender, cast.striker):
        back = exit_share(some, party, host) * some.commitment[:, party] * seated[:, party]
        changes.add("commitment", -back, where, party)
        changes.add("restraint", rule("table_restraint", where) * seated[:, party], where, party)
    log.add("outcome", where, "convened", source=host, target=np.full(len(where), cast.defender))
    log.add("outcome", where, "landed", source=np.full(len(where), cast.defender), target=host)


def fullest(came: Array, defender: int) -> tuple[Array, Array]:
    """Whose table it is, and whether any can convene, (...) each, from who came to whom, (..., hosts, guests) bool: the defender and one other
    must come; most guests decide, then the order of the states.
    """
    number = came.sum(axis=-1)
    ready = came[..., defender] & (number >= 2)
    n = came.shape[-2]
    return (ready * (number * 10 + (n - np.arange(n)))).argmax(axis=-1), ready.any(axis=-1)


def answers_to_paper(context: Context, acts: Acts) -> None:
    """The paper before the parties: signed by all, or refused and somebody gives way (Zeuthen)."""
    worlds, cast, log = context.worlds, context.cast, context.log
    where = np.flatnonzero((worlds.paper >= 0) & (worlds.table > 0))
    if not len(where):
        return
    some = worlds.take(where)
    who = papers.parties(worlds)
    said = np.stack([acts.answers[where, party, slot(cast, "terms")] == YES for party in who], axis=-1)
    in_it = np.stack([some.seated[:, party] > 0 for party in who], axis=-1)
    shuttle = some.paper == 0
    in_it[:, 1] |= shuttle
    needed = np.where(shuttle[:, None], np.array([True, True, False]), in_it)
    complete = needed[:, 0] & (needed[:, 1] | needed[:, 2])
    agreed = complete & (said | ~needed).all(axis=1)
    for party, state in enumerate(who):
        no = needed[:, party] & ~said[:, party]
        log.add("answer", where[no], "refused", source=state, target=some.host[no], level=some.paper[no])
        yes = needed[:, party] & said[:, party]
        log.add("answer", where[yes], "signed", source=state, target=some.host[yes], level=some.paper[yes])
    _sign(context, where[agreed], some.take(np.flatnonzero(agreed)), needed[agreed])
    _give_way(context, where[~agreed], some.take(np.flatnonzero(~agreed)), needed[~agreed])


def _sign(context: Context, where: Array, some: Worlds, signers: Array) -> None:
    """A paper is signed: a truce where the striker signs, duties with dates, and credit for the host."""
    if not len(where):
        return
    cast, changes, log = context.cast, context.changes, context.log
    rule = context.worlds.numbers.rule_at
    host, paper = some.host.astype(np.int64), some.paper.astype(np.int64)
    kind = papers.KINDS_OF[paper]
    with_striker = signers[:, 1]
    truce = with_striker
    changes.set("truce", 1, where[truce])
    changes.set("signed", paper, where)
    changes.set("signed_at", context.turn, where)
    changes.set("paper", -1, where)
    # A ceasefire opens a window: the table sits on, and those who signed by shuttle send envoys. Any other paper ends it.
    opens = kind == 0
    _rise(context, where[~opens], some.seated[~opens])
    for state in (cast.striker, cast.patron):
        changes.set("seated", 1, where[opens], state)
    changes.add("sessions", rule("sessions", where[opens]) - some.sessions[opens], where[opens])
    changes.set("convened", 0, where, host)
    changes.add("needed", rule("signed_needed", where), where, host)
    changes.add("standing", rule("signed_standing", where) * (1.0 + 0.5 * (kind >= 2)), where, host)
    for state in (cast.defender, cast.striker):
        back = rule("signed_exit", where) * some.commitment[:, state]
        changes.add("commitment", -back, where, state)
        changes.add("restraint", 1.0, where, state)
    d, s, p = papers.parties(context.worlds)
    price = papers.home_price(some, some.paper) * signers
    for party, state in enumerate((d, s, p)):
        changes.add("stability", -price[:, party], where, state)
    due = context.turn + rule("promise_turns", where)
    levels = papers.LEVELS[paper]
    pairs = ((0, s, d, 0), (1, d, s, 1), (2, d, p, 2), (3, d, s, 3), (4, p, d, 4))
    for duty, giver, taker, issue in pairs:
        bound = (levels[:, issue] > 0.2) & signers[:, {d: 0, s: 1, p: 2}[giver]] & (kind >= 1)
        promise(context, where[bound], len(FAVOURS) + duty, giver, taker, due[bound], secret=0)
    log.add("outcome", where, "signed", source=host, target=np.full(len(where), d), level=paper)
    log.add("outcome", where[truce], "truce", source=host[truce], target=np.full(int(truce.sum()), d))


def _rise(context: Context, where: Array, seated: Array) -> None:
    """The table rises, and cools before another can convene."""
    changes, n = context.changes, context.cast.n_states
    changes.set("table", 0, where)
    changes.set("cooling", context.worlds.numbers.rule_at("cooling", where), where)
    changes.add(
        "seated", -seated, where[:, None] + np.zeros(n, dtype=np.int64), np.broadcast_to(np.arange(n), seated.shape)
    )


def _give_way(context: Context, where: Array, some: Worlds, needed: Array) -> None:
    """Refused: the party that would lose relatively less by giving way concedes a step (Zeuthen)."""
    if not len(where):
        return
    value = papers.values(some)
    floor = papers.reservations(some, nerve=False)
    here = np.take_along_axis(value, some.paper.astype(np.intp)[:, None, None], axis=2)[:, :, 0]
    best = value.max(axis=2)
    risk = (best - here) / np.maximum(best - floor, 0.25)
    risk = np.where(needed, risk, np.inf)
    concede = risk.argmin(axis=1)
    context.changes.add("conceded", 1, where, concede)
    context.changes.set("paper", -1, where)


def propose(context: Context, acts: Acts, worlds: Worlds) -> None:
    """One session at each table: somebody's paper, or the mediator's. ``worlds`` as they are after this turn's convening."""
    cast, changes, log = context.cast, context.changes, context.log
    where = np.flatnonzero((worlds.table > 0) & (worlds.paper < 0))
    if not len(where):
        return
    some = worlds.take(where)
    paper = mediators_paper(some, context.luck.among(where))
    by = some.host.astype(np.int64).copy()
    w, _, rows = acts.of(coder(cast).verb_index.get("table_terms", -1))
    # Whoever of the table tables terms this turn is heard before the mediator; the host before the guests, then by the roll.
    rank = np.full(worlds.size, 99, dtype=np.int64)
    order = np.where(worlds.host[w] == rows.actor, -1, rows.actor)
    np.minimum.at(rank, w, order)
    chosen = rank[w] == order
    own = papers.paper_of(rows.level, rows.give, rows.get)
    spot = np.full(worlds.size, -1, dtype=np.int64)
    spot[where] = np.arange(len(where))
    # Who tables two papers has the later one heard.
    heard = np.flatnonzero(chosen & (spot[w] >= 0))
    paper[spot[w[heard]]] = own[heard]
    by[spot[w[heard]]] = rows.actor[heard]
    with_any = (some.seated[:, cast.striker] > 0) | (some.seated[:, cast.patron] > 0)
    # Without the striker and its patron the host can only shuttle a ceasefire.
    paper = np.where(with_any, paper, 0)
    last = some.sessions <= 0
    live = ~last
    changes.set("paper", paper[live], where[live])
    changes.set("paper_by", by[live], where[live])
    changes.add("sessions", -1, where[live])
    gain = worlds.numbers.rule_at("session_trust", where)
    table = some.seated > 0
    for i in (cast.defender, cast.striker, cast.patron):
        for j in (cast.defender, cast.striker, cast.patron):
            if i != j:
                changes.add("trust", gain * table[:, i] * table[:, j] * live, where, i, j)
    seen = _table_bits(some)
    log.add(
        "outcome",
        where[live],
        "paper_tabled",
        source=by[live],
        target=np.full(int(live.sum()), cast.defender),
        level=paper[live],
        seen=seen[live],
    )
    fail = where[last]
    _fail(context, fail, some.host.astype(np.int64)[last], some.seated[last])


def _table_bits(some: Worlds) -> Array:
    bits = (np.left_shift(1, np.arange(some.cast.n_states)) * (some.seated > 0)).sum(axis=1)
    return np.asarray(bits | np.where(some.host >= 0, np.left_shift(1, np.maximum(some.host, 0).astype(np.int64)), 0))


def _fail(context: Context, where: Array, host: Array, seated: Array) -> None:
    """Four sessions without a signature: the table fails, and cools."""
    if not len(where):
        return
    rule = context.worlds.numbers.rule_at
    changes = context.changes
    _rise(context, where, seated)
    changes.add("standing", -rule("failed_standing", where), where, host)
    changes.set("failed_table", context.turn, where, host)
    context.log.add("outcome", where, "failed_table", source=host)


def mediators_paper(some: Worlds, luck: Luck) -> Array:
    """(worlds,) the paper with the largest product of estimated gains over the parties at the table (Nash bargaining), each reservation
    estimated with an error: 1 point, .6 for the host's friend, half after a message; a conceding party counts as easier.
    """
    cast = some.cast
    value = papers.values(some)
    floor = papers.reservations(some, nerve=False)
    host = np.maximum(some.host, 0).astype(np.intp)
    who = papers.parties(some)
    noise = luck.normal("mediator", 3)
    product = np.ones((some.size, papers.N_PAPERS))
    rule = some.numbers.rule
    for k, state in enumerate(who):
        toward = np.take_along_axis(some.row("relation", state), host[:, None], axis=1)[:, 0]
        message = ((some.turn - some.message[:, state]) <= 3) & (some.message[:, state] > NEVER)
        spread = np.where(toward >= 4, rule("mediator_error_friend"), rule("mediator_error")) * np.where(
            message, 0.5, 1.0
        )
        guess = floor[:, k] + spread * noise[:, k] - rule("concession") * some.conceded[:, k]
        gain = np.maximum(value[:, k] - guess[:, None], 0.02)
        at = (some.seated[:, state] > 0) | (state == cast.defender)
        product = product * np.where(at[:, None], gain, 1.0)
    # A host draws the line near what it wants: the supplier would have things as they were.
    tilt = rule("mediator_tilt") * (some.host == cast.supplier)
    product = product * (1.0 + tilt[:, None] * papers.LEVELS[:, 5])
    # Where a truce stands there is nothing left to sign in a bare ceasefire.
    product[:, 0] = product[:, 0] * (some.truce == 0)
    return np.asarray(product.argmax(axis=1).astype(np.int64))


def walked_out(context: Context, worlds: Worlds) -> None:
    """A table from which the defender, or every other guest, has walked out is over."""
    cast = context.cast
    guests = (worlds.seated > 0).sum(axis=1)
    over = (worlds.table > 0) & breaks_up(worlds.seated[:, cast.defender] > 0, guests)
    where = np.flatnonzero(over)
    _fail(context, where, np.maximum(worlds.host[where], 0).astype(np.int64), worlds.seated[where])
    context.changes.set("paper", -1, where)


__all__ = ["answers_to_paper", "convene", "mediators_paper", "propose", "walked_out"]
