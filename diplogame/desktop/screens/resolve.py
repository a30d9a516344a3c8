"""The turn is played back on the map: act after act, with a running caption; it can be sped up or skipped."""

from __future__ import annotations

from typing import Any

from diplogame.desktop.flow import Flow
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.mappanel import Live, MapPanel
from diplogame.desktop.pictures.cables import tag
from diplogame.desktop.pictures.theatre import Arc, arcs, spots
from diplogame.desktop.play import Play
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import FAMILY_ICONS, FAMILY_TONES, Sizes
from diplogame.desktop.transitions import Swap, Transition
from diplogame.texts import has, text

SECONDS = {"slow": 2.2, "normal": 1.15, "fast": 0.5, "off": 0.0}
"""How long one act takes."""
MOST = 16


class Caption(Panel):
    """What is happening now, and what is to come."""

    id = "caption"
    fill = None

    def __init__(self, screen: Resolve) -> None:
        super().__init__(screen)
        self.resolve = screen

    def key(self) -> Any:
        return (self.resolve.index, self.resolve.paused, self.app.settings.speed)

    def paint(self, sheet: Sheet) -> None:
        px, p, r = sheet.px, sheet.p, self.resolve
        s = px(12)
        sheet.card(Rect(s, s, sheet.w - 2 * s, sheet.h - 2 * s), "float", s)
        x, y = s + px(18), s + px(14)
        sheet.caps(
            text("desktop.resolve.title", turn=r.turn, n=min(r.index + 1, len(r.events)), of=len(r.events)), x, y
        )
        if r.index < len(r.events):
            one = r.events[r.index]
            name = tag(one)
            sheet.put(
                sheet.brush.tile(
                    FAMILY_ICONS.get(name, "info"), sheet.brush.theme.tone(FAMILY_TONES.get(name, "soft")), 34
                ),
                x,
                y + px(22),
            )
            right = sheet.w - s - px(320)
            below = sheet.para(
                one["headline"], x + px(48), y + px(20), right - x - px(48), Sizes.VALUE, p.text, "semibold", most=2
            )
            sheet.para(one["detail"] or "", x + px(48), below, right - x - px(48), Sizes.BODY, p.muted, most=1)
        right = sheet.w - s - px(14)
        w = px(94)
        top = s + (sheet.h - 2 * s - px(36)) // 2
        speed = self.app.settings.speed
        sheet.button(
            "resolve.skip",
            Rect(right - w, top, w, px(36)),
            text("desktop.resolve.skip"),
            r.skip,
            "action",
            "skip-forward",
        )
        sheet.button(
            "resolve.speed",
            Rect(right - 2 * w - px(8), top, w, px(36)),
            text(f"desktop.speed.{speed}"),
            r.faster,
            "button",
            "fast-forward",
            text("desktop.tip.speed"),
        )
        sheet.button(
            "resolve.pause",
            Rect(right - 3 * w - px(16), top, w, px(36)),
            text("desktop.resolve.go" if r.paused else "desktop.resolve.pause"),
            r.hold,
            "button",
            "play" if r.paused else "pause",
        )


class Resolve(Screen):
    """Only what this seat saw; the map shows the state after it."""

    id = "resolve"

    def __init__(self, flow: Flow, play: Play) -> None:
        super().__init__()
        self.flow, self.play = flow, play
        self.turn = play.last_turn
        found = [one for one in play.picture["cables"] if one["turn"] == self.turn]
        self.events = sorted(found, key=lambda one: one["gravity"] or 0)[-MOST:]
        where = spots(play.picture)
        self.arcs: list[Arc | None] = [next(iter(arcs([one], where)), None) for one in self.events]
        self.index, self.time = 0, 0.0
        self.paused = False
        self.done: list[Live] = []

    def enter(self) -> None:
        self.map = MapPanel(self, self.play, None, self.app.keeper)
        self.map.live = []
        self.caption = Caption(self)
        self.panels = [self.map, self.caption]
        self._sound()

    def layout(self, w: int, h: int) -> None:
        px = self.app.px
        self.map.rect = Rect(0, 0, w, h)
        self.map.low = px(120)
        wide = min(px(1000), w - px(20))
        self.caption.rect = Rect((w - wide) // 2, h - px(132), wide, px(124))
        self.map.covered = [self.caption.rect]

    @property
    def pace(self) -> float:
        return SECONDS[self.app.settings.speed]

    def update(self, seconds: float) -> Transition | None:
        if self.pace == 0 or self.index >= len(self.events):
            return self._over()
        if not self.paused:
            self.time += seconds
            self.map.tick(seconds)
        share = self.time / self.pace
        arc = self.arcs[self.index]
        self.map.live = [
            *self.done[-6:],
            *([Live(arc, min(1.0, share * 1.6) + max(0.0, share - 0.63) * 2)] if arc else []),
        ]
        for live in self.done:
            live.progress += seconds if not self.paused else 0
        wait = 1.0 if arc else 0.75
        if share >= wait:
            if arc:
                self.done.append(Live(arc, 2.0))
            self.index, self.time = self.index + 1, 0.0
            self._sound()
        return None

    def _sound(self) -> None:
        if self.index < len(self.events) and self.pace >= 0.5:
            one = self.events[self.index]
            if has(f"desktop.tag.{tag(one)}"):
                self.app.sounds.family(one["family"] or "news")

    def _over(self) -> Transition:
        from diplogame.desktop.screens.main import Main

        return Swap(Main(self.flow, self.play, report=True))

    def skip(self) -> Transition:
        return self._over()

    def hold(self) -> None:
        self.paused = not self.paused

    def faster(self) -> None:
        order = ["slow", "normal", "fast"]
        speed = self.app.settings.speed
        self.app.settings.speed = order[(order.index(speed) + 1) % 3] if speed in order else "normal"
        self.app.remember()

    def confirm(self) -> Transition | None:
        return self.skip()

    def command(self, name: str) -> Transition | None:
        return self.skip() if name in ("menu", "end_turn") else None
