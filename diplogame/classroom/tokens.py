"""Secrets: join codes, tokens and return codes. Only hashes are kept."""

from __future__ import annotations

import secrets
from hashlib import sha256

LETTERS = "BCDFGHJKLMNPQRSTVWXZ2345679"
"""27 signs that are not mistaken for each other, without vowels (so that no code is a word)."""
CODE_LENGTH = 5
RETURN_LENGTH = 4


def join_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def return_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(RETURN_LENGTH))


def token() -> str:
    """128 bits, as 22 characters that fit an address and a header."""
    return secrets.token_urlsafe(16)


def short_id() -> str:
    """An id that tells nothing: neither when a thing was made nor how many there are."""
    return secrets.token_hex(6)


def hashed(secret: str) -> str:
    """Tokens have 128 bits of their own, so a plain hash suffices."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def read_code(typed: str) -> str:
    """A code as a person types it: small letters, spaces, and letters that look like a sign of the alphabet."""
    return "".join(char for char in typed.upper().translate(str.maketrans("8", "B")) if char.isalnum())[:16]


def same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode(), other.encode())
