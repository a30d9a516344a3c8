"""Pages behind the small panels: the council, the talks, the ledger, the forecast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diplogame.desktop import svg
from diplogame.desktop.dialog import Button, Dialog
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.charts import draw_chart
from diplogame.desktop.panels.council import counted, verdict, vote_of
from diplogame.desktop.panels.docket import meter
from diplogame.desktop.panels.ledger import STATES
from diplogame.desktop.pictures import charts
from diplogame.desktop.pictures.forecast import shares
from diplogame.desktop.play import Play
from diplogame.desktop.theme import Sizes, mix
from diplogame.desktop.transitions import Pop
from diplogame.desktop.words import words_of
from diplogame.texts import signed, text


class CouncilPage(Dialog):
    """Fifteen members on a scale from no to yes, the draft, the last vote; from here to a draft or to lobbying."""

    id = "council"
    icon = "gavel"
    wide, tall = 760, 640

    def __init__(self, play: Play, compose: Callable[[str], Any]) -> None:
        super().__init__()
        self.play, self.compose = play, compose

    def lead(self) -> str:
        draft = self.play.picture["council"]["draft"]
        if not draft:
            return text("desktop.council.no_draft")
        return text(
            "desktop.council.draft",
            words=draft["text"],
        )

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p, council = sheet.px, sheet.p, self.play.picture["council"]
        y: float = area.y
        if council["draft"]:
            wide = sheet.text(text("desktop.council.count", yes=counted(council)[0]), area.x, y, Sizes.BODY, p.soft)
            words, tone = verdict(council)
            sheet.text(words, area.x + wide + px(6), y, Sizes.BODY, sheet.brush.theme.tone(tone), "medium")
            y += px(26)
        last = council["last"]
        for heading, permanent in (("permanent_title", True), ("elected_title", False)):
            sheet.caps(text(f"desktop.council.{heading}"), area.x, y)
            y += px(22)
            for member in [m for m in council["members"] if m["permanent"] is permanent]:
                tone, sign = vote_of(member, None if council["draft"] else last)
                colour = sheet.brush.theme.tone(tone) if council["draft"] or last else p.faint
                sheet.text(sign, area.x + px(6), y, Sizes.BODY, colour, "bold", align="centre")
                sheet.text(member["name"], area.x + px(18), y, Sizes.BODY, p.text, width=px(140))
                if council["draft"]:
                    box = Rect(area.x + px(165), round(y + px(4)), area.w - px(400 if last else 290), px(10))
                    self._odds(sheet, box, member)
                    sheet.text(
                        text("desktop.council.odds", yes=f"{member['p_yes']:.0%}", no=f"{member['p_no']:.0%}"),
                        area.right - px(226 if last else 116),
                        y + px(1),
                        Sizes.META,
                        p.muted,
                    )
                if last:
                    said = last["votes"].get(member["id"])
                    if said and council["draft"]:
                        words = text("desktop.council.said", vote=text(f"desktop.vote.{said}"))
                        sheet.text(words, area.right, y + px(1), Sizes.META, p.muted, align="right", width=px(100))
                    elif said:
                        words = text(f"desktop.council.voted.{said}")
                        sheet.text(words, area.x + px(165), y, Sizes.BODY, colour)
                y += px(24)
            y += px(8)
        return y + self.card.scroll

    def _odds(self, sheet: Sheet, box: Rect, member: dict[str, Any]) -> None:
        p = sheet.p
        yes, no = box.w * member["p_yes"], box.w * member["p_no"]
        body = svg.box(0, 0, box.w, box.h, 4, mix(p.panel, "#ffffff", 0.09))
        if yes > 1:
            body += svg.box(0, 0, yes, box.h, 4, mix(p.panel, p.good, 0.75))
        if no > 1:
            body += svg.box(box.w - no, 0, no, box.h, 4, mix(p.panel, p.bad, 0.75))
        sheet.put(sheet.brush.svg(svg.svg(box.w, box.h, body)), box.x, box.y)

    def buttons(self) -> list[Button]:
        can = {order["verb"] for order in self.play.legal if not order["greyed"]}
        out: list[Button] = []
        for verb in ("lobby", "table_draft"):
            if any(order["verb"] == verb for order in self.play.legal):
                out.append(
                    (
                        f"council.{verb}",
                        text(f"desktop.council.{verb}"),
                        lambda verb=verb: Pop(("compose", verb)),
                        "button",
                        None,
                        verb in can,
                    )
                )
        return [*out, ("dialog.ok", text("desktop.ok"), self.close, "action", None, True)]


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


class LedgerPage(Dialog):
    """Every promise with its date, everything on its way, and what is believed but not known."""

    id = "ledger"
    icon = "scroll-text"
    wide, tall = 720, 600

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p, picture = sheet.px, sheet.p, self.play.picture
        y: float = area.y
        sheet.caps(text("desktop.ledger.promises"), area.x, y)
        y += px(22)
        for one in sorted(picture["promises"], key=lambda one: (one["state"] != "open", one["due"])):
            icon, tone = STATES[one["state"]]
            colour = sheet.brush.theme.tone(tone)
            sheet.icon(icon, area.x, y + px(2), 14, colour)
            sheet.text(
                text(
                    "desktop.ledger.pair",
                    giver=self.play.short(one["giver"]),
                    receiver=self.play.short(one["receiver"]),
                ),
                area.x + px(22),
                y,
                Sizes.BODY,
                p.text,
                "medium",
                width=px(150),
            )
            sheet.text(one["text"], area.x + px(178), y, Sizes.BODY, p.soft, width=area.w - px(300))
            sheet.text(
                f"T{one['due']} · {text('desktop.promise.' + one['state'])}",
                area.right,
                y,
                Sizes.BODY,
                colour,
                align="right",
            )
            y += px(25)
        if not picture["promises"]:
            sheet.text(text("desktop.ledger.none"), area.x, y, Sizes.BODY, p.muted)
            y += px(25)
        if picture["deliveries"]:
            y += px(10)
            sheet.caps(text("desktop.ledger.deliveries"), area.x, y)
            y += px(22)
            for one in picture["deliveries"]:
                sheet.icon("truck", area.x, y + px(2), 14, p.covert)
                sheet.text(
                    text(
                        "desktop.ledger.pair",
                        giver=self.play.short(one["sender"]),
                        receiver=self.play.short(one["receiver"]),
                    ),
                    area.x + px(22),
                    y,
                    Sizes.BODY,
                    p.text,
                    "medium",
                    width=px(150),
                )
                sheet.text(one["text"], area.x + px(178), y, Sizes.BODY, p.soft, width=area.w - px(260))
                sheet.text(f"T{one['due']}", area.right, y, Sizes.BODY, p.covert, align="right")
                y += px(25)
        if picture["beliefs"]:
            y += px(10)
            sheet.caps(text("desktop.ledger.beliefs"), area.x, y)
            y += px(22)
            for one in picture["beliefs"]:
                sheet.icon("eye", area.x, y + px(2), 14, p.info)
                who = self.play.short(one["about"])
                what = one["label"][:1].lower() + one["label"][1:]
                label = one["label"] if who in one["label"] else text("desktop.ledger.of", who=who, what=what)
                sheet.text(label, area.x + px(22), y, Sizes.BODY, p.text, width=area.w - px(260))
                value, low, high = (_short(one[name]) for name in ("value", "low", "high"))
                exact = low == value == high
                words = value if exact else text("desktop.ledger.belief", value=value, low=low, high=high)
                sheet.text(words, area.right, y, Sizes.BODY, p.soft, align="right")
                y += px(25)
        return y + self.card.scroll

    def buttons(self) -> list[Button]:
        return [("dialog.ok", text("desktop.ok"), self.close, "action", None, True)]


class OutlookPage(Dialog):
    """The forecast at full size: endings with and without the orders, both fans, the score."""

    id = "outlook"
    icon = "sparkles"
    wide, tall = 900, 640

    def __init__(self, play: Play) -> None:
        super().__init__()
        self.play = play

    def key(self) -> Any:
        return (id(self.play.forecast), self.edition)

    def heading(self) -> str:
        return text("desktop.outlook.page")

    def lead(self) -> str:
        forecast = self.play.forecast
        return text("desktop.outlook.about", n=forecast["futures"]) if forecast else text("desktop.outlook.imagining")

    def body(self, sheet: Sheet, area: Rect) -> float:
        px, p, forecast = sheet.px, sheet.p, self.play.forecast
        if not forecast:
            return area.y
        y: float = area.y
        without = forecast.get("without")
        before = {name: share for name, _, share in shares(without["endings"])} if without else {}
        for name, tone, share in shares(forecast["endings"]):
            colour = sheet.brush.theme.tone(tone)
            label = text(f"desktop.group.{name}")
            sheet.text(label[:1].upper() + label[1:], area.x, y, Sizes.BODY, p.text, width=px(150))
            sheet.put(meter(sheet, area.w - px(420), px(11), share, colour), area.x + px(160), y + px(3))
            sheet.text(f"{share:.0%}", area.right - px(200), y, Sizes.BODY, colour, "semibold", align="right")
            if name in before:
                sheet.text(
                    text(
                        "desktop.outlook.without",
                        share=f"{before[name]:.0%}",
                        change=signed(100 * (share - before[name])),
                    ),
                    area.right,
                    y,
                    Sizes.META + 0.4,
                    p.muted,
                    align="right",
                )
            y += px(25)
        score = forecast.get("score")
        if score:
            y += px(4)
            words = text(
                "desktop.outlook.score",
                mean=f"{score['mean']:.0f}",
                low=f"{score['low']:.0f}",
                high=f"{score['high']:.0f}",
            )
            if without and without.get("score"):
                words += "  ·  " + text("desktop.outlook.score_without", mean=f"{without['score']['mean']:.0f}")
            sheet.text(words, area.x, y, Sizes.BODY, p.soft)
            y += px(26)
        tall = px(190)
        half = area.w // 2
        draw_chart(
            sheet,
            Rect(area.x - px(14), round(y), half, tall),
            charts.price(self.play.picture, forecast["fan"].get("brent")),
            text("desktop.chart.brent"),
            "",
            "warn",
        )
        draw_chart(
            sheet,
            Rect(area.x + half, round(y), half, tall),
            charts.escalation(self.play.picture, forecast["fan"].get("escalation")),
            text("desktop.chart.escalation"),
            "",
            "bad",
            line=text("desktop.chart.red_line"),
        )
        return y + tall + self.card.scroll

    def buttons(self) -> list[Button]:
        return [("dialog.ok", text("desktop.ok"), self.close, "action", None, True)]


def _short(value: Any) -> str:
    if isinstance(value, (int, float)):
        return f"{value:,.0f}" if abs(value) > 1 else f"{value:.0%}"
    return str(value)
