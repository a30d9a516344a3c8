"""Cut the theatre out of Natural Earth's 50 m countries and write `theatre.json`.

Needs shapely, and the file countries-50m.json of the npm package world-atlas 2.0.2 (`npm pack world-atlas@2.0.2`, then
unpack):

    python assets/map/build.py path/to/package/countries-50m.json

Everything in the output is in kilometres on a Lambert conformal cone, x to the east, y to the SOUTH (as screens have it),
so that one scale and one shift put it on a screen. Shared borders are simplified once, as arcs, so neighbours still fit.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

from shapely import make_valid
from shapely.coords import CoordinateSequence
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, box
from shapely.ops import linemerge, unary_union

RADIUS, LAT0, LON0, LAT1, LAT2 = 6371.0, 36.0, 44.0, 22.0, 50.0
BOUNDS = (-4000.0, -3000.0, 4000.0, 3000.0)
HOME = (60.0, -215.0, 5900.0)
"""Centre x, centre y and width of the view that a game starts with, km."""
TOLERANCE, SMALLEST = 1.6, 120.0
"""Simplification, km; islands below this many square km go unless they lie in a role's own state."""

ROLES = {
    "Russia": "russia",
    "Iran": "iran",
    "Israel": "israel",
    "Saudi Arabia": "gulf_states",
    "United Arab Emirates": "gulf_states",
    "Qatar": "qatar",
    "Egypt": "egypt",
    "Jordan": "jordan",
}
NAMES = {
    "Turkey": "Türkiye", "Bosnia and Herz.": "Bosnia", "Dem. Rep. Congo": "DR Congo", "S. Sudan": "South Sudan",
    "Central African Rep.": "Central African Republic", "United Arab Emirates": "UAE", "Dominican Rep.": "",
    "N. Cyprus": "", "Somaliland": "", "Siachen Glacier": "", "Palestine": "", "Kosovo": "", "Vatican": "",
}  # fmt: skip
LABELLED = {
    "Russia": (51.5, 42.0), "Iran": (32.6, 55.6), "Saudi Arabia": (23.0, 43.6), "Egypt": (26.6, 29.3), "Iraq": (32.6, 43.1),
    "Turkey": (39.2, 34.6), "Ukraine": (49.3, 31.2), "Kazakhstan": (47.8, 62.5), "Libya": (27.5, 18.4), "Syria": (35.2, 38.6),
    "Turkmenistan": (39.3, 59.2), "Uzbekistan": (42.2, 63.2), "Afghanistan": (33.8, 65.8), "Pakistan": (28.6, 65.6),
    "Oman": (20.6, 56.6), "Yemen": (15.9, 47.6), "Sudan": (16.5, 30.2), "Romania": (45.9, 24.8), "Greece": (39.3, 21.9),
    "Poland": (52.2, 19.6), "Belarus": (53.6, 28.0), "Ethiopia": (9.2, 39.6), "India": (23.6, 75.2), "Chad": (15.5, 18.8),
    "Italy": (42.8, 12.6), "Georgia": (42.1, 43.6), "Azerbaijan": (40.4, 47.6), "Bulgaria": (42.7, 25.2), "Eritrea": (15.6, 38.2),
    "Jordan": (30.7, 36.5), "Qatar": (25.3, 51.2), "United Arab Emirates": (23.6, 54.2), "Israel": (31.0, 34.85),
    "Germany": (51.2, 10.4), "Somalia": (8.0, 47.5), "Tunisia": (34.2, 9.5), "Kuwait": (29.3, 47.6), "Algeria": (29.0, 5.5),
    "Lebanon": (33.9, 35.9), "Armenia": (40.2, 45.0), "Kyrgyzstan": (41.5, 74.5), "Tajikistan": (38.6, 71.0), "Serbia": (44.2, 20.8),
}  # fmt: skip
"""Where a name stands (lat, lon): by hand, because the middle of a shape is often another label's place."""
SEAS = [
    ("Mediterranean Sea", 33.9, 24.4), ("Black Sea", 43.3, 34.2), ("Caspian Sea", 40.4, 51.0), ("Red Sea", 20.8, 38.0),
    ("Arabian Sea", 18.4, 63.4), ("Persian Gulf", 27.3, 51.0), ("Gulf of Aden", 12.4, 48.0), ("Gulf of Oman", 24.6, 59.0),
]  # fmt: skip
CITIES = [
    ("Ankara", 39.93, 32.86), ("Baghdad", 33.31, 44.37), ("Damascus", 33.51, 36.29), ("Beirut", 33.89, 35.5),
    ("Muscat", 23.59, 58.41), ("Kuwait City", 29.37, 47.98), ("Baku", 40.41, 49.87), ("Islamabad", 33.69, 73.05),
    ("Kyiv", 50.45, 30.52), ("Manama", 26.22, 50.58), ("Sanaa", 15.37, 44.19), ("Abu Dhabi", 24.45, 54.38),
]  # fmt: skip

