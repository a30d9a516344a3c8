"""Tables of the documentation, made from the registries: Markdown that stays true because nobody writes it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Sequence
from math import isfinite

import register

from diplogame.goals import goal
from diplogame.model import DiplomacyModel
from diplogame.opening import mind_names
from diplogame.scenario.forbid import allowed_verbs
from diplogame.scenario.load import load_scenario
from diplogame.scenario.schema import Scenario
from diplogame.texts import has, text
from diplogame.verbs.verb import STAGES, Verb, verbs
from diplogame.world import fields as world_fields
from diplogame.world.axes import ENDINGS
from diplogame.world.fields import FIELDS, See

SCENARIO = "moscow_table"

AXES = {
    "": "world",
    "S": "state",
    "SS": "pair of states",
    "F": "facility",
    "SF": "state and facility",
    "SG": "state and group of orders",
    "T": "turn of memory",
    "I": "party of the talks",
    "P": "promise",
    "D": "delivery",
    "C": "council member",
    "K": "kind of draft",
}


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += [
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    return "\n".join(lines)


def number(value: float) -> str:
    """A number as short as it can be."""
    return f"{value:g}" if isfinite(value) else "any"


def scenario() -> Scenario:
    """The default scenario."""
    return load_scenario(SCENARIO)


def state_variables() -> str:
    """Every array of a world: what it belongs to, unit, range, who may see it, and what it is."""
    says = _strings_under_fields()
    seen = {
        See.PUBLIC: "all",
        See.OWN: "the state itself",
        See.BELIEF: "the believer",
        See.BOTH: "the two",
        See.HIDDEN: "nobody",
    }
    rows = []
    for name, spec in FIELDS.items():
        who = seen.get(spec.see, f"the {spec.see.value}")
        span = f"{number(spec.lo)} to {number(spec.hi)}"
        rows.append((f"`{name}`", AXES.get(spec.axes, spec.axes), spec.unit, span, who, says.get(name, "")))
    return table(("variable", "of each", "unit", "range", "seen by", "what it is"), rows)


def _strings_under_fields() -> dict[str, str]:
    tree = ast.parse(inspect.getsource(world_fields))
    worlds = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Worlds")
    found = {}
    for one, after in zip(worlds.body, worlds.body[1:], strict=False):
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name) and isinstance(after, ast.Expr):
            found[one.target.id] = " ".join(str(ast.literal_eval(after.value)).split())
    return found


def roles() -> str:
    """The states: what they want, orders a turn, verbs."""
    here = scenario()
    rows = [
        (spec.name, spec.brief.want, spec.orders, len(allowed_verbs(here, name)), number(spec.temperature))
        for name, spec in here.states.items()
    ]
    return table(("state", "wants", "orders a turn", "verbs", "temperature"), rows)


def phases() -> str:
    """The phases of a turn, as the model's own `step` states them."""
    lines = inspect.getdoc(DiplomacyModel.step) or ""
    found = [line.strip() for line in lines.splitlines() if line.strip()[:2] in {f"{i}." for i in range(1, 10)}]
    if len(found) < 5:
        raise ValueError("the docstring of DiplomacyModel.step no longer lists its phases")
    return "\n".join(f"{line[:2]} **{line[2:].split()[0]}**: {' '.join(line[2:].split()[1:])}" for line in found)


def stages() -> str:
    """The stages of adjudication and the verbs in each."""
    rows = [(stage, ", ".join(f"`{verb.name}`" for verb in verbs() if verb.stage == stage)) for stage in STAGES]
    return table(("stage", "verbs"), rows)


def endings() -> str:
    """The endings in the order in which they are checked."""
    return "\n".join(f"{i}. `{name}`" for i, name in enumerate(ENDINGS, 1))


def minds() -> str:
    """The minds."""
    names = [(f"`{name}`", text(f"list.minds.{name}")) for name in mind_names() if has(f"list.minds.{name}")]
    return table(("mind", "how it chooses"), names)


def quantities() -> str:
    """What goals are made of."""
    used: dict[str, set[str]] = {}
    for role, spec in scenario().states.items():
        for one in spec.goals.values():
            for name in one.of:
                used.setdefault(name.partition(".")[0], set()).add(role)
    rows = [(f"`{name}`", ", ".join(sorted(who))) for name, who in sorted(used.items())]
    return table(("quantity", "in the goals of"), rows)


