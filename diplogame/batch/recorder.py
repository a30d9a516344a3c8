"""Gathers what a batch keeps of an ensemble while it is played: indicators a turn, events, scores, counts, digests."""

from __future__ import annotations

import numpy as np

from diplogame.batch.result import ChunkResult
from diplogame.chronicle.codes import codes, table
from diplogame.course import Step
from diplogame.playing import Playing
from diplogame.verbs.events import EVENT_KINDS, OUTCOMES, Events
from diplogame.verbs.verb import verb_names
from diplogame.world.axes import ENDINGS
from diplogame.world.cast import Cast
from diplogame.world.fields import Worlds
from diplogame.world.measures import capability_left

Array = np.ndarray

PRECISE = {"brent": "price", "escalation": "escalation", "flow": "flow"}
"""Indicators kept in full precision, and the fields that they are."""
WORLDWIDE = ("premium", "hazard", "demand", "truce", "legitimacy", "backing", "war_weariness", "missiles", "interceptors",
             "export_standing", "border_security", "war_supply")  # fmt: skip
STATEWIDE = ("stability", "standing", "credibility")
STRAIT = ("open", "harassed", "closed")
TALKS = ("none", "offered", "convened", "truce", "deal", "failed")
_FAILED = TALKS.index("failed")

COUNTS = {
    "tables": ("convened",),
    "landings": ("landed",),
    "papers_signed": ("signed",),
    "truces": ("truce",),
    "truces_broken": ("truce_broken", "truce_frayed"),
    "promises_broken": ("promise_broken",),
    "vetoes": ("vetoed",),
    "drafts_adopted": ("adopted",),
    "deliveries": ("arrived",),
    "exposures": ("exposed",),
}
"""Column of games: outcomes that it counts."""
ORDERS = {"strikes": ("strike", "join_strike"), "salvos": ("retaliate",), "hostings": ("host_talks",)}
"""Column of games: verbs whose orders it counts."""


class Recorder:
    """Follows one ensemble from its opening to its last ending."""

    def __init__(self, playing: Playing) -> None:
        self.playing = playing
        self.series: list[dict[str, Array]] = [indicators(playing.worlds)]
        self.events: list[dict[str, Array]] = [columns(playing.news, playing.worlds.cast)]

    def add(self, step: Step) -> None:
        """The turn that was just played."""
        worlds = self.playing.worlds
        self.series.append(indicators(worlds))
        self.events.append(columns(step.events, worlds.cast))
        self.events.append(columns(self.playing.news, worlds.cast))

    def result(self) -> ChunkResult:
        """The games as columns."""
        worlds, cast = self.playing.worlds, self.playing.worlds.cast
        cameo, _ = table()
        joined = {name: np.concatenate([part[name] for part in self.events]) for name in self.events[0]}
        order = np.argsort(joined["game"], kind="stable")  # turns stay in order within a game
        events = {name: column[order] for name, column in joined.items()}
        length = worlds.ended.astype(np.int64)
        series = {name: np.stack([part[name] for part in self.series], axis=1) for name in self.series[0]}
        return ChunkResult(
            names={
                "ending": ENDINGS,
                "kind": EVENT_KINDS,
                "role": cast.states,
                "place": cast.places,
                "verb": verb_names(),
                "cameo": cameo,
                "outcome": OUTCOMES,
                "talks": TALKS,
                "strait": STRAIT,
            },
            ending=worlds.ending.astype(np.int64) - 1,
            turns=length,
            digest=[digest.hex() for digest in self.playing.digests],
            scores=dict(zip(cast.states, self.playing.scores().T, strict=True)),
            counts=self._counts(events, series, length),
            series=series,
            events=events,
            turn_names={"talks": "talks", "strait": "strait"},
        )

    def _counts(self, events: dict[str, Array], series: dict[str, Array], length: Array) -> dict[str, Array]:
        n = self.playing.worlds.size
        names = verb_names()
        found = {}
        acts = events["kind"] == EVENT_KINDS.index("order")
        key = (events["game"] * 1000 + events["turn"]) * 1000 + events["act"]
        for column, wanted in ORDERS.items():
            rows = acts & np.isin(events["verb"], [names.index(verb) for verb in wanted if verb in names])
            found[column] = np.bincount(np.unique(key[rows]) // 1_000_000, minlength=n)
        for column, outcomes in COUNTS.items():
            rows = np.isin(events["outcome"], [OUTCOMES.index(name) for name in outcomes]) & ~acts
            found[column] = np.bincount(np.unique(key[rows]) // 1_000_000, minlength=n)
        played = np.arange(series["escalation"].shape[1])[None, :] <= length[:, None]
        found["peak_escalation"] = np.max(series["escalation"] * played, axis=1)
        found["mean_brent"] = np.sum(series["brent"] * played, axis=1) / played.sum(axis=1)
        return found


def columns(events: Events, cast: Cast) -> dict[str, Array]:
    """Events of the engine as columns of a batch."""
    everybody = (1 << cast.n_states) - 1
    _, goldstein = table()
    code = codes(events)
    return {
        "game": events.world,
        "turn": events.turn,
        "kind": events.kind,
        "act": events.act,
        "source": events.source,
        "target": events.target,
        "place": events.place,
        "verb": events.verb,
        "cameo": np.where(code > 0, code, -1),
        "goldstein": np.where(code > 0, np.asarray(goldstein)[code], np.nan),
        "public": events.seen == everybody,
        "outcome": np.where(events.outcome == 0, -1, events.outcome),
        "rung": events.rung / 10.0,
        "level": events.level,
        "size": events.size / 1000.0,
    }


def indicators(worlds: Worlds) -> dict[str, Array]:
    """indicator: (games,) at the end of a turn."""
    found: dict[str, Array] = {name: getattr(worlds, field) for name, field in PRECISE.items()}
    found["talks"] = talks(worlds)
    found["strait"] = worlds.strait.astype(np.int64)
    found["capability"] = capability_left(worlds).astype(np.float32)
    for name in WORLDWIDE:
        value = getattr(worlds, name)
        found[name] = value.astype(np.int64) if value.dtype.kind == "i" else value.astype(np.float32)
    for name in STATEWIDE:
        for i, role in enumerate(worlds.cast.states):
            found[f"{name}_{role}"] = getattr(worlds, name)[:, i].astype(np.float32)
    return found


def talks(worlds: Worlds) -> Array:
    """(games,) index in TALKS: the furthest that diplomacy has come and still stands."""
    steps = (
        (worlds.invited > 0).any(axis=(1, 2)),
        worlds.table > 0,
        worlds.truce > 0,
        (worlds.signed >= 0) & (worlds.truce > 0),
    )
    state = np.where(worlds.cooling > 0, _FAILED, 0)
    for code, reached in enumerate(steps, start=1):
        state = np.where(reached, code, state)
    return state.astype(np.int64)
