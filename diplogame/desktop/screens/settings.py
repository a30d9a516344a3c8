"""Settings: text size, palette, sound, motion, keys. Each change shows at once and is kept."""

from __future__ import annotations

from functools import partial
from typing import Any

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.formpage import Form
from diplogame.desktop.gui import Gui
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.topbar import shown_key
from diplogame.desktop.settings import BINDINGS, TEXT_SIZES, Settings
from diplogame.desktop.theme import PALETTES, Sizes
from diplogame.desktop.transitions import Push, Transition
from diplogame.desktop.window import Input
from diplogame.texts import text


class SettingsPage(Form):
    """Drop-downs and a slider; switches for what is on or off."""

    id = "settings"
    icon = "settings"
    wide, tall = 640, 560

    ROWS = ("text_size", "palette", "speed", "futures", "volume")
    SWITCHES = ("sound", "calm", "ask_before_end", "fullscreen")

    def _top(self) -> Rect:
        px, frame = self.app.px, self.card.rect
        return Rect(frame.x + px(38), frame.y + px(84), frame.w - px(76), 0)

    def fields(self, gui: Gui) -> None:
        px, top, s = self.app.px, self._top(), self.app.settings
        x, w = top.x + px(250), top.w - px(250)
        options = {
            "text_size": [(size, f"{size} %") for size in TEXT_SIZES],
            "palette": [(name, text(f"desktop.palette.{name}")) for name in PALETTES],
            "speed": [(name, text(f"desktop.speed.{name}")) for name in ("slow", "normal", "fast", "off")],
            "futures": [(str(n), text("desktop.settings.futures_value", n=n)) for n in (100, 250, 500, 1000, 2000)],
        }
        for k, name in enumerate(self.ROWS):
            box = Rect(x, top.y + k * px(46), w, px(35))
            if name == "volume":
                gui.slider("set.volume", box, s.volume, 0, 100, self._volume)
        # Later elements lie on top: the lowest drop-down is made first, so that an open one covers those below it.
        for k, name in reversed([(k, n) for k, n in enumerate(self.ROWS) if n in options]):
            box = Rect(x, top.y + k * px(46), w, px(35))
            value = str(getattr(s, name))
            gui.choice(f"set.{name}", box, options[name], value, partial(self._choose, name))

    def key(self) -> Any:
        s = self.app.settings
        return (self.edition, s.sound, s.calm, s.ask_before_end, s.fullscreen)

    def body(self, sheet: Sheet, area: Rect) -> float | None:
        px, p = sheet.px, sheet.p
        frame = self.card.rect
        top = self._top().move(-frame.x, -frame.y)
        for k, name in enumerate(self.ROWS):
            sheet.text(
                text(f"desktop.settings.{name}"), top.x, top.y + k * px(46) + px(8), Sizes.BODY + 0.6, p.text, "medium"
            )
        y = top.y + len(self.ROWS) * px(46) + px(6)
        columns = 2 if y + len(self.SWITCHES) * px(41) > area.bottom + px(6) else 1
        wide = (top.w - px(10) * (columns - 1)) // columns
        for k, name in enumerate(self.SWITCHES):
            on = bool(getattr(self.app.settings, name))
            row = Rect(top.x + (k % columns) * (wide + px(10)), y + (k // columns) * px(41), wide, px(36))
            sheet.card(row, "soft")
            sheet.text(
                text(f"desktop.settings.{name}"),
                row.x + px(14),
                row.y + px(9),
                Sizes.BODY + 0.2,
                p.text,
                width=row.w - px(108),
            )
            track = Rect(row.right - px(58), row.y + px(8), px(42), px(20))
            sheet.put(sheet.brush.pill(track.w, track.h, p.action if on else p.card, p.edge), track.x, track.y)
            knob = px(14)
            sheet.put(
                sheet.brush.pill(knob, knob, p.text),
                track.right - knob - px(3) if on else track.x + px(3),
                track.y + px(3),
            )
            sheet.text(
                text("desktop.on" if on else "desktop.off"),
                track.x - px(10),
                row.y + px(9),
                Sizes.META + 0.4,
                p.muted,
                align="right",
            )
            sheet.widget(
                f"set.{name}",
                row,
                partial(self._switch, name),
                text(f"desktop.tip.set_{name}"),
                text(f"desktop.settings.{name}"),
            )
        return None

    def _choose(self, name: str, value: str) -> None:
        setattr(self.app.settings, name, int(value) if name == "futures" else value)
        self.app.remember()
        if name in ("text_size", "palette"):
            self.app.restyle()

    def _volume(self, value: str) -> None:
        self.app.settings.volume = int(value)
        self.app.remember()

    def _switch(self, name: str) -> None:
        setattr(self.app.settings, name, not getattr(self.app.settings, name))
        self.app.remember()
        if name == "fullscreen":
            self.app.window.fullscreen(self.app.settings.fullscreen)
            self.app.restyle()
        elif name == "calm":
            self.app.restyle()
        elif name == "sound":
            self.app.sounds.play("order")

    def buttons(self) -> list[Button]:
        return [
            ("set.keys", text("desktop.settings.keys"), lambda: Push(Keys()), "button", "keyboard", True),
            ("dialog.ok", text("desktop.ok"), self.close, "action", None, True),
        ]


class Keys(Dialog):
    """Rebinding: press a row, then the key."""

    id = "keys"
    icon = "keyboard"
    wide, tall = 620, 640

    def __init__(self) -> None:
        super().__init__()
        self.catching: str | None = None

    def key(self) -> Any:
        return (self.edition, self.catching)

    def lead(self) -> str:
        return (
            text("desktop.keys.press", name=text(f"desktop.command.{self.catching}"))
            if self.catching
            else text("desktop.keys.lead")
        )

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p, settings = sheet.px, sheet.p, self.app.settings
        y: float = area.y
        for name in BINDINGS:
            row = Rect(area.x, round(y), area.w - px(10), px(32))
            sheet.card(row, "picked" if name == self.catching else "soft")
            sheet.text(text(f"desktop.command.{name}"), row.x + px(14), row.y + px(7), Sizes.BODY, p.text)
            key = shown_key(settings.key(name)) if name != self.catching else "..."
            sheet.key(key, row.right - px(16) - sheet.key_width(key), row.y + px(7))
            sheet.widget(f"keys.{name}", row, partial(self._catch, name), text("desktop.tip.rebind"), name)
            y += px(37)
        return y + self.card.scroll

    def _catch(self, name: str) -> None:
        self.catching = name

    def handle(self, one: Input) -> Transition | None:
        if self.catching and one.kind == "key":
            if one.key in (
                "left shift",
                "right shift",
                "left ctrl",
                "right ctrl",
                "left alt",
                "right alt",
            ) or one.key.split("+")[-1] in (
                "left shift",
                "right shift",
                "left ctrl",
                "right ctrl",
                "left alt",
                "right alt",
            ):
                return None
            name, self.catching = self.catching, None
            if one.key == "escape" and name != "menu":
                return None
            try:
                loser = self.app.settings.rebind(name, one.key)
            except ValueError:
                self.app.say(text("desktop.keys.fixed", key=shown_key(one.key)), "warn")
                return None
            self.app.remember()
            if loser:
                self.app.say(text("desktop.keys.lost", name=text(f"desktop.command.{loser}")), "warn")
            self.again()
            return None
        return super().handle(one)

    def _defaults(self) -> None:
        self.app.settings.keys = Settings().keys
        self.app.remember()
        self.again()

    def buttons(self) -> list[Button]:
        return [
            ("keys.defaults", text("desktop.keys.defaults"), self._defaults, "button", "rotate-ccw", True),
            ("dialog.ok", text("desktop.ok"), self.close, "action", None, True),
        ]
