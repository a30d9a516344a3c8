"""Why a state did what it did: its choice worked out again, with what spoke for and against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diplogame.game.game import Game


class Reasons(Mapping[str, Any]):
    """Role: the considerations of its choice in one turn; worked out from the record when asked for."""

    def __init__(self, game: Game, turn: int) -> None:
        self._game, self._turn = game, turn

    def __getitem__(self, role: str) -> Any:
        raise KeyError(role)

    def __iter__(self) -> Iterator[str]:
        return iter(self._game.roles)

    def __len__(self) -> int:
        return len(self._game.roles)