# Outlines by hand, good to some ten kilometres, then cut by the land: what several states or authorities claim, or what one
# holds and most others do not accept. They only have to cover the ground; each is drawn in grey and belongs to no tint.
CLAIMED = {
    "Golan": [(35.655, 33.30), (35.625, 33.22), (35.635, 33.05), (35.64, 32.92), (35.66, 32.80), (35.60, 32.68), (35.75, 32.70),
              (36.0, 32.9), (36.0, 33.5), (35.75, 33.42)],
    "Crimea": [(32.3, 45.3), (33.4, 46.17), (34.2, 46.10), (34.9, 45.95), (35.3, 45.4), (36.62, 45.5), (36.62, 44.9), (35.0, 44.2),
               (33.3, 44.2), (32.2, 45.0)],
    "Parts of eastern and southern Ukraine": [(39.8, 49.6), (38.3, 49.3), (37.9, 48.6), (37.5, 48.1), (36.9, 47.8), (35.6, 47.5),
               (34.9, 47.5), (33.3, 46.7), (32.4, 46.5), (32.9, 46.1), (33.7, 46.2), (34.9, 46.0), (36.5, 46.4), (38.3, 46.9),
               (38.35, 47.6), (38.9, 47.8), (39.9, 47.9), (40.1, 49.55)],
    "Abkhazia": [(39.95, 43.4), (40.7, 43.6), (41.6, 43.2), (42.1, 43.15), (42.1, 42.9), (41.75, 42.75), (41.5, 42.4), (40.9, 42.8)],
    "South Ossetia": [(43.4, 42.55), (44.0, 42.65), (44.5, 42.75), (44.9, 42.6), (44.6, 42.2), (44.2, 42.0), (43.8, 42.15), (43.5, 42.3)],
    "Transnistria": [(28.4, 48.15), (29.1, 47.95), (29.6, 47.35), (29.95, 46.8), (29.9, 46.4), (29.55, 46.6), (29.35, 47.0), (29.0, 47.5)],
    "Halaib triangle": [(34.1, 22.0), (34.2, 22.2), (34.9, 22.5), (35.3, 23.0), (35.9, 23.2), (37.1, 22.1), (36.9, 22.0)],
    "Bir Tawil": [(33.2, 22.0), (34.1, 22.0), (33.97, 21.77), (33.57, 21.73)],
    "Kashmir": [(73.9, 35.0), (73.3, 34.3), (74.0, 32.9), (74.7, 32.5), (75.8, 32.5), (76.8, 33.1), (78.4, 32.5), (79.5, 32.7), (80.3, 34.6),
                (79.9, 35.6), (78.0, 35.6), (76.0, 36.0), (74.9, 37.0), (73.0, 36.8), (72.6, 36.2)],
}  # fmt: skip
WHOLE = {"Palestine": "Gaza and the West Bank", "N. Cyprus": "Northern Cyprus", "Kosovo": "Kosovo", "Somaliland": "Somaliland",
         "Siachen Glacier": "Siachen"}  # fmt: skip


