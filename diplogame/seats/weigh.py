"""How far a change of one number moves a seat's score."""

from __future__ import annotations

from diplogame.goals.goal import wants
from diplogame.world.views import View


class Weigh:
    """How far a change of one number moves the seat's score."""

    def __init__(self, view: View) -> None:
        world, seat = view.world, view.seat
        self.cast = world.cast
        self.slopes: dict[str, float] = {}
        for want in wants(world.cast)[seat]:
            level = want.level(world)
            weight = float(world.numbers.weights[0, seat, want.index])
            for _, key, part in want.parts:
                coefficient = float(world.numbers.goal_params[key][0])
                for lever, slope in part.slopes.items():
                    step = coefficient * slope
                    for name in part.rules.get(lever, ()):
                        step *= float(world.numbers.rule(name)[0])
                    up, down = (
                        want.progress(level + abs(step), world.numbers),
                        want.progress(level - abs(step), world.numbers),
                    )
                    gain = float((up - down)[0]) / 2.0 * (1 if step > 0 else -1)
                    self.slopes[lever] = self.slopes.get(lever, 0.0) + weight * gain

    def points(self, field: str, heads: list[int], tails: list[int], amount: float) -> float:
        """Score points of the seat for that change of ``field``; several heads count together."""
        names = self.cast.places if field == "integrity" else self.cast.states
        if not heads:
            return self.slopes.get(field, 0.0) * amount
        if tails:
            return sum(self.slopes.get(f"{field}.{names[a]}.{names[b]}", 0.0) for a in heads for b in tails) * amount
        return sum(self.slopes.get(f"{field}.{names[a]}", 0.0) for a in heads) * amount


__all__ = ["Weigh"]
