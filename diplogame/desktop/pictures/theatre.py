"""The map as plain data: projection, views, what stands where, which arcs fly. Kilometres on the cone, y to the south."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from diplogame.desktop.pictures.crowd import spread
from diplogame.resources import find

Point = tuple[float, float]


@cache
def theatre() -> dict[str, Any]:
    """The map file: path strings in km, projection, labels."""
    return json.loads(find("assets", "map", "theatre.json").read_text(encoding="utf-8"))


def project(lat: float, lon: float) -> Point:
    """Kilometres of a place on the map."""
    p = theatre()["projection"]
    rho = p["radius"] * p["f"] / math.tan(math.pi / 4 + math.radians(max(-60.0, min(89.0, lat))) / 2) ** p["n"]
    angle = p["n"] * math.radians(lon - p["lon0"])
    return rho * math.sin(angle), rho * math.cos(angle) - p["rho0"]


@dataclass(frozen=True)
class View:
    """What part of the map lies under a rectangle of w by h pixels."""

    x: float
    y: float
    """Kilometres of the middle."""
    scale: float
    """Kilometres a pixel."""
    w: int
    h: int

    def place(self, at: Point) -> Point:
        return (at[0] - self.x) / self.scale + self.w / 2, (at[1] - self.y) / self.scale + self.h / 2

    def km(self, at: Point) -> Point:
        return (at[0] - self.w / 2) * self.scale + self.x, (at[1] - self.h / 2) * self.scale + self.y

    def clamped(self) -> View:
        """The nearest view that shows no more than the theatre."""
        x0, y0, x1, y1 = theatre()["bounds"]
        scale = max(0.35, min(self.scale, (x1 - x0) / max(1, self.w), (y1 - y0) / max(1, self.h)))
        half_w, half_h = self.w * scale / 2, self.h * scale / 2
        x = min(max(self.x, x0 + half_w), x1 - half_w)
        y = min(max(self.y, y0 + half_h), y1 - half_h)
        return View(x, y, scale, self.w, self.h)

    def zoomed(self, factor: float, at: Point) -> View:
        """Closer by `factor`, with the place under pixel `at` standing still."""
        km = self.km(at)
        scale = max(0.35, self.scale / factor)
        return View(
            km[0] - (at[0] - self.w / 2) * scale, km[1] - (at[1] - self.h / 2) * scale, scale, self.w, self.h
        ).clamped()

    def moved(self, dx: float, dy: float) -> View:
        return View(self.x - dx * self.scale, self.y - dy * self.scale, self.scale, self.w, self.h).clamped()


def home(w: int, h: int) -> View:
    """The view that a game opens with: from Moscow to the Gulf of Aden."""
    x, y, wide = theatre()["home"]
    tall = 4900.0
    scale = max(wide / w, tall / max(1, h)) if w / max(1, h) < 1.9 else tall / max(1, h)
    return View(x, y, min(scale, 8.4), w, h).clamped()


@dataclass(frozen=True)
class Site:
    """One ring on the map: a facility, or several too close to tell apart."""

    id: str
    at: Point
    """Pixels, where the ring is drawn."""
    home: Point
    """Pixels, where it really lies."""
    ids: tuple[str, ...]
    share: float
    low: float
    high: float
    fresh: bool
    red_line: bool
    kind: str
    tip: str


KIND_ICONS = {
    "mixer": "factory", "s300": "radar", "drone": "plane", "launcher": "rocket", "nuclear": "atom", "gas": "flame", "oil": "droplets", "civilian": "house", "naval": "anchor",
    "airport": "plane", "base": "shield", "command": "star", "strait": "ship",
}  # fmt: skip


def sites(
    facilities: list[dict[str, Any]], view: View, size: float, fixed: Sequence[tuple[Point, float]] = ()
) -> list[Site]:
    """Facilities in view as rings `size` px wide: of one kind and closer than that as one, the others moved aside until they can be told apart.

    `fixed`: circles (centre, radius) that no ring may lie on. Straits are drawn by themselves.
    """
    heaps: list[tuple[Point, list[dict[str, Any]]]] = []
    order = sorted((f for f in facilities if f["kind"] != "strait"), key=lambda f: (not f["fresh"], f["id"]))
    for one in order:
        x, y = view.place(project(one["lat"], one["lon"]))
        if not (-20 < x < view.w + 20 and -20 < y < view.h + 20):
            continue
        near = next(
            (
                members
                for at, members in heaps
                if math.dist(at, (x, y)) < size
                and (members[0]["kind"], members[0]["owner"]) == (one["kind"], one["owner"])
            ),
            None,
        )
        if near is None:
            heaps.append(((x, y), [one]))
        else:
            near.append(one)
    homes = [_middle([view.place(project(one["lat"], one["lon"])) for one in members]) for _, members in heaps]
    places = spread(homes, size + 1, fixed, 2.6 * size)
    return [_site(at, home, members) for at, home, (_, members) in zip(places, homes, heaps, strict=True)]


def _middle(points: list[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _site(at: Point, home: Point, members: list[dict[str, Any]]) -> Site:
    n = len(members)
    first = members[0]
    tip = "\n".join(
        f"{m['name']}: {m['low']:.0%}-{m['high']:.0%}"
        if m["high"] - m["low"] > 0.02
        else f"{m['name']}: {m['integrity']:.0%}"
        for m in members
    )
    return Site(
        first["id"], at, home, tuple(m["id"] for m in members), sum(m["integrity"] for m in members) / n, sum(m["low"] for m in members) / n, sum(m["high"] for m in members) / n,
        any(m["fresh"] for m in members), any(m["red_line"] for m in members), first["kind"], tip,
    )  # fmt: skip


@dataclass(frozen=True)
class Arc:
    """One act on the map, from a capital to a capital or a facility."""

    id: str
    style: str
    """strike, call, covert, arms, shipping, words, plan."""
    start: Point
    end: Point
    """Kilometres."""
    bend: float
    gravity: float
    role: str | None
    headline: str = ""

    def points(self, view: View, count: int = 48) -> list[Point]:
        """Pixels along the arc."""
        a, b = view.place(self.start), view.place(self.end)
        mx, my = (a[0] + b[0]) / 2, (a[1] + b[1]) / 2
        dx, dy = b[0] - a[0], b[1] - a[1]
        c = (mx - dy * self.bend, my + dx * self.bend)
        out = []
        for k in range(count + 1):
            t = k / count
            u = 1 - t
            out.append((u * u * a[0] + 2 * u * t * c[0] + t * t * b[0], u * u * a[1] + 2 * u * t * c[1] + t * t * b[1]))
        return out


STYLES = {
    "force": "strike", "strikes": "strike", "talks": "call", "answers": "call", "statements": "words", "council": "words", "shipping": "shipping", "oil": "shipping", "arms": "arms", "aid": "arms",
    "covert": "covert", "postures": "words",
}  # fmt: skip
HORMUZ = (26.57, 56.25)
OVER_SEA = {"harass_shipping", "close_strait", "reopen_strait", "escort_shipping"}


def spots(picture: dict[str, Any]) -> dict[str, Point]:
    """Where each role and facility stands, km; capitals far off lie beyond the western edge."""
    found = {f["id"]: project(f["lat"], f["lon"]) for f in picture["facilities"]}
    x0, y0, x1, y1 = theatre()["bounds"]
    for state in picture["states"]:
        if state.get("lat") is None:
            continue
        x, y = project(state["lat"], state["lon"])
        if not (x0 < x < x1 and y0 < y < y1) or state["lon"] < -30:
            x, y = x0 * 1.4, -700.0  # no view reaches it: it is shown as a pin on the edge
        found[state["role"]] = (x, y)
    found["hormuz"] = project(*HORMUZ)
    return found


def arcs(cables: list[dict[str, Any]], where: dict[str, Point]) -> list[Arc]:
    """The acts among `cables` that go from somewhere to somewhere."""
    out: list[Arc] = []
    taken: dict[tuple[Point, Point], int] = {}
    for cable in cables:
        start = where.get(cable["source"] or "")
        end = where.get(cable["place"] or "") or where.get(cable["target"] or "")
        if cable["verb"] in OVER_SEA:
            end = where["hormuz"]
        if start is None or end is None or math.dist(start, end) < 40:
            continue
        count = taken[(start, end)] = taken.get((start, end), -1) + 1
        if count > 2:
            continue
        style = "covert" if cable["covert"] else STYLES.get(cable["family"] or "", "words")
        side = 1 if end[0] > start[0] else -1
        out.append(
            Arc(
                cable["id"],
                style,
                start,
                end,
                -side * (0.16 + 0.07 * count),
                cable["gravity"],
                cable["source"],
                cable["headline"],
            )
        )
    return out


def arc_of(order: dict[str, Any], role: str, where: dict[str, Point]) -> list[Arc]:
    """What a planned order would fly, for the preview."""
    ends = [order["place"]] if order["place"] else []
    for value in order["parameters"].values():
        ends += [v for v in value if isinstance(v, str)] if isinstance(value, list) else []
    ends = ends or [order["target"]]
    plain = [
        {
            "id": f"plan:{order['id']}:{end}",
            "source": role,
            "target": end,
            "place": end,
            "verb": order["verb"],
            "family": order["family"],
            "covert": order["covert"],
            "gravity": 2,
            "headline": order["summary"],
        }
        for end in ends
    ]
    return arcs(plain, where)
