"""The table as a page of the documentation."""

from __future__ import annotations

from collections.abc import Iterable

from diplogame.balance.board import Board, Cell
from diplogame.balance.strategies import FIXED, LEVEL, LOOP
from diplogame.balance.verdicts import Verdict, ahead, beats, label
from diplogame.texts import text

GROUPS = ((FIXED, "fixed"), (LOOP, "loops"), (LEVEL, "levels"))


def page(board: Board, verdicts: Iterable[Verdict], command: str) -> str:
    """The page, as Markdown. ``command``: the command line that made it."""
    lines = [
        f"# {text('balance.page.title')}",
        "",
        text("balance.page.made", command=command),
        "",
        text("balance.page.intro", games=board.games, scenario=board.scenario),
        "",
    ]
    lines += [f"## {text('balance.page.verdicts')}", "", *_table([text(f"balance.column.{name}") for name in ("verdict", "holds", "figures")],
              [[one.words, text(f"balance.{'ok' if one.ok else 'miss'}"), one.figures] for one in verdicts]), ""]  # fmt: skip
    lines += [
        f"## {text('balance.page.default')}",
        "",
        text("balance.page.default_words"),
        "",
        *_default(board),
        "",
        _endings(board),
        "",
    ]
    for kind, name in GROUPS:
        some = board.of(kind)
        if some:
            rows = [
                [label(one.name), *(figures(board.cells[one.name, role], kind) for role in board.roles)] for one in some
            ]
            head = [text("balance.column.strategy"), *(board.names[role] for role in board.roles)]
            lines += [
                f"## {text(f'balance.page.{name}')}",
                "",
                text(f"balance.page.{name}_words"),
                "",
                *_table(head, rows),
                "",
            ]
    if {"hard", "easy"} <= {one.name for one in board.strategies}:
        shares = [board.series("hard", "easy", role) for role in board.roles]
        lines += [
            text(
                "balance.page.series",
                shares=", ".join(
                    f"{board.names[role]} {share:.0%}"
                    for role, share in zip(board.roles, shares, strict=True)
                    if share is not None
                ),
            ),
            "",
        ]
    return "\n".join(lines)


def figures(cell: Cell | None, kind: str) -> str:
    """A cell in a few characters: difference and its error, with a mark where it is better than the default mind (fixed, loops) or clearly so (levels)."""
    if cell is None:
        return text("balance.na")
    mark = "*" if (ahead(cell) if kind == LEVEL else beats(cell)) else ""
    return text("balance.cell", d=cell.difference, e=cell.paired) + mark


def _default(board: Board) -> list[str]:
    head = [text(f"balance.column.{name}") for name in ("role", "mean", "error", "spread", "order")]
    rows = []
    for role in board.roles:
        one = board.default[role]
        orders = ", ".join(f"`{order}` {share:.0%}" for order, share in one.top)
        rows.append([board.names[role], f"{one.mean:.1f}", f"{one.error:.2f}", f"{one.spread:.1f}", orders])
    return _table(head, rows)


def _endings(board: Board) -> str:
    shares = ", ".join(f"{text(f'balance.ending.{name}')} {share:.1%}" for name, share in board.endings.items())
    return text("balance.page.endings", shares=shares)


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
