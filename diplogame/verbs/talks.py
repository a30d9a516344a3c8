"""Talks: channels, tables, papers and private offers. What is asked in one turn is answered with the docket of the next."""

from __future__ import annotations

from diplogame.noise import logistic
from diplogame.traced import np
from diplogame.verbs import hosting
from diplogame.verbs.aims import Rows, alone, at, invite_mask
from diplogame.verbs.context import Context
from diplogame.verbs.face import left
from diplogame.verbs.favours import F, chance_kept, chance_of_swap, cost, favour_rows, flat, news_of_friend, swap_value
from diplogame.verbs.lens import Lens, once_a_lens
from diplogame.verbs.paper import LEVELS, paper_of
from diplogame.verbs.papers import ceasefire_price, reckoned_ceasefire
from diplogame.verbs.verb import Effect, Formula, Verb, register
from diplogame.world.axes import FAVOURS
from diplogame.world.cast import Cast
from diplogame.world.fields import Array


def _calls(cast: Cast, actor: int) -> Rows:
    """Calls to each of the others that matter to an outreach, and one to a pair of Arab capitals."""
    enemies = {cast.defender, cast.striker}
    rows: Rows = [
        {"target": target} for target in range(cast.n_states) if target != actor and {actor, target} != enemies
    ]
    arabs = [int(i) for i in np.flatnonzero(cast.arabs) if i != actor]
    if len(arabs) >= 2 and not cast.arabs[actor]:
        rows.append({"target": arabs[-2], "second": arabs[-1]})
    return rows


def _ring(context: Context, world: Array, act: Array, lens: Lens) -> None:
    rows = lens.rows
    for who in (rows.target, rows.second):
        there = who >= 0
        context.changes.set("called", context.turn, world[there], rows.actor[there], who[there])
        context.changes.set("called", context.turn, world[there], who[there], rows.actor[there])


def _hotline(context: Context, world: Array, act: Array, lens: Lens) -> None:
    turns = context.rule("hotline_turns", world)
    context.changes.set("hotline", turns, world, lens.rows.actor, lens.rows.target)
    context.changes.set("hotline", turns, world, lens.rows.target, lens.rows.actor)


def _messages(cast: Cast, actor: int) -> Rows:
    return [
        {"target": cast.defender, "second": cast.striker, "covert": 1},
        {"target": cast.defender, "second": cast.patron, "covert": 1},
    ]


def _carry(context: Context, world: Array, act: Array, lens: Lens) -> None:
    rows = lens.rows
    for who in (rows.target, rows.second):
        context.changes.set("message", context.turn, world, who)


def _tables(cast: Cast, actor: int) -> Rows:
    """Whom to invite: the defender and the Arabs, with the striker, with the striker and its patron, or the striker and the patron alone."""
    core = [cast.defender, *(int(i) for i in np.flatnonzero(cast.arabs))]
    lists = [
        core,
        [*core, cast.striker],
        [*core, cast.striker, cast.patron],
        [cast.defender, cast.striker, cast.patron],
    ]
    masks = dict.fromkeys(invite_mask(state for state in names if state != actor) for names in lists)
    return [{"invite": mask} for mask in masks]


def _invite(context: Context, world: Array, act: Array, lens: Lens) -> None:
    rows = lens.rows
    states = np.arange(context.cast.n_states)
    order, state = np.nonzero((rows.invite[:, None] >> states & 1 > 0) & (rows.actor[:, None] != states))
    context.changes.set("invited", 1, world[order], rows.actor[order], state)


def _visits(cast: Cast, actor: int) -> Rows:
    if actor == cast.defender:
        return [{"target": int(i)} for i in range(cast.n_states) if i not in (actor, cast.striker)]
    return [
        {"target": int(i)}
        for i in (cast.supplier, cast.patron, cast.defender)
        if i not in (actor, cast.striker) and not (actor == cast.striker and i == cast.defender)
    ]


