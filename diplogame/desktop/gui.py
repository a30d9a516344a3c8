"""Text entry, drop-downs, sliders and the file window, by pygame_gui, in the game's own colours.

pygame_gui is imported when a page first needs it. Without a display (the null window) plain stand-ins hold the values, so pages run headless.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import partial
from typing import Any

import pygame

from diplogame.desktop.paint import Brush, Rect, Widget
from diplogame.desktop.window import Input
from diplogame.resources import find


class Field:
    """One element: its value, and what to do when it changes."""

    def __init__(self, id: str, rect: Rect, kind: str, value: str, changed: Callable[[str], Any] | None) -> None:
        self.id, self.rect, self.kind, self.value, self.changed = id, rect, kind, value, changed
        self.element: Any = None
        self.options: list[tuple[str, str]] = []
        """(value, words) of a drop-down."""
        self.hint = ""
        """Pale words in an entry that is empty and not written in."""


class Gui:
    """The elements of one page."""

    def __init__(self, brush: Brush, size: tuple[int, int]) -> None:
        self.brush = brush
        self.fields: dict[str, Field] = {}
        self.manager: Any = None
        self.window: Any = None
        self._picked: Callable[[str], Any] | None = None
        if pygame.display.get_surface() is not None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                import pygame_gui

                self.kit = pygame_gui
                self.manager = pygame_gui.UIManager(size, enable_live_theme_updates=False)
                self._dress()

    def _dress(self) -> None:
        p, px = self.brush.theme.palette, self.brush.px
        file = {name: str(find("assets", "fonts", f"Inter-{name}.ttf")) for name in ("Medium", "SemiBold")}
        font = {
            "name": "inter",
            "size": str(px(13)),
            "bold": "0",
            "italic": "0",
            "regular_path": file["Medium"],
            "bold_path": file["SemiBold"],
            "italic_path": file["Medium"],
            "bold_italic_path": file["SemiBold"],
        }
        colours = {
            "dark_bg": p.card_low, "normal_bg": p.card, "hovered_bg": p.picked, "disabled_bg": p.panel, "selected_bg": p.picked, "active_bg": p.picked_low, "normal_border": p.edge,
            "hovered_border": p.edge_lit, "disabled_border": p.line, "selected_border": p.edge_lit, "active_border": p.edge_lit, "normal_text": p.text, "hovered_text": p.text,
            "selected_text": p.text, "disabled_text": p.faint, "active_text": p.text, "text_shadow": p.back, "filled_bar": p.info, "unfilled_bar": p.card, "text_cursor": p.text,
        }  # fmt: skip
        misc = {
            "shape": "rounded_rectangle",
            "shape_corner_radius": str(px(7)),
            "border_width": "1",
            "shadow_width": "0",
            "padding": f"{px(10)},{px(4)}",
            "text_horiz_alignment": "left",
            "text_horiz_alignment_padding": str(px(12)),
            "open_button_width": str(px(26)),
        }
        block = {"colours": colours, "font": font, "misc": misc}
        plain = {**block, "misc": {**misc, "text_horiz_alignment": "center", "shape_corner_radius": str(px(5))}}
        inner = {
            **block,
            "colours": {**colours, "normal_border": p.card, "hovered_border": p.picked},
            "misc": {**misc, "border_width": "0"},
        }
        names = (
            "text_entry_line",
            "drop_down_menu",
            "drop_down_menu.#selected_option",
            "drop_down_menu.#drop_down_options_list",
            "drop_down_menu.#drop_down_options_list.#item_list_item",
            "selection_list",
            "window",
            "file_dialog",
            "label",
        )
        theme = {
            "defaults": plain,
            "button": plain,
            "horizontal_slider": plain,
            "horizontal_slider.#sliding_button": {
                **plain,
                "colours": {**colours, "normal_bg": p.edge_lit, "hovered_bg": p.info},
            },
            **dict.fromkeys(names, block),
        }
        theme["drop_down_menu.#expand_button"] = {**inner, "misc": {**inner["misc"], "text_horiz_alignment": "center"}}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.manager.get_theme().load_theme(theme)

    # making
    def entry(
        self,
        id: str,
        rect: Rect,
        value: str = "",
        placeholder: str = "",
        changed: Callable[[str], Any] | None = None,
        most: int = 60,
    ) -> Field:
        field = self.fields[id] = Field(id, rect, "entry", value, changed)
        field.hint = placeholder
        if self.manager:
            element = self.kit.elements.UITextEntryLine(rect, self.manager)
            element.set_text_length_limit(most)
            element.set_text(value)
            field.element = element
        return field

    def choice(
        self,
        id: str,
        rect: Rect,
        options: list[tuple[str, str]],
        value: str,
        changed: Callable[[str], Any] | None = None,
    ) -> Field:
        field = self.fields[id] = Field(id, rect, "choice", value, changed)
        field.options = options
        if self.manager:
            words = [words for _, words in options]
            start = next((words for key, words in options if key == value), words[0])
            field.element = self.kit.elements.UIDropDownMenu(words, start, rect, self.manager)
        return field

    def slider(
        self, id: str, rect: Rect, value: int, low: int, high: int, changed: Callable[[str], Any] | None = None
    ) -> Field:
        field = self.fields[id] = Field(id, rect, "slider", str(value), changed)
        if self.manager:
            field.element = self.kit.elements.UIHorizontalSlider(
                rect, value, (low, high), self.manager, click_increment=5
            )
        return field

    def files(self, folder: str, title: str, picked: Callable[[str], Any]) -> bool:
        """Open pygame_gui's file window; returns whether there is one."""
        self._picked = picked
        if not self.manager:
            return False
        w, h = self.manager.window_resolution
        rect = Rect(0, 0, min(self.brush.px(620), w - 40), min(self.brush.px(470), h - 40))
        rect.center = (w // 2, h // 2)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.window = self.kit.windows.UIFileDialog(
                rect,
                self.manager,
                title,
                initial_file_path=folder,
                allow_picking_directories=False,
                allowed_suffixes={"jsonl"},
            )
        return True

    # living
    def update(self, seconds: float) -> None:
        if self.manager:
            self.manager.update(seconds)

    def draw(self, surface: pygame.Surface) -> None:
        if self.manager:
            self.manager.draw_ui(surface)
        letters = self.brush.letters
        for field in self.fields.values():
            if field.hint and not field.value and field is not self.focused and self.window is None:
                words = letters.line(field.hint, 13, self.brush.theme.palette.faint, "regular")
                surface.blit(words, (field.rect.x + self.brush.px(13), field.rect.centery - words.get_height() // 2))

    def handle(self, one: Input) -> bool:
        """Pass an input on; returns whether an element used it up."""
        if self.manager is None:
            return self._plain(one)
        if one.raw is None or (one.kind == "key" and one.key in ("tab", "shift+tab", "escape")):
            return False
        if one.kind == "own":
            self.manager.process_events(one.raw)
            self._own(one.raw)
            return False
        if one.kind == "key" and self.focused is None and self.window is None:
            return False
        return bool(self.manager.process_events(one.raw))

    def _plain(self, one: Input) -> bool:
        field = self.focused
        if field is None or field.kind != "entry":
            return False
        if one.kind == "text":
            self.set(field.id, field.value + one.text)
            return True
        if one.kind == "key" and one.key == "backspace":
            self.set(field.id, field.value[:-1])
            return True
        return one.kind == "key" and len(one.key) == 1

    def _own(self, event: Any) -> None:
        kit = self.kit
        for field in self.fields.values():
            if getattr(event, "ui_element", None) is not field.element or field.element is None:
                continue
            if event.type == kit.UI_TEXT_ENTRY_CHANGED:
                self._changed(field, event.text)
            elif event.type == kit.UI_DROP_DOWN_MENU_CHANGED:
                self._changed(field, next((key for key, words in field.options if words == event.text), event.text))
            elif event.type == kit.UI_HORIZONTAL_SLIDER_MOVED:
                self._changed(field, str(round(event.value)))
        if self.window is not None and getattr(event, "ui_element", None) is self.window:
            if event.type == kit.UI_FILE_DIALOG_PATH_PICKED and self._picked:
                self._picked(str(event.text))
            elif event.type == kit.UI_WINDOW_CLOSE:
                self.window = None

    def _changed(self, field: Field, value: str) -> None:
        field.value = value
        if field.changed:
            field.changed(value)

    def set(self, id: str, value: str) -> None:
        """Give a field a value, as if typed or chosen."""
        field = self.fields[id]
        if field.element is not None:
            if field.kind == "entry":
                field.element.set_text(value)
            elif field.kind == "slider":
                field.element.set_current_value(int(value))
        self._changed(field, value)

    # focus
    focus_id: str | None = None

    @property
    def focused(self) -> Field | None:
        if self.manager is None:
            return self.fields.get(self.focus_id or "")
        return next(
            (
                field
                for field in self.fields.values()
                if field.kind == "entry" and field.element is not None and field.element.is_focused
            ),
            None,
        )

    def focus(self, id: str | None) -> None:
        """Put the keyboard into a field, or take it out."""
        self.focus_id = id if id in self.fields else None
        if self.manager:
            field = self.fields.get(id or "")
            self.manager.set_focus_set(field.element if field is not None and field.kind == "entry" else None)

    def step(self, id: str, by: int) -> None:
        """Move a drop-down or slider on, for the keyboard."""
        field = self.fields[id]
        if field.kind == "choice":
            keys = [key for key, _ in field.options]
            value = keys[(keys.index(field.value) + by) % len(keys)] if field.value in keys else keys[0]
            if field.element is not None:
                rect, changed, options = field.rect, field.changed, field.options
                field.element.kill()
                self.choice(id, rect, options, value, changed)
            self._changed(self.fields[id], value)
        elif field.kind == "slider":
            self.set(id, str(min(100, max(0, int(field.value) + 5 * by))))

    def widgets(self) -> list[Widget]:
        """The fields as widgets, for the focus ring and for tests."""
        out = []
        for field in self.fields.values():
            act = partial(self.focus, field.id) if field.kind == "entry" else partial(self.step, field.id, 1)
            out.append(Widget(field.id, Rect(field.rect), act, quiet=True))
        return out

    def close(self) -> None:
        for field in self.fields.values():
            if field.element is not None:
                field.element.kill()
        self.fields = {}
        if self.window is not None:
            self.window.kill()
            self.window = None
