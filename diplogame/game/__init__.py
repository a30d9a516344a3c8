"""One played game: what screens, scripts and the class server talk to."""

from __future__ import annotations

from diplogame.game.asks import Ask, asks
from diplogame.game.docket import Docket, docket
from diplogame.game.game import PERSON, Game, GameOverError
from diplogame.game.happening import Event, visible
from diplogame.game.menu import Menu
from diplogame.game.turn import Turn

__all__ = ["PERSON", "Ask", "Docket", "Event", "Game", "GameOverError", "Menu", "Turn", "asks", "docket", "visible"]
