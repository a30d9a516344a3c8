"""Cables: each happening as a headline and a detail, with its weight. Public ones read the same in every seat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from diplogame.chronicle.group import Happening, Row, gather, seen_by
from diplogame.chronicle.weights import FAMILIES, gravity
from diplogame.chronicle.words import Words, favour, listed, promised, upper, variant, words_of
from diplogame.texts import has, text
from diplogame.verbs.papers import KIND_NAMES
from diplogame.verbs.verb import verbs
from diplogame.world.axes import GOODS
from diplogame.world.fields import Worlds


@dataclass(frozen=True)
class Cable:
    """What a desk reads about one happening."""

    id: str
    turn: int
    kind: str
    """One of the events' kinds."""
    family: str
    verb: str | None
    headline: str
    detail: str
    source: str | None
    target: str | None
    place: str | None
    covert: bool
    only_you: bool
    gravity: float
    """0 to 10."""
    outcome: str = ""
    """What came of it, as `group` calls it."""
    act: int = -1
    """The order's number in its turn; never shown: gaps would tell of hidden acts."""
    level: int = 0
    results: str = ""
    """What an order of force came to, without who gave it; screens read it in the detail."""

    def plain(self) -> dict[str, Any]:
        """As screens get it."""
        return {
            name: value for name, value in self.__dict__.items() if name not in ("outcome", "act", "level", "results")
        }


VOTES = ("outcome.adopted", "outcome.short_of_nine", "outcome.voted", "answer.vetoed")
"""What is told with the roll of the vote."""


def tell(worlds: Worlds, rows: list[Row], seat: int | None, before: Worlds | None = None) -> list[Cable]:
    """The cables of one turn's rows, for a seat (None: the fog lifted). ``worlds`` as they are after the turn, ``before`` as they were, true or
    believed: only public arrays are read, and a private offer's favours where the seat is a party to it.
    """
    words = words_of(worlds.cast)
    seen = _skies(words, rows, seat, before)
    found = [_cable(words, worlds, one, seat) for one in gather(seen)]
    # Their order must not tell of acts that the seat did not see.
    return _numbered(sorted(found, key=lambda one: (-one.gravity, one.id)))


def _skies(words: Words, rows: list[Row], seat: int | None, before: Worlds | None) -> list[Row]:
    """The rows that a seat reads, and of skies what the world hears: that one closes, where it was seen open. A sky that opens quietly reads like a
    true closure; one that was said to be closed already makes no news, whatever is done with it.
    """
    everybody = (1 << words.cast.n_states) - 1
    found = seen_by(rows, seat)
    for k, row in enumerate(rows):
        if row.kind != "order" or row.verb < 0 or verbs()[row.verb].name != "set_airspace" or row.level == 1:
            continue
        closed = before is not None and int(before.airspace_seen[0, row.source]) == 0
        if row.level == 2 and not closed and seat is not None:
            found.append(replace(row, seen=everybody, level=0, act=-2 - k))
        if row.level == 0 and closed and seat not in (None, row.source):
            found.remove(row)
    return found


def _numbered(found: list[Cable]) -> list[Cable]:
    """Ids that are told apart where two cables say the same."""
    seen: dict[str, int] = {}
    kept = []
    for one in found:
        seen[one.id] = seen.get(one.id, 0) + 1
        again = seen[one.id]
        kept.append(one if again == 1 else Cable(**{**one.__dict__, "id": f"{one.id}-{again}"}))
    return kept


def cable_id(turn: int, *content: object) -> str:
    """An id made of what the reader sees, so that it tells nothing else."""
    return f"t{turn}-{sha256(repr(content).encode()).hexdigest()[:10]}"


