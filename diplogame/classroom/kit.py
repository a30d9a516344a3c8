"""The printable lesson kit: plain HTML for paper, made from a scenario and the catalogue."""

from __future__ import annotations

import html
import json
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from diplogame import resources
from diplogame.errors import DiplogameError, FileError
from diplogame.record.files import save_bytes
from diplogame.scenario.schema import Scenario
from diplogame.scenario.states import StateSpec
from diplogame.texts import has, text

MAP = (-1950, -1150, 3700, 3150)
"""The part of the map file that is shown: left, top, width, height."""
EDGE = 90
LESSON_TURNS = 10
"""Longer games are planned for three hours."""

STYLE = """
@page { size: A4; margin: 16mm } * { box-sizing: border-box } body { font: 11pt/1.45 system-ui, sans-serif; color: #111; max-width: 180mm; margin: 0 auto; padding: 1em }
h1 { font-size: 18pt; margin: 0 0 .3em } h2 { font-size: 13pt; margin: 1em 0 .2em; break-after: avoid } ul, ol { margin: .2em 0; padding-left: 1.3em } li { margin: .25em 0; break-inside: avoid } p { margin: .35em 0 }
.sheet { break-before: page; padding-bottom: 1em } .sheet:first-of-type { break-before: auto } .card { border: 1.5pt solid #333; border-radius: 3mm; padding: 5mm; margin: 0 0 6mm; break-inside: avoid; font-size: 12.5pt }
.line { border-bottom: .6pt solid #777; min-height: 2.3em } .slip { border: 1pt dashed #555; padding: 4mm; margin-bottom: 5mm; break-inside: avoid } table { border-collapse: collapse; width: 100% }
td, th { border: .6pt solid #777; padding: 2mm; text-align: left; vertical-align: top } .tall { table-layout: fixed } .tall td { height: 26mm } .orders { table-layout: fixed } .orders td { height: 12mm } .orders .what { width: 36% } .orders .name { width: 15% } .orders .covert { width: 12% } .big li { font-size: 16pt; margin: .6em 0 } svg { width: 100%; height: auto; border: .6pt solid #999 } .dim { color: #555 } nav li { font-size: 12pt }
"""


def write_kit(scenario: Scenario, folder: Path) -> list[Path]:
    """Write all parts into `folder`; returns the files. Raises FileError or RecordError where it cannot be written, StorageError where the disk is full."""
    made = {name: _page(text(f"kit.parts.{name}"), make(scenario)) for name, make in PARTS.items()}
    links = "".join(f'<li><a href="{name}.html">{_e(text(f"kit.parts.{name}"))}</a></li>' for name in made)
    head = text("kit.index.title", title=scenario.title)
    made["index"] = _page(head, f"<h1>{_e(head)}</h1><p>{_e(text('kit.index.intro'))}</p><nav><ul>{links}</ul></nav>")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(str(folder), None, f"cannot be written: {error.strerror}") from None
    files = {folder / f"{name}.html": body for name, body in made.items()}
    for path, body in files.items():
        save_bytes(path, body.encode("utf-8"))
    return list(files)


def _e(words: str) -> str:
    return html.escape(words)


