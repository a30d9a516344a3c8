"""The desk: map in the middle, cables to the left, goals and orders to the right, charts below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from diplogame.desktop.dialog import Question
from diplogame.desktop.flow import Flow
from diplogame.desktop.paint import Rect
from diplogame.desktop.panels.asks import Asks
from diplogame.desktop.panels.cables import Cables
from diplogame.desktop.panels.charts import Charts
from diplogame.desktop.panels.column import Column
from diplogame.desktop.panels.council import Council
from diplogame.desktop.panels.docket import Docket
from diplogame.desktop.panels.finish import Finish
from diplogame.desktop.panels.goals import Goals
from diplogame.desktop.panels.hints import Hints
from diplogame.desktop.panels.ledger import Ledger
from diplogame.desktop.panels.mappanel import MapPanel
from diplogame.desktop.panels.outlook import Outlook
from diplogame.desktop.panels.talks import Legend, Talks
from diplogame.desktop.panels.topbar import TopBar
from diplogame.desktop.play import Play
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.transitions import Push, Transition
from diplogame.desktop.window import Input
from diplogame.texts import text

PAUSE = 0.3
"""Seconds that the docket must rest before a forecast is asked for."""


class Main(Screen):
    """Where a turn is thought through."""

    id = "main"

    def __init__(self, flow: Flow, play: Play, report: bool = False) -> None:
        super().__init__()
        self.flow, self.play = flow, play
        self._report = report
        self._asked_of: tuple[str, ...] | None = None
        self._rest = 0.0
        self._number = 0

    def enter(self) -> None:
        play = self.play
        self.top = TopBar(self, play, self.flow.live)
        self.cables = Cables(self, play)
        self.map = MapPanel(self, play, self.picked, self.app.keeper)
        self.council = Council(self, play, self.open_council)
        self.talks = Talks(self, play, self.open_talks)
        self.legend = Legend(self, play)
        self.charts = Charts(self, play)
        sections: list[Any] = [
            Goals(play), Hints(self, play), Docket(play, self.compose, self.look), Outlook(play, self.open_outlook), Asks(play, self.open_ask), Ledger(play, self.open_ledger),
        ]  # fmt: skip
        self.column = Column(self, sections)
        self.finish = Finish(self, play, self.end_turn, self.flow.live)
        self.panels = [
            self.top,
            self.map,
            self.talks,
            self.legend,
            self.council,
            self.charts,
            self.cables,
            self.column,
            self.finish,
        ]

    def layout(self, w: int, h: int) -> None:
        px = self.app.px
        tight = w < px(1220)
        top, left, right = px(52), px(250 if tight else 300), px(286 if tight else 314)
        foot = px(64)
        low = px(176) if h >= px(820) else px(132) if h >= px(685) else 0
        mid = Rect(left, top, w - left - right, h - top - low)
        self.top.rect = Rect(0, 0, w, top)
        self.cables.rect = Rect(0, top, left, h - top)
        self.map.rect = mid
        self.charts.rect = Rect(left, h - low, mid.w, low)
        self.column.rect = Rect(w - right, top, right, h - top - foot)
        self.finish.rect = Rect(w - right, h - foot, right, foot)
        shadow = px(8)
        self.council.room = mid.w - px(16)
        wide = min(self.council.wide(), mid.w - px(16))
        fits = self.council.wide() <= mid.w - px(10)
        tall = self.council.tall()
        self.council.rect = (
            Rect(mid.x + px(14) - shadow, mid.bottom - tall - px(14) - shadow, wide + 2 * shadow, tall + 2 * shadow)
            if fits
            else Rect(0, 0, 0, 0)
        )
        self.map.low = tall + px(10) if fits else 0
        pill = self.talks.wide() + px(10)
        legend = self.legend.wide() + px(12)
        both = pill + legend + px(40) < mid.w
        self.legend.rect = (
            Rect(mid.right - legend - px(8), mid.y + px(4), legend, px(52) + px(12)) if both else Rect(0, 0, 0, 0)
        )
        at = mid.x + (mid.w - legend - pill) // 2 if both else mid.centerx - pill // 2
        self.talks.rect = Rect(max(mid.x + px(6), at), mid.y + px(5), pill, px(33) + px(10))
        self.map.covered = [self.talks.rect, self.legend.rect, self.council.rect]

    # each frame
    def update(self, seconds: float) -> Transition | None:
        self.map.tick(seconds)
        if self._report:
            self._report = False
            from diplogame.desktop.screens.report import Report

            return Push(Report(self.flow, self.play))
        self.finish.busy = self.flow.waiting
        live = self.flow.live
        if not self.play.picture["over"] and not self.flow.waiting and (live is None or live.open):
            self._forecast(seconds)
        return None

    def _forecast(self, seconds: float) -> None:
        """Ask for a new forecast when the docket has rested; parts fill the panel as they come."""
        play = self.play
        if self._asked_of == play.ids:
            return
        self._rest += seconds
        if self._rest < PAUSE:
            return
        self._rest, self._asked_of = 0.0, play.ids
        ids = play.ids
        futures = self.app.settings.futures

        def part(value: dict[str, Any]) -> None:
            if isinstance(value, dict) and "endings" in value and self._asked_of == ids:
                play.forecast, play.forecast_of = value, ids
                play.forecast_share = min(0.99, value["futures"] / futures)

        def done(value: dict[str, Any]) -> None:
            if self._asked_of == ids:
                play.forecast, play.forecast_of, play.forecast_share = value, ids, 1.0

        def failed(kind: str, words: str) -> None:
            self._asked_of = None if kind == "dropped" else self._asked_of
            self.app.complain(kind, words)

        self.app.ask("forecast", done, part, failed, role=play.role, orders=list(ids), futures=futures)

    # inputs
    def handle(self, one: Input) -> Transition | None:
        if self.cables.open_search and one.kind == "text" and one.text.isprintable():
            self.cables.type(one.text)
            return None
        if self.cables.open_search and one.kind == "key":
            if one.key == "backspace":
                self.cables.rub()
                return None
            if one.key in ("escape", "return"):
                self.cables.toggle() if one.key == "escape" else None
                return None
            if len(one.key) == 1 or one.key.startswith("shift+") or one.key == "space":
                return None
        return super().handle(one)

    def takes_text(self) -> bool:
        return bool(self.cables.open_search)

    def drag(self, one: Input) -> Transition | None:
        self.map.dragged(one)
        return None

    def pressed(self, one: Input, over: Any) -> Transition | None:
        if over is not None and (over.id == "map.ground" or (one.button != 1 and over.id.startswith("map."))):
            self.map.pressed(one)
        return None

    def released(self, one: Input) -> Transition | None:
        return self.map.released(one, self.at(one.at))

    def wheel(self, panel: Panel, one: Input) -> None:
        if panel is self.map or panel in (self.council, self.talks, self.legend):
            x, y = one.at
            self.map.zoom(1.18 ** one.step[1], (x - self.map.rect.x, y - self.map.rect.y))
        else:
            panel.wheel(one.step[1])

    def confirm(self) -> Transition | None:
        return None

    def command(self, name: str) -> Transition | None:
        from diplogame.desktop.screens.help import Help
        from diplogame.desktop.screens.pause import Pause, SaveAs
        from diplogame.desktop.screens.settings import SettingsPage

        play = self.play
        match name:
            case "end_turn":
                return self.end_turn()
            case "undo":
                if play.undo():
                    self.app.sounds.play("remove")
                elif play.picture["turn"] > 1 and not self.flow.several and self.flow.live is None:
                    return Push(
                        Question(
                            text("desktop.undo_turn.title"),
                            text("desktop.undo_turn.words"),
                            [
                                ("question.no", text("desktop.cancel"), None, "button"),
                                ("question.yes", text("desktop.undo_turn.yes"), "undo_turn", "action"),
                            ],
                        )
                    )
                else:
                    self.app.say(text("desktop.undo_none"), "warn")
            case "quick_save":
                self.app.ask("save", lambda saved: self.app.say(text("desktop.saved", file=saved["file"])))
            case "quick_load":
                from diplogame.desktop.flow import start

                path = self.app.settings.last.get("path")
                if path and not self.flow.waiting:
                    self.flow.waiting = True  # until the save stands, nothing is handed in
                    self.app.say(text("desktop.loading"))

                    def loaded(status: dict[str, Any]) -> Transition | None:
                        self.app.say(text("desktop.loaded", file=Path(path).name))
                        return start(self.app, status)

                    def failed(kind: str, words: str) -> None:
                        self.flow.waiting = False
                        self.app.complain(kind, words)

                    self.app.ask("load", loaded, failed=failed, path=path)
            case "save":
                return Push(SaveAs())
            case "why":
                return self.why()
            case "help":
                return Push(Help())
            case "letters":
                from diplogame.desktop.screens.letters import Letters

                return Push(Letters(self.flow)) if self.flow.live is not None else None
            case "menu":
                return Push(Pause(self.flow))
            case "settings":
                return Push(SettingsPage())
            case "compose":
                return self.compose()
            case "answers":
                asks = play.open_asks or play.asked
                return self.open_ask(asks[0]) if asks else None
            case "report":
                from diplogame.desktop.screens.report import Report

                return Push(Report(self.flow, play))
            case "ledger":
                return self.open_ledger()
            case "council":
                return self.open_council()
            case "talks":
                return self.open_talks()
            case "search":
                self.cables.toggle()
            case "zoom_in":
                self.map.zoom(1.4)
            case "zoom_out":
                self.map.zoom(1 / 1.4)
            case "map_home":
                self.map.go_home()
        return None

    # pages
    def compose(self, on: str | None = None, order: dict[str, Any] | None = None) -> Transition | None:
        from diplogame.desktop.screens.composer import Composer

        if self.play.picture["over"] or self.flow.waiting:
            return None
        return Push(Composer(self.play, on, order))

    def look(self, order: dict[str, Any]) -> Transition | None:
        return self.compose(None, order)

    def picked(self, what: tuple[str, Any]) -> Transition | None:
        """Something on the map was pressed."""
        kind, value = what
        if kind == "site":
            return self.compose(value[0])
        return self.compose(value)

    def open_ask(self, ask: dict[str, Any]) -> Transition | None:
        from diplogame.desktop.screens.answer import Answer

        return Push(Answer(self.play, ask))

    def open_ledger(self) -> Transition | None:
        from diplogame.desktop.screens.ledger import LedgerPage

        return Push(LedgerPage(self.play))

    def open_council(self) -> Transition | None:
        from diplogame.desktop.screens.council import CouncilPage

        return Push(CouncilPage(self.play, self.compose_verb))

    def open_talks(self) -> Transition | None:
        from diplogame.desktop.screens.talks import TalksPage

        return Push(TalksPage(self.play, self.compose_verb))

    def open_outlook(self) -> Transition | None:
        from diplogame.desktop.screens.outlook import OutlookPage

        return Push(OutlookPage(self.play))

    def compose_verb(self, verb: str) -> Transition | None:
        found = next((one for one in self.play.legal if one["verb"] == verb), None)
        return self.compose(None, found)

    def why(self, id: str | None = None) -> Transition | None:
        """Reasons of the chosen cable, or of the gravest act of the last turn."""
        from diplogame.desktop.screens.why import Why

        acts = [
            one
            for one in self.play.picture["cables"]
            if one["source"] and one["verb"] and one["source"] != self.play.role
        ]
        chosen = next((one for one in self.play.picture["cables"] if one["id"] == (id or self.play.chosen)), None)
        if chosen is None and acts:
            chosen = max(acts, key=lambda one: (one["turn"], one["gravity"] or 0))
        if chosen is None:
            self.app.say(text("desktop.why.nothing"), "warn")
            return None
        return Push(Why(chosen, acts, self.play))

    # the end of the turn
    def end_turn(self) -> Transition | None:
        play = self.play
        if self.flow.waiting:
            return None
        if play.picture["over"]:
            self.flow.finish()
            return None
        if self.flow.live is not None and self.flow.live.ready:
            self.flow.live.hand_in()
            return None
        affordable = any(play.refusal(order) is None for order in play.legal)
        left = play.slots_left if affordable else 0
        if self.app.settings.ask_before_end and (left > 0 or play.open_asks):
            words = []
            if left > 0:
                words.append(text("desktop.end_ask.orders", n=left))
            if play.open_asks:
                words.append(text("desktop.end_ask.answers", n=len(play.open_asks)))
            return Push(
                Question(
                    text("desktop.end_ask.title"),
                    " ".join(words),
                    [
                        ("question.no", text("desktop.end_ask.no"), None, "button"),
                        ("question.yes", text("desktop.end_ask.yes"), "end", "action"),
                    ],
                    "hourglass",
                )
            )
        self._end()
        return None

    def _end(self) -> None:
        self.app.sounds.play("turn")
        if self.flow.live is not None:
            self.flow.live.hand_in()
        else:
            self.flow.commit(self.play)

    def back(self, result: Any) -> Transition | None:
        """A dialog above has closed."""
        match result:
            case "end":
                self._end()
            case "undo_turn":
                self.flow.undo_turn()
            case ("added", order):
                self.app.sounds.family(order["family"]) if not order["covert"] else self.app.sounds.play("order")
            case ("compose", verb):
                return self.compose_verb(verb)
            case ("why", id):
                return self.why(id)
        return None
