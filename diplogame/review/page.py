"""The review as one page: no file, font or script from elsewhere; it reads on paper too."""

from __future__ import annotations

from typing import Any

from diplogame.review.parts import bar, chart, e, table, tag
from diplogame.review.style import SCRIPT, STYLE
from diplogame.review.timeline import timeline, unveiled
from diplogame.texts import has, signed, text

Plain = dict[str, Any]


def page(found: Plain) -> str:
    """The page as HTML text. ``found`` as `data.review` gives it."""
    names = {one["role"]: one["name"] for one in found["roles"]}
    sections = {
        "tale": _tale(found), "course": _course(found), "scores": _scores(found), "turning": _turning(found, names), "whatif": _what_ifs(found, names),
        "unveiled": unveiled(found, names), "promises": _promises(found, names), "knew": _knew(found, names), "questions": _questions(found), "timeline": timeline(found, names),
    }  # fmt: skip
    shown = {name: body for name, body in sections.items() if body}
    links = "".join(tag("a", e(_heading(name)), href=f"#{name}") for name in shown)
    body = "".join(tag("section", tag("h2", e(_heading(name))) + inside, id=name) for name, inside in shown.items())
    title = text("review.head", title=found["title"])
    lead = text("review.lead", seed=found["seed"], played=found["played"], turns=found["turns"], days=found["days"])
    head = tag(
        "header",
        tag("h1", e(title))
        + tag("p", e(lead), class_="quiet")
        + tag("p", tag("strong", e(found["ending_title"])), class_="ending"),
    )
    foot = tag("footer", tag("p", e(text("review.foot", digest=found["digest"])), class_="quiet"))
    top = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{e(title)}</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{top}</head><body>{head}{tag("nav", links)}{tag("main", body)}{foot}<script>{SCRIPT}</script></body></html>\n'


def _heading(name: str) -> str:
    return text(f"review.section.{name}")


def _tale(found: Plain) -> str:
    fates = "".join(tag("li", e(words)) for words in found["fates"].values())
    return tag("p", e(found["tale"]), class_="tale") + tag("ul", fates, class_="fates")


def _course(found: Plain) -> str:
    series = found["series"]
    marks = {
        one["turn"]: text("review.turn", turn=one["turn"]) + ": " + one["headline"] for one in found["turning_points"]
    }
    return chart({"escalation": series["escalation"]}, text("review.chart.escalation"), 0, 8, marks=marks) + chart(
        {"brent": series["brent"]},
        text("review.chart.brent"),
        min(series["brent"]) - 3,
        max(series["brent"]) + 3,
        marks=marks,
    )


def _scores(found: Plain) -> str:
    head = [e(text(f"review.column.{name}")) for name in ("state", "by", "score", "par", "percentile")]
    rows = []
    for one in sorted(found["roles"], key=lambda one: -one["score"]):
        who = (
            text(f"review.played_by.{one['who']}")
            if has(f"review.played_by.{one['who']}")
            else text("review.played_by.other", name=one["who"])
        )
        score = f"{one['score']:.1f} {bar(one['score'] / 100)}"
        rows.append(
            [
                tag("strong", e(one["name"])),
                e(who),
                score,
                e(f"{one['par']:.1f}" if one["par"] is not None else ""),
                e(one["percentile"] if one["percentile"] is not None else ""),
            ]
        )
    goals = []
    for one in found["roles"]:
        columns = [e(text(f"review.column.{name}")) for name in ("goal", "weight", "first", "last")]
        lines = [
            [
                e(goal["title"]),
                e(f"{goal['weight']:.0%}"),
                e(f"{goal['first']:.0f}"),
                f"{goal['last']:.0f} {bar(goal['last'] / 100)}",
            ]
            for goal in one["goals"]
        ]
        goals.append(
            tag(
                "details",
                tag("summary", e(text("review.goals", name=one["name"]))) + table(columns, lines, numbers=(1, 2, 3)),
            )
        )
    return (
        table(head, rows, numbers=(2, 3, 4))
        + tag("p", e(text("review.percentile_note")), class_="quiet")
        + "".join(goals)
    )


def _turning(found: Plain, names: dict[str, str]) -> str:
    rows = []
    for one in found["turning_points"]:
        moves = ", ".join(
            f"{names[role]} {signed(value, 1)}"
            for role, value in sorted(one["moves"].items(), key=lambda item: -abs(item[1]))[:5]
        )
        inside = (
            tag("strong", e(f"{text('review.turn', turn=one['turn'])}: {one['headline']}"))
            + "<br>"
            + e(text("review.moves", swing=f"{one['swing']:.1f}", moves=moves))
        )
        rows.append(tag("li", inside))
    return tag("ol", "".join(rows), class_="points")


def _what_ifs(found: Plain, names: dict[str, str]) -> str:
    if not found["what_ifs"]:
        return ""
    parts = [tag("p", e(text("review.whatif.lead", futures=found["what_ifs"][0]["futures"])), class_="quiet")]
    for one in found["what_ifs"]:
        name = names[one["role"]]
        head = [e(text(f"review.column.{column}")) for column in ("ending", "with", "without")]
        endings = sorted(
            {*one["with"]["endings"], *one["without"]["endings"]},
            key=lambda ending: -one["with"]["endings"].get(ending, 0),
        )
        rows = [
            [
                e(text(f"states.ending.{ending}")),
                *(
                    f"{e(f'{half.get(ending, 0):.0%}')} {bar(half.get(ending, 0))}"
                    for half in (one["with"]["endings"], one["without"]["endings"])
                ),
            ]
            for ending in endings
        ]
        change, error = one["change"][one["role"]], one["error"][one["role"]]
        way = text("review.whatif.higher" if change >= 0 else "review.whatif.lower")
        words = text("review.whatif.change", name=name, change=f"{abs(change):.1f}", error=f"{2 * error:.1f}", way=way)
        luck = text("review.whatif.luck") if abs(change) < 2 * error else ""
        same = text("review.whatif.same", same=f"{one['same']:.0%}")
        heading = tag("h3", e(text("review.whatif.head", turn=one["turn"], headline=one["headline"], name=name)))
        parts.append(heading + table(head, rows, numbers=(1, 2)) + tag("p", e(f"{words} {luck} {same}")))
    return "".join(parts)


def _promises(found: Plain, names: dict[str, str]) -> str:
    if not found["promises"]:
        return tag("p", e(text("review.no_promises")), class_="quiet")
    head = [e(text(f"review.column.{name}")) for name in ("promise", "made", "due", "state_of", "secret")]
    rows = []
    for one in found["promises"]:
        known = text("review.between") if one["secret"] else text("review.all")
        rows.append(
            [
                e(one["text"]),
                e(one["made"]),
                e(one["due"]),
                tag("span", e(text(f"review.kept.{one['state']}")), class_=f"state {one['state']}"),
                e(known),
            ]
        )
    del names
    return table(head, rows, numbers=(1, 2))


def _knew(found: Plain, names: dict[str, str]) -> str:
    shown = {"truth": text("review.chart.truth"), **names}
    return "".join(
        chart(
            found["knew"][name],
            text(f"review.chart.{name}"),
            0.0 if name == "resupply" else 0.3,
            1.0 if name == "resupply" else 0.7,
            shown,
        )
        for name in ("capability", "resupply")
    )


def _questions(found: Plain) -> str:
    return tag("ol", "".join(tag("li", e(words)) for words in found["questions"]), class_="questions")


__all__ = ["page"]
