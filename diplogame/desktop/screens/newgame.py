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
from diplogame.desktop.panels.brief import Brief
from diplogame.desktop.theme import Sizes
from diplogame.desktop.transitions import Transition
from diplogame.errors import DiplogameError
from diplogame.texts import text

ROOMY, TIGHT = 656, 546
"""Heights of the card, points: where the left column has all the room it wants, and where it is as tight as it gets."""


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
        self.brief = Brief(self)
        self.panels.append(self.brief)

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
    def layout(self, w: int, h: int) -> None:
        super().layout(w, h)
        px, frame, left = self.app.px, self.card.rect, self._left()
        x, y = left.right + px(32), frame.y + px(14 + 58)
        self.brief.rect = Rect(x, y, frame.right - px(14 + 24 - 8) - x, frame.bottom - px(14 + 66) - y)

    def _gap(self, roomy: float, tight: float) -> int:
        """A height in px, between what a high window has and what a low one leaves."""
        px, high = self.app.px, self.card.rect.h
        share = min(1.0, max(0.0, (px(ROOMY) - high) / (px(ROOMY) - px(TIGHT))))
        return px(roomy + (tight - roomy) * share)

    def _left(self) -> Rect:
        px, frame = self.app.px, self.card.rect
        s = px(14)
        top = self._gap(70, 58)
        return Rect(frame.x + s + px(24), frame.y + s + top, px(372), frame.h - 2 * s - top - px(66))

    def fields(self, gui: Gui) -> None:
        px, box = self.app.px, self._left()
        if not self.scenarios:
            return
        options = [(one["name"], one["title"]) for one in self.scenarios]
        self._seed_y = (
            box.y + self._gap(78, 64) + self._roles_tall() + self._gap(66, 56) + self._gap(52, 40) + self._gap(22, 19)
        )
        tall = self._gap(34, 30)
        gui.entry(
            "new.seed",
            Rect(box.x, self._seed_y, px(150), tall),
            self.seed,
            text("desktop.newgame.seed_any"),
            self._seeded,
            16,
        )
        gui.entry(
            "new.code",
            Rect(box.x + px(162), self._seed_y, px(210), tall),
            "",
            text("desktop.newgame.code_hint"),
            self._coded,
            16,
        )
        gui.choice(
            "new.scenario", Rect(box.x, box.y + px(20), box.w, px(36)), options, self.scenario, self._pick_scenario
        )

    def _roles_tall(self) -> int:
        return self._gap(34, 28) + self._gap(43, 33) * ((len(self.roles) + 1) // 2)

    def body(self, sheet: Sheet, area: Rect) -> float | None:
        px, p = sheet.px, sheet.p
        frame = self.card.rect
        shift = lambda rect: rect.move(-frame.x, -frame.y)  # noqa: E731
        if not self.scenarios:
            sheet.text(text("desktop.newgame.reading"), area.x, area.y, Sizes.BODY, p.muted)
            return None
        left = shift(self._left())
        sheet.caps(text("desktop.newgame.scenario"), left.x, left.y)
        y = left.y + self._gap(78, 64)
        sheet.caps(text("desktop.newgame.roles" if self.several else "desktop.newgame.role"), left.x, y)
        y += self._gap(22, 19)
        pitch, tall = self._gap(43, 33), self._gap(37, 29)
        half = (left.w - px(8)) // 2
        for k, role in enumerate(self.roles):
            card = Rect(left.x + (k % 2) * (half + px(8)), y + (k // 2) * pitch, half, tall)
            on = role["role"] in self.people if self.several else role["role"] == self.role
            sheet.card(card, "picked" if on else "button")
            sheet.put(sheet.brush.shape(role["role"], 15), card.x + px(12), card.y + (tall - px(15)) // 2)
            sheet.text(
                role["name"],
                card.x + px(36),
                card.y + (tall - px(18)) // 2,
                Sizes.BODY + 0.6,
                p.text,
                "semibold" if on else "medium",
                width=half - px(62),
            )
            if on:
                sheet.icon("check", card.right - px(24), card.y + (tall - px(15)) // 2, 14, p.good)
            sheet.widget(
                f"new.role.{role['role']}", card, partial(self._pick_role, role["role"]), "", role["name"], radius=px(9)
            )
        y = left.y + self._gap(78, 64) + self._roles_tall()
        sheet.caps(text("desktop.newgame.level"), left.x, y)
        third = (left.w - px(16)) // 3
        for k, level in enumerate(("easy", "normal", "hard")):
            box = Rect(left.x + k * (third + px(8)), y + px(19), third, self._gap(34, 30))
            sheet.button(
                f"new.level.{level}",
                box,
                text(f"desktop.level.{level}"),
                partial(self._pick_level, level),
                "picked" if level == self.level else "button",
                None,
                text(f"desktop.tip.level_{level}"),
            )
        y += self._gap(66, 56)
        toggle = Rect(left.x, y + self._gap(4, 0), left.w, self._gap(34, 31))
        sheet.card(toggle, "picked" if self.several else "soft")
        sheet.icon("users", toggle.x + px(12), toggle.y + (toggle.h - px(16)) // 2, 16, p.soft)
        sheet.text(
            text("desktop.newgame.hot_seat"),
            toggle.x + px(38),
            toggle.y + (toggle.h - px(18)) // 2,
            Sizes.BODY,
            p.text,
            width=toggle.w - px(70),
        )
        sheet.icon(
            "check" if self.several else "circle",
            toggle.right - px(28),
            toggle.y + (toggle.h - px(14)) // 2,
            14,
            p.good if self.several else p.faint,
        )
        sheet.widget(
            "new.several", toggle, self._several, text("desktop.tip.hot_seat"), text("desktop.newgame.hot_seat")
        )
        y += self._gap(52, 40)
        sheet.caps(text("desktop.newgame.seed"), left.x, y)
        sheet.caps(text("desktop.newgame.code"), left.x + px(162), y)
        y += self._gap(64, 52)
        code = self._code()
        if self.problem:
            sheet.para(self.problem, left.x, y, left.w, Sizes.META + 0.4, p.warn, most=3)
        elif code:
            sheet.text(text("desktop.newgame.this_code", code=code), left.x, y, Sizes.META + 0.6, p.muted, width=left.w)
        return None

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
            self._tell(str(error))
            return
        self.scenario, self.role, self.level, self.seed, self.several = (
            found.scenario,
            found.role,
            found.level,
            str(found.seed),
            False,
        )
        self.layout(*self.size)

    def _tell(self, problem: str) -> None:
        """Under the fields, and over the page: in a low window there is room for one line of it only."""
        self.problem = problem
        self.app.say(problem, "warn")

    def begin(self) -> Transition | None:
        if self.busy or not self.scenarios:
            return None
        if self.seed and not (self.seed.isdigit() and int(self.seed) < 2**53):
            self._tell(text("desktop.newgame.bad_seed"))
            return None
        people = [role["role"] for role in self.roles if role["role"] in self.people] if self.several else [self.role]
        if not people:
            self._tell(text("desktop.newgame.nobody"))
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
