"""The commands of a class: for each, who may give it, what is checked, what is logged, and how it is applied.

Checks look at the session as it stands and may wait; appliers change the session and must not: they run in log order, live and
after a restart alike.
"""

from diplogame.classroom.acts import (
    aftermath,
    clock,
    floor,
    groups,
    injects,
    joining,
    joint_texts,
    laying,
    orders,
    rehearsal,
    talk,
    teaching,
    turns,
)

__all__ = [
    "aftermath", "clock", "floor", "groups", "injects", "joining", "joint_texts", "laying", "orders", "rehearsal", "talk", "teaching", "turns",
]  # fmt: skip
