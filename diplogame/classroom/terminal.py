"""A class seat in the terminal: the same calls as the page, in lines of text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diplogame.classroom.remote import RemoteSeat
from diplogame.errors import DiplogameError
from diplogame.texts import text

Plain = dict[str, Any]
SHOWN = 12


def play(seat: RemoteSeat, read: Callable[[str], str] = input, write: Callable[[str], None] = print) -> None:
    """Play until the game is over or `read` meets the end of input."""
    wait_for_seat(seat, read, write)
    while True:
        picture = seat.picture()
        show(picture, write)
        if picture["over"] or seat.page()["phase"] == "over":
            return
        answers: dict[str, str] = {}
        for ask in seat.asked():
            write(f"? {ask['text']}")
            values = [choice["value"] for choice in ask["choices"]]
            said = read(f"  {' / '.join(values)} [{ask['default']}]: ").strip().lower()
            if said in values:
                answers[ask["id"]] = said
        orders = choose(seat, picture, read, write)
        try:
            seat.submit(orders, answers)
            write(text("classroom.terminal.waiting"))
            seat.end_turn()
        except DiplogameError as error:
            write(str(error))


def wait_for_seat(seat: RemoteSeat, read: Callable[[str], str], write: Callable[[str], None]) -> None:
    while seat.page()["view"] is None:
        write(text("classroom.terminal.no_seat"))
        read(text("classroom.terminal.enter"))


def show(picture: Plain, write: Callable[[str], None]) -> None:
    """The turn in a few lines."""
    write("")
    write(
        text(
            "classroom.terminal.head",
            name=picture["name"],
            turn=picture["turn"],
            turns=picture["turns"],
            day=picture["day"],
        )
    )
    write(
        text(
            "classroom.terminal.state",
            escalation=f"{picture['escalation']:.1f}",
            brent=f"{picture['brent']:.0f}",
            score=f"{picture['score']:.0f}",
            capital=f"{picture['capital']:g}",
        )
    )
    last = max((cable["turn"] for cable in picture["cables"]), default=0)
    for cable in [c for c in picture["cables"] if c["turn"] == last][:SHOWN]:
        write(f"  - {cable['headline']}")


def choose(seat: RemoteSeat, picture: Plain, read: Callable[[str], str], write: Callable[[str], None]) -> list[str]:
    """Ask for orders by number, or by words that stand in them."""
    menu = [order for order in seat.orders() if not order["greyed"]]
    shown = menu[:SHOWN]
    chosen: list[Plain] = []
    while len(chosen) < picture["orders_allowed"]:
        for number, order in enumerate(shown, 1):
            write(f"  {number:2d}. {order['summary']} ({order['cost']:g})")
        said = read(text("classroom.terminal.choose", n=len(chosen) + 1, most=picture["orders_allowed"])).strip()
        if not said:
            break
        if said.isdigit() and 1 <= int(said) <= len(shown):
            chosen.append(shown[int(said) - 1])
            write(f"  + {chosen[-1]['summary']}")
        else:
            found = [order for order in menu if said.lower() in order["summary"].lower()]
            shown = found[:SHOWN] or shown
    return [order["id"] for order in chosen]
