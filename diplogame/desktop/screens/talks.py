"""The page behind the talks' panel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.docket import meter
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes
from diplogame.desktop.transitions import Pop
from diplogame.desktop.words import words_of
from diplogame.texts import text


class TalksPage(Dialog):
    """Who hosts, who sits, whom each side would accept, and the paper on the table."""

    id = "talks"
    icon = "handshake"
    tone = "good"
    wide, tall = 1040, 640

    def __init__(self, play: Play, compose: Callable[[str], Any]) -> None:
        super().__init__()
        self.play, self.compose = play, compose

    def lead(self) -> str:
        talks = self.play.picture["talks"]
        return text(f"desktop.talks.about.{talks['state']}")

    def facts(self) -> list[tuple[str, str, float]]:
        """(label, value, share of the width) of what there is to tell about the table."""
        play, talks = self.play, self.play.picture["talks"]
        names = lambda roles: ", ".join(play.short(role) for role in roles)  # noqa: E731
        found = []
        if talks["host"]:
            held, left = talks["sessions"], talks.get("sessions_left", 0)
            found += [
                (text("desktop.talks.host"), play.name(talks["host"]), 0.2),
                (text("desktop.talks.seats"), names(talks["seats"]) or text("desktop.talks.nobody"), 0.42),
                (text("desktop.talks.sessions"), text("desktop.talks.sessions_of", n=held, of=held + left), 0.2),
            ]
        for one in talks.get("offers", []):
            label = text("desktop.talks.offer", host=play.name(one["host"]))
            found.append((label, names(one["guests"]), 0.42))
        if talks["truce_turns"]:
            found.append((text("desktop.talks.truce_turns"), str(talks["truce_turns"]), 0.18))
        if talks["cooling"]:
            found.append((text("desktop.talks.cooling_left"), str(talks["cooling"]), 0.18))
        return found

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p, talks = sheet.px, sheet.p, self.play.picture["talks"]
        y: float = area.y
        at, low = float(area.x), y
        for label, value, share in self.facts():
            wide = round(area.w * share)
            if at > area.x and at + wide > area.right + px(2):
                at, y = float(area.x), low + px(8)
            sheet.text(label, at, y, Sizes.META, p.muted)
            lines = sheet.brush.letters.wrap(value, wide - px(14), Sizes.BODY + 0.4, "medium", most=3)
            low = max(low, sheet.lines(lines, at, y + px(17), Sizes.BODY + 0.4, p.text, "medium"))
            at += wide
        y = low + px(8)
        if talks["hosts"]:
            sheet.caps(text("desktop.talks.acceptable"), area.x, y + px(4))
            y += px(26)
            for one in talks["hosts"]:
                sheet.put(sheet.brush.shape(one["role"], 13), area.x, y + px(3))
                sheet.text(self.play.short(one["role"]), area.x + px(20), y, Sizes.BODY, p.text, "medium", width=px(88))
                names, chances = px(112), one["acceptability"].items()
                x: float = area.x + names
                wide = (area.w - names) // max(1, len(chances))
                for who, chance in chances:
                    colour = p.good if chance >= 0.6 else p.warn if chance >= 0.35 else p.bad
                    label = f"{self.play.short(who)} {chance:.0%}"
                    sheet.text(label, x, y, Sizes.META + 0.4, p.soft, width=wide - px(8))
                    sheet.put(meter(sheet, wide - px(16), px(4), chance, colour), x, y + px(17))
                    sheet.widget(
                        f"talks.{one['role']}.{who}",
                        Rect(round(x), round(y), wide, px(24)),
                        None,
                        text(
                            "desktop.tip.acceptable",
                            host=self.play.name(one["role"]),
                            who=self.play.name(who),
                            p=f"{chance:.0%}",
                        ),
                        label,
                    )
                    x += wide
                y += px(32)
        paper = talks["paper"]
        if paper:
            sheet.caps(text("desktop.talks.paper", name=words_of("paper", paper["name"])), area.x, y + px(6))
            y += px(28)
            for issue, level in paper["terms"].items():
                sheet.text(words_of("issue", issue), area.x, y, Sizes.BODY, p.text, width=px(230))
                sheet.put(meter(sheet, area.w - px(310), px(8), float(level), p.info), area.x + px(240), y + px(5))
                sheet.text(f"{float(level):.0%}", area.right, y, Sizes.BODY, p.soft, align="right")
                y += px(24)
        return y + self.card.scroll + px(4)

    def buttons(self) -> list[Button]:
        known = {order["verb"] for order in self.play.legal}
        can = {order["verb"] for order in self.play.legal if not order["greyed"]}
        out: list[Button] = []
        for verb in ("walk_out", "send_delegation", "private_offer", "table_terms", "host_talks"):
            if verb in known and len(out) < 3:
                out.append(
                    (
                        f"talks.{verb}",
                        words_of("talks", verb),
                        lambda verb=verb: Pop(("compose", verb)),
                        "button",
                        None,
                        verb in can,
                    )
                )
        return [*out, ("dialog.ok", text("desktop.ok"), self.close, "action", None, True)]