def verb_pages() -> str:
    """The manual of verbs, family by family."""
    here = scenario()
    parts = []
    for family in dict.fromkeys(verb.family for verb in verbs()):
        parts.append(f"## {family.replace('_', ' ').capitalize()}\n")
        parts += [_verb(verb, here) for verb in verbs() if verb.family == family]
    return "\n".join(parts)


def _verb(verb: Verb, here: Scenario) -> str:
    users = [spec.name for role, spec in here.states.items() if verb.name in allowed_verbs(here, role)]
    name = text(f"verbs.{verb.name}.name") if has(f"verbs.{verb.name}.name") else verb.name
    about = text(f"verbs.{verb.name}.about") if has(f"verbs.{verb.name}.about") else ""
    facts = [
        f"CAMEO {verb.cameo}, Goldstein {verb.goldstein:+g}",
        f"costs {number(verb.cost)} capital" + (" or more, by its size" if verb.price is not None else ""),
        f"stage: {verb.stage}",
    ]
    if verb.secret:
        facts.append("always covert")
    if verb.statement:
        facts.append("a statement")
    if verb.needs:
        facts.append("needs: " + ", ".join(f"`{need}`" for need in verb.needs))
    lines = [
        f"### {name} (`{verb.name}`)\n",
        about,
        "",
        "; ".join(facts) + ".",
        "",
        f"For: {', '.join(users) or 'nobody'}.",
        "",
    ]
    rows = [
        (
            f"`{effect.field}`",
            "each state" if effect.who == "state0" else effect.who or "world",
            f"`{effect.amount}`" if isinstance(effect.amount, str) and effect.amount else "by formula",
            number(effect.scale),
            ", ".join(f"`{one}`" for one in effect.times) or "–",
            effect.delay or "–",
        )
        for effect in verb.effects
        # An effect that is laid out for every row of the roll is told once.
        if effect.who == "state0" or not effect.who.startswith("state")
    ]
    if rows:
        lines += [table(("changes", "of", "amount", "times", "and times", "after turns"), rows), ""]
    if verb.act is not None:
        lines += [
            f"Further effects, with luck, by `{verb.act.__module__.removeprefix('diplogame.')}.{verb.act.__name__}`.",
            "",
        ]
    return "\n".join(lines)


def goal_pages() -> str:
    """The manual of goals, state by state."""
    parts = []
    for spec in scenario().states.values():
        rows = [
            (
                one.title,
                f"{one.weight:g}",
                one.kind,
                " + ".join(f"{number(factor)} `{name}`" for name, factor in one.of.items()).replace("+ -", "- "),
                f"{number(one.floor)} to {number(one.ceiling)}"
                if one.kind == "blend"
                else ", ".join(f"{k} {number(v)}" for k, v in one.params.items()),
                one.why,
            )
            for one in spec.goals.values()
        ]
        parts.append(
            f"## {spec.name}\n\n{table(('goal', 'weight', 'kind', 'made of', 'from 0 to 100 between', 'why'), rows)}\n"
        )
    kinds = table(
        ("kind", "what it measures"), [(f"`{name}`", goal.goal_kind(name).words) for name in goal.goal_kinds()]
    )
    return f"{kinds}\n\n" + "\n".join(parts)


def rule_pages() -> str:
    """The rule table of the default scenario."""
    rows = [
        (f"`{name}`", number(rule.value), rule.unit, f"{number(rule.range[0])} to {number(rule.range[1])}", rule.source)
        for name, rule in scenario().rules.items()
    ]
    return table(("rule number", "value", "unit", "range", "source"), rows)


def rule_sources() -> str:
    """How many rule numbers rest on what."""
    rules = scenario().rules.values()
    guesses = sum(rule.source.startswith("guess") for rule in rules)
    return (
        f"Of the {len(rules)} rule numbers {guesses} are marked as guesses (some of them on a named figure); "
        f"{len(rules) - guesses} rest on a source."
    )


MADE: dict[str, Callable[[], str]] = {
    "state_variables": state_variables,
    "roles": roles,
    "phases": phases,
    "stages": stages,
    "endings": endings,
    "minds": minds,
    "quantities": quantities,
    "verbs": verb_pages,
    "goals": goal_pages,
    "rules": rule_pages,
    "rule_sources": rule_sources,
    **register.MADE,
}
"""What stands between `<!-- made: NAME -->` and `<!-- end -->` in a page."""