def _cable(words: Words, worlds: Worlds, one: Happening, seat: int | None) -> Cable:
    row = one.lead
    cast = words.cast
    everybody = (1 << cast.n_states) - 1
    public = row.seen == everybody
    known = verbs()
    verb = known[row.verb] if row.verb >= 0 else None
    head, tail = f"events.{one.what}", one.what
    if one.what == "order" and verb is not None:
        head, tail = f"events.order.{verb.name}", verb.name
    if row.kind == "inject":
        return _news(row, public, seat)
    if not (has(f"{head}.headline.a") or has(f"{head}.headline.l{row.level}") or has(f"{head}.headline")):
        head = "events.order.other" if one.what == "order" else "events.outcome.other"
    fields = _fields(words, worlds, one)
    content = (one.what, row.source, row.target, row.place, row.verb, row.outcome, row.level, public)
    ident = cable_id(row.turn, content, sorted({other.target for other in one.rows}))
    lifted = seat is None and has(f"{head}.lifted.headline")
    headline = upper(
        text(f"{head}.lifted.headline", **fields) if lifted else _text(f"{head}.headline", row, ident, fields)
    )
    detail = " ".join(
        upper(text(f"{head}.lifted.detail", **fields) if lifted else _detail(head, one, ident, fields)).split()
    )
    if one.what in VOTES:
        detail = f"{detail} {_roll(words, worlds)}".strip()
    family = (
        verb.family
        if one.what == "order" and verb is not None
        else FAMILIES.get(one.what, "ending" if row.kind == "ending" else "news")
    )
    source, target = words.role(row.source), words.role(row.target)
    return Cable(
        ident, row.turn, row.kind, family, verb.name if verb is not None else None, headline, detail, source, target, words.place_id(row.place),
        covert=not public, only_you=not public and (seat is not None), gravity=gravity(words, one, tail), outcome=one.what.partition(".")[2] or row.outcome, act=row.act, level=row.level,
        results=" ".join(f"{fields['results']} {fields['help']}".split()),
    )  # fmt: skip


def _news(row: Row, public: bool, seat: int | None) -> Cable:
    """News from outside, in its own words."""
    title = str(row.note.get("title", ""))
    headline = text("events.inject.ruling.headline", title=title) if row.outcome == "ruling" else title
    family = {"price": "market", "flight": "intel", "rumour": "intel"}.get(row.outcome, "news")
    ident = cable_id(row.turn, "inject", row.outcome, title, public)
    return Cable(
        ident, row.turn, "inject", family, None, upper(headline), str(row.note.get("text", "")), None, None, None, covert=not public,
        only_you=not public and seat is not None, gravity=5.0 if row.outcome != "rumour" else 4.0, outcome=row.outcome,
    )  # fmt: skip


def _text(key: str, row: Row, salt: str, fields: dict[str, Any]) -> str:
    level = f"{key}.l{row.level}"
    return variant(level if has(level) or has(f"{level}.a") else key, salt, **fields)


def _detail(head: str, one: Happening, salt: str, fields: dict[str, Any]) -> str:
    if one.what == "outcome.traced":
        return text(f"{head}.detail.{one.lead.outcome}", **fields)
    return _text(f"{head}.detail", one.lead, salt + "d", fields)


def _fields(words: Words, worlds: Worlds, one: Happening) -> dict[str, Any]:
    row, cast = one.lead, words.cast
    seconds = [other.target for other in one.rows if other.kind == "order" and other.target not in (row.target, -1)]
    fields: dict[str, Any] = {**words.parts(), **words.who(row.source, row.target, seconds[0] if seconds else -1)}
    fields["place"] = words.short_place(row.place)
    fields["verb"] = (
        text(f"verbs.{verbs()[row.verb].name}.name")
        if row.verb >= 0 and has(f"verbs.{verbs()[row.verb].name}.name")
        else ""
    )
    fields["guests"] = listed(
        words.name(other.target) for other in one.rows if other.kind == "order" and other.target >= 0
    )
    fields["results"] = _results(words, one)
    asked = listed(words.name(party) for party in (cast.defender, cast.striker) if party != row.source)
    fields["asked"], fields["Asked"] = asked, upper(asked)
    observer = words.states(row.seen)[0] if 0 < row.seen < (1 << cast.n_states) - 1 else -1
    fields["Observer"], fields["observercap"] = upper(words.name(observer)), words.capital(observer)
    fields |= _sites(words, one)
    fields["help"] = text(f"events.help.l{int(worlds.enabling[0])}") if row.source == cast.striker else ""
    level = max(row.level, 0)
    name = verbs()[row.verb].name if row.verb >= 0 else ""
    if name == "table_terms" or one.what in (
        "answer.signed",
        "answer.refused",
        "outcome.paper_tabled",
        "outcome.signed",
    ):
        fields["paper"] = words.paper(level) if name != "table_terms" else ""
        fields["apaper"] = text(f"states.paper.a.{KIND_NAMES[min(level, len(KIND_NAMES) - 1)]}")
    if name == "table_draft" or one.what in (
        "answer.vetoed",
        "outcome.adopted",
        "outcome.short_of_nine",
        "outcome.voted",
    ):
        fields["draft"] = words.draft(level) if name == "table_draft" else words.draft_noun(level)
        fields["Draft"] = upper(fields["draft"])
        fields["n"] = round(row.size * 1000)
        fields["who"] = _against(words, worlds)
    if one.what in ("answer.offer_taken", "answer.offer_declined"):
        fields["favour"] = favour(level)
    if name == "private_offer":
        give, gain = int(worlds.offer_give[0, row.source, row.target]), int(worlds.offer_get[0, row.source, row.target])
        fields["give"], fields["gain"] = (favour(max(k, 0)) for k in (give, gain))
    if one.what in ("outcome.promise_kept", "outcome.promise_broken"):
        fields["what"] = promised(level)
    if row.kind == "arrival" or name.startswith("supply_air"):
        fields["good"] = text(f"states.good.{GOODS[level]}")
        fields["Good"] = upper(fields["good"])
    if one.what in ("outcome.convened", "outcome.not_convened"):
        fields |= _table(words, one)
    return fields


