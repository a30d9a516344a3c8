"""The morning report: what happened, what changed in your goals, at two depths."""

from __future__ import annotations

from functools import partial
from typing import Any

from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.flow import Flow
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.pictures.cables import tag
from diplogame.desktop.play import Play, number, odds
from diplogame.desktop.theme import FAMILY_ICONS, FAMILY_TONES, Sizes
from diplogame.desktop.transitions import Pop
from diplogame.texts import signed, text


class Report(Dialog):
    """Headlines; one button unfolds the staff's detail, a press on a headline its own."""

    id = "report"
    icon = "newspaper"
    wide, tall = 820, 660

    def __init__(self, flow: Flow, play: Play) -> None:
        super().__init__()
        self.flow, self.play = flow, play
        self.deep = play.picture["turn"] == 1  # the opening's few cables each hold a fork
        self.open: set[str] = set()

    def heading(self) -> str:
        p = self.play.picture
        return text("desktop.report.heading", day=p["day"], turn=min(p["turn"], p["turns"]), turns=p["turns"])

    def lead(self) -> str:
        p = self.play.picture
        if p["turn"] == 1:
            return str(self.play.status.get("briefing", ""))
        return text(
            "desktop.report.lead", rung=p["rung"], escalation=number(p["escalation"]), brent=f"{p['brent']:.0f}", change=signed(p["brent_change"], 1), flow=f"{p['flow_share']:.0%}",
            hazard=odds(p["hazard"]),
        )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        fresh = [one for one in self.play.picture["cables"] if one["turn"] >= self.play.last_turn]
        return sorted(fresh, key=lambda one: (-(one["gravity"] or 0), one["turn"]))[:40]

    def mine(self, one: dict[str, Any]) -> bool:
        """Whether the player's own state did it: told first and in full, for the first question is what came of one's orders."""
        return one["source"] == self.play.role and one["kind"] in ("order", "answer", "outcome")

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p = sheet.px, sheet.p
        letters = sheet.brush.letters
        wide_goals = px(236)
        left_w = area.w - wide_goals - px(28)
        y: float = area.y + px(4)
        rows = self.rows()
        own = [one for one in rows if self.mine(one)]
        if own:
            sheet.caps(text("desktop.report.own"), area.x, y)
            y += px(24)
            for one in own:
                y = self._row(sheet, one, Rect(area.x, round(y), left_w, 0), one["id"] not in self.open)
            y += px(8)
        sheet.caps(text("desktop.report.happened"), area.x, y)
        y += px(24)
        if not rows:
            sheet.text(text("desktop.report.nothing"), area.x, y, Sizes.BODY, p.muted)
            y += px(24)
        for one in rows:
            if one not in own:
                full = self.deep or one["id"] in self.open
                y = self._row(sheet, one, Rect(area.x, round(y), left_w, 0), full)
        first = self.play.picture["turn"] == 1
        low = self._part(sheet, Rect(area.x, round(y), left_w, 0)) if first else y
        y = area.y + px(4)
        x = area.right - wide_goals
        sheet.caps(text("desktop.goals.title" if first else "desktop.report.goals"), x, y)
        y += px(24)
        for goal in sorted(self.play.picture["goals"], key=lambda one: -abs(one["change"])):
            change = goal["change"]
            if first:  # nothing has changed yet: what counts, and how much
                wide = sheet.text(f"{goal['weight']:.0%}", area.right, y, Sizes.BODY, p.info, "semibold", align="right")
                lines = letters.wrap(goal["title"], wide_goals - px(12) - wide, Sizes.BODY)
                y = sheet.lines(lines, x, y, Sizes.BODY, p.text, lead=1.35)
                y = sheet.para(goal["why"], x, y + px(1), wide_goals, Sizes.META, p.muted, most=2) + px(6)
                continue
            tone = p.good if change > 0.05 else p.bad if change < -0.05 else p.muted
            mark = "▲" if change > 0.05 else "▼" if change < -0.05 else "–"
            sheet.text(mark, x, y, Sizes.BODY, tone)
            wide = sheet.text(signed(change, 1), area.right, y, Sizes.BODY, tone, "semibold", align="right")
            lines = letters.wrap(goal["title"], wide_goals - px(30) - wide, Sizes.BODY)
            y = sheet.lines(lines, x + px(18), y, Sizes.BODY, p.text, lead=1.35) + px(2)
            if self.deep or abs(change) >= 1:
                y = sheet.para(goal["reading"], x + px(18), y, wide_goals - px(18), Sizes.META, p.muted, most=3)
            y += px(5)
        asks = len(self.play.open_asks)
        if asks:
            y += px(8)
            sheet.icon("mail", x, y + px(1), 15, p.warn)
            y = sheet.para(text("desktop.report.asks", n=asks), x + px(22), y, wide_goals - px(22), Sizes.BODY, p.warn)
        return max(low, y) + self.card.scroll

    def _row(self, sheet: Sheet, one: dict[str, Any], at: Rect, full: bool) -> float:
        """One headline, with its detail if `full`; returns the y below."""
        px, p, letters = sheet.px, sheet.p, sheet.brush.letters
        name = tag(one)
        tone = sheet.brush.theme.tone(FAMILY_TONES.get(name, "soft"))
        head = letters.wrap(one["headline"], at.w - px(40), Sizes.BODY + 0.4, "medium")
        more = letters.wrap(one["detail"] or "", at.w - px(40), Sizes.BODY) if full and one["detail"] else []
        h = px(10) + round(len(head) * px((Sizes.BODY + 0.4) * 1.42) + len(more) * px(Sizes.BODY * 1.42)) + px(6)
        sheet.put(sheet.brush.tile(FAMILY_ICONS.get(name, "info"), tone), at.x, at.y + px(3))
        below = sheet.lines(head, at.x + px(38), at.y + px(6), Sizes.BODY + 0.4, p.text, "medium")
        sheet.lines(more, at.x + px(38), below, Sizes.BODY, p.muted)
        sheet.widget(
            f"report.{one['id']}",
            Rect(at.x - px(4), at.y, at.w + px(4), h),
            partial(self._fold, one["id"]),
            text("desktop.tip.report"),
            one["headline"],
        )
        return float(at.y + max(h, px(34)))

    def _part(self, sheet: Sheet, at: Rect) -> float:
        """On the first morning: what the role is up against, for those who skipped its brief."""
        px, p = sheet.px, sheet.p
        role = next((one for one in self.play.status["roles"] if one["role"] == self.play.role), None)
        y: float = at.y + px(8)
        if role is None:
            return y
        sheet.caps(text("desktop.report.part", name=role["name"]), at.x, y)
        y += px(22)
        for part in ("want", "can", "opening"):
            sheet.text(text(f"desktop.brief.{part}"), at.x, y, Sizes.BODY, p.muted, "medium", width=px(118))
            y = sheet.para(role["brief"][part], at.x + px(124), y, at.w - px(128), Sizes.BODY, p.text) + px(5)
        return y

    def key(self) -> Any:
        return (self.edition, self.deep, frozenset(self.open))

    def _fold(self, id: str) -> None:
        self.open ^= {id}

    def _depth(self) -> None:
        self.deep = not self.deep
        self.card.scroll = 0.0

    def buttons(self) -> list[Button]:
        label = text("desktop.report.headlines" if self.deep else "desktop.report.detail")
        out: list[Button] = [("report.depth", label, self._depth, "button", "layers", True)]
        if self.play.picture["turn"] > 1:
            out.append(("report.why", text("desktop.command.why"), lambda: Pop(("why", None)), "button", "scale", True))
        go = text("desktop.report.to_end") if self.play.picture["over"] else text("desktop.report.to_work")
        return [*out, ("report.go", go, self.close, "action", None, True)]
