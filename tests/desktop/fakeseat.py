"""A stand-in for the engine: seats that answer with plain data of the real shape, quickly and by fixed luck.

The numbers mean nothing; the shapes do. `FakeEngine()` is what `diplogame.desktop.desk.Desk` takes.
"""

from __future__ import annotations

import json
import random
import time
from pathlib import Path
from typing import Any

from diplogame.desktop.catalogue import catalogue, described
from diplogame.errors import OrderError, RecordError
from diplogame.scenario.load import load_scenario

RUNGS = (
    "Calm",
    "Words",
    "Threats",
    "Sabotage",
    "A lone blow",
    "Blow and answer",
    "Limited strikes",
    "Closure",
    "Red line",
)
VERBS = {
    "russia": [
        ("host_talks", "talks", "Host talks", 1, None), ("call", "talks", "Call", 1, "egypt"), ("call", "talks", "Call", 1, "israel"), ("urge_restraint", "statements", "Urge restraint", 0, "iran"),
        ("denounce", "statements", "Denounce", 0, "israel"), ("supply_air_defence", "arms", "Supply air defence", 3, "iran"), ("send_engineers", "arms", "Send engineers", 3, "iran"),
        ("private_offer", "talks", "Private offer", 1, "israel"), ("table_draft", "council", "Table a draft", 1, "israel"), ("lobby", "council", "Lobby", 1, "pakistan"),
        ("ask_ceasefire", "talks", "Ask for a ceasefire", 1, None), ("cut_exports", "shipping", "Cut exports", 1, None), ("table_terms", "talks", "Table terms", 1, None),
        ("supply_fighters", "arms", "Supply Su-35s", 2, "iran"), ("share_ew_intelligence", "arms", "Share EW intelligence", 1, "iran"), ("stand_by", "statements", "Stand by", 0, "iran"),
    ],
}  # fmt: skip
OTHERS = [
    ("denounce", "statements", "Denounce", 0, "israel"), ("threaten", "statements", "Threaten", 1, "israel"), ("call", "talks", "Call", 1, "qatar"), ("call", "talks", "Call", 1, "russia"),
    ("strike", "force", "Strike", 2, "iran"), ("alert", "force", "Put forces on alert", 1, None), ("gather_intelligence", "arms", "Gather intelligence", 1, "iran"), ("ask_ceasefire", "talks", "Ask for a ceasefire", 1, None),
    ("private_offer", "talks", "Private offer", 1, "egypt"), ("lobby", "council", "Lobby", 1, "panama"), ("host_talks", "talks", "Host talks", 1, None), ("economic_aid", "aid", "Economic aid", 1, "jordan"),
]  # fmt: skip
HEADLINES = {
    "strike": (
        "{s} hits {p}",
        "Damage is assessed between 40 and 70 percent. Interceptors were seen over the site; two aircraft turned back before the border.",
    ),
    "call": (
        "{s} and {t} speak by telephone",
        "Forty minutes. Both sides confirm the call; neither says what was asked.",
    ),
    "denounce": ("{s} condemns {t}", "The statement names the strikes and says nothing of an answer."),
    "host_talks": ("{s} invites to a table", "Invitations went to Tehran, Doha and Cairo. Answers are due next turn."),
    "supply_air_defence": (
        "Transports leave {s} for {t}",
        "Three flights were tracked across the Caspian. What they carry is not known.",
    ),
    "harass_shipping": ("{s} boards a tanker in the strait", "Traffic falls by a tenth. Insurers raise their rates."),
    "threaten": ("{s} warns {t}", "The words were carried live. They will be remembered."),
    "market": ("Brent moves on the news", "Tankers slow outside the strait; buyers draw on stocks."),
}
ASKS = [
    ("invitation", "Qatar asks you to its table in Doha", ["yes", "no"]),
    ("offer", "Iran asks for two radars in return for a delegation", ["yes", "no", "counter"]),
    ("vote", "Vote on the draft that blames Iran", ["yes", "no", "abstain"]),
]


