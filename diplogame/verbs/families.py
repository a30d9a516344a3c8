"""Importing this module registers every family of verbs, in the order in which menus show them."""

from diplogame.verbs import statements, talks, council, strikes, answers, stance, shipping, arms, postures, aid  # noqa: F401, I001
