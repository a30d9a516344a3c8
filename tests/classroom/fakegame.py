"""A small game with the shapes of the real one, for tests of the class server that are about the server.

Deterministic: a turn's outcome is a hash of seed, turn and dockets. Each role holds a secret that stands in its own picture
alone, so that a test can look for leaks; a covert order is told to its own side alone.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from diplogame.errors import OrderError

STATES = {
    "russia": ("Russia", "Moscow", 55.75, 37.6, "#7a8cff", "circle"),
    "iran": ("Iran", "Tehran", 35.7, 51.4, "#41b883", "square"),
    "israel": ("Israel", "Jerusalem", 31.8, 35.2, "#4fa8e8", "triangle"),
    "united_states": ("United States", "Washington", 38.9, -77.0, "#8797a8", "diamond"),
    "gulf_states": ("Gulf states", "Riyadh", 24.7, 46.7, "#c9a03a", "pentagon"),
    "qatar": ("Qatar", "Doha", 25.3, 51.5, "#b0487a", "hexagon"),
    "egypt": ("Egypt", "Cairo", 30.0, 31.2, "#c97b4a", "star"),
    "jordan": ("Jordan", "Amman", 31.9, 35.9, "#9a7cd8", "cross"),
}
SCENARIOS = {"one_lesson": 8, "moscow_table": 20, "tutorial": 3}
VERBS = (
    ("call", "talks", 1, False), ("threaten", "statements", 1, False), ("denounce", "statements", 0, False),
    ("host_talks", "talks", 1, False), ("gather_intelligence", "arms", 2, True), ("sabotage", "force", 3, True),
)  # fmt: skip


def _digest(*parts: Any) -> str:
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _unit(*parts: Any) -> float:
    return int(_digest(*parts)[:12], 16) / 16**12


class FakeGame:
    """Eight states, six verbs; price and escalation follow a hash."""

    def __init__(self, scenario: str = "one_lesson", seed: int = 1) -> None:
        self.scenario, self.seed = scenario, seed
        self.turns = SCENARIOS[scenario]
        self.marked = False
        self.history: list[dict[str, Any]] = []
        self.extra: list[dict[str, Any]] = []

    @property
    def turn(self) -> int:
        return min(len(self.history) + 1, self.turns)

    @property
    def over(self) -> bool:
        return len(self.history) >= self.turns

    @property
    def ending(self) -> str | None:
        return "tit_for_tat" if self.over else None

    @property
    def digest(self) -> str:
        return self.history[-1]["digest"] if self.history else _digest(self.scenario, self.seed)

    def secret(self, role: str) -> str:
        return "secret-" + _digest("secret", self.seed, role, len(self.history))[:16]

    def series(self, name: str, low: float, high: float) -> list[float]:
        return [round(low + (high - low) * _unit(name, self.seed, t["digest"]), 2) for t in self.history] or [low]

    def end_turn(self, dockets: dict[str, dict[str, Any]]) -> None:
        full = {}
        for role in STATES:
            held = role in dockets
            full[role] = dockets.get(role) or {"orders": [self.menu(role)[int(_unit(self.digest, role) * 4)]["id"]]}
            full[role] = {
                "orders": list(full[role]["orders"]),
                "answers": full[role].get("answers", {}),
                "people": held,
            }
        digest = _digest(self.digest, full, self.extra)
        self.history.append({"turn": len(self.history) + 1, "dockets": full, "digest": digest, "extra": self.extra})
        self.extra = []

    def roll_back(self, turn: int) -> None:
        self.history = self.history[: turn - 1]
        self.extra, self.marked = [], True

    def menu(self, role: str) -> list[dict[str, Any]]:
        found = []
        for verb, family, cost, covert in VERBS:
            for target in STATES:
                if target == role:
                    continue
                found.append(
                    {
                        "id": f"{verb}:{target}", "verb": verb, "family": family, "title": verb.replace("_", " ").title(),
                        "target": target, "place": None, "parameters": {}, "cost": float(cost), "covert": covert,
                        "public": not covert,
                        "expects": [{"what": "relation", "label": f"Relation with {target}", "low": -1.0, "mean": 0.5,
                                     "high": 2.0, "good": True}],
                        "chance": {"label": "Says yes", "p": 0.61, "reason": "it needs a way out with honour"},
                        "greyed": "no capital for it" if verb == "sabotage" and target == "jordan" else None,
                        "summary": f"{verb.replace('_', ' ').title()} → {STATES[target][0]}",
                    }
                )  # fmt: skip
        return found

    def cables(self, role: str) -> list[dict[str, Any]]:
        found = []
        for past in self.history:
            for actor, docket in past["dockets"].items():
                for order in docket["orders"]:
                    verb, target = order.split(":")
                    covert = verb in ("sabotage", "gather_intelligence")
                    if covert and role != actor:
                        continue
                    found.append(
                        {
                            "id": f"e{past['turn']}-{actor}-{verb}-{target}", "turn": past["turn"], "kind": "order",
                            "family": "talks", "verb": verb, "headline": f"{STATES[actor][0]}: {verb} {STATES[target][0]}",
                            "detail": "Told by the wires.", "source": actor, "target": target, "place": None,
                            "covert": covert, "only_you": covert, "gravity": 3,
                        }
                    )  # fmt: skip
            for extra in past["extra"]:
                if "all" in extra.get("to", ["all"]) or role in extra["to"]:
                    found.append(
                        {"id": f"e{past['turn']}-x-{extra.get('id', '')}", "turn": past["turn"], "kind": "inject",
                         "family": "statements", "verb": None, "headline": extra.get("title", ""),
                         "detail": extra.get("text", ""), "source": None, "target": None, "place": None,
                         "covert": False, "only_you": "all" not in extra.get("to", ["all"]), "gravity": 2}
                    )  # fmt: skip
        return found


class FakeSeat:
    """What a screen talks to."""

    def __init__(self, game: FakeGame, role: str) -> None:
        self.game, self.role = game, role

    def picture(self) -> dict[str, Any]:
        g, role = self.game, self.role
        brent, esc = g.series("brent", 70, 110), g.series("escalation", 2, 7)
        return {
            "scenario": g.scenario, "title": g.scenario.replace("_", " ").title(), "turn": g.turn, "turns": g.turns,
            "day": f"Day {g.turn * 3 - 2}-{g.turn * 3}", "over": g.over, "ending": g.ending, "role": role,
            "name": STATES[role][0], "escalation": esc[-1], "rung": "exchange", "hazard": 0.01, "brent": brent[-1],
            "brent_change": 1.5, "premium": 0.08, "flow": 19.0, "flow_share": 0.95, "strait": "open", "flights": 1,
            "capital": 4.0, "capital_cap": 6, "orders_allowed": 3 if role in ("russia", "united_states") else 2,
            "score": round(40 + 20 * _unit(role, g.digest), 1), "par": 50.0,
            "goals": [{"id": "calm", "title": f"Calm for {STATES[role][0]}", "why": "It is what you are judged by.",
                       "weight": 0.6, "value": 55.0, "change": 1.0, "reading": "steady"}],
            "states": [
                {"role": r, "name": s[0], "you": r == role, "capital_city": s[1], "lat": s[2], "lon": s[3],
                 "stability": 60, "economy": 55, "standing": 50, "credibility": 50, "commitment": 2, "alignment": 0.1,
                 "relation": 0 if r == role else -1, "trust": None if r == role else 0.3, "postures": []}
                for r, s in STATES.items()
            ],
            "facilities": [
                {"id": "parchin", "name": "Parchin", "kind": "mixer", "owner": "iran", "lat": 35.5, "lon": 51.8,
                 "integrity": 0.4, "low": 0.3 if role == "iran" else 0.1, "high": 0.5 if role == "iran" else 0.8,
                 "red_line": False, "fresh": False}
            ],
            "talks": {"state": "none", "host": None, "seats": [], "sessions": 0, "cooling": 0, "truce_turns": 0,
                      "hosts": [], "paper": None},
            "council": {"draft": {"kind": "blame_iran", "author": "france", "text": "Blames Iran"}, "last": None,
                        "members": [{"id": "france", "name": "France", "permanent": True, "lean": 0.5, "p_yes": 0.7,
                                     "p_no": 0.1}]},
            "promises": [], "deliveries": [],
            "beliefs": [{"about": role, "label": g.secret(role), "value": 0.5, "low": 0.2, "high": 0.8}],
            "influence": {"united_states": 0.5, "russia": 0.5},
            "series": {"brent": brent, "escalation": esc, "flow": [19.0] * len(brent)}, "cables": g.cables(role),
        }  # fmt: skip

    def asked(self) -> list[dict[str, Any]]:
        return [
            {"id": f"vote:{self.game.turn}:{self.role}", "kind": "vote", "from": "france",
             "text": "A draft blames Iran. Nine votes are there.", "default": "abstain",
             "choices": [{"value": v, "label": v.title(), "stakes": f"{v}: standing -3"} for v in ("yes", "no", "abstain")]}
        ]  # fmt: skip

    def orders(self) -> list[dict[str, Any]]:
        return self.game.menu(self.role)

    def find(self, verb: str, **parameters: Any) -> dict[str, Any]:
        for order in self.orders():
            if order["verb"] == verb and all(order.get(k) == v for k, v in parameters.items()):
                return order
        raise OrderError("verb", verb, "is none that this seat may give")

    def why(self, event_id: str) -> dict[str, Any]:
        return {"text": f"Why {event_id}", "for": [{"label": "calm", "value": 1.0}], "against": [], "chance": 0.4,
                "alternatives": [{"title": "Call", "chance": 0.2}], "flip": None}  # fmt: skip

    def forecast(self, orders: list[str], futures: int = 500, progress: Any = None) -> dict[str, Any]:
        fan = {p: [80.0, 81.0] for p in ("p5", "p25", "p50", "p75", "p95")}
        one = {"futures": futures, "endings": {"tit_for_tat": 0.6, "ceasefire": 0.4}, "fan": {"brent": fan},
               "score": {"mean": 50.0, "low": 40.0, "high": 60.0}}  # fmt: skip
        return one | {"without": one}

    def result(self) -> dict[str, Any]:
        g = self.game
        return {
            "ending": g.ending, "title": "Tit for tat", "tale": "Blow followed blow.", "score": 50.0, "par": 49.0,
            "percentile": 55.0, "win": False, "goals": [], "fates": {r: f"{s[0]} goes on." for r, s in STATES.items()},
            "turning_points": [{"turn": 2, "text": "A call that was answered."}], "scores": dict.fromkeys(STATES, 50.0),
        }  # fmt: skip


class FakeBackend:
    """The fake behind the one adapter that the class server uses."""

    def describe(self, scenario: str) -> dict[str, Any]:
        return {
            "name": scenario, "title": scenario.replace("_", " ").title(), "turns": SCENARIOS[scenario],
            "summary": "Eight states and a crisis.", "briefing": "The strikes are three days old.",
            "states": [
                {"role": r, "name": s[0], "short": s[0][:16], "colour": s[4], "shape": s[5], "lat": s[2], "lon": s[3],
                 "capital": s[1], "orders": 2,
                 "brief": {k: f"{k} of {s[0]}." for k in
                           ("card", "who", "want", "can", "fear", "opening", "temptation", "regret")},
                 "goals": [{"title": "Calm", "weight": 1.0, "why": ""}]}
                for r, s in STATES.items()
            ],
            "injects": [
                {"id": "tanker", "turn": 3, "kind": "news", "to": ["all"], "title": "Tanker hit near Fujairah",
                 "text": "Nobody claims it.", "effects": {"premium": 0.06}},
                {"id": "planes", "turn": 2, "kind": "flight", "to": ["israel"], "title": "Transport planes filmed",
                 "text": "At night.", "effects": {}},
            ],
            "quantities": [{"id": "premium", "label": "Risk premium", "unit": "share", "low": 0.0, "high": 1.0}],
        }  # fmt: skip

    def learn(self, name: str, text: str) -> None:
        assert name in SCENARIOS

    def new(self, scenario: str, seed: int, level: str) -> FakeGame:
        return FakeGame(scenario, seed)

    def roles(self, game: FakeGame) -> list[str]:
        return list(STATES)

    def seat(self, game: FakeGame, role: str) -> FakeSeat:
        return FakeSeat(game, role)

    def check(self, game: FakeGame, role: str, orders: list[str]) -> None:
        if sum(order.startswith("denounce") for order in orders) > 1:
            raise OrderError("orders", None, "one statement a turn is heard")

    def end_turn(self, game: FakeGame, dockets: dict[str, Any], held: dict[str, str]) -> dict[str, Any]:
        game.end_turn(dockets)
        return {"dropped": {}, "played": self.played(game)[-1]}

    def played(self, game: FakeGame) -> list[dict[str, Any]]:
        return [
            {"turn": t["turn"], "seats": {r: [{"title": o, "covert": o.startswith(("sabotage", "gather")),
             "target": o.split(":")[1]} for o in d["orders"]] for r, d in t["dockets"].items()}}
            for t in game.history
        ]  # fmt: skip

    def results(self, game: FakeGame) -> dict[str, Any]:
        return {role: FakeSeat(game, role).result() for role in STATES}

    def review(self, game: FakeGame, futures: int) -> dict[str, Any]:
        half = {"endings": {"tit_for_tat": 1.0}, "score": dict.fromkeys(STATES, 50.0)}
        what_if = {"turn": 1, "headline": "A call", "role": "russia", "futures": futures, "with": half, "without": half,
                   "change": dict.fromkeys(STATES, 0.0), "error": dict.fromkeys(STATES, 0.1), "same": 1.0}  # fmt: skip
        hidden = {"turn": 1, "headline": "Sabotage", "source": "iran", "knew": ["Iran"]}
        point = {"turn": 1, "headline": "A call", "swing": 2.0, "moves": dict.fromkeys(STATES, 2.0)}
        return {"turning_points": [point], "what_ifs": [what_if], "knew": {"capability": {"truth": [0.6, 0.5], "israel": [0.6, 0.6]}}, "promises": [],
                "unveiled": [hidden], "questions": ["Who gained?"], "html": "<!doctype html><title>Review</title>"}  # fmt: skip

    def inject(self, game: FakeGame, inject: dict[str, Any]) -> None:
        game.extra.append(inject)

    def rule(self, game: FakeGame, ruling: dict[str, Any]) -> None:
        game.extra.append({"title": ruling["reason"], "text": "", "to": ["all"], **ruling})

    def roll_back(self, game: FakeGame, turn: int) -> None:
        game.roll_back(turn)

    def fork(self, game: FakeGame, turn: int) -> FakeGame:
        other = FakeGame(game.scenario, game.seed)
        other.history = list(game.history[: turn - 1])
        return other

    def lines(self, game: FakeGame) -> list[str]:
        head = {"format": 1, "scenario": game.scenario, "seed": game.seed}
        return [json.dumps(line, sort_keys=True) for line in (head, *game.history)]

    def thaw(self, lines: list[str]) -> FakeGame:
        head = json.loads(lines[0])
        game = FakeGame(head["scenario"], head["seed"])
        game.history = [json.loads(line) for line in lines[1:]]
        return game