class FakeSeat:
    def __init__(self, game: FakeGame, role: str) -> None:
        self.game, self.role = game, role

    def _luck(self, *key: Any) -> random.Random:
        return random.Random(f"{self.game.seed}-{self.role}-{key}")

    def picture(self) -> dict[str, Any]:
        game, scenario = self.game, self.game.scenario
        luck = self._luck("picture", game.turn)
        states = []
        for role, state in scenario.states.items():
            states.append({
                "role": role, "name": state.name, "you": role == self.role, "capital_city": state.capital.name, "lat": state.capital.lat, "lon": state.capital.lon,
                "stability": 40 + luck.random() * 40, "economy": 50.0, "standing": 30 + luck.random() * 50, "credibility": 50.0, "commitment": luck.random() * 5,
                "alignment": luck.uniform(-1, 1), "relation": luck.uniform(-8, 8), "trust": None if role == self.role else luck.random() * 0.6, "postures": ["airspace open"] if luck.random() < 0.4 else [],
            })  # fmt: skip
        facilities = []
        for fid, one in scenario.facilities.items():
            mean = luck.random()
            spread = luck.random() * 0.2
            facilities.append({
                "id": fid, "name": one.name, "kind": one.kind, "owner": one.owner, "lat": one.lat, "lon": one.lon, "integrity": mean, "low": max(0.0, mean - spread),
                "high": min(1.0, mean + spread), "red_line": one.red_line, "fresh": luck.random() < 0.06,
            })  # fmt: skip
        goals = [
            {
                "id": gid,
                "title": goal.title,
                "why": goal.why,
                "weight": goal.weight,
                "value": luck.random() * 100,
                "change": round(luck.uniform(-6, 6), 1),
                "reading": "62 of 100",
            }
            for gid, goal in scenario.states[self.role].goals.items()
        ]
        brent = game.series["brent"]
        members = [
            {
                "id": mid,
                "name": member.name,
                "permanent": member.permanent,
                "lean": -member.ideal,
                "p_yes": round(0.5 - member.ideal / 3, 2),
                "p_no": round(max(0.0, 0.4 + member.ideal / 3), 2),
            }
            for mid, member in scenario.council.items()
        ]
        invited = [role for role in ("iran", "qatar", "egypt", "israel") if role in scenario.states]
        return {
            "scenario": scenario.name, "title": scenario.title, "turn": min(game.turn, scenario.turns), "turns": scenario.turns, "day": f"Day {3 * game.turn - 2}-{3 * game.turn}", "over": game.over,
            "ending": game.ending, "role": self.role, "name": scenario.states[self.role].name, "escalation": game.series["escalation"][-1],
            "rung": RUNGS[int(game.series["escalation"][-1])], "hazard": 0.06, "brent": brent[-1], "brent_change": brent[-1] - (brent[-2] if len(brent) > 1 else brent[-1]),
            "premium": 0.05, "flow": game.series["flow"][-1], "flow_share": game.series["flow"][-1] / 20, "strait": "harassed" if game.turn % 3 == 0 else "open", "flights": game.turn % 4,
            "capital": 4.0, "capital_cap": 6, "orders_allowed": scenario.states[self.role].orders, "score": sum(g["weight"] * g["value"] for g in goals), "par": 51.0, "goals": goals,
            "states": states, "facilities": facilities,
            "talks": {"state": ("none", "offered", "convened", "truce")[game.turn % 4], "host": "russia", "seats": invited[: game.turn % 4 + 1], "sessions": game.turn % 4, "cooling": 0, "truce_turns": 0,
                      "hosts": [{"role": host, "acceptability": {who: self._luck(host, who).random() for who in invited if who != host}} for host in ("russia", "qatar", "egypt") if host in scenario.states],
                      "paper": {"name": "Ceasefire", "terms": {"strikes stop": 1.0, "answers stop": 1.0, "inspection": 0.4, "sanctions relief": 0.3}} if game.turn % 4 == 2 else None},
            "council": {"draft": {"kind": "blame_iran", "author": "united_states", "text": "Draft S/4: ceasefire and inspection"} if game.turn % 2 else None, "members": members,
                        "last": None if game.turn < 2 else {"kind": "blame_iran", "yes": 9, "no": 3, "abstain": 3, "vetoes": ["russia"], "passed": False,
                                                             "votes": {m["id"]: ("yes", "no", "abstain")[k % 3] for k, m in enumerate(members)}}},
            "promises": [{"id": f"pr{k}", "kind": "no_radars", "giver": "russia", "receiver": "israel", "due": 2 + 3 * k, "state": ("kept", "broken", "open")[k], "text": "No new radars to Iran before the date"} for k in range(3)],
            "deliveries": [{"kind": "radars", "sender": "russia", "receiver": "iran", "due": game.turn + 2, "text": "Two search radars, by air"}] if self.role in ("russia", "iran") else [],
            "beliefs": [{"about": "iran", "label": "Missiles left", "value": 1250, "low": 1100, "high": 1500}, {"about": "israel", "label": "Interceptors left", "value": 320, "low": 250, "high": 400}],
            "influence": {"united_states": 0.57, "russia": 0.43}, "series": {name: list(values) for name, values in game.series.items()}, "cables": [c for c in game.cables if not c["only_you"] or c["source"] == self.role],
        }  # fmt: skip

    def asked(self) -> list[dict[str, Any]]:
        luck = self._luck("asked", self.game.turn)
        found = []
        for k, (kind, words, values) in enumerate(ASKS):
            if luck.random() < 0.6:
                choices = [
                    {
                        "value": v,
                        "label": v.capitalize(),
                        "stakes": f"{luck.choice(('Deal +9', 'Trust -6', 'Standing -3', 'Keeps the table open'))}",
                    }
                    for v in values
                ]
                found.append(
                    {
                        "id": f"ask:{self.game.turn}:{k}",
                        "kind": kind,
                        "from": ("qatar", "iran", "united_states")[k],
                        "text": words,
                        "choices": choices,
                        "default": values[-1] if kind == "vote" else "no",
                    }
                )
        return found

    def orders(self) -> list[dict[str, Any]]:
        out = []
        for k, (verb, family, title, cost, target) in enumerate(VERBS.get(self.role, OTHERS)):
            if target == self.role:
                continue
            parameters: dict[str, Any] = {}
            if verb == "host_talks":
                parameters = {"invite": ["iran", "qatar", "egypt"]}
            if verb == "strike":
                parameters = {"places": ["parchin", "khojir"]}
            out.append(self._order(verb, family, title, cost, target, parameters, k, covert=family == "arms"))
            if family == "arms":
                out.append(self._order(verb, family, title, max(1, cost - 1), target, parameters, k, covert=False))
        return out

    def _order(
        self,
        verb: str,
        family: str,
        title: str,
        cost: float,
        target: str | None,
        parameters: dict[str, Any],
        k: int,
        covert: bool,
    ) -> dict[str, Any]:
        luck = self._luck(verb, target, covert)
        name = (
            target
            if target not in self.game.scenario.states
            else self.game.scenario.states[target].name
            if target
            else ""
        )
        extra = "+".join(
            str(v) for value in parameters.values() for v in (value if isinstance(value, list) else [value])
        )
        ident = (
            f"{self.role}:{verb}:{target or 'none'}" + (":covert" if covert else "") + (f":{extra}" if extra else "")
        )
        good = luck.random() < 0.6
        return {
            "id": ident[:120], "verb": verb, "family": family, "title": title, "target": target, "place": None, "parameters": parameters, "cost": cost, "covert": covert, "public": not covert,
            "expects": [
                {"what": "standing", "label": "Standing", "low": 1.0, "mean": 3.5, "high": 6.0, "good": True},
                {"what": "relation", "label": f"Relation with {name or 'others'}", "low": -2.0, "mean": 0.8 if good else -0.8, "high": 2.5, "good": good},
                {"what": "escalation", "label": "Escalation", "low": -0.8, "mean": -0.4, "high": 0.1, "good": True},
            ],
            "chance": {"label": f"{name} says yes", "p": round(luck.uniform(0.2, 0.9), 2), "reason": "it gives a way out that costs little honour"} if family == "talks" and target else None,
            "greyed": "costs more capital than you have" if cost > 4 else ("used on the same target two turns ago" if k == 7 else None),
            "summary": f"{title}{' - ' + name if name else ''}",
        }  # fmt: skip

    def find(self, verb: str, **parameters: Any) -> dict[str, Any]:
        for entry in VERBS.get(self.role, OTHERS):
            if entry[0] == verb:
                covert = bool(parameters.pop("covert", False))
                target = parameters.pop("target", entry[4])
                if any(isinstance(v, list) and not v for v in parameters.values()):
                    raise OrderError("invite", [], "name at least one")
                return self._order(verb, entry[1], entry[2], entry[3], target, parameters, 0, covert)
        raise OrderError("verb", verb, "is not open to this state")

    def submit(self, order_ids: list[str], answers: dict[str, str]) -> None:
        if len(order_ids) > self.game.scenario.states[self.role].orders:
            raise OrderError("orders", len(order_ids), "too many")
        self.game.pending[self.role] = {"orders": list(order_ids), "answers": dict(answers)}

    def why(self, event_id: str) -> dict[str, Any]:
        return {
            "text": "It had promised an answer in public and each turn of waiting cost it at home; a call from Moscow gave no way out that it believed.",
            "for": [{"label": "Face at home", "value": 3.1}, {"label": "Deterrence", "value": 1.4}, {"label": "Answer in kind", "value": 0.9}],
            "against": [{"label": "Risk of a wider war", "value": -1.7}, {"label": "Missiles spent", "value": -0.8}],
            "chance": 0.44, "alternatives": [{"title": "Send a delegation to Moscow", "chance": 0.27}, {"title": "Wait", "chance": 0.12}],
            "flip": "With trust in the host above 0.35 it would have sent a delegation instead.",
        }  # fmt: skip

    def forecast(self, orders: list[str], futures: int = 500, progress: Any = None) -> dict[str, Any]:
        left = max(1, self.game.scenario.turns - self.game.turn + 1)
        base, rung = self.game.series["brent"][-1], self.game.series["escalation"][-1]

        def fan(start: float, drift: float, width: float) -> dict[str, list[float]]:
            return {
                name: [start + drift * k + side * width * (k**0.5) for k in range(left + 1)]
                for name, side in (("p5", -2), ("p25", -0.8), ("p50", 0), ("p75", 0.9), ("p95", 2.2))
            }

        def one(bonus: float) -> dict[str, Any]:
            return {"futures": futures, "endings": {"comprehensive_deal": 0.09 + bonus, "ceasefire": 0.29 + bonus, "tit_for_tat": 0.47 - bonus, "regional_war": 0.12 - bonus, "general_war": 0.03},
                    "fan": {"brent": fan(base, -0.4, 3.2), "escalation": fan(rung, -0.1, 0.7)}, "score": {"mean": 55 + 100 * bonus, "low": 41, "high": 69}}  # fmt: skip

        for share in (0.2, 0.5):
            if progress:
                progress({**one(0.02), "futures": int(futures * share), "without": None})
        if self.game.slow:
            time.sleep(self.game.slow)
        return {**one(0.01 * len(orders)), "without": one(0.0)}

    def result(self) -> dict[str, Any]:
        picture = self.picture()
        return {
            "ending": self.game.ending or "tit_for_tat", "title": "Tit for tat", "tale": "The blows went on and nobody won. The table was laid twice and cleared twice. " * 3, "score": picture["score"], "par": 51.0,
            "percentile": 68.0, "win": True, "goals": picture["goals"], "fates": {role: f"{state.name} came out of it poorer and no wiser. It remembers who called." for role, state in self.game.scenario.states.items()},
            "turning_points": [{"turn": 2, "text": "The table was offered before the answer fell.", "swing": 4.2}, {"turn": 5, "text": "A veto cost the chair half of its weight.", "swing": -3.1}],
            "scores": {role: 50.0 + k for k, role in enumerate(self.game.scenario.states)},
        }  # fmt: skip


