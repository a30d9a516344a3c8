"""The forecast as plain data: groups of endings, and what the orders change."""

from __future__ import annotations

GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("deal", "good", ("comprehensive_deal",)),
    ("ceasefire", "info", ("ceasefire",)),
    ("tit_for_tat", "warn", ("tit_for_tat",)),
    ("closure", "covert", ("gulf_closed", "iran_collapse")),
    ("war", "bad", ("regional_war", "general_war")),
)


def shares(endings: dict[str, float]) -> list[tuple[str, str, float]]:
    """(group, tone, share) in the order deal to war; they sum to one."""
    known = {ending for _, _, members in GROUPS for ending in members}
    total = sum(endings.values()) or 1.0
    out = [(name, tone, sum(endings.get(one, 0.0) for one in members) / total) for name, tone, members in GROUPS]
    other = sum(share for ending, share in endings.items() if ending not in known) / total
    return [one if one[0] != "tit_for_tat" else (one[0], one[1], one[2] + other) for one in out]


def changes(with_: dict[str, float], without: dict[str, float] | None) -> list[tuple[str, float, bool]]:
    """(group, change in percentage points, whether that is good) of the groups that move by a point or more."""
    if not without:
        return []
    before = {name: share for name, _, share in shares(without)}
    out = []
    for name, _, share in shares(with_):
        change = 100 * (share - before[name])
        if abs(change) >= 0.5:
            out.append((name, change, (change > 0) == (name in ("deal", "ceasefire"))))
    return out