def _page(title: str, body: str) -> str:
    return f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{_e(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>\n'


def _lines(key: str, **fields: object) -> list[str]:
    return [line.strip() for line in text(key, **fields).splitlines() if line.strip()]


def _list(items: Iterable[str], kind: str = "ul") -> str:
    return f"<{kind}>{''.join(f'<li>{_e(item)}</li>' for item in items)}</{kind}>"


def _sheet(title: str, body: str) -> str:
    return f'<section class="sheet"><h1>{_e(title)}</h1>{body}</section>'


def _guide(scenario: Scenario) -> str:
    fields = {"name": scenario.name, "turns": scenario.turns, "summary": scenario.summary}
    body = f"<h2>{_e(text('kit.guide.short_head'))}</h2><p>{_e(text('kit.guide.short', **fields))}</p>"
    plan = "plan_long" if scenario.turns > LESSON_TURNS else "plan"
    for part, kind in (
        ("aims", "ul"),
        ("prepare", "ol"),
        ("network", "ol"),
        (plan, "ul"),
        ("buttons", "ul"),
        ("what", "ul"),
        ("sensitive", "ul"),
        ("privacy", "ul"),
    ):
        body += f"<h2>{_e(text(f'kit.guide.{part}_head'))}</h2>{_list(_lines(f'kit.guide.{part}', **fields), kind)}"
        body += f"<p>{_e(text('kit.guide.plan_after'))}</p>" if part == plan else ""
    return _sheet(text("kit.guide.title"), body)


def _crib(scenario: Scenario) -> str:
    return _sheet(
        text("kit.crib.title"),
        f'<p>{_e(scenario.briefing)}</p><div class="big">{_list(_lines("kit.crib.lines"))}</div>',
    )


def _cards(scenario: Scenario) -> str:
    return "".join(
        f'<div class="card"><h1>{_e(state.name)}</h1><p>{_e(state.brief.card)}</p></div>'
        for state in scenario.states.values()
    )


def _role(state: StateSpec) -> str:
    goals = [{"title": goal.title, "weight": goal.weight, "why": goal.why} for goal in state.goals.values()]
    return _told(state.orders, state.brief.model_dump(), goals)


def _told(orders: int, brief: dict[str, str], goals: Iterable[dict[str, Any]]) -> str:
    body = "".join(
        f"<h2>{_e(text(f'kit.pages.{part}'))}</h2><p>{_e(brief[part])}</p>"
        for part in ("who", "want", "can", "fear", "opening", "temptation", "regret")
    )
    weighed = _list(f"{goal['title']} ({goal['weight']:.0%}). {goal['why']}".strip() for goal in goals)
    return f"<p class='dim'>{_e(text('kit.pages.orders', n=orders))}</p>{body}<h2>{_e(text('kit.pages.goals'))}</h2>{weighed}"


def briefs(title: str, states: Iterable[dict[str, Any]]) -> str:
    """One page for the printer: a card and a page a role, each on a sheet of its own; `states` as a session describes them."""
    made = "".join(
        _sheet(state["name"], f'<div class="card"><p>{_e(state["brief"]["card"])}</p></div>')
        + _sheet(state["name"], _told(state["orders"], state["brief"], state["goals"]))
        for state in states
    )
    return _page(title, made)


def _pages(scenario: Scenario) -> str:
    return "".join(_sheet(state.name, _role(state)) for state in scenario.states.values())


def _dossiers(scenario: Scenario) -> str:
    made = []
    for role, state in scenario.states.items():
        verbs = _list(f"{_verb(verb, 'name')}. {_verb(verb, 'about')}".strip() for verb in state.verbs)
        places = _list(place.name for place in scenario.facilities.values() if place.owner == role)
        body = _role(state) + f"<h2>{_e(text('kit.dossiers.verbs'))}</h2>{verbs}"
        made.append(
            _sheet(
                state.name, body + (f"<h2>{_e(text('kit.dossiers.places'))}</h2>{places}" if "<li>" in places else "")
            )
        )
    return "".join(made)


def _verb(verb: str, part: str) -> str:
    key = f"verbs.{verb}.{part}"
    try:
        known = has(key)
    except DiplogameError:
        known = False
    return text(key) if known else verb.replace("_", " ").capitalize() if part == "name" else ""


def _slips(scenario: Scenario) -> str:
    made = []
    for state in scenario.states.values():
        head = "".join(
            f'<th class="{part}">{_e(text(f"kit.slips.{part}"))}</th>' for part in ("what", "target", "place", "covert")
        )
        rows = "".join(
            f"<tr><th>{_e(text('kit.slips.order', n=n))}</th><td>&nbsp;</td><td></td><td></td><td></td></tr>"
            for n in range(1, state.orders + 1)
        )
        below = "".join(
            f'<p>{_e(text(f"kit.slips.{part}"))}</p><div class="line"></div>'
            for part in ("answers", "because", "predict")
        )
        made.append(
            f'<div class="slip"><h2>{_e(text("kit.slips.title", name=state.name))} · {_e(text("kit.slips.turn"))} ____</h2><table class="orders"><tr><th class="name"></th>{head}</tr>{rows}</table>{below}</div>'
        )
    return "".join(made)


def _student(scenario: Scenario) -> str:
    body = "".join(
        f"<h2>{_e(text(f'kit.student.{part}_head'))}</h2>{_list(_lines(f'kit.student.{part}'), kind)}"
        for part, kind in (("turn", "ol"), ("ladder", "ul"), ("words", "ul"))
    )
    after = f"<p>{_e(text('kit.student.ladder_after'))}</p>"
    return _sheet(text("kit.student.title"), body + after) + _sheet(text("kit.student.map"), _map(scenario))


def _map(scenario: Scenario) -> str:
    try:
        drawn = json.loads(resources.find("assets", "map", "theatre.json").read_text(encoding="utf-8"))
    except (DiplogameError, ValueError):
        return ""
    names = "".join(
        f'<text x="{_within(x, place["name"]):.0f}" y="{y}" font-size="70" text-anchor="middle">{_e(place["name"])}</text>'
        for place in drawn.get("seas", [])
        for x, y in [place["at"]]
    )
    capitals = ""
    placed = {role: _on_map(drawn, state.capital.lat, state.capital.lon) for role, state in scenario.states.items()}
    for role, state in scenario.states.items():
        x, y, inside = placed[role]
        crowded = any(0 < other[0] - x < 400 and abs(other[1] - y) < 90 for other in placed.values())
        label = f"{state.capital.name} ({state.name})" if inside else state.name
        left = crowded or x > MAP[0] + 0.6 * MAP[2]
        capitals += (
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="20" fill="#111"/><text x="{x + (-45 if left else 45):.0f}" y="{y + 25:.0f}" font-size="76" '
            f'text-anchor="{"end" if left else "start"}" font-weight="600" stroke="#fff" stroke-width="18" paint-order="stroke">{_e(label)}</text>'
        )
    hatched = "".join(f'<path d="{area["path"]}" fill="#bbb"/>' for area in drawn.get("disputed", []))
    return f'<svg viewBox="{" ".join(map(str, MAP))}" role="img"><path d="{drawn["land"]}" fill="#f3f1ea" stroke="#555" stroke-width="5"/>{hatched}<path d="{drawn["borders"]}" fill="none" stroke="#888" stroke-width="4"/>{names}{capitals}</svg>'


def _within(x: float, name: str) -> float:
    """Moved so that a name in letters of 70 stays on the map."""
    half = 20 * len(name)
    return max(MAP[0] + half, min(MAP[0] + MAP[2] - half, x))


def _on_map(drawn: dict[str, Any], lat: float, lon: float) -> tuple[float, float, bool]:
    """Where a place lies in the map file's own projection, moved to the map's edge where it lies beyond."""
    of = drawn["projection"]
    rho = of["radius"] * of["f"] / math.tan(math.pi / 4 + math.radians(lat) / 2) ** of["n"]
    angle = of["n"] * math.radians(lon - of["lon0"])
    x, y = rho * math.sin(angle), rho * math.cos(angle) - of["rho0"]
    left, top, wide, high = MAP
    near_x, near_y = (
        min(left + wide - EDGE, max(left + EDGE, x)),
        min(top + high - EDGE, max(top + EDGE, y)),
    )
    return near_x, near_y, (near_x, near_y) == (x, y)


def _blanks(part: str) -> Callable[[Scenario], str]:
    def make(_: Scenario) -> str:
        body = "".join(
            f'<p>{_e(line)}</p><div class="line"></div><div class="line"></div>' for line in _lines(f"kit.{part}.lines")
        )
        return _sheet(text(f"kit.{part}.title"), body)

    return make


def _rubric(_: Scenario) -> str:
    head = "".join(f"<th>{_e(text(f'kit.rubric.{part}'))}</th>" for part in ("left", "middle", "right"))
    rows = "".join(f"<tr><td></td><td>{_e(line)}</td><td></td></tr>" for line in _lines("kit.rubric.lines"))
    return _sheet(
        text("kit.rubric.title"),
        f'<p>{_e(text("kit.rubric.intro"))}</p><table class="tall"><tr>{head}</tr>{rows}</table>',
    )


def _plenary(scenario: Scenario) -> str:
    words = {part: _e(text(f"kit.plenary.{part}")) for part in PLENARY}
    above = "".join(f'<p>{words[part]}</p><div class="line"></div>' for part in ("title", "tabled", "sponsors"))
    body = "".join(f'<p>{_e(text("kit.plenary.clause", n=n))}</p><div class="line"></div>' for n in range(1, 6))
    votes = "".join(
        f"<tr><td>{_e(state.name)}</td><td></td><td></td><td></td></tr>" for state in scenario.states.values()
    )
    head = "".join(f"<th>{words[part]}</th>" for part in ("state", "for", "against", "abstain"))
    roll = (
        f'<h2>{words["vote"]}</h2><table><tr>{head}</tr>{votes}</table><p>{words["result"]}</p><div class="line"></div>'
    )
    head = "".join(f"<th>{words[part]}</th>" for part in ("speaker", "time", "point"))
    rows = "<tr><td>&nbsp;</td><td></td><td></td></tr>" * 16
    return _sheet(text("kit.plenary.speakers_title"), f"<table><tr>{head}</tr>{rows}</table>") + _sheet(
        text("kit.plenary.texts_title"), above + body + roll
    )


def _follow(_: Scenario) -> str:
    return _sheet(text("kit.follow.title"), _list(_lines("kit.follow.lines"), "ol"))


def _fiction(scenario: Scenario) -> str:
    body = f"<p>{_e(text('kit.fiction.intro', date=scenario.facts_date))}</p>"
    for part in ("fact", "fiction"):
        body += f"<h2>{_e(text(f'kit.fiction.{part}_head'))}</h2>{_list(_lines(f'kit.fiction.{part}'))}"
    return _sheet(text("kit.fiction.title"), body)


PLENARY = (
    "title", "tabled", "sponsors", "vote", "state", "for", "against", "abstain", "result", "speaker", "time", "point",
)  # fmt: skip
PARTS: dict[str, Callable[[Scenario], str]] = {
    "guide": _guide, "crib": _crib, "cards": _cards, "pages": _pages, "dossiers": _dossiers, "slips": _slips, "student": _student,
    "debrief": _blanks("debrief"), "rubric": _rubric, "exit": _blanks("exit"), "plenary": _plenary, "follow": _follow, "fiction": _fiction,
}  # fmt: skip
