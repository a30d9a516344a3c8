"""`diplogame join URL --code CODE`: a seat at a class server, on the desktop, else in the terminal."""

from __future__ import annotations

import secrets
from argparse import Namespace

from diplogame.classroom import terminal
from diplogame.classroom.remote import RemoteSeat
from diplogame.errors import SeatError
from diplogame.texts import text


def run(options: Namespace) -> int:
    """Joins and plays; returns the exit status."""
    name = options.name or text("classroom.terminal.guest", n=secrets.randbelow(900) + 100)
    seat = RemoteSeat.join(options.url, options.code, name, options.role)
    print(text("classroom.terminal.joined", name=name, code=seat.joined["return_code"]))
    try:
        terminal.wait_for_seat(seat, input, print)
        if not getattr(options, "text", False) and _screen():
            return _desktop(seat)
        terminal.play(seat)
    except EOFError:
        raise SeatError("", None, text("classroom.terminal.left")) from None
    return 0


def _screen() -> bool:
    """Whether a window can be opened here."""
    from diplogame.desktop.window import has_screen, prepare

    prepare()
    return has_screen()


def _desktop(seat: RemoteSeat) -> int:
    from diplogame.commands.remote_desk import DESK, MIRROR, hand_over
    from diplogame.desktop.start import open_game

    hand_over(seat)
    return open_game(seat.picture()["scenario"], seat.role, None, None, None, factory=DESK, mirror=MIRROR)
