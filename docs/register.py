"""Tables of the documentation made from the folder seeds/: the claim register and the figures from the record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from diplogame.claims.registry import checks
from diplogame.resources import find, folder
from diplogame.yamlload import load_file


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = load_file(find("seeds", name), f"seeds/{name}").data
    return rows


def claim_pages() -> str:
    """Every claim: what it says, where it lives, how it is checked, which code carries it, which test shows it."""
    known = checks()
    parts = []
    for row in _rows("claims.yaml"):
        code = ", ".join(f"`{name}`" for name in row["code"])
        measured = known[row["id"]]
        parts.append(
            f"### {row['id']}\n\n{row['says']}\n\n"
            f"- *Lives in:* {row['lives']}\n- *Check:* {row['check']}\n- *Code:* {code}\n"
            f"- *Measured by:* `{measured.code}`; *test:* `{row['test']}`"
        )
    return "\n\n".join(parts)


def measured() -> str:
    """What each check measured, a column for each set of seeds that was kept: the value with its standard error, the bound, and whether it holds."""
    kept = sorted(
        (json.loads(path.read_text(encoding="utf-8")) for path in folder("seeds").glob("claims_measured*.json")),
        key=lambda one: one["seed"],
    )
    found = [{row["id"]: row for row in one["checks"]} for one in kept]
    titles = [f"seed {one['seed']}, {one['games']} games" for one in kept]
    lines = [f"| check | unit | bound | {' | '.join(titles)} |", "|" + "---|" * (3 + len(kept))]
    for name in found[0]:
        rows = [one[name] for one in found]
        cells = [f"{'' if row['holds'] else '**miss** '}{row['value']:.4g} ± {row['error']:.2g}" for row in rows]
        lines.append(f"| {name} | {rows[0]['unit'] or '–'} | {rows[0]['threshold']:.4g} | {' | '.join(cells)} |")
    number = [sum(row["holds"] for row in one.values()) for one in found]
    lines.append(f"| hold | | | {' | '.join(f'{n} of {len(one)}' for n, one in zip(number, found, strict=True))} |")
    return "\n".join(lines)


def sources() -> Iterator[tuple[str, str]]:
    """(path of a scenario's number or section, its source) wherever a scenario file names one."""
    for path in sorted(folder("scenarios").glob("*.yaml")):
        data = load_file(path, path.name).data
        for name, rule in (data.get("rules") or {}).items():
            if isinstance(rule, dict) and "source" in rule:
                yield f"`{name}`", str(rule["source"])
        for name, quantity in (data.get("quantities") or {}).items():
            if isinstance(quantity, dict) and "source" in quantity:
                yield f"start of `{name}`", str(quantity["source"])
        for name, source in (data.get("sources") or {}).items():
            yield f"`{name}`", str(source)


def used_by(fact: str) -> list[str]:
    """What leans on a figure, by the ids that sources name."""
    word = re.compile(rf"\b{fact}\b")
    return list(dict.fromkeys(name for name, source in sources() if word.search(source)))


def _range(row: dict[str, Any]) -> str:
    low_high = row.get("range")
    return f"{low_high[0]} to {low_high[1]}" if low_high else ""


def fact_pages() -> str:
    """Every figure from the record, with its range, its source and what leans on it."""
    lines = ["| id | figure | value | unit | range | source | known | leans on it |", "|" + "---|" * 8]
    for row in _rows("facts.yaml"):
        cells = (
            f"`{row['id']}`", row["what"], row["value"], row["unit"], _range(row), row["source"], row["known"], ", ".join(used_by(row["id"])) or "the map and the opening",
        )  # fmt: skip
        lines.append("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines)


MADE = {"claims": claim_pages, "facts": fact_pages, "measured": measured}
