"""Challenge codes: scenario, seed, role and level in a short word that can be read out loud.

Eleven letters of Crockford's base 32 (no I, L, O, U), 55 bits: 12 of the scenario's name, 30 of the seed, 4 of the role's place in the
scenario, 2 of the level, 7 of a check. A code names a scenario that this program knows; it does not carry one.
"""

from __future__ import annotations

from typing import Any, NamedTuple
from zlib import crc32

from diplogame.errors import SettingError

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LEVELS = ("easy", "normal", "hard")
SEEDS = 2**30
"""Seeds that fit into a code; a new game draws its own below this."""
LENGTH = 11


class Challenge(NamedTuple):
    """The crisis that a code stands for."""

    scenario: str
    seed: int
    role: str
    level: str


def encode(challenge: Challenge, scenarios: list[dict[str, Any]]) -> str | None:
    """The code, or None where the seed or the scenario does not fit into one."""
    roles = _roles(challenge.scenario, scenarios)
    if not 0 <= challenge.seed < SEEDS or challenge.role not in roles[:16] or challenge.level not in LEVELS:
        return None
    body = _pack(
        crc32(challenge.scenario.encode()) % 4096,
        challenge.seed,
        roles.index(challenge.role),
        LEVELS.index(challenge.level),
    )
    bits = body << 7 | crc32(body.to_bytes(6, "big")) % 128
    letters = "".join(LETTERS[bits >> shift & 31] for shift in range(5 * (LENGTH - 1), -1, -5))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def decode(code: str, scenarios: list[dict[str, Any]]) -> Challenge:
    """What a code stands for. Raises SettingError where it is mistyped or names a scenario that is not here."""
    plain = "".join({"I": "1", "L": "1", "O": "0"}.get(c, c) for c in code.upper() if c.isalnum())
    if len(plain) != LENGTH or any(c not in LETTERS for c in plain):
        raise SettingError("code", code, "a code has eleven letters and digits, such as 2K7Q-M9D4-X3V")
    bits = 0
    for c in plain:
        bits = bits << 5 | LETTERS.index(c)
    body, check = bits >> 7, bits & 127
    if crc32(body.to_bytes(6, "big")) % 128 != check:
        raise SettingError("code", code, "has a wrong letter somewhere: read it again")
    name, seed, place, level = body >> 36, body >> 6 & (SEEDS - 1), body >> 2 & 15, body & 3
    found = next((one for one in scenarios if crc32(one["name"].encode()) % 4096 == name), None)
    if found is None or place >= len(found["roles"]) or level >= len(LEVELS):
        raise SettingError("code", code, "belongs to a scenario that is not installed here")
    return Challenge(found["name"], seed, found["roles"][place]["role"], LEVELS[level])


def _pack(name: int, seed: int, place: int, level: int) -> int:
    return name << 36 | seed << 6 | place << 2 | level


def _roles(scenario: str, scenarios: list[dict[str, Any]]) -> list[str]:
    return next(([role["role"] for role in one["roles"]] for one in scenarios if one["name"] == scenario), [])
