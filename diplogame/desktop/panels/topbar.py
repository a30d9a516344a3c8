"""The bar on top: the crisis in seven numbers, and what can be done at any time."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from diplogame.desktop.live import Live
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.play import Play, number, odds
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import Sizes
from diplogame.texts import text

STRAIT_TONES = {"open": "text", "harassed": "warn", "closed": "bad"}


class TopBar(Panel):
    """Reads the picture only."""

    id = "top"

    def __init__(self, screen: Screen, play: Play, live: Live | None = None) -> None:
        super().__init__(screen)
        self.play, self.live = play, live

    def key(self) -> Hashable:
        return (
            self.play.picture["turn"],
            self.play.role,
            id(self.play.picture),
            self.play.edition,
            bool(self.play.done),
            (self.live.face(), self.live.unread) if self.live else None,
        )

    def facts(self) -> list[tuple[str, str, str, str, str]]:
        """(id, label, value, tone, tip) of each number."""
        p = self.play.picture
        rung = f"{number(p['escalation'])} · {p['rung']}" if p["rung"] else number(p["escalation"])
        tone = "bad" if p["escalation"] >= 5 else "warn" if p["escalation"] >= 3 else "text"
        strait = text(f"desktop.strait.{p['strait']}")
        turn = min(p["turn"], p["turns"])
        clock = (
            [("clock", text("desktop.live.clock"), *self.live.face(), text("desktop.live.tip"))] if self.live else []
        )
        return [
            *clock,
            ("turn", text("desktop.top.turn", turn=turn, turns=p["turns"]), p["day"], "text", text("desktop.tip.turn")),
            (
                "role",
                text("desktop.top.you_play"),
                self.play.short(self.play.role),
                self.play.role,
                text("desktop.tip.role"),
            ),
            (
                "escalation",
                text("desktop.top.escalation"),
                rung,
                tone,
                text("desktop.tip.escalation", hazard=odds(p["hazard"])),
            ),
            (
                "brent",
                text("desktop.top.brent"),
                f"${p['brent']:.1f}",
                "warn",
                text("desktop.tip.brent", premium=f"{p['premium']:.0%}"),
            ),
            (
                "flow",
                text("desktop.top.flow"),
                f"{p['flow_share']:.0%}" + ("" if p["strait"] == "open" else f" · {strait}"),
                STRAIT_TONES[p["strait"]],
                text("desktop.tip.flow", flow=f"{p['flow']:.1f}"),
            ),
            (
                "flights",
                text("desktop.top.flights"),
                text("desktop.top.flights_value", n=p["flights"]),
                "covert",
                text("desktop.tip.flights"),
            ),
            (
                "hazard",
                text("desktop.top.hazard"),
                odds(p["hazard"]),
                "bad" if p["hazard"] >= 0.1 else "warn" if p["hazard"] > 0.02 else "text",
                text("desktop.tip.hazard"),
            ),
        ]

    def paint(self, sheet: Sheet) -> None:
        px, letters, p = sheet.px, self.app.brush.letters, sheet.p
        sheet.rule(0, sheet.h - 1, sheet.w)
        right = self._buttons(sheet)
        x = px(18)
        title = str(self.play.picture["title"])
        if letters.width(title, Sizes.PAGE, "semibold") > px(210):
            title = title.split(":", maxsplit=1)[0]
        compact = sheet.w < px(1220)
        if not compact:
            x += sheet.text(
                title, x, (sheet.h - letters.height(Sizes.PAGE)) / 2, Sizes.PAGE, weight="semibold", width=px(210)
            ) + px(16)
        for name, label, value, tone, tip in self.facts():
            if compact and name == "flights":
                continue
            colour = self.app.brush.theme.tone(tone)
            change = self.play.picture["brent_change"] if name == "brent" else 0.0
            mark = ("▲ " if change > 0 else "▼ ") + f"{abs(change):.1f}" if abs(change) >= 0.05 else ""
            extra = letters.width(mark, Sizes.BODY, "medium") + px(8) if mark else px(16) if name == "role" else 0
            wide = max(letters.width(label, Sizes.META), letters.width(value, Sizes.VALUE, "semibold") + extra)
            if x + wide + px(18) > right:
                break
            if x > px(20):
                sheet.post(x - px(1), px(11), sheet.h - px(22))
                x += px(13)
            sheet.text(label, x, px(8), Sizes.META, p.muted)
            left = x
            if name == "role":
                sheet.put(self.app.brush.shape(self.play.role, 12), x, px(29.5))
                left += px(17)
            sheet.text(
                value,
                left,
                px(25.5),
                Sizes.VALUE,
                colour if name != "role" else self.app.brush.theme.role(self.play.role),
                "semibold",
            )
            if mark:
                sheet.text(
                    mark,
                    left + letters.width(value, Sizes.VALUE, "semibold") + px(8),
                    px(27.5),
                    Sizes.BODY,
                    p.warn,
                    "medium",
                )
            sheet.widget(f"top.{name}", Rect(x - px(6), px(3), wide + px(12), sheet.h - px(6)), None, tip, label)
            x += wide + px(14)

    def _buttons(self, sheet: Sheet) -> int:
        """From the right: menu, help, why, save, undo; returns the left edge of the last."""
        px, settings, letters = sheet.px, self.app.settings, self.app.brush.letters
        x = sheet.w - px(10)
        compact = sheet.w < px(1330)
        kept = ("letters", "mail") if self.live else ("save", "save")
        for command, name in (
            ("menu", "menu"),
            ("help", "circle-help"),
            ("why", "scale"),
            kept,
            ("undo", "undo-2"),
        ):
            label = "" if command == "menu" or compact else text(f"desktop.command.{command}")
            if command == "letters" and self.live and self.live.unread:
                label = text("desktop.live.unread", n=self.live.unread)
            key = "" if command == "menu" or sheet.w < px(1400) else shown_key(settings.key(command))
            wide = (
                px(30)
                + (letters.width(label, Sizes.BODY, "medium") + px(5) if label else 0)
                + (sheet.key_width(key) + px(6) if key else 0)
            )
            x -= wide
            middle = sheet.h / 2
            enabled = command != "undo" or bool(self.play.done)
            fresh = command == "letters" and self.live is not None and self.live.unread > 0
            colour = sheet.p.warn if fresh else sheet.p.soft if enabled else sheet.p.faint
            sheet.icon(name, x + px(7), middle - px(8), 16, colour)
            at = x + px(28)
            if label:
                at += sheet.text(label, at, middle - letters.height(Sizes.BODY) / 2, Sizes.BODY, colour, "medium") + px(
                    6
                )
            if key:
                sheet.key(key, at, middle - px(9))
            tip = f"{text(f'desktop.command.{command}')} ({shown_key(settings.key(command))})"
            sheet.widget(
                f"top.do.{command}",
                Rect(x, px(8), wide, sheet.h - px(16)),
                partial(self.screen.command, command),
                tip,
                label,
                enabled,
            )
            x -= px(4)
        return x


def shown_key(key: str) -> str:
    """A binding as a person reads it."""
    names = {"ctrl": "Ctrl", "alt": "Alt", "shift": "Shift", "return": "Enter", "escape": "Esc", "space": "Space"}
    return (
        " ".join(names.get(part, part.upper() if len(part) <= 3 else part.capitalize()) for part in key.split("+"))
        if key
        else "–"
    )
