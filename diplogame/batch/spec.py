"""What a researcher asks for: the design as written, in a YAML file, on the command line or in Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

from diplogame.errors import BatchError, Fault, suggestion
from diplogame.scenario.yamlload import load_file

METHODS = ("latin_hypercube", "sobol", "morris")
MIND = "mind."
FORBID = "forbid"


class Range(NamedTuple):
    """All values from `low` to `high`: to be sampled, or cut into `steps` values."""

    low: float
    high: float
    steps: int | None = None
    log: bool = False
    """Even steps (or draws) in the logarithm."""


class Sample(NamedTuple):
    """How ranges are sampled."""

    method: str
    """One of `METHODS`."""
    n: int
    """Latin hypercube: points; Sobol: base sample, a power of two; Morris: trajectories."""
    seed: int = 0
    """Of the sample alone; luck in the games has its own."""
    levels: int = 4
    """Morris: levels of the grid."""
    second_order: bool = False
    """Sobol: also the interactions of pairs."""


@dataclass(frozen=True)
class Spec:
    """A design as asked for, before it is checked against a scenario."""

    title: str = ""
    scenario: str | None = None
    games: int | None = None
    """Games at each design point."""
    seed: int | None = None
    fix: Mapping[str, Any] = field(default_factory=dict)
    """path: value, at every point."""
    vary: Mapping[str, Sequence[Any] | Range] = field(default_factory=dict)
    """path: values or a range; lists are crossed."""
    minds: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """role or '*': minds; more than one are a factor."""
    forbid: Sequence[Sequence[str]] = ((),)
    """Sets of VERB@ROLE; more than one are a factor."""
    points: Sequence[Mapping[str, Any]] = ()
    """Points written out, each path: value (also mind.ROLE and forbid)."""
    sample: Sample | None = None


_KEYS = ("title", "scenario", "games", "seed", "fix", "vary", "minds", "forbid", "points", "sample")


def read_spec(path: str | Path) -> Spec:
    """The design in a YAML file. Raises FileError or BatchError with every fault by its path."""
    data = load_file(Path(path)).data
    return spec_of(data, str(path))


def spec_of(data: Any, name: str = "design") -> Spec:
    """The design in plain data. Raises BatchError with every fault by its path."""
    if not isinstance(data, Mapping):
        raise BatchError(name, data, f"must be a mapping of some of: {', '.join(_KEYS)}")
    reader = _Reader()
    for key in data:
        if key not in _KEYS:
            reader.fault(str(key), None, suggestion(str(key), _KEYS, "part of a design"))
    spec = Spec(
        title=reader.text(data, "title") or "",
        scenario=reader.text(data, "scenario"),
        games=reader.whole(data, "games", 1, 10_000_000),
        seed=reader.whole(data, "seed", 0, 2**53 - 1),
        fix={path: value for path, value in reader.mapping(data, "fix").items() if reader.scalar(f"fix.{path}", value)},
        vary={path: reader.levels(f"vary.{path}", value) for path, value in reader.mapping(data, "vary").items()},
        minds={role: reader.names(f"minds.{role}", value) for role, value in reader.mapping(data, "minds").items()},
        forbid=reader.forbids(data.get("forbid")),
        points=reader.points(data.get("points")),
        sample=reader.sample(data.get("sample")),
    )
    if reader.faults:
        raise BatchError.of(reader.faults, f"{name} is not a usable design:")
    return spec


def overlaid(spec: Spec, above: Spec) -> Spec:
    """`spec` with whatever `above` says in its place; a path fixed or varied above is neither below."""
    said = {*above.fix, *above.vary}
    return replace(
        spec,
        title=above.title or spec.title,
        scenario=above.scenario or spec.scenario,
        games=spec.games if above.games is None else above.games,
        seed=spec.seed if above.seed is None else above.seed,
        fix={**{path: value for path, value in spec.fix.items() if path not in said}, **above.fix},
        vary={**{path: value for path, value in spec.vary.items() if path not in said}, **above.vary},
        minds={**spec.minds, **above.minds},
        forbid=[(*one, *more) for one in spec.forbid for more in above.forbid],
        points=above.points or spec.points,
        sample=above.sample or spec.sample,
    )


class _Reader:
    """Reads parts of plain data and collects what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, value: object, accepted: str) -> None:
        self.faults.append(Fault(path, value, accepted))

    def text(self, data: Mapping[str, Any], key: str) -> str | None:
        value = data.get(key)
        if value is not None and not isinstance(value, str):
            self.fault(key, value, "must be text")
            return None
        return value

    def whole(self, data: Mapping[str, Any], key: str, low: int, high: int) -> int | None:
        value = data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.fault(key, value, f"must be a whole number from {low} to {high}")
            return None
        return value

    def mapping(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = data.get(key)
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fault(key, value, "must be a mapping, one entry a path or role")
            return {}
        return value

    def scalar(self, path: str, value: Any) -> bool:
        if isinstance(value, bool | int | float | str):
            return True
        self.fault(path, value, "must be one value; several belong under `vary`, and paths are written with dots")
        return False

    def levels(self, path: str, value: Any) -> Sequence[Any] | Range:
        if isinstance(value, Mapping):
            return self.range(path, value)
        if not isinstance(value, list) or not value:
            self.fault(path, value, "must be a list of values, or {from: low, to: high} with `steps` or a `sample`")
            return ()
        return [item for i, item in enumerate(value) if self.scalar(f"{path}.{i}", item)]

    def range(self, path: str, value: Mapping[str, Any]) -> Range:
        for key in value:
            if key not in ("from", "to", "steps", "log"):
                self.fault(
                    f"{path}.{key}", None, suggestion(str(key), ("from", "to", "steps", "log"), "part of a range")
                )
        ends = [float(end) for end in (value.get("from"), value.get("to")) if _number(end)]
        if len(ends) != 2:
            self.fault(path, None, "must have numbers as `from` and `to`")
            return Range(0.0, 1.0, 2)
        low, high = ends
        log = value.get("log", False)
        if not low < high:
            self.fault(path, f"{low:g} to {high:g}", "`from` must be less than `to`")
        if not isinstance(log, bool):
            self.fault(f"{path}.log", log, "must be true or false")
        if log is True and low <= 0:
            self.fault(f"{path}.from", low, "must be above 0 where `log` is true")
        return Range(low, high, self.whole(value, "steps", 2, 1000), log is True)

    def names(self, path: str, value: Any) -> list[str]:
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            self.fault(path, value, "must be the name of a mind, or a list of such names")
            return []
        return value

    def forbids(self, value: Any) -> list[tuple[str, ...]]:
        """A flat list is one set, at every point; a list of lists is a factor."""
        if value is None:
            return [()]
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return [tuple(value)]
        if isinstance(value, list) and all(
            isinstance(one, list) and all(isinstance(item, str) for item in one) for one in value
        ):
            return [tuple(one) for one in value]
        self.fault(FORBID, value, "must be a list of VERB@ROLE, or a list of such lists to compare them")
        return [()]

    def points(self, value: Any) -> Sequence[Mapping[str, Any]]:
        if value is None:
            return ()
        if not isinstance(value, list) or not value or not all(isinstance(item, Mapping) for item in value):
            self.fault("points", value, "must be a list of points, each a mapping from paths to values")
            return ()
        for i, point in enumerate(value):
            for path, item in point.items():
                if path != FORBID:
                    self.scalar(f"points.{i}.{path}", item)
        plain: Sequence[Mapping[str, Any]] = value
        return plain

    def sample(self, value: Any) -> Sample | None:
        if value is None:
            return None
        keys = Sample._fields
        if not isinstance(value, Mapping) or not {"method", "n"} <= set(value):
            self.fault("sample", value, f"must be a mapping with `method` ({', '.join(METHODS)}) and `n`")
            return None
        for key in value:
            if key not in keys:
                self.fault(f"sample.{key}", None, suggestion(str(key), keys, "part of a sample"))
        method = value["method"]
        if method not in METHODS:
            self.fault("sample.method", method, suggestion(str(method), METHODS, "method"))
        n = self.whole(value, "n", 1, 1_000_000) or 1
        second = value.get("second_order", False)
        if not isinstance(second, bool):
            self.fault("sample.second_order", second, "must be true or false")
        levels = self.whole(value, "levels", 2, 100) or 4
        seed = self.whole(value, "seed", 0, 2**32 - 1) or 0
        return Sample(str(method), n, seed, levels, second is True)


def _number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
