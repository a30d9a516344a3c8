"""The turns that count: markers say what was taken back, and nothing is ever deleted.

undo, roll_back  {"to": n}        the first n turns stand, the rest no longer counts (a player's, a facilitator's)
new_rules        {"rules": n}     from here on the game goes on under other rules, from its last state
seats            {"seats": {..}}  who sits where from the next turn on
"""

from __future__ import annotations

from dataclasses import dataclass

from diplogame.errors import RecordError
from diplogame.record.chain import Chronicle, Line


@dataclass(frozen=True)
class Course:
    """A record after all that was taken back."""

    turns: tuple[Line, ...]
    """The standing turn lines: turns[k]["turn"] == k + 1."""
    rules: tuple[int, ...]
    """The rules number under which each was played."""
    seats: tuple[dict[str, str], ...]
    """Who sat where in each."""
    next_rules: int
    """The rules number for the turn to come."""
    next_seats: dict[str, str]
    taken_back: int
    """How many times somebody went back; such a game is left out of challenges and percentiles."""

    @property
    def one_rule_book(self) -> bool:
        """Whether all that stands was played under the rules that hold now."""
        return set(self.rules) <= {self.next_rules}


def course(chronicle: Chronicle, name: str = "the record") -> Course:
    """Apply the markers of a chronicle of the present format.

    Raises RecordError, with the line's number, for a turn out of order or a step back to a turn that does not stand.
    """
    rules: int = chronicle.header["rules"]
    seats: dict[str, str] = dict(chronicle.header["seats"])
    standing: list[tuple[Line, int, dict[str, str]]] = []
    back = 0
    for number, line in enumerate(chronicle.lines, start=2):
        where = f"{name}, line {number}"
        match line["kind"]:
            case "turn":
                if line["turn"] != len(standing) + 1:
                    raise RecordError(f"{where}: turn", line["turn"], f"turn {len(standing) + 1} was expected here")
                standing.append((line, rules, seats))
            case "undo" | "roll_back":
                if line["to"] > len(standing):
                    raise RecordError(f"{where}: to", line["to"], f"only {len(standing)} turns stand here")
                del standing[line["to"] :]
                back += 1
            case "new_rules":
                rules = line["rules"]
            case "seats":
                seats = {**seats, **line["seats"]}
            case other:
                raise RecordError(f"{where}: kind", other, "turn, undo, roll_back, new_rules or seats was expected")
    turns = tuple(line for line, _, _ in standing)
    return Course(turns, tuple(r for _, r, _ in standing), tuple(s for _, _, s in standing), rules, seats, back)
