"""`diplogame join URL --code CODE`: a seat at a class server, on the desktop or in the terminal."""

from __future__ import annotations

import secrets
from argparse import Namespace

from diplogame.classroom import terminal
from diplogame.classroom.remote import RemoteSeat
from diplogame.errors import SeatError
from diplogame.texts import text


def run(options: Namespace) -> int:
    """Joins and plays; returns 0 when the game is over."""
    name = options.name or text("classroom.terminal.guest", n=secrets.randbelow(900) + 100)
    seat = RemoteSeat.join(options.url, options.code, name, options.role)
    print(text("classroom.terminal.joined", name=name, code=seat.joined["return_code"]))
    try:
        terminal.play(seat)
    except EOFError:
        raise SeatError("", None, text("classroom.terminal.left")) from None
    return 0
