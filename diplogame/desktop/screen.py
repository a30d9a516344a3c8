"""What all screens and panels share: cached sheets, widgets with stable ids, the focus ring, scrolling."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import pygame

from diplogame.desktop.paint import Brush, Rect, Sheet, Widget
from diplogame.desktop.window import Input

if TYPE_CHECKING:
    from diplogame.desktop.app import App
    from diplogame.desktop.transitions import Transition


class Panel:
    """A rectangle that paints itself anew only when its `key` changes; between that a frame just copies it."""

    id = "panel"
    fill: str | None = "panel"
    """Palette name of its ground; None paints on what lies below."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.rect = Rect(0, 0, 0, 0)
        self.scroll = 0.0
        self.content = 0
        """Height of all that there is to see, px; more than the rect's makes it scroll."""
        self.sheet: Sheet | None = None
        self._shown: Hashable = None
        self._widgets: list[Widget] = []

    @property
    def app(self) -> App:
        return self.screen.app

    def key(self) -> Hashable:
        """Changes whenever the panel would look different. Scroll and size are added to it."""
        return None

    def paint(self, sheet: Sheet) -> None:
        raise NotImplementedError

    def _full_key(self) -> Hashable:
        return (self.key(), self.rect.size, round(self.scroll), self.app.looks)

    def stale(self) -> bool:
        return self.rect.w > 0 and self.rect.h > 0 and self._shown != self._full_key()

    def refresh(self) -> None:
        shown = self._full_key()
        fill = getattr(self.app.brush.theme.palette, self.fill) if self.fill else None
        self.sheet = Sheet.blank(self.app.brush, self.rect.w, self.rect.h, fill)
        self.paint(self.sheet)
        self._shown = shown
        view = Rect(0, 0, self.rect.w, self.rect.h)
        self._widgets = []
        for one in self.sheet.widgets:
            seen = one.rect.clip(view)
            if seen.w > 2 and seen.h > 2:
                one.rect = seen.move(self.rect.topleft)
                self._widgets.append(one)
        if self.scroll > self.most_scroll:
            self.scroll = float(self.most_scroll)

    def draw(self, surface: pygame.Surface) -> None:
        if self.sheet and self.rect.w > 0:
            surface.blit(self.sheet.surface, self.rect.topleft)

    def widgets(self) -> list[Widget]:
        return self._widgets if self.rect.w > 0 else []

    @property
    def most_scroll(self) -> int:
        return max(0, self.content - self.rect.h)

    def wheel(self, step: float) -> bool:
        before = self.scroll
        self.scroll = float(min(self.most_scroll, max(0.0, self.scroll - step * self.app.px(52))))
        return before != self.scroll

    def scrollbar(self, sheet: Sheet, top: int = 0, low: int = 0) -> None:
        """A thin thumb at the right edge, where there is more than fits."""
        room = sheet.h - top - low
        if self.content <= self.rect.h or room <= 0:
            return
        long = max(sheet.px(28), room * (room / (self.content - top - low)))
        at = top + (room - long) * (self.scroll / max(1, self.most_scroll))
        sheet.put(self.app.brush.pill(sheet.px(4), round(long), sheet.p.edge), sheet.w - sheet.px(6), at)