class FakeGame:
    def __init__(self, scenario: str, people: list[str], seed: int | None, level: str) -> None:
        self.scenario = load_scenario(scenario)
        self.people, self.seed, self.level = people, 7 if seed is None else seed, level
        self.turn, self.over, self.ending, self.slow = 1, False, None, 0.0
        self.series = {"brent": [76.0], "escalation": [5.0], "flow": [18.0]}
        self.cables: list[dict[str, Any]] = []
        self.pending: dict[str, Any] = {}
        self.dockets: list[dict[str, Any]] = []
        self._tell(0)

    def _tell(self, turn: int) -> None:
        luck = random.Random(f"{self.seed}-{turn}")
        roles = list(self.scenario.states)
        for k in range(luck.randint(5, 9)):
            verb = luck.choice(list(HEADLINES))
            source, target = luck.sample(roles, 2)
            place = luck.choice(["parchin", "khojir", "s300_isfahan", "natanz", "kharg"]) if verb == "strike" else None
            family = {
                "strike": "force",
                "call": "talks",
                "host_talks": "talks",
                "denounce": "statements",
                "threaten": "statements",
                "supply_air_defence": "arms",
                "harass_shipping": "shipping",
                "market": "market",
            }[verb]
            head, detail = HEADLINES[verb]
            names = self.scenario.states
            only = verb == "supply_air_defence"
            self.cables.append({
                "id": f"e{turn}-{k}", "turn": turn, "kind": "order" if verb != "market" else "outcome", "family": family, "verb": None if verb == "market" else verb,
                "headline": head.format(s=names[source].name, t=names[target].name, p=self.scenario.facilities[place].name if place else ""), "detail": detail,
                "source": None if verb == "market" else source, "target": None if verb == "market" else ("iran" if place else target), "place": place, "covert": only, "only_you": False, "gravity": 8 if place else 2,
            })  # fmt: skip

    def status(self) -> dict[str, Any]:
        return {**described(self.scenario), "scenario": self.scenario.name, "seed": self.seed, "level": self.level, "people": self.people, "turn": self.turn, "over": self.over, "ending": self.ending,
                "undone": False, "code": None}  # fmt: skip

    def seat(self, role: str) -> FakeSeat:
        return FakeSeat(self, role)

    def lifted(self, role: str) -> dict[str, Any]:
        return {**FakeSeat(self, role).picture(), "cables": self.cables}

    def end_turn(self) -> None:
        luck = random.Random(f"{self.seed}-drift-{self.turn}")
        self._tell(self.turn)
        self.dockets.append(self.pending)
        self.pending = {}
        for name, width, low, high in (("brent", 4, 60, 130), ("escalation", 1.2, 0, 8), ("flow", 1, 2, 20)):
            self.series[name].append(min(high, max(low, self.series[name][-1] + luck.uniform(-width, width))))
        if self.turn >= self.scenario.turns:
            self.over, self.ending = True, "tit_for_tat"
        self.turn += 1

    def undo(self) -> None:
        if not self.dockets:
            raise OrderError("undo", None, "there is no turn to take back")
        fresh = self._again(len(self.dockets) - 1)
        self.__dict__.update(fresh.__dict__)

    def _again(self, count: int) -> FakeGame:
        fresh = FakeGame(self.scenario.name, self.people, self.seed, self.level)
        for docket in self.dockets[:count]:
            fresh.pending = docket
            fresh.end_turn()
        return fresh

    def fork(self, turn: int, people: list[str] | None = None) -> FakeGame:
        fresh = self._again(turn - 1)
        fresh.people = people or self.people
        return fresh

    def save(self, path: str) -> None:
        header = {
            "format": "fake",
            "scenario": self.scenario.name,
            "seed": self.seed,
            "level": self.level,
            "people": self.people,
        }
        Path(path).write_text("\n".join(json.dumps(line) for line in [header, *self.dockets]) + "\n", encoding="utf-8")


