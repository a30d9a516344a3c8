"""What must hold of the table for the game to be worth playing, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass

from diplogame.balance.board import Board, Cell
from diplogame.balance.strategies import FIXED, LOOP
from diplogame.texts import text

CLEAR = 2.0
"""Standard errors by which a difference counts as seen."""
MARGIN = 3.0
"""Standard errors by which looking ahead must beat the default mind."""
MOST = 0.5
"""More than this share of the roles is most of them; and the share of turns that one order may take."""
LOW, HIGH = 45.0, 55.0
"""Where the default mind's mean score should lie in each role."""
SPREAD = 10.0
"""Standard deviation of the score over games, at least."""
SERIES = 0.75
"""Share of ten-game series that the hard level should win against the easy one."""


@dataclass(frozen=True)
class Verdict:
    """One thing that must hold."""

    name: str
    """Key of its words: balance.verdict.<name>."""
    ok: bool
    figures: str
    """What was found, in words."""

    @property
    def words(self) -> str:
        """What must hold."""
        return text(f"balance.verdict.{self.name}")


def beats(cell: Cell | None) -> bool:
    """Whether a strategy does better than the default mind by more than luck."""
    return cell is not None and cell.difference > CLEAR * cell.paired


def worse(cell: Cell | None) -> bool:
    """Whether a strategy does worse than the default mind by more than luck."""
    return cell is not None and cell.difference < -CLEAR * cell.paired


def ahead(cell: Cell | None) -> bool:
    """Whether it beats the default mind by a clear margin."""
    return cell is not None and cell.difference > MARGIN * cell.paired


def verdicts(board: Board) -> list[Verdict]:
    """All verdicts that the strategies played allow."""
    names = {one.name for one in board.strategies}
    found = []
    for kind, name in ((FIXED, "fixed"), (LOOP, "loops")):
        some = board.of(kind)
        if some:
            cells = [(one.name, role, board.cells[one.name, role]) for one in some for role in board.roles]
            better = [
                text("balance.better", strategy=label(strategy), role=role, d=cell.difference, e=cell.paired)
                for strategy, role, cell in cells if cell is not None and beats(cell)
            ]  # fmt: skip
            found.append(Verdict(name, not better, "; ".join(better) or text("balance.none")))
    if "nothing" in names:
        ok = [role for role in board.roles if worse(board.cells["nothing", role])]
        found.append(Verdict("nothing", len(ok) == len(board.roles), _listed(board, ok)))
    if "hard" in names:
        ok = [role for role in board.roles if ahead(board.cells["hard", role])]
        found.append(Verdict("hard", len(ok) > MOST * len(board.roles), _listed(board, ok)))
    if {"hard", "easy"} <= names:
        shares = {role: board.series("hard", "easy", role) for role in board.roles}
        known = {role: share for role, share in shares.items() if share is not None}
        if known:
            found.append(
                Verdict(
                    "series",
                    min(known.values()) >= SERIES,
                    _figures({role: f"{share:.0%}" for role, share in known.items()}),
                )
            )
    means = {role: one.mean for role, one in board.default.items()}
    found.append(
        Verdict(
            "mean",
            all(LOW <= mean <= HIGH for mean in means.values()),
            _figures({role: f"{mean:.1f}" for role, mean in means.items()}),
        )
    )
    spreads = {role: one.spread for role, one in board.default.items()}
    found.append(
        Verdict(
            "spread",
            min(spreads.values()) >= SPREAD,
            _figures({role: f"{spread:.1f}" for role, spread in spreads.items()}),
        )
    )
    top = {role: one.top[0] for role, one in board.default.items() if one.top}
    found.append(
        Verdict(
            "order",
            all(share <= MOST for _, share in top.values()),
            _figures({role: f"{order} {share:.0%}" for role, (order, share) in top.items()}),
        )
    )
    return found


def label(name: str) -> str:
    """A strategy's words."""
    head, _, verb = name.partition(":")
    return text(f"balance.{head}", verb=verb) if verb else text(f"balance.strategy.{head}")


def _listed(board: Board, ok: list[str]) -> str:
    """Which roles pass, or, where few fail, which do not."""
    rest = [role for role in board.roles if role not in ok]
    return text("balance.of", n=len(ok), all=len(board.roles)) + (
        text("balance.not", roles=", ".join(rest)) if rest else ""
    )


def _figures(values: dict[str, str]) -> str:
    return ", ".join(f"{role} {value}" for role, value in values.items())