class Screen:
    """One page of the game. Subclasses lay out panels; all that happens comes in as `Input`s and leaves as transitions."""

    id = "screen"
    modal = False
    """Whether the screen below shows through, darkened."""

    def __init__(self) -> None:
        self.app: App = None  # type: ignore[assignment]
        self.panels: list[Panel] = []
        self.hover: str | None = None
        self.focus: str | None = None
        self.down: str | None = None
        self.size = (0, 0)
        self.entered = False

    # life
    def enter(self) -> None:
        """Called once, when the app has taken the screen up."""

    def back(self, result: Any) -> Transition | None:
        """Called when the screen above has popped with `result`."""

    def leave(self) -> None:
        """Called when the screen is taken away."""

    def layout(self, w: int, h: int) -> None:
        """Place the panels for a window of w by h pixels."""

    def update(self, seconds: float) -> Transition | None:
        """Called once a frame."""

    # drawing
    def draw(self, surface: pygame.Surface) -> None:
        if not self.modal:
            surface.fill(self.app.brush.theme.palette.back)
        self.draw_panels(surface)
        self.draw_marks(surface)

    def draw_panels(self, surface: pygame.Surface, every: bool = False) -> None:
        """At most one panel is painted anew in a frame, but those that were never seen all are."""
        spent = False
        for panel in self.panels:
            if panel.stale() and (
                panel.sheet is None or not spent or every or panel.sheet.surface.get_size() != panel.rect.size
            ):
                spent = spent or panel.sheet is not None
                panel.refresh()
            panel.draw(surface)

    def draw_marks(self, surface: pygame.Surface) -> None:
        """Highlights for what is under the mouse, pressed, or in focus."""
        brush = self.app.brush
        for widget in self.widgets():
            if widget.id == self.hover and widget.enabled and widget.act and not widget.quiet:
                light = 16 if widget.id != self.down else 34
                surface.blit(
                    glow(brush, widget.rect.w, widget.rect.h, widget.radius, light),
                    widget.rect,
                    special_flags=pygame.BLEND_RGB_ADD,
                )
            if widget.id == self.focus and self.app.keyboard:
                surface.blit(
                    rim(brush, widget.rect.w + brush.px(6), widget.rect.h + brush.px(6), widget.radius + brush.px(3)),
                    widget.rect.move(-brush.px(3), -brush.px(3)),
                )

    # widgets
    def widgets(self) -> list[Widget]:
        """Everything that can be pointed at now, in the order of the Tab key; later ones lie on top."""
        return [widget for panel in self.panels for widget in panel.widgets()]

    def find(self, id: str) -> Widget | None:
        return next((widget for widget in self.widgets() if widget.id == id), None)

    def at(self, place: tuple[int, int]) -> Widget | None:
        return next((widget for widget in reversed(self.widgets()) if widget.rect.collidepoint(place)), None)

    def ring(self) -> list[Widget]:
        return [widget for widget in self.widgets() if widget.enabled and widget.focusable and widget.act]

    def walk(self, step: int) -> None:
        """Move the focus along the ring."""
        ring = self.ring()
        if not ring:
            return
        ids = [widget.id for widget in ring]
        at = ids.index(self.focus) + step if self.focus in ids else (0 if step > 0 else -1)
        self.focus = ids[at % len(ids)]

    def move(self, dx: int, dy: int) -> bool:
        """Move the focus to the nearest widget in a direction."""
        ring = self.ring()
        here = next((widget for widget in ring if widget.id == self.focus), None)
        if here is None:
            self.walk(1)
            return bool(ring)
        best, distance = None, float("inf")
        for widget in ring:
            x, y = widget.rect.centerx - here.rect.centerx, widget.rect.centery - here.rect.centery
            ahead, aside = x * dx + y * dy, abs(x * dy) + abs(y * dx)
            if widget is not here and ahead > 2 and ahead + 2.5 * aside < distance:
                best, distance = widget, ahead + 2.5 * aside
        if best is not None:
            self.focus = best.id
        return best is not None

    def press(self, widget: Widget) -> Transition | None:
        if widget.enabled and widget.act:
            self.app.sounds.play("click")
            return widget.act()
        return None

    # inputs
    def handle(self, one: Input) -> Transition | None:
        match one.kind:
            case "motion":
                self.app.keyboard = False
                over = self.at(one.at)
                self.hover = over.id if over else None
                return self.drag(one)
            case "down":
                self.app.keyboard = False
                over = self.at(one.at)
                self.hover = over.id if over else None
                if one.button == 1:
                    self.down = over.id if over else None
                    self.focus = over.id if over and over.focusable else self.focus
                return self.pressed(one, over)
            case "up":
                over = self.at(one.at)
                was, self.down = self.down, None
                done = self.released(one)
                if done is not None:
                    return done
                if one.button == 1 and over and over.id == was:
                    return self.press(over)
            case "wheel":
                panel = next((panel for panel in reversed(self.panels) if panel.rect.collidepoint(one.at)), None)
                if panel:
                    self.wheel(panel, one)
            case "key":
                return self.typed(one)
        return None

    def drag(self, one: Input) -> Transition | None:
        return None

    def pressed(self, one: Input, over: Widget | None) -> Transition | None:
        return None

    def released(self, one: Input) -> Transition | None:
        return None

    def wheel(self, panel: Panel, one: Input) -> None:
        panel.wheel(one.step[1])

    def typed(self, one: Input) -> Transition | None:
        """The keys that walk a screen; all others become commands."""
        steps = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
        if one.key in ("tab", "shift+tab"):
            self.app.keyboard = True
            self.walk(1 if one.key == "tab" else -1)
        elif one.key in steps:
            self.app.keyboard = True
            dx, dy = steps[one.key]
            if not self.move(dx, dy) and dy:
                self._scroll_near(-dy)
        elif one.key in ("page up", "page down"):
            self._scroll_near(6 if one.key == "page up" else -6)
        elif one.key in ("return", "space"):
            walked = (
                self.app.keyboard
            )  # Return presses what was walked to; after a press of the mouse it confirms the page
            self.app.keyboard = True
            if one.key == "return" and not walked and type(self).confirm is not Screen.confirm:
                return self.confirm()
            widget = self.find(self.focus) if self.focus else None
            if widget:
                return self.press(widget)
            return self.confirm() if one.key == "return" else None
        else:
            command = self.app.settings.command(one.key)
            if one.key == "escape":
                command = "menu"
            if command:
                return self.command(command)
        return None

    def _scroll_near(self, step: float) -> None:
        inside = [
            panel
            for panel in self.panels
            if panel.most_scroll and any(w.id in (self.focus, self.hover) for w in panel.widgets())
        ]
        for panel in inside or [panel for panel in self.panels if panel.most_scroll][:1]:
            panel.wheel(step)

    def confirm(self) -> Transition | None:
        """Return was pressed and nothing is in focus."""
        return None

    def command(self, name: str) -> Transition | None:
        """A bound key; `menu` is also what Escape asks."""
        from diplogame.desktop.transitions import Pop

        return Pop() if name == "menu" else None


def glow(brush: Brush, w: int, h: int, radius: int, light: int) -> pygame.Surface:
    def make() -> pygame.Surface:
        surface = pygame.Surface((w, h))
        pygame.draw.rect(surface, (light, light + 2, light + 8), surface.get_rect(), border_radius=radius)
        return surface

    return brush.kept(("glow", w, h, radius, light), make)


def rim(brush: Brush, w: int, h: int, radius: int) -> pygame.Surface:
    def make() -> pygame.Surface:
        from diplogame.desktop import svg
        from diplogame.desktop.paint import raster

        line = brush.px(2)
        return raster(
            svg.svg(
                w, h, svg.box(line / 2, line / 2, w - line, h - line, radius, "none", brush.theme.palette.warn, line)
            )
        )

    return brush.kept(("rim", w, h, radius), make)