def cone() -> tuple[float, float, float]:
    """n, F and rho0 of the cone that cuts the globe at LAT1 and LAT2."""
    one, two = math.radians(LAT1), math.radians(LAT2)
    half = lambda lat: math.tan(math.pi / 4 + lat / 2)  # noqa: E731
    n = math.log(math.cos(one) / math.cos(two)) / math.log(half(two) / half(one))
    f = math.cos(one) * half(one) ** n / n
    return n, f, RADIUS * f / half(math.radians(LAT0)) ** n


N, F, RHO0 = cone()


def project(lon: float, lat: float) -> tuple[float, float]:
    """Kilometres east and SOUTH of the map's origin."""
    rho = RADIUS * F / math.tan(math.pi / 4 + math.radians(lat) / 2) ** N
    angle = N * math.radians(lon - LON0)
    return rho * math.sin(angle), rho * math.cos(angle) - RHO0


def arcs_of(topology: dict) -> tuple[list[list[tuple[float, float]]], list[bool]]:
    """All arcs, projected and simplified, and whether each lies near the theatre."""
    sx, sy = topology["transform"]["scale"]
    tx, ty = topology["transform"]["translate"]
    arcs, near = [], []
    for steps in topology["arcs"]:
        x = y = 0
        degrees = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            degrees.append((x * sx + tx, y * sy + ty))
        inside = all(-25 < lon < 125 and -5 < lat < 78 for lon, lat in degrees)
        near.append(inside)
        line = [project(lon, max(lat, -20)) for lon, lat in degrees]
        arcs.append(list(LineString(line).simplify(TOLERANCE).coords) if inside else line)
    return arcs, near


def shape_of(geometry: dict, arcs: list) -> MultiPolygon:
    def ring(indices: list[int]) -> list:
        points: list = []
        for index in indices:
            part = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += part if not points else part[1:]
        return points

    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    built = [
        Polygon(ring(rings[0]), [ring(hole) for hole in rings[1:] if len(ring(hole)) > 3])
        for rings in polygons
        if len(ring(rings[0])) > 3
    ]
    return unary_union([make_valid(polygon) for polygon in built])


def polygons(shape: MultiPolygon) -> list[Polygon]:
    if shape.is_empty:
        return []
    return [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]


def path(shape: MultiPolygon) -> str:
    """SVG path data, km with one decimal."""

    def ring(coordinates: CoordinateSequence) -> str:
        points = [f"{round(x, 1):g},{round(y, 1):g}" for x, y in list(coordinates)[:-1]]
        return "M" + "L".join(points) + "Z"

    return "".join(
        ring(part.exterior.coords) + "".join(ring(hole.coords) for hole in part.interiors) for part in polygons(shape)
    )


