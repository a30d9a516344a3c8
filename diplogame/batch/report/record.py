"""How real crises ended (ICB), beside how the games ended."""

from __future__ import annotations

from typing import NamedTuple

from diplogame.batch.report.data import Data
from diplogame.batch.report.intervals import Estimate, grouped_share, share
from diplogame.resources import find
from diplogame.yamlload import load_file


class Group(NamedTuple):
    """One set of real crises."""

    name: str
    n: int
    shares: dict[str, float]
    """agreement, tacit, unilateral, imposed, other, faded, war."""


class Compared(NamedTuple):
    """One way to end, in the games and in the record."""

    what: str
    ours: Estimate
    theirs: list[Estimate]
    """One a group; intervals as of samples of that many crises."""


def groups() -> tuple[list[Group], str]:
    """The record, and where it comes from."""
    data = load_file(find("seeds", "real_crises.yaml"), "seeds/real_crises.yaml").data
    return [Group(one["name"], one["n"], one["shares"]) for one in data["groups"]], data["source"]


def compared(data: Data) -> list[Compared]:
    """Agreement (a deal or a ceasefire against formal and semi-formal agreements) and war."""
    record, _ = groups()
    ours = {"agreement": "agreement", "war": "war"}
    return [
        Compared(
            what,
            grouped_share(data.games[column].to_numpy(), data.games["seed"].to_numpy()),
            [share(group.shares[what] * group.n, group.n) for group in record],
        )
        for what, column in ours.items()
    ]
