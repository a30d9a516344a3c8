"""CAMEO codes and Goldstein scores of events, from their columns: orders carry their verb's, answers their own, other rows none."""

from __future__ import annotations

import numpy as np

from diplogame.verbs.events import EVENT_KINDS, OUTCOMES, Events
from diplogame.verbs.verb import verbs
from diplogame.world.fields import Array

ANSWERS: dict[str, tuple[str, float]] = {
    "joined": ("038", 7.0), "declined": ("126", -5.0), "signed": ("057", 8.0), "refused": ("127", -5.0), "offer_taken": ("019", 3.4),
    "vetoed": ("129", -5.0), "ceasefire_yes": ("0871", 9.0),
}  # fmt: skip
"""Answer: its code and score. An answer to an appeal for a ceasefire has level 1."""
CEASEFIRE_ANSWER = 1


def table() -> tuple[tuple[str, ...], Array]:
    """All codes, the empty one first, and their scores: what `codes` gives indices into."""
    names = ["", *(verb.cameo for verb in verbs()), *(code for code, _ in ANSWERS.values())]
    scores = [0.0, *(verb.goldstein for verb in verbs()), *(score for _, score in ANSWERS.values())]
    return tuple(names), np.array(scores)


def codes(events: Events) -> Array:
    """(rows,) the place of each event's code in `table`."""
    n = len(verbs())
    order, answer = EVENT_KINDS.index("order"), EVENT_KINDS.index("answer")
    of_outcome = np.zeros(len(OUTCOMES), dtype=np.int64)
    for k, name in enumerate(ANSWERS):
        if name in OUTCOMES:
            of_outcome[OUTCOMES.index(name)] = 1 + n + k
    found = np.where((events.kind == order) & (events.verb >= 0), events.verb + 1, 0)
    found = np.where(events.kind == answer, of_outcome[events.outcome], found)
    appeal = (events.kind == answer) & (events.outcome == OUTCOMES.index("joined")) & (events.level == CEASEFIRE_ANSWER)
    return np.where(appeal, 1 + n + list(ANSWERS).index("ceasefire_yes"), found)
