"""Makers of games for the tests of seats and reviews."""

from __future__ import annotations

from diplogame.game import Game

ROLES = ("russia", "iran", "israel", "united_states", "gulf_states", "qatar", "egypt", "jordan")


def played(scenario="moscow_table", seed=7, turns=5, people=()):
    """A game after so many turns, all seats played by minds."""
    game = Game.new(scenario, people=people, seed=seed)
    while not game.over and game.played < turns:
        game.end_turn(held=people)
    return game
