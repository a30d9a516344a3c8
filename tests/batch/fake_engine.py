"""A small engine for tests of batches: quick, deterministic, and able to die on demand.

It fulfils the same promises as the real one: a game depends on its seed and settings alone, however it is cut. Files
named in the environment make it misbehave: FAKE_DIE (ends the process once, when the file can be removed), FAKE_FAIL
(raises while the file is there), FAKE_SLOW (seconds a chunk).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from diplogame.batch.result import ChunkResult
from diplogame.errors import SettingError, suggestion
from diplogame.noise.hashing import hash64
from diplogame.scenario.paths import Leaf

TURNS = 8
ROLES = ("russia", "iran", "israel")
ENDINGS = ("deal", "ceasefire", "tit_for_tat", "war")
VERBS = ("call", "strike", "host_talks")
DEFAULTS = {"rules.heat": 0.5, "rules.price": 80.0, "rules.rounds": 3, "states.russia.hosts": True}
NAMES = {
    "ending": ENDINGS,
    "kind": ("order", "answer", "ending"),
    "role": ROLES,
    "place": ("natanz", "kharg"),
    "verb": VERBS,
    "cameo": ("041", "195", "039"),
    "talks": ("none", "convened"),
}


def rules_number() -> int:
    return int(os.environ.get("FAKE_RULES", "3"))


def version() -> str:
    return "0.0-fake"


def load(name: str | Path) -> Any:
    return SimpleNamespace(name=str(name), title="A made-up crisis", values=dict(DEFAULTS), forbid=())


def canonical(scenario: Any) -> str:
    return json.dumps(vars(scenario), sort_keys=True)


def parse(text: str) -> Any:
    return SimpleNamespace(**json.loads(text))


def parameters(scenario: Any) -> dict[str, Leaf]:
    ranges = {"rules.heat": (0, 1), "rules.price": (20, 200), "rules.rounds": (1, 9), "states.russia.hosts": (0, 1)}
    return {
        path: Leaf(value, "share", ranges[path], "made up", tuple(path.split(".")))
        for path, value in scenario.values.items()
    }


def roles(scenario: Any) -> Sequence[str]:
    return ROLES


def minds() -> Sequence[str]:
    return ("goal_seeking", "tit_for_tat", "random")


def default_mind() -> str:
    return "goal_seeking"


def applied(scenario: Any, settings: Mapping[str, Any], forbid: Sequence[str]) -> Any:
    for pattern in forbid:
        if (verb := pattern.partition("@")[0]) not in VERBS:
            raise SettingError("--forbid", pattern, suggestion(verb, VERBS, "verb"))
    return SimpleNamespace(
        name=scenario.name,
        title=scenario.title,
        values={**scenario.values, **settings},
        forbid=[*scenario.forbid, *forbid],
    )


def simulate(
    scenarios: Sequence[Any],
    point: np.ndarray,
    seeds: np.ndarray,
    minds: Sequence[Mapping[str, str]],
    published: Any = None,
) -> ChunkResult:
    """Made-up games: heat makes war likelier and prices higher; a tit-for-tat mind turns cooler."""
    _misbehave()
    n = len(seeds)
    heat = np.array([s.values["rules.heat"] for s in scenarios])[point]
    price = np.array([float(s.values["rules.price"]) for s in scenarios])[point]
    cool = np.array([0.2 if "tit_for_tat" in m.values() else 0.0 for m in minds])[point]
    no_strikes = np.array(["strike" in " ".join(s.forbid) for s in scenarios])[point]
    luck = _uniform(seeds[:, None], np.arange(TURNS + 1)[None, :])
    level = 8 * np.clip(heat[:, None] - cool[:, None] + 0.6 * (luck - 0.5), 0, 1)
    fate = np.clip(heat - cool + 0.5 * (_uniform(seeds, 99) - 0.5), 0, 0.999)
    ending = np.minimum((fate * 4).astype(int), 3)
    turns = np.where(ending == 3, 4 + (seeds % 3).astype(int), TURNS)
    brent = price[:, None] + 3 * level + luck
    talks = (luck > 0.7).astype(int)
    rows: dict[str, list[Any]] = {
        name: [] for name in ("game", "turn", "kind", "act", "source", "target", "place", "verb")
    }
    for game in range(n):
        for turn in range(1, int(turns[game]) + 1):
            pick = int(luck[game, turn] * 3)
            if pick == 1 and no_strikes[game]:
                continue
            source, target = (2, 1) if pick == 1 else (0, 1 + turn % 2)
            values = (game, turn, 0, turn, source, target, turn % 2 if pick == 1 else -1, pick)
            for name, value in zip(rows, values, strict=True):
                rows[name].append(value)
    events = {name: np.array(column, dtype=np.int64) for name, column in rows.items()}
    verb = events["verb"]
    events["cameo"] = verb
    events["goldstein"] = np.array([1.0, -10.0, 5.0])[verb]
    events["public"] = np.ones(len(verb), dtype=bool)
    digest = [f"{int(word):016x}" for word in hash64(seeds, (level.sum(axis=1) * 1e6).astype(np.int64))]
    scores = {role: 100 * _uniform(seeds, 200 + i) * (1 - fate / 2) for i, role in enumerate(ROLES)}
    strikes = np.bincount(events["game"][verb == 1], minlength=n) if len(verb) else np.zeros(n, dtype=int)
    return ChunkResult(
        names=NAMES,
        ending=ending,
        turns=turns,
        digest=digest,
        scores=scores,
        counts={"strikes": strikes},
        series={"brent": brent, "escalation": level, "flow": 20 - level, "talks": talks},
        events=events,
        turn_names={"talks": "talks"},
    )


def _uniform(a: Any, b: Any) -> np.ndarray:
    a, b = np.broadcast_arrays(a, b)
    return (hash64(a.ravel(), b.ravel()) >> np.uint64(11)).astype(float).reshape(a.shape) / 2**53


def _misbehave() -> None:
    if die := os.environ.get("FAKE_DIE"):
        try:
            Path(die).unlink()
        except FileNotFoundError:
            pass
        else:
            os._exit(7)
    if (fail := os.environ.get("FAKE_FAIL")) and Path(fail).exists():
        raise RuntimeError("the fake engine was told to fail")
    time.sleep(float(os.environ.get("FAKE_SLOW", "0")))
