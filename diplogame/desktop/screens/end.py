"""The end: the ending and its tale, your score against what AI players got in your seat, what the course turned on."""

from __future__ import annotations

from functools import partial
from typing import Any

from diplogame.desktop import svg
from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.flow import Flow
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.docket import meter
from diplogame.desktop.theme import Sizes, mix
from diplogame.desktop.transitions import Push, Quit, Reset, Transition
from diplogame.texts import has, signed, text

TONES = {
    "comprehensive_deal": "good",
    "ceasefire": "info",
    "tit_for_tat": "warn",
    "gulf_closed": "covert",
    "iran_collapse": "bad",
    "regional_war": "bad",
    "general_war": "bad",
}


class End(Dialog):
    """Three columns of facts under a tale."""

    id = "end"
    modal = False
    icon = "flag"
    wide, tall = 1180, 820
    closes = False

    def __init__(self, flow: Flow, result: dict[str, Any]) -> None:
        super().__init__()
        self.flow, self.result = flow, result
        self.tone = TONES.get(result["ending"], "info")

    def enter(self) -> None:
        self.app.sounds.play("end")

    def heading(self) -> str:
        return str(self.result.get("title") or text(f"desktop.ending.{self.result['ending']}"))

    def lead(self) -> str:
        return str(self.result["tale"])

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, gap = sheet.px, sheet.px(34)
        if area.w < px(860):
            y = self._score(sheet, area.x, area.y, area.w) + px(16)
            y = self._turning(sheet, area.x, y, area.w) + px(16)
            return self._fates(sheet, area.x, y, area.w, 1) + self.card.scroll
        left = round(area.w * 0.31)
        x, w = area.x + left + gap, area.w - left - gap
        low = self._score(sheet, area.x, area.y, left)
        below = self._turning(sheet, x, area.y, w) + px(14)
        return max(low, self._fates(sheet, x, below, w, 2)) + self.card.scroll

    def _score(self, sheet: Sheet, x: int, y: float, w: int) -> float:
        px, p, r = sheet.px, sheet.p, self.result
        sheet.caps(text("desktop.end.score"), x, y)
        y += px(22)
        win = bool(r.get("win"))
        wide = sheet.text(f"{r['score']:.0f}", x, y - px(4), 34, p.text, "bold", -0.5)
        if r.get("par") is not None:
            sheet.text(
                text("desktop.end.par", par=f"{r['par']:.1f}", change=signed(r["score"] - r["par"], 1)),
                x + wide + px(14),
                y + px(2),
                Sizes.BODY,
                p.soft,
                width=w - wide - px(14),
            )
        verdict = "no_percentile" if r.get("percentile") is None else "win" if win else "no_win"
        lines = sheet.brush.letters.wrap(
            text(f"desktop.end.{verdict}"), w - wide - px(14), Sizes.BODY, "semibold", most=3
        )
        colour = p.good if win else p.muted
        y = max(y + px(52), sheet.lines(lines, x + wide + px(14), y + px(21), Sizes.BODY, colour, "semibold") + px(8))
        if r.get("percentile") is not None:
            y = self._percentile(sheet, x, y, w, float(r["percentile"]))
        for goal in r["goals"]:
            colour = p.good if goal["value"] >= 55 else p.warn if goal["value"] >= 33 else p.bad
            sheet.text(f"{goal['value']:.0f}", x + w, y, Sizes.BODY, colour, "semibold", align="right")
            sheet.text(goal["title"], x, y, Sizes.BODY, p.text, width=w - px(44))
            sheet.put(meter(sheet, w, px(5), goal["value"] / 100, colour), x, y + px(20))
            sheet.widget(
                f"end.goal.{goal['id']}",
                Rect(x, round(y), w, px(28)),
                None,
                text(
                    "desktop.tip.goal",
                    why=goal["why"],
                    weight=f"{goal['weight']:.0%}",
                    value=f"{goal['value']:.0f}",
                    reading=goal["reading"],
                ),
                goal["title"],
            )
            y += px(33)
        code = self.flow.status.get("code")
        if code:
            y += px(4)
            sheet.text(text("desktop.newgame.this_code", code=code), x, y, Sizes.BODY, p.muted, width=w)
            y += px(22)
        return y

    def _percentile(self, sheet: Sheet, x: int, y: float, w: int, value: float) -> float:
        """Where the score lies among AI games in this seat: a hill and a mark."""
        px, p = sheet.px, sheet.p
        h = px(44)
        hill = [(w * k / 60, h - (h - px(4)) * 2.718281828 ** (-(((k - 30) / 12) ** 2) / 2)) for k in range(61)]
        z = _quantile(value / 100)
        at = min(w - 2, max(2, w / 2 + z * w / 5))
        body = (
            f'<path d="M0,{h}L'
            + "L".join(f"{a:.1f},{b:.1f}" for a, b in hill)
            + f'L{w},{h}Z" fill="{mix(p.panel, p.info, 0.28)}"/>'
        )
        body += f'<path d="M{at:.1f},2V{h}" stroke="{p.warn}" stroke-width="2.4"/><path d="M0,{h - 0.5}H{w}" stroke="{p.edge}"/>'
        sheet.put(sheet.brush.svg(svg.svg(w, h, body)), x, y)
        sheet.text(
            text("desktop.end.percentile", p=f"{value:.0f}"), x, y + h + px(6), Sizes.BODY, p.soft, "medium", width=w
        )
        return y + h + px(34)

    def _turning(self, sheet: Sheet, x: int, y: float, w: int) -> float:
        px, p = sheet.px, sheet.p
        sheet.caps(text("desktop.end.turning"), x, y)
        y += px(24)
        points = self.result.get("turning_points") or []
        if not points:
            return sheet.para(text("desktop.end.no_turning"), x, y, w, Sizes.BODY, p.muted)
        for one in points[:8]:
            words = one if isinstance(one, str) else str(one.get("text", ""))
            turn = None if isinstance(one, str) else one.get("turn")
            swing = None if isinstance(one, str) else one.get("swing")
            if turn is not None:
                sheet.text(f"T{turn}", x, y, Sizes.BODY, p.warn, "semibold")
            below = sheet.para(words, x + px(36), y, w - px(40) - px(46), Sizes.BODY, p.text)
            if swing is not None:
                sheet.text(
                    signed(float(swing), 1),
                    x + w,
                    y,
                    Sizes.BODY,
                    p.good if swing > 0 else p.bad,
                    "semibold",
                    align="right",
                )
            if turn is not None:
                row = Rect(x - px(6), round(y - px(4)), w + px(12), round(below - y + px(7)))
                act = partial(self._review, int(turn))
                sheet.widget(f"end.turning.{turn}", row, act, text("desktop.tip.turning", turn=turn), words)
            y = below + px(9)
        return y

    def _fates(self, sheet: Sheet, x: int, y: float, w: int, columns: int) -> float:
        px, p = sheet.px, sheet.p
        sheet.caps(text("desktop.end.fates"), x, y)
        y += px(24)
        names = {one["role"]: one["name"] for one in self.flow.status["roles"]}
        gap = px(26)
        wide = (w - gap * (columns - 1)) // columns
        low = y
        for k, (role, words) in enumerate(self.result["fates"].items()):
            if k % columns == 0:
                y = low
            at = x + (k % columns) * (wide + gap)
            sheet.put(sheet.brush.shape(role, 13), at, y + px(3))
            sheet.text(
                names.get(role, role),
                at + px(20),
                y,
                Sizes.BODY,
                sheet.brush.theme.role(role),
                "semibold",
                width=wide - px(70),
            )
            score = (self.result.get("scores") or {}).get(role)
            if score is not None:
                sheet.text(f"{score:.0f}", at + wide, y, Sizes.BODY, p.muted, align="right")
            low = max(low, sheet.para(words, at + px(20), y + px(19), wide - px(22), Sizes.META + 0.6, p.soft) + px(8))
        return low

    def _review(self, turn: int = 1) -> Transition:
        from diplogame.desktop.screens.review import Review

        return Push(Review(self.flow, self.result, turn))

    def _replay(self) -> Transition:
        from diplogame.desktop.screens.replay import Replay

        return Push(Replay(None, self.flow.role))

    def _again(self) -> Transition:
        from diplogame.desktop.screens.newgame import NewGame
        from diplogame.desktop.screens.title import Title

        self.app.apply(Reset(Title()))
        return Push(NewGame())

    def _title(self) -> Transition:
        from diplogame.desktop.screens.title import Title

        return Reset(Title())

    def buttons(self) -> list[Button]:
        if self.flow.live is not None:  # reviews and replays are the class's own
            return [
                ("end.quit", text("desktop.pause.quit"), Quit, "button", "power", True),
                ("end.desk", text("desktop.pause.resume"), self.flow.sit, "action", "play", True),
            ]
        return [
            ("end.title", text("desktop.pause.leave"), self._title, "button", "log-out", True),
            ("end.review", text("desktop.end.review"), self._review, "button", "scale", True),
            ("end.replay", text("desktop.end.replay"), self._replay, "button", "history", True),
            ("end.again", text("desktop.end.again"), self._again, "action", "rotate-ccw", True),
        ]

    def command(self, name: str) -> Transition | None:
        if name != "menu":
            return None
        if self.flow.live is not None:
            self.flow.sit()
            return None
        return self._title()


def ending_words(ending: str | None) -> str:
    return text(f"desktop.ending.{ending}") if ending and has(f"desktop.ending.{ending}") else str(ending or "")


def _quantile(share: float) -> float:
    """Of the normal law, by bisection: enough for a mark on a hill."""
    from math import erf

    low, high = -3.0, 3.0
    for _ in range(30):
        middle = (low + high) / 2
        if 0.5 * (1 + erf(middle / 2**0.5)) < share:
            low = middle
        else:
            high = middle
    return low
