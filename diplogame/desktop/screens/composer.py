"""Putting an order together: verbs on the left, target, terms and what to expect on the right."""

from __future__ import annotations

from typing import Any

from diplogame.desktop.paint import Rect
from diplogame.desktop.panels.composing.detail import Detail
from diplogame.desktop.panels.composing.foot import Foot
from diplogame.desktop.panels.composing.frame import Frame
from diplogame.desktop.panels.composing.verbs import Verbs
from diplogame.desktop.pictures import orders as picture
from diplogame.desktop.play import Play, number
from diplogame.desktop.screen import Screen
from diplogame.desktop.transitions import Pop, Transition
from diplogame.desktop.window import Input
from diplogame.desktop.words import words_of
from diplogame.texts import has, text


class Composer(Screen):
    """Pops with ("added", order) when something was added."""

    id = "composer"
    modal = True

    def __init__(self, play: Play, on: str | None = None, order: dict[str, Any] | None = None) -> None:
        super().__init__()
        self.play = play
        self.words = ""
        self.family: str | None = None
        self.on = on
        self.order = order
        self.verb: str | None = order["verb"] if order else None
        self.lists: dict[str, list[str]] = _lists_of(order)
        self.problem = ""
        self.busy = False
        self.frame, self.list, self.detail, self.foot = Frame(self), Verbs(self), Detail(self), Foot(self)
        self.panels = [self.frame, self.list, self.detail, self.foot]
        if on and not self.verbs():
            self.on = None
        if order is None:
            first = next((one for one in self.verbs() if one["usable"]), None)
            if first and (on or len(self.verbs()) == 1):
                self.choose_verb(first)

    def layout(self, w: int, h: int) -> None:
        px = self.app.px
        wide, tall, s = min(px(1010), w - px(20)), min(px(680), h - px(20)), px(14)
        box = Rect((w - wide) // 2, (h - tall) // 2, wide, tall)
        self.frame.rect = box
        top = box.y + s + px(102)
        low = box.bottom - s - px(66)
        left = px(290)
        self.list.rect = Rect(box.x + s + px(14), top, left, low - top + px(52))
        self.detail.rect = Rect(box.x + s + px(14) + left, top, wide - 2 * s - left - px(28), low - top)
        self.foot.rect = Rect(self.detail.rect.x + px(14), low + px(2), self.detail.rect.w - px(14), px(56))

    # choosing
    def verbs(self) -> list[dict[str, Any]]:
        return picture.verbs(self.play.legal, self.family, self.words, self.on)

    def refused(self, verb: dict[str, Any]) -> str | None:
        """Why no order of this verb can be added now, by the rules or by what is on the list; None: one can."""
        words = [self.play.refusal(one) for one in verb["variants"] if one["id"] not in self.play.ids]
        return None if not words or None in words else words[0]

    def variants(self) -> list[dict[str, Any]]:
        return [one for one in self.play.legal if one["verb"] == self.verb]

    def choose_family(self, name: str | None) -> None:
        self.family, self.list.scroll = name, 0.0

    def about(self, on: str | None) -> None:
        self.on, self.list.scroll = on, 0.0

    def choose_verb(self, one: dict[str, Any]) -> None:
        self.verb = one["verb"]
        usable = [v for v in one["variants"] if self.play.refusal(v) is None]
        usable = usable or [v for v in one["variants"] if not v["greyed"]] or one["variants"]
        self.order = usable[0]
        self.lists, self.problem, self.detail.scroll = _lists_of(self.order), "", 0.0

    def value(self, order: dict[str, Any], name: str) -> Any:
        if name in ("target", "place", "covert"):
            return order[name]
        return _plain(order["parameters"].get(name))

    def dimensions(self) -> list[tuple[str, list[Any]]]:
        """What the variants of this verb differ in, but for lists of names."""
        variants = self.variants()
        lists = picture.lists(variants)
        names = [
            *(one for one in ("target", "place") if f"{one}s" not in lists),  # the list below says it already
            *dict.fromkeys(key for one in variants for key in one["parameters"] if key not in lists),
            "covert",
        ]
        out = []
        for name in names:
            values = list(dict.fromkeys(self.value(one, name) for one in variants))
            if len(values) > 1:
                out.append((name, values))
        return out

    def label(self, name: str, value: Any) -> str:
        if name == "covert":
            return text("desktop.docket.covert" if value else "desktop.docket.public")
        if value is None:
            return text("desktop.composer.alone" if name == "second" else "desktop.composer.any")
        if name in ("target", "second", "place"):
            return self.play.name(value).split(" (")[0]
        if isinstance(value, bool):
            return text("desktop.yes" if value else "desktop.no")
        if name in ("give", "get") and has(f"states.favour.{value}"):
            return text(f"states.favour.{value}")
        own = f"value.{self.verb}"
        return words_of(own, value) if isinstance(value, str) else str(value)

    def set(self, name: str, value: Any) -> None:
        """Take the variant with this value that is most like the one picked."""
        if self.order is None:
            return
        names = [other for other, _ in self.dimensions()]
        now = self.order
        fits = [one for one in self.variants() if self.value(one, name) == value]
        fits.sort(
            key=lambda one: (
                -sum(self.value(one, other) == self.value(now, other) for other in names),
                one["greyed"] is not None,
            )
        )
        if fits:
            self.order = fits[0]
            self.lists, self.problem = _lists_of(self.order), ""

    def toggle(self, name: str, value: str) -> None:
        """Take a name into a list or out of it; an order that is not on the list is asked for."""
        chosen = self.lists.get(name, [])
        self.lists[name] = [one for one in chosen if one != value] if value in chosen else [*chosen, value]
        if self.order is None:
            return
        for one in self.variants():
            same = all(sorted(one["parameters"].get(key, [])) == sorted(values) for key, values in self.lists.items())
            if same and all(self.value(one, other) == self.value(self.order, other) for other, _ in self.dimensions()):
                self.order, self.problem = one, ""
                return
        parameters = {**self.order["parameters"], **self.lists}
        for key in ("target", "place"):
            if self.order[key] is not None and not (key == "place" and "places" in parameters):
                parameters[key] = self.order[key]
        if self.order["covert"]:
            parameters["covert"] = True
        self.busy = True

        def found(order: dict[str, Any]) -> None:
            self.order, self.busy, self.problem = order, False, ""

        def failed(kind: str, words: str) -> None:
            self.busy, self.problem = (
                False,
                words.splitlines()[0] if kind == "refused" else text("desktop.error.broken"),
            )

        self.app.ask("find", found, failed=failed, role=self.play.role, verb=self.verb, parameters=parameters)

    # leaving
    def add(self) -> Transition | None:
        if self.order is None or self.busy:
            return None
        refused = self.play.add(self.order)
        if refused:
            self.app.say(refused, "warn")
            self.app.sounds.play("refused")
            return None
        return Pop(("added", self.order))

    def remove(self) -> Transition | None:
        if self.order:
            self.play.remove(self.order["id"])
            self.app.sounds.play("remove")
        return Pop()

    def close(self) -> Transition | None:
        return Pop()

    def confirm(self) -> Transition | None:
        return self.add()

    def handle(self, one: Input) -> Transition | None:
        if one.kind == "text" and one.text.isprintable() and one.text.strip():
            self.words = (self.words + one.text)[:40]
            self.list.scroll = 0.0
            self.app.keyboard, self.focus = False, None
            return None
        if one.kind == "key" and one.key == "backspace":
            self.words = self.words[:-1]
            return None
        if one.kind == "key" and one.key == "space" and self.words and not self.app.keyboard:
            self.words += " "
            return None
        if one.kind == "key" and one.key == "return" and not self.app.keyboard:
            found = self.verbs()
            if self.order is None and found:
                self.choose_verb(found[0])
                return None
        return super().handle(one)

    def takes_text(self) -> bool:
        return True

    def pressed(self, one: Input, over: Any) -> Transition | None:
        return Pop() if one.button == 3 else None

    def command(self, name: str) -> Transition | None:
        if name == "menu":
            if self.words:
                self.words = ""
                return None
            return Pop()
        return None


def _plain(value: Any) -> Any:
    """A value that can be compared and kept in a set."""
    if isinstance(value, dict):
        return ", ".join(
            f"{key.replace('_', ' ')} {number(v) if isinstance(v, float) else v}" for key, v in value.items()
        )
    return tuple(value) if isinstance(value, list) else value


def _lists_of(order: dict[str, Any] | None) -> dict[str, list[str]]:
    if order is None:
        return {}
    return {
        key: list(value)
        for key, value in order["parameters"].items()
        if isinstance(value, list) and all(isinstance(v, str) for v in value)
    }