def _send(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """The delegation that lands is an answer: it counts as a yes to that host's invitation."""
    rows = lens.rows
    context.changes.set("sent", rows.target, world, rows.actor)
    # The table that it comes to convenes with the answers of this turn (`turn.table`): that is the landing that all watch for.
    del act


def _visit_odds(lens: Lens) -> Array:
    """A delegation under way keeps the defender's hand: more where an invitation waits."""
    asked = lens.pair("invited", "target", "actor") > 0
    return np.asarray(lens.rule("visit_odds") * (0.3 + 0.7 * asked) * (lens.col("actor") == lens.cast.defender))


def _papers(cast: Cast, actor: int) -> Rows:
    return [
        {"level": kind, "give": give, "get": get}
        for kind, give, get in ((0, 0, 0), (1, 1, 1), (1, 0, 2), (2, 1, 1), (3, 1, 1), (3, 2, 2))
    ]


def _leaning(lens: Lens) -> Array:
    """The supplier would have things as they were: a paper near the status quo is worth something to it in itself."""
    level = paper_of(lens.col("level"), lens.col("give"), lens.col("get"))
    return np.asarray(lens.rule("status_quo_worth") * LEVELS[level, 5] * (lens.col("actor") == lens.cast.supplier))


def _walk(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.add("seated", -1, world, lens.rows.actor)
    context.log.add("outcome", world, "walked_out", source=lens.rows.actor, target=context.worlds.host[world], act=act)


def _offer(context: Context, world: Array, act: Array, lens: Lens) -> None:
    rows = lens.rows
    context.changes.set("offer_give", rows.give, world, rows.actor, rows.target)
    context.changes.set("offer_get", rows.get, world, rows.actor, rows.target)


@once_a_lens
def _swap_chance(lens: Lens) -> Array:
    """Chance of a yes to the swap."""
    return chance_of_swap(lens.world, _swap_values(lens)[1])


def _swap_values(lens: Lens) -> tuple[Array, Array]:
    """What the swap is worth to who offers it and to who is asked, score points."""
    rows = lens.rows
    return swap_value(
        lens.world, rows.actor, np.maximum(rows.target, 0), np.maximum(rows.give, 0), np.maximum(rows.get, 0)
    )


def _swap(lens: Lens) -> Array:
    """Chance of a yes x what the swap is worth, score points."""
    return np.asarray(_swap_chance(lens) * _swap_values(lens)[0])


def _news(lens: Lens) -> Array:
    return news_of_friend(lens.pair("relation", "target", "actor"))


def _taken_regard(lens: Lens) -> Array:
    """What it adds to the other's regard that a swap is agreed."""
    return np.asarray(_swap_chance(lens) * lens.rule("swap_relation") * _news(lens))


def _kept_regard(lens: Lens) -> Array:
    """What it adds, a turn after, that the actor's part of it is delivered, or takes that it is not."""
    rows = lens.rows
    give = np.maximum(rows.give, 0)
    dear = flat(cost(lens.world)).take(rows.actor * len(FAVOURS) + give, axis=1)
    thanks = lens.rule("visit_relation") * (give == F["visit"]) + lens.rule("vote_relation") * (give == F["vote"])
    # By the time it falls due the ladder has eased for two turns, if nobody climbs it.
    heat = lens.value("escalation") - 2.0 * lens.rule("escalation_ease")
    kept = chance_kept(lens.rule, lens.pair("trust", "actor", "target"), lens.pair("relation", "actor", "target"), heat)
    gain = lens.rule("kept_relation") * dear * _news(lens) + thanks
    return np.asarray(_swap_chance(lens) * (kept * gain - (1.0 - kept) * lens.rule("broken_relation")))


def _ask(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("truce_ask", lens.rows.actor, world)


def _summit_chance(lens: Lens) -> Array:
    """Chance that all the other Arab states speak with the host's voice."""
    cast = lens.cast
    chance = np.ones(1)
    for state in np.flatnonzero(cast.arabs):
        mine = lens.col("actor") == state
        yes = logistic(
            lens.rule("summit_base") + lens.rule("summit_relation") * lens.pair("relation", int(state), "actor")
        )
        chance = chance * np.where(mine, 1.0, yes)
    return np.asarray(chance)


def _summit(context: Context, world: Array, act: Array, lens: Lens) -> None:
    """Three Arab yeses make an exit for the defender, and the patron pays for the next strike."""
    cast = context.cast
    actor, arabs = lens.rows.actor, np.flatnonzero(cast.arabs)
    chance = logistic(
        context.rule("summit_base", world)[:, None]
        + context.rule("summit_relation", world)[:, None]
        * context.worlds.relation[world[:, None], arabs, actor[:, None]]
    )
    luck = context.luck.uniform_at("summit", np.repeat(world, len(arabs)), np.tile(arabs, len(world)))
    yes = ((actor[:, None] == arabs) | (luck.reshape(chance.shape) < chance)).all(axis=1)
    spoke, w = yes, world[yes]
    context.changes.set("summit", context.turn, w)
    context.changes.add("standing", context.rule("summit_standing", w), w, actor[spoke])
    context.changes.add(
        "commitment", -context.rule("summit_exit", w) * context.worlds.commitment[w, cast.defender], w, cast.defender
    )
    context.changes.add("restraint", context.rule("summit_restraint", w), w, cast.defender)
    context.changes.add("restraint", context.rule("summit_restraint", w), w, cast.striker)
    context.log.add("outcome", w, "summit_spoke", source=actor[spoke], act=act[spoke])
    context.log.add("outcome", world[~yes], "summit_failed", source=actor[~yes], act=act[~yes])


def _fund(context: Context, world: Array, act: Array, lens: Lens) -> None:
    context.changes.set("funded", 1, world)


def _ask_chance(lens: Lens) -> Array:
    """Chance that both sides say yes to a ceasefire, as far as the actor can reckon; who asks says yes itself."""
    chance: Array = np.ones(1)
    for party in (lens.cast.defender, lens.cast.striker):
        yes = reckoned_ceasefire(lens.world, party)
        chance = chance * np.where(
            lens.col("actor") == party, 1.0, yes[lens.index] if hasattr(lens, "index") else yes[:, None]
        )
    return np.asarray(chance)


def _sum_summit(name: str) -> Formula:
    return lambda lens: lens.rule(name) * _summit_chance(lens)


def _summit_commitment(lens: Lens) -> Array:
    return np.asarray(lens.rule("summit_exit") * left(lens, lens.cast.defender) * _summit_chance(lens))


def _needed_by_ask(lens: Lens) -> Array:
    return np.asarray(lens.rule("ask_needed") * _ask_chance(lens))


def _success_of_ask(lens: Lens) -> Array:
    return np.asarray(lens.rule("ask_success") * _ask_chance(lens))


def _price_of_ask(lens: Lens) -> Array:
    """What the ceasefire costs a party that asks for it at home, if both sides say yes."""
    price: Array = np.zeros(1)
    for party in (lens.cast.defender, lens.cast.striker):
        own = ceasefire_price(lens.world, party)
        price = price + (lens.col("actor") == party) * (own[lens.index] if hasattr(lens, "index") else own[:, None])
    return np.asarray(price * _ask_chance(lens))


def _ask_calm(lens: Lens) -> Array:
    return np.asarray(lens.rule("truce_odds") * _ask_chance(lens))


register(
    Verb(
        "call",
        "041",
        1.0,
        "talks",
        "talks",
        1.0,
        _calls,
        act=_ring,
        parameters=("second",),
        effects=(
            Effect("relation", "target>actor", "call_relation"),
            Effect("relation", "second>actor", "call_relation"),
            Effect("relation", "actor>target", "call_relation", 0.5),
            Effect("restraint", "target", "call_restraint", 1.0, ("friendship",)),
            Effect("trust", "target>actor", "call_trust"),
            Effect("trust", "second>actor", "call_trust"),
            Effect("standing", "actor", "call_standing"),
            Effect("odds", "target", "call_odds", -1.0, ("friendship",), expected=True),
        ),
    ),
    Verb(
        "deconflict",
        "041",
        1.0,
        "talks",
        "talks",
        1.0,
        at("defender", "striker", "patron"),
        act=_hotline,
        needs=("line_not_open",),
        effects=(
            Effect("calm", "", "hotline_calm", expected=True),
            Effect("trust", "target>actor", "hotline_trust"),
            Effect("relation", "target>actor", "hotline_relation"),
        ),
    ),
    Verb(
        "carry_message",
        "045",
        5.0,
        "talks",
        "talks",
        1.0,
        _messages,
        act=_carry,
        secret=True,
        parameters=("second",),
        grouped="target",
        effects=(
            Effect("trust", "target>second", "message_trust"),
            Effect("trust", "second>target", "message_trust"),
            Effect("needed", "actor", "message_needed"),
            Effect("restraint", "target", "message_restraint"),
            Effect("restraint", "second", "message_restraint"),
            Effect("odds", "target", "message_odds", -1.0, expected=True),
            Effect("odds", "second", "message_odds", -1.0, expected=True),
        ),
    ),
    Verb(
        "host_talks",
        "039",
        5.0,
        "talks",
        "talks",
        1.0,
        _tables,
        act=_invite,
        single=True,
        needs=("no_table", "not_failed_lately"),
        grouped="target",
        parameters=("invite",),
        effects=(
            Effect("standing", "actor", "offer_standing", 1.0, ("war_time",)),
            Effect("standing", "actor", "host_again", -1.0, ("unanswered",), fades=False),
            Effect("needed", "actor", hosting.pressing, -1.0, ("unanswered",), fades=False),
            Effect("standing", "actor", hosting.standing, 1.0, ("fading",), delay=1, fades=False),
            Effect("alignment", "arabs", hosting.alignment, 1.0, ("fading",), delay=1, fades=False),
            Effect("needed", "actor", hosting.needed, 1.0, ("fading",), delay=1, fades=False),
            Effect("odds", "defender", hosting.calm, -1.0, expected=True),
            Effect("odds", "striker", hosting.calm, -0.6, expected=True),
            Effect("points", "actor", hosting.paper, expected=True),
        ),
    ),
    Verb(
        "send_delegation",
        "042",
        1.9,
        "talks",
        "talks",
        1.0,
        _visits,
        act=_send,
        single=True,
        effects=(
            Effect("relation", "target>actor", "visit_relation"),
            Effect("trust", "target>actor", "visit_trust"),
            Effect("standing", "target", "visit_standing"),
            Effect("relation", "target>actor", hosting.not_declined, expected=True, fades=False),
            Effect("commitment", "actor", hosting.visit_exit, -1.0, expected=True, fades=False),
            Effect("standing", "target", hosting.host_gains("hosting_standing"), expected=True, fades=False),
            Effect("alignment", "arabs", hosting.host_pull, expected=True, fades=False),
            Effect("needed", "target", hosting.host_needed, expected=True, fades=False),
            Effect("odds", "actor", _visit_odds, -1.0, expected=True),
        ),
    ),
    Verb(
        "table_terms",
        "046",
        7.0,
        "talks",
        "talks",
        1.0,
        _papers,
        single=True,
        needs=("at_the_table",),
        grouped="level",
        parameters=("level", "give", "get"),
        effects=(
            Effect("standing", "actor", "terms_standing"),
            Effect("points", "actor", _leaning, expected=True),
            Effect("odds", "defender", "terms_odds", -1.0, expected=True),
            Effect("odds", "striker", "terms_odds", -1.0, expected=True),
        ),
    ),
    Verb(
        "walk_out",
        "164",
        -7.0,
        "talks",
        "talks",
        0.0,
        alone(),
        act=_walk,
        needs=("seated",),
        rung=2.0,
        effects=(
            Effect("stability", "actor", "walk_rally"),
            Effect("standing", "actor", "walk_standing", -1.0),
            Effect("commitment", "actor", "walk_commitment"),
            *(
                Effect("standing", f"state{host}", hosting.failing(host), -1.0, expected=True, fades=False)
                for host in range(16)
            ),
        ),
    ),
    Verb(
        "private_offer",
        "0331",
        5.2,
        "talks",
        "talks",
        1.0,
        favour_rows,
        act=_offer,
        secret=True,
        single=True,
        needs=("no_offer_out",),
        # Whoever it is made to, it is one more offer: the favours themselves say what it is worth again.
        grouped="level",
        parameters=("give", "get"),
        effects=(
            Effect("points", "actor", _swap, expected=True, fades=False),
            Effect("relation", "target>actor", _taken_regard, delay=1, expected=True, fades=False),
            Effect("relation", "target>actor", _kept_regard, delay=2, expected=True, fades=False),
            Effect("credibility", "actor", "offer_again", -1.0, ("again",), fades=False),
            Effect("standing", "actor", "offer_again", -0.4, ("again",), fades=False),
        ),
    ),
    Verb(
        "ask_ceasefire",
        "027",
        4.0,
        "talks",
        "talks",
        1.0,
        alone(),
        act=_ask,
        single=True,
        needs=("no_truce", "nobody_asks"),
        effects=(
            Effect("standing", "actor", "ask_standing", 1.0, ("war_time",)),
            Effect("restraint", "defender", "ask_restraint"),
            Effect("restraint", "striker", "ask_restraint"),
            Effect("needed", "actor", _needed_by_ask, delay=1, fades=False),
            Effect("standing", "actor", _success_of_ask, delay=1, fades=False),
            Effect("stability", "actor", _price_of_ask, -1.0, delay=1, fades=False),
            Effect("odds", "defender", _ask_calm, -1.0, expected=True),
            Effect("odds", "striker", _ask_calm, -1.0, expected=True),
        ),
    ),
    Verb(
        "fund_rebuilding",
        "071",
        7.4,
        "talks",
        "talks",
        2.0,
        alone(),
        act=_fund,
        single=True,
        needs=("not_funded",),
        effects=(
            Effect("economy", "actor", "fund_cost", -1.0),
            Effect("relation", "defender>actor", "fund_relation"),
            Effect("standing", "actor", "fund_standing"),
            Effect("odds", "defender", "fund_odds", -1.0, expected=True),
        ),
    ),
    Verb(
        "summit",
        "043",
        2.8,
        "talks",
        "talks",
        1.0,
        alone(),
        act=_summit,
        single=True,
        needs=("no_summit_lately",),
        effects=(
            Effect("standing", "actor", _sum_summit("summit_standing"), expected=True),
            Effect("commitment", "defender", _summit_commitment, -1.0, expected=True),
            Effect("restraint", "defender", _sum_summit("summit_restraint"), expected=True),
            Effect("restraint", "striker", _sum_summit("summit_restraint"), expected=True),
            Effect("odds", "defender", _sum_summit("summit_odds"), -1.0, expected=True),
            Effect("odds", "striker", _sum_summit("summit_odds"), -0.5, expected=True),
        ),
    ),
)
