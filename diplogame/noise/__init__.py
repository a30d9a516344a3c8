"""Chance and curves that give the same bits everywhere: keyed draws (`Luck`) and own exp, log and grid (`arith`)."""

from __future__ import annotations

from diplogame.noise.arith import GRID, bend, exp, exp32, grid, halves, log, log32, logistic, logit, normal_cdf, power
from diplogame.noise.hashing import MAX_SEED, game_seed, hash64, key_of, keys_of, mix, stream_id
from diplogame.noise.luck import Luck, cells

__all__ = [
    "GRID",
    "MAX_SEED",
    "Luck",
    "bend",
    "cells",
    "exp",
    "exp32",
    "game_seed",
    "grid",
    "halves",
    "hash64",
    "key_of",
    "keys_of",
    "log",
    "log32",
    "logistic",
    "logit",
    "mix",
    "normal_cdf",
    "power",
    "stream_id",
]