class FakeEngine:
    def catalogue(self) -> dict[str, Any]:
        return catalogue()

    def new(self, scenario: str, people: list[str], seed: int | None, level: str) -> FakeGame:
        return FakeGame(scenario, people, seed, level)

    def load(self, path: str) -> FakeGame:
        return self._played(self._lines(path))

    def _played(self, lines: list[Any]) -> FakeGame:
        game = FakeGame(lines[0]["scenario"], lines[0]["people"], lines[0]["seed"], lines[0]["level"])
        for docket in lines[1:]:
            game.pending = docket
            game.end_turn()
        return game

    def header(self, path: str) -> dict[str, Any]:
        lines = self._lines(path)
        title = load_scenario(lines[0]["scenario"]).title
        return {**lines[0], "title": title, "turn": len(lines), "turns": 20, "over": False, "ending": None}

    def salvage(self, path: str) -> FakeGame:
        return self._played(self._whole(path))

    def stands(self, path: str) -> int | None:
        try:
            return len(self._whole(path)) - 1
        except RecordError:
            return None

    def _whole(self, path: str) -> list[Any]:
        """The lines before the first that cannot be read."""
        lines: list[Any] = []
        for line in Path(path).read_bytes().splitlines():
            try:
                lines.append(json.loads(line))
            except ValueError:
                break
        if not lines or "scenario" not in lines[0]:
            raise RecordError("file", Path(path).name, "nothing stands whole")
        return lines

    def _lines(self, path: str) -> list[Any]:
        try:
            lines = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
            assert lines[0]["format"] == "fake"
        except (OSError, ValueError, KeyError, IndexError, TypeError, AssertionError):
            raise RecordError("file", Path(path).name, "this is not a record of a game") from None
        return lines


def factory() -> Any:
    from diplogame.desktop.desk import Desk

    return Desk(FakeEngine())


def mirror() -> Any:
    from diplogame.desktop.desk import Desk

    return Desk(FakeEngine(), writes=False)
