"""The reliability of forecasts as a page of the documentation."""

from __future__ import annotations

from collections.abc import Sequence

from diplogame.calibration.asking import Plan
from diplogame.calibration.tables import NARROW, WIDE, Bin, Cover, Reliability, right_share
from diplogame.scenario.load import load_scenario
from diplogame.texts import text

FAR = 3.0
"""Standard errors that count as off."""


def page(plan: Plan, found: Reliability, command: str) -> str:
    """The page, as Markdown. ``command``: the command line that made it."""
    turns = ", ".join(str(turn) for turn in plan.turns)
    intro = text("calibration.intro", games=plan.games, scenario=plan.scenario, turns=turns, futures=plan.futures, forecasts=f"{found.forecasts:,}")  # fmt: skip
    held = sum(one.holds for one in found.pooled)
    parts = [
        f"# {text('calibration.title')}", text("calibration.made", command=command), intro, text("calibration.method"),
        f"## {text('calibration.pooled')}", text("calibration.pooled_words", held=held, n=len(found.pooled)), _bins(found.pooled),
        f"## {text('calibration.endings')}", _endings(found),
        f"## {text('calibration.by_turn')}", text("calibration.by_turn_words"), _by_turn(found),
    ]  # fmt: skip
    for ending in found.endings:
        if len(ending.bins) > 1:
            parts += [f"### {text('calibration.by_ending', name=_name(ending.name))}", _bins(ending.bins)]
    parts += [f"## {text('calibration.fans')}", _fans_words(plan.futures), _fans(plan, found)]
    parts += [f"## {text('calibration.known')}", text("calibration.known_words")]
    return "\n\n".join(parts) + "\n"


def summary(found: Reliability) -> str:
    """All bins of all endings in one line."""
    every = [one for ending in found.endings for one in ending.bins]
    return text(
        "calibration.sum", held=sum(one.holds for one in every), n=len(every), far=sum(abs(one.errors) > FAR for one in every),
        brier=sum(ending.brier for ending in found.endings), base=sum(ending.base for ending in found.endings),
    )  # fmt: skip


def _name(ending: str) -> str:
    return text(f"states.ending.{ending}")


def _bins(some: Sequence[Bin]) -> str:
    head = [text(f"calibration.column.{name}") for name in ("from", "number", "games", "foretold", "seen", "interval", "off")]  # fmt: skip
    rows = [
        [f"{one.low:.0%} – {one.high:.0%}", f"{one.number:,}", f"{one.games:,}", _share(one.foretold), _share(one.seen.value),
         f"{_share(one.seen.low)} – {_share(one.seen.high)}", _off(one)]
        for one in some
    ]  # fmt: skip
    return _table(head, rows)


def _off(one: Bin) -> str:
    mark = "**" if abs(one.errors) > FAR else ""
    return f"{mark}{one.errors:+.1f}{mark}"


def _endings(found: Reliability) -> str:
    head = [text(f"calibration.column.{name}") for name in ("ending", "foretold", "seen", "brier", "base")]
    rows = [
        [_name(one.name), _share(one.foretold), _share(one.seen), f"{one.brier:.4f}", f"{one.base:.4f}"]
        for one in found.endings
    ]
    return _table(head, rows)


def _by_turn(found: Reliability) -> str:
    turns = list(found.by_turn)
    head = [text("calibration.column.ending"), *(text("calibration.column.turn", n=turn) for turn in turns)]
    rows = []
    for one in found.endings:
        row = [_name(one.name)]
        for turn in turns:
            cell = found.by_turn[turn][one.name]
            mark = "**" if abs(cell.errors) > FAR else ""
            row.append(f"{mark}{_share(cell.foretold)} / {_share(cell.seen.value)}{mark}")
        rows.append(row)
    return _table(head, rows)


def _fans_words(futures: int) -> str:
    wide, narrow = (_share(right_share(low, high, futures)) for low, high in (WIDE, NARROW))
    return text("calibration.fans_words", futures=futures, wide=wide, narrow=narrow)


def _fans(plan: Plan, found: Reliability) -> str:
    states = list(load_scenario(plan.scenario).states.values())
    head = [text(f"calibration.column.{name}") for name in ("what", "wide", "narrow", "middle")]
    rows = [[text("calibration.score_of", name=states[seat].name), *_cover(one)] for seat, one in found.score.items()]
    rows += [[text("calibration.brent", n=ahead), *_cover(one)] for ahead, one in found.brent.items()]
    return _table(head, rows)


def _cover(one: Cover) -> list[str]:
    return [_share(one.wide.value), _share(one.narrow.value), _share(one.middle)]


def _share(value: float) -> str:
    return f"{value:.1%}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


__all__ = ["page", "summary"]
