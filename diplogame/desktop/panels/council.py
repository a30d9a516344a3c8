"""The Security Council on the map's lower edge: fifteen members, how each leans, what your vote would do."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.play import Play
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import Sizes, mix
from diplogame.texts import has, text

NEEDED = 9
DOUBT = 0.1
"""Chance of a veto from which on it is told."""
CODES = {
    "united_states": "US", "united_kingdom": "UK", "russia": "RU", "china": "CN", "france": "FR", "bahrain": "BH", "colombia": "CO", "dr_congo": "CD", "denmark": "DK", "greece": "GR",
    "latvia": "LV", "liberia": "LR", "pakistan": "PK", "panama": "PA", "somalia": "SO",
}  # fmt: skip
"""Two letters a member, as ISO 3166 has them where it does."""


def vote_of(member: dict[str, Any], last: dict[str, Any] | None) -> tuple[str, str]:
    """(tone, sign) of a member: how it leans now, or how it voted where nothing is before the council."""
    if member["p_yes"] >= 0.5:
        return "good", "+"
    if member["p_no"] >= 0.5:
        return "bad", "−"
    if not member["p_yes"] and not member["p_no"] and last:
        said = last["votes"].get(member["id"], "abstain")
        return {"yes": ("good", "+"), "no": ("bad", "−")}.get(said, ("warn", "○"))
    return "warn", "○"


def counted(council: dict[str, Any]) -> tuple[int, int]:
    """(expected yes votes, permanent members that lean to no)."""
    members = council["members"]
    return round(sum(m["p_yes"] for m in members)), sum(1 for m in members if m["permanent"] and m["p_no"] >= 0.5)


def verdict(council: dict[str, Any]) -> tuple[str, str]:
    """What the count comes to, in words, and its tone: short, vetoed, in danger of a veto, or passed."""
    yes, blocks = counted(council)
    if yes < NEEDED:
        return text("desktop.council.short", n=NEEDED - yes), "bad"
    threat = max((one for one in council["members"] if one["permanent"]), key=lambda one: one["p_no"])
    if threat["p_no"] >= DOUBT:
        name = "veto" if blocks else "doubt"
        words = text(f"desktop.council.{name}", who=code(threat), p=f"{threat['p_no']:.0%}")
        return words, "bad" if blocks else "warn"
    return text("desktop.council.passes"), "good"


def code(member: dict[str, Any]) -> str:
    return CODES.get(member["id"], member["name"][:2].upper())


class Council(Panel):
    """A card that lies on the map; pressed, it opens the council's page."""

    id = "council"
    fill = None

    def __init__(self, screen: Screen, play: Play, open_: Any) -> None:
        super().__init__(screen)
        self.play, self.open = play, open_
        self.room = 10_000
        """Width that the map leaves, px."""

    def key(self) -> Hashable:
        return (id(self.play.picture), tuple(self.play.answers.items()))

    @property
    def idle(self) -> bool:
        """Nothing has come before the council yet: then one line says so."""
        return not self.play.picture["council"]["draft"] and not self.play.picture["council"]["last"]

    def tall(self) -> int:
        return self.app.px(38 if self.idle else 96)

    def wide(self) -> int:
        if self.idle:
            letters = self.app.brush.letters
            title = letters.width(text("desktop.council.title").upper(), Sizes.CAPS, "semibold", 0.75)
            return title + letters.width(text("desktop.council.quiet"), Sizes.BODY) + self.app.px(46)
        return self.app.px(30 + self._pitch() * len(self.play.picture["council"]["members"]))

    def _pitch(self) -> float:
        """Points from one member to the next: closer together where the map is narrow."""
        room = self.room / self.app.brush.theme.scale - 30
        return min(29.0, max(21.0, room / len(self.play.picture["council"]["members"])))

    def paint(self, sheet: Sheet) -> None:
        px, p, brush = sheet.px, sheet.p, self.app.brush
        council = self.play.picture["council"]
        shadow = px(8)
        body = Rect(shadow, shadow, sheet.w - 2 * shadow, sheet.h - 2 * shadow)
        sheet.card(body, "float", shadow)
        x, y = body.x + px(14), body.y + px(11)
        wide = sheet.caps(text("desktop.council.title"), x, y)
        draft, last = council["draft"], council["last"]
        words = (
            text("desktop.council.tabled", draft=kind_words(draft["kind"]), who=self.play.short(draft["author"]))
            if draft
            else (
                text(
                    "desktop.council.last",
                    kind=kind_words(last["kind"]),
                    result=text("desktop.council.passed" if last["passed"] else "desktop.council.failed"),
                )
                if last
                else text("desktop.council.quiet")
            )
        )
        sheet.text(
            words,
            x + wide + px(14),
            y - px(1.5),
            Sizes.BODY,
            p.text if draft else p.soft,
            width=round(body.right - px(14) - x - wide - px(14)),
        )
        if self.idle:
            sheet.widgets.insert(0, _door(body, self.open))
            return
        y += px(22)
        pitch = self._pitch()
        size, letters = px(min(25, pitch - 1.5)), brush.letters
        for member in council["members"]:
            tone, sign = vote_of(member, None if draft else last)
            colour = brush.theme.tone(tone) if draft or last else p.muted
            sheet.put(
                brush.pill(
                    size,
                    size,
                    mix(p.panel, colour, 0.45 if member["permanent"] else 0.28),
                    mix(p.panel, colour, 0.95 if member["permanent"] else 0.6),
                ),
                x,
                y,
            )
            sheet.text(
                code(member),
                x + size / 2,
                y + (size - letters.height(9.2)) / 2,
                9.2,
                mix(colour, "#ffffff", 0.75),
                "semibold",
                align="centre",
            )
            sheet.text(sign, x + size / 2, y + size - px(1), 9.6, colour, "bold", align="centre")
            tip = text(
                "desktop.tip.member",
                name=member["name"],
                seat=text("desktop.council.permanent" if member["permanent"] else "desktop.council.elected"),
                yes=f"{member['p_yes']:.0%}",
                no=f"{member['p_no']:.0%}",
            )
            sheet.widget(
                f"council.{member['id']}",
                Rect(x, y, size, size),
                self.open,
                tip,
                member["name"],
                radius=size // 2,
                focusable=False,
            )
            x += px(pitch)
        y += size + px(14)
        self._verdict(sheet, council, body.x + px(14), y, body.right - px(14))
        sheet.widgets.insert(0, _door(body, self.open))

    def _verdict(self, sheet: Sheet, council: dict[str, Any], x: float, y: float, right: float) -> None:
        p, px = sheet.p, sheet.px
        last = council["last"]
        if council["draft"]:
            words, tone = verdict(council)
            x += sheet.text(text("desktop.council.count", yes=counted(council)[0]), x, y, Sizes.BODY, p.text) + px(8)
            sheet.text(words, x, y, Sizes.BODY, sheet.brush.theme.tone(tone), "medium", width=round(right - x))
        elif last:
            words = text("desktop.council.tally", yes=last["yes"], no=last["no"], abstain=last["abstain"])
            sheet.text(words, x, y, Sizes.BODY, p.muted, width=round(right - x))


def _door(body: Rect, open_: Any) -> Any:
    from diplogame.desktop.paint import Widget

    return Widget("council.open", body, open_, text("desktop.tip.council"), text("desktop.council.title"), radius=9)


def kind_words(kind: str) -> str:
    return text(f"desktop.draft.{kind}") if has(f"desktop.draft.{kind}") else kind.replace("_", " ")
