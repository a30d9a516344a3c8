"""A new game: scenario, role with its brief, level, seed or challenge code, hot-seat."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from diplogame.desktop.challenge import SEEDS, Challenge, decode, encode
from diplogame.desktop.dialog import Button
from diplogame.desktop.flow import start
from diplogame.desktop.formpage import Form
from diplogame.desktop.gui import Gui
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.theme import Sizes, mix
from diplogame.desktop.transitions import Transition
from diplogame.errors import DiplogameError
from diplogame.texts import text


class NewGame(Form):
    """Everything on one page; a pasted code fills it in."""

    id = "newgame"
    modal = False
    icon = "flag"
    wide, tall = 1120, 720

    def __init__(self) -> None:
        super().__init__()
        self.scenario = "moscow_table"
        self.role = "russia"
        self.level = "normal"
        self.seed = str(secrets.randbelow(100_000))
        self.several = False
        self.people: list[str] = []
        self.busy = False
        self.problem = ""

    def enter(self) -> None:
        last = self.app.settings.last
        for name in ("scenario", "role", "level"):
            if isinstance(last.get(name), str):
                setattr(self, name, last[name])
        if self.app.catalogue is None:
            self.app.ask("catalogue", self._known)
        else:
            self._fit()

    def _known(self, catalogue: dict[str, Any]) -> None:
        self.app.catalogue = catalogue
        self._fit()
        if self.size != (0, 0):
            self.layout(*self.size)

    def _fit(self) -> None:
        """Keep what is chosen among what there is."""
        names = [one["name"] for one in self.scenarios]
        if names and self.scenario not in names:
            self.scenario = names[0]
        roles = [one["role"] for one in self.roles]
        if roles and self.role not in roles:
            self.role = roles[0]
        self.people = [role for role in self.people if role in roles]

    @property
    def scenarios(self) -> list[dict[str, Any]]:
        return (self.app.catalogue or {}).get("scenarios", [])

    @property
    def chosen(self) -> dict[str, Any]:
        return next(
            (one for one in self.scenarios if one["name"] == self.scenario),
            {"roles": [], "title": "", "summary": "", "turns": 0, "turn_days": 0},
        )

    @property
    def roles(self) -> list[dict[str, Any]]:
        return self.chosen["roles"]

    def key(self) -> Any:
        return (
            self.edition,
            self.scenario,
            self.role,
            self.level,
            self.several,
            tuple(self.people),
            self.busy,
            self.problem,
            len(self.scenarios),
            self.seed,
        )

    # layout: left column of choices, right the brief
    def _left(self) -> Rect:
        px, frame = self.app.px, self.card.rect
        s = px(14)
        return Rect(frame.x + s + px(24), frame.y + s + px(70), px(372), frame.h - 2 * s - px(140))

    def fields(self, gui: Gui) -> None:
        px, box = self.app.px, self._left()
        if not self.scenarios:
            return
        options = [(one["name"], one["title"]) for one in self.scenarios]
        self._seed_y = box.y + px(78) + self._roles_tall() + px(66) + px(74)
        gui.entry(
            "new.seed",
            Rect(box.x, self._seed_y, px(150), px(34)),
            self.seed,
            text("desktop.newgame.seed_any"),
            self._seeded,
            16,
        )
        gui.entry(
            "new.code",
            Rect(box.x + px(162), self._seed_y, px(210), px(34)),
            "",
            text("desktop.newgame.code_hint"),
            self._coded,
            16,
        )
        gui.choice(
            "new.scenario", Rect(box.x, box.y + px(20), box.w, px(36)), options, self.scenario, self._pick_scenario
        )

    def _roles_tall(self) -> int:
        return self.app.px(34) + self.app.px(43) * ((len(self.roles) + 1) // 2)

    def body(self, sheet: Sheet, area: Rect) -> float | None:
        px, p = sheet.px, sheet.p
        frame = self.card.rect
        shift = lambda rect: rect.move(-frame.x, -frame.y)  # noqa: E731
        if not self.scenarios:
            sheet.text(text("desktop.newgame.reading"), area.x, area.y, Sizes.BODY, p.muted)
            return None
        left = shift(self._left())
        sheet.caps(text("desktop.newgame.scenario"), left.x, left.y)
        y = left.y + px(78)
        sheet.caps(text("desktop.newgame.roles" if self.several else "desktop.newgame.role"), left.x, y)
        y += px(22)
        half = (left.w - px(8)) // 2
        for k, role in enumerate(self.roles):
            card = Rect(left.x + (k % 2) * (half + px(8)), y + (k // 2) * px(43), half, px(37))
            on = role["role"] in self.people if self.several else role["role"] == self.role
            sheet.card(card, "picked" if on else "button")
            sheet.put(sheet.brush.shape(role["role"], 15), card.x + px(12), card.y + px(11))
            sheet.text(
                role["name"],
                card.x + px(36),
                card.y + px(9.5),
                Sizes.BODY + 0.6,
                p.text,
                "semibold" if on else "medium",
                width=half - px(62),
            )
            if on:
                sheet.icon("check", card.right - px(24), card.y + px(11), 14, p.good)
            sheet.widget(
                f"new.role.{role['role']}", card, partial(self._pick_role, role["role"]), "", role["name"], radius=px(9)
            )
        y = left.y + px(78) + self._roles_tall()
        sheet.caps(text("desktop.newgame.level"), left.x, y)
        third = (left.w - px(16)) // 3
        for k, level in enumerate(("easy", "normal", "hard")):
            box = Rect(left.x + k * (third + px(8)), y + px(20), third, px(34))
            sheet.button(
                f"new.level.{level}",
                box,
                text(f"desktop.level.{level}"),
                partial(self._pick_level, level),
                "picked" if level == self.level else "button",
                None,
                text(f"desktop.tip.level_{level}"),
            )
        y += px(66)
        toggle = Rect(left.x, y + px(4), left.w, px(34))
        sheet.card(toggle, "picked" if self.several else "soft")
        sheet.icon("users", toggle.x + px(12), toggle.y + px(9), 16, p.soft)
        sheet.text(
            text("desktop.newgame.hot_seat"),
            toggle.x + px(38),
            toggle.y + px(8),
            Sizes.BODY,
            p.text,
            width=toggle.w - px(70),
        )
        sheet.icon(
            "check" if self.several else "circle",
            toggle.right - px(28),
            toggle.y + px(10),
            14,
            p.good if self.several else p.faint,
        )
        sheet.widget(
            "new.several", toggle, self._several, text("desktop.tip.hot_seat"), text("desktop.newgame.hot_seat")
        )
        y += px(52)
        sheet.caps(text("desktop.newgame.seed"), left.x, y)
        sheet.caps(text("desktop.newgame.code"), left.x + px(162), y)
        y += px(64)
        code = self._code()
        if self.problem:
            sheet.para(self.problem, left.x, y, left.w, Sizes.META + 0.4, p.warn, most=3)
        elif code:
            sheet.text(text("desktop.newgame.this_code", code=code), left.x, y, Sizes.META + 0.6, p.muted, width=left.w)
        self._brief(sheet, Rect(left.right + px(32), area.y, area.right - left.right - px(32), area.h))
        return None

    def _brief(self, sheet: Sheet, area: Rect) -> None:
        px, p, chosen = sheet.px, sheet.p, self.chosen
        y: float = area.y
        length = text("desktop.newgame.length", turns=chosen["turns"], days=chosen["turns"] * chosen["turn_days"])
        wide = sheet.text(length, area.right, y + px(4), Sizes.BODY, p.muted, align="right")
        title_w = area.w - wide - px(20)
        sheet.text(chosen["title"], area.x, y, Sizes.PAGE + 1, p.text, "semibold", width=title_w)
        y = sheet.para(chosen["summary"], area.x, y + px(27), area.w, Sizes.BODY, p.soft, most=4) + px(12)
        role = next((one for one in self.roles if one["role"] == self.role), None)
        if role is None:
            return
        colour = sheet.brush.theme.role(role["role"])
        head = Rect(area.x, round(y), area.w, px(44))
        sheet.put(
            sheet.brush.pill(head.w, head.h, mix(p.panel, colour, 0.2), mix(p.panel, colour, 0.55), px(9)),
            head.x,
            head.y,
        )
        sheet.put(sheet.brush.shape(role["role"], 20), head.x + px(14), head.y + px(12))
        sheet.text(role["name"], head.x + px(46), head.y + px(11), Sizes.PAGE, p.text, "semibold")
        y = head.bottom + px(12)
        for part, icon in (
            ("who", "user"),
            ("want", "target"),
            ("can", "wrench"),
            ("fear", "shield-alert"),
            ("opening", "git-fork"),
            ("temptation", "sparkles"),
            ("regret", "hourglass"),
        ):
            words = role["brief"][part]
            lines = sheet.brush.letters.wrap(words, area.w - px(150), Sizes.BODY)
            if y + len(lines) * px(19) > area.bottom:
                break
            sheet.icon(icon, area.x, y + px(2), 15, colour)
            sheet.text(text(f"desktop.brief.{part}"), area.x + px(24), y, Sizes.BODY, p.muted, "medium", width=px(118))
            y = sheet.lines(lines, area.x + px(150), y, Sizes.BODY, p.text) + px(6)
        self._goals(sheet, role["goals"], colour, area, y + px(6))

    def _goals(self, sheet: Sheet, goals: list[dict[str, Any]], colour: str, area: Rect, y: float) -> None:
        """What counts and how much: with its reason where there is room for it."""
        px, p = sheet.px, sheet.p
        if y + px(44) > area.bottom:
            return
        sheet.caps(text("desktop.brief.goals"), area.x, y)
        y += px(21)
        columns = 1 if y + len(goals) * px(22) <= area.bottom else 2
        wide = (area.w - px(20) * (columns - 1)) // columns
        for k, goal in enumerate(goals):
            at = y + (k // columns) * px(22)
            if at + px(20) > area.bottom:
                break
            x = area.x + (k % columns) * (wide + px(20))
            sheet.text(f"{goal['weight']:.0%}", x + px(34), at, Sizes.BODY, colour, "semibold", align="right")
            title_w = sheet.text(goal["title"], x + px(44), at, Sizes.BODY, p.text, width=wide - px(44))
            room = wide - px(44) - title_w - px(14)
            if columns == 1 and room > px(90):
                sheet.text(goal["why"], x + px(58) + title_w, at + px(1), Sizes.META, p.muted, width=room)

    def _code(self) -> str | None:
        if not self.seed.isdigit() or self.several:
            return None
        return encode(Challenge(self.scenario, int(self.seed), self.role, self.level), self.scenarios)

    # choosing
    def _pick_scenario(self, name: str) -> None:
        self.scenario = name
        self._fit()
        self.layout(*self.size)

    def _pick_role(self, role: str) -> None:
        self.role = role
        if self.several:
            self.people = [one for one in self.people if one != role] if role in self.people else [*self.people, role]

    def _pick_level(self, level: str) -> None:
        self.level = level

    def _several(self) -> None:
        self.several = not self.several
        self.people = [self.role] if self.several else []

    def _seeded(self, value: str) -> None:
        self.seed, self.problem = value.strip(), ""

    def _coded(self, value: str) -> None:
        """A whole code fills in the page; a part of one is left alone."""
        self.problem = ""
        if sum(c.isalnum() for c in value) < 11:
            return
        try:
            found = decode(value, self.scenarios)
        except DiplogameError as error:
            self.problem = str(error)
            return
        self.scenario, self.role, self.level, self.seed, self.several = (
            found.scenario,
            found.role,
            found.level,
            str(found.seed),
            False,
        )
        self.layout(*self.size)

    def begin(self) -> Transition | None:
        if self.busy or not self.scenarios:
            return None
        if self.seed and not (self.seed.isdigit() and int(self.seed) < 2**53):
            self.problem = text("desktop.newgame.bad_seed")
            return None
        people = [role["role"] for role in self.roles if role["role"] in self.people] if self.several else [self.role]
        if not people:
            self.problem = text("desktop.newgame.nobody")
            return None
        self.busy = True
        self.app.settings.last.update(scenario=self.scenario, role=self.role, level=self.level)
        seed = int(self.seed) if self.seed else secrets.randbelow(SEEDS)
        self.app.ask(
            "new", self._go, failed=self._failed, scenario=self.scenario, people=people, seed=seed, level=self.level
        )
        return None

    def _go(self, status: dict[str, Any]) -> Transition | None:
        self.busy = False
        return start(self.app, status)

    def _failed(self, kind: str, words: str) -> None:
        self.busy = False
        self.problem = words.splitlines()[0] if kind == "refused" else ""
        self.app.complain(kind, words)

    def buttons(self) -> list[Button]:
        return [
            ("new.back", text("desktop.back"), self.close, "button", "arrow-left", True),
            (
                "new.begin",
                text("desktop.newgame.begin"),
                self.begin,
                "action",
                "play",
                not self.busy and bool(self.scenarios),
            ),
        ]