def line_path(lines: MultiLineString) -> str:
    parts = getattr(lines, "geoms", [lines])
    return "".join(
        "M" + "L".join(f"{round(x, 1):g},{round(y, 1):g}" for x, y in part.coords) for part in parts if part.length > 2
    )


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text())
    arcs, near = arcs_of(topology)
    frame = box(*BOUNDS)
    claimed = {name: Polygon([project(*point) for point in points]).buffer(0) for name, points in CLAIMED.items()}
    shapes, used = {}, {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        flat = json.dumps(geometry["arcs"]).replace("[", "").replace("]", "").split(",")
        numbers = [int(x) if int(x) >= 0 else ~int(x) for x in flat if x.strip()]
        if not any(near[i] for i in numbers):
            continue
        if name != "Russia" and not all(near[i] for i in numbers):
            parts = (
                [g for g in polygons(shape_of(geometry, arcs)) if g.intersects(frame)]
                if name not in ("United States of America", "Antarctica", "Fiji")
                else []
            )
            shape = unary_union([make_valid(p) for p in parts])
        elif name == "Russia":  # its far east runs over the edge of the projection: keep the parts that are near
            keep = [
                r
                for r in geometry["arcs"]
                if sum(near[i if i >= 0 else ~i] for i in r[0]) >= len(r[0]) / 2 or len(r[0]) > 20
            ]
            shape = shape_of({"type": "MultiPolygon", "arcs": keep}, arcs)
        else:
            shape = shape_of(geometry, arcs)
        shape = make_valid(shape).intersection(frame)
        if shape.is_empty:
            continue
        small = 15.0 if name in ROLES else SMALLEST
        shapes[name] = unary_union([part for part in polygons(shape) if part.area > small] or polygons(shape))
        for i in numbers:
            used.setdefault(i, []).append(name)
    # A thin band along each outline goes with the claim, so that no sliver of tint is left beside it.
    land = unary_union(list(shapes.values()))
    disputed = []
    for name, outline in claimed.items():
        part = outline.intersection(land)
        hold = ["Israel"] if name == "Golan" else ["Ukraine"] if "Ukraine" in name else None
        if hold:
            part = part.intersection(unary_union([shapes[h] for h in hold]))
        if name == "Crimea":
            part = unary_union(
                [p for p in polygons(shapes["Russia"]) if p.intersection(outline).area > 0.5 * p.area] + [part]
            )
        disputed.append({"name": name, "shape": part})
    disputed += [{"name": label, "shape": shapes[name]} for name, label in WHOLE.items() if name in shapes]
    grey = unary_union([item["shape"] for item in disputed])
    countries = []
    for name, shape in sorted(shapes.items()):
        if name in WHOLE:
            continue
        own = shape.difference(grey.buffer(0.4)) if name in ROLES else shape
        own = unary_union([part for part in polygons(own) if part.area > 6])
        if own.is_empty:
            continue
        entry = {"name": NAMES.get(name, name), "role": ROLES.get(name), "path": path(own), "area": round(own.area)}
        if name in LABELLED:
            lat, lon = LABELLED[name]
            entry["label"] = [round(v, 1) for v in project(lon, lat)]
        countries.append(entry)
    borders = []
    for index, owners in used.items():
        if near[index] and len(set(owners)) > 1:
            borders.append(LineString(arcs[index]).intersection(frame))
    borders = linemerge(
        [part for b in borders if not b.is_empty for part in getattr(b, "geoms", [b]) if part.geom_type == "LineString"]
    )
    data = {
        "source": "Natural Earth 1:50m, public domain, through world-atlas 2.0.2 (ISC)",
        "projection": {"kind": "lambert_conformal_conic", "radius": RADIUS, "lat0": LAT0, "lon0": LON0, "lat1": LAT1, "lat2": LAT2,
                       "n": N, "f": F, "rho0": RHO0, "formula": "rho = radius f / tan(pi/4 + lat/2)^n; x = rho sin(n (lon - lon0)); "
                       "y = rho cos(n (lon - lon0)) - rho0; km, y to the south"},
        "bounds": BOUNDS, "home": HOME,
        "land": path(land.simplify(0.4)), "borders": line_path(borders),
        "countries": countries,
        "disputed": [{"name": item["name"], "path": path(item["shape"])} for item in disputed if not item["shape"].is_empty],
        "seas": [{"name": name, "at": [round(v, 1) for v in project(lon, lat)]} for name, lat, lon in SEAS],
        "cities": [{"name": name, "at": [round(v, 1) for v in project(lon, lat)]} for name, lat, lon in CITIES],
    }  # fmt: skip
    out = Path(__file__).with_name("theatre.json")
    out.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")
    print(out.name, out.stat().st_size, "bytes;", len(countries), "countries;", [d["name"] for d in data["disputed"]])


if __name__ == "__main__":
    main(sys.argv[1])