def _sites(words: Words, one: Happening) -> dict[str, str]:
    """The aimpoints: up to two by name in a headline, then their number; all of them in the detail."""
    spots = list(dict.fromkeys(row.place for row in one.rows if row.place >= 0))
    names = [words.short_place(spot) for spot in spots]
    if len(names) > 2:
        return {"sites": text("events.sites", n=len(names), first=names[0]), "placelist": listed(names)}
    return {"sites": listed(names), "placelist": listed(names)}


def _results(words: Words, one: Happening) -> str:
    """What came of an order of force, or of a request."""
    found = []
    for outcome in ("hit", "missed", "intercepted"):
        names = [words.short_place(row.place) for row in one.rows if row.outcome == outcome]
        if names and one.lead.verb >= 0 and verbs()[one.lead.verb].name == "sabotage":
            return text(f"events.result.sabotage_{outcome}")
        if names:
            found.append(upper(text(f"events.result.{outcome}", n=len(names), list=listed(names))))
    for row in one.rows:
        if row.outcome == "salvo_leaked":
            size = "few" if row.size < 6 else "some" if row.size < 20 else "many"
            found.append(text(f"events.result.leaked.{size}"))
        elif row.outcome == "salvo_stopped":
            found.append(text("events.result.stopped"))
        elif row.outcome in ("offer_taken", "offer_declined"):
            key = "aid_yes" if row.outcome == "offer_taken" else "aid_no"
            found.append(text(f"events.result.{key}", T=upper(words.name(row.source))))
    return " ".join(found)


def _table(words: Words, one: Happening) -> dict[str, str]:
    """Who came to a table and who did not."""
    came = [words.name(row.source) for row in one.rows if row.outcome == "joined"]
    absent = [words.name(row.source) for row in one.rows if row.outcome == "declined"]
    if one.what == "outcome.convened":
        missing = (
            text("events.outcome.convened.absent", list=upper(listed(absent)))
            if absent
            else text("events.outcome.convened.none")
        )
        return {"guests": listed(came), "absent": missing}
    parts = []
    if came:
        parts.append(text("events.outcome.not_convened.came", list=upper(listed(came))))
    if absent:
        parts.append(text("events.outcome.not_convened.declined", list=upper(listed(absent))))
    return {"who": " ".join(parts)}


def _against(words: Words, worlds: Worlds) -> str:
    return listed(
        words.member(k) for k in range(words.cast.n_members) if worlds.votes[0, k] < 0 and words.cast.permanent[k]
    )


def _roll(words: Words, worlds: Worlds) -> str:
    """The roll of the last vote."""
    sides = {
        side: listed(words.member(k) for k in range(words.cast.n_members) if int(worlds.votes[0, k]) == code)
        for side, code in (("yes", 1), ("no", -1), ("abstain", 0))
    }
    return text("events.vote.detail", **sides)


__all__ = ["Cable", "cable_id", "tell"]
