"""Any record, turn by turn: from one role's eyes or with the fog lifted; a new game can fork off at any turn."""

from __future__ import annotations

from functools import partial
from typing import Any

from diplogame.desktop.dialog import Question
from diplogame.desktop.flow import start
from diplogame.desktop.paint import Rect, Sheet
from diplogame.desktop.panels.cables import Cables
from diplogame.desktop.panels.charts import Charts
from diplogame.desktop.panels.council import Council
from diplogame.desktop.panels.mappanel import MapPanel
from diplogame.desktop.panels.talks import Legend, Talks
from diplogame.desktop.play import Play
from diplogame.desktop.screen import Panel, Screen
from diplogame.desktop.theme import Sizes, mix
from diplogame.desktop.transitions import Pop, Push, Transition
from diplogame.desktop.window import Input
from diplogame.texts import text


class Controls(Panel):
    """Whose eyes, which turn, forward and back, fork."""

    id = "controls"

    def __init__(self, screen: Replay) -> None:
        super().__init__(screen)
        self.replay = screen

    def key(self) -> Any:
        r = self.replay
        return (r.turn, r.role, r.last, r.playing, r.busy)

    def paint(self, sheet: Sheet) -> None:
        px, p, r = sheet.px, sheet.p, self.replay
        sheet.rule(0, sheet.h - 1, sheet.w)
        x = px(18)
        sheet.icon("history", x, px(18), 17, p.warn)
        x += (
            px(26)
            + sheet.text(text("desktop.replay.title"), x + px(26), px(16), Sizes.PAGE, p.text, "semibold")
            + px(18)
        )
        eyes = [None, *r.roles]
        labels = {role: text("desktop.replay.lifted") if role is None else r.short(role) for role in eyes}
        widths = {
            role: sheet.brush.letters.width(label, Sizes.META + 0.3, "medium") + px(36 if role else 22)
            for role, label in labels.items()
        }
        # In a narrow window the shapes alone stand for all but the one that is looked through.
        short = x + sum(widths.values()) + px(5) * len(eyes) > sheet.w - px(280)
        for role in eyes:
            on, label = r.role == role, labels[role]
            bare = short and role is not None and not on
            wide = px(33) if bare else widths[role]
            sheet.put(
                sheet.brush.pill(
                    wide, px(28), mix(p.panel, p.info, 0.3) if on else p.card, p.edge_lit if on else p.edge
                ),
                x,
                px(12),
            )
            left = x + px(11)
            if role:
                sheet.put(sheet.brush.shape(role, 11), left, px(20))
                left += px(15)
            if not bare:
                sheet.text(label, left, px(17.5), Sizes.META + 0.3, p.text if on else p.soft, "medium")
            sheet.widget(
                f"replay.eyes.{role or 'all'}",
                Rect(round(x), px(12), wide, px(28)),
                partial(r.eyes, role),
                f"{label}: {text('desktop.tip.eyes')}" if bare else text("desktop.tip.eyes"),
                label,
                radius=px(14),
            )
            x += wide + px(5)
        right = sheet.w - px(12)
        sheet.button(
            "replay.close", Rect(right - px(90), px(9), px(90), px(34)), text("desktop.back"), r.close, "button", "x"
        )
        sheet.button(
            "replay.fork",
            Rect(right - px(90) - px(168), px(9), px(160), px(34)),
            text("desktop.replay.fork"),
            r.fork,
            "button",
            "git-fork",
            text("desktop.tip.fork"),
            not r.busy,
        )


class Steps(Panel):
    """A bar of turns under the map."""

    id = "steps"
    fill = "panel_low"

    def __init__(self, screen: Replay) -> None:
        super().__init__(screen)
        self.replay = screen

    def key(self) -> Any:
        r = self.replay
        return (r.turn, r.last, r.playing, r.day)

    def paint(self, sheet: Sheet) -> None:
        px, p, r = sheet.px, sheet.p, self.replay
        x = px(14)
        for id, icon, act in (
            ("first", "skip-back", lambda: r.go(1)),
            ("back", "step-back", lambda: r.go(r.turn - 1)),
            ("play", "pause" if r.playing else "play", r.run),
            ("on", "step-forward", lambda: r.go(r.turn + 1)),
            ("last", "skip-forward", lambda: r.go(r.last)),
        ):
            sheet.button(
                f"replay.{id}",
                Rect(x, px(9), px(36), px(34)),
                "",
                act,
                "action" if id == "play" else "button",
                icon,
                text(f"desktop.tip.replay_{id}"),
            )
            x += px(41)
        x += px(10)
        sheet.text(text("desktop.top.turn", turn=r.turn, turns=r.turns), x, px(10), Sizes.META, p.muted)
        sheet.text(r.day, x, px(25), Sizes.BODY, p.text, "semibold")
        x += px(100)
        room = sheet.w - x - px(24)
        step = room / max(1, r.last - 1) if r.last > 1 else room
        sheet.rule(x, px(26), room, p.edge)
        for turn in range(1, r.last + 1):
            at = x + (turn - 1) * step
            on = turn == r.turn
            size = px(14 if on else 9)
            sheet.put(
                sheet.brush.pill(size, size, p.warn if on else p.edge_lit if turn < r.turn else p.edge),
                at - size / 2,
                px(26) - size / 2,
            )
            sheet.widget(
                f"replay.turn.{turn}",
                Rect(round(at - min(step, px(26)) / 2), px(8), round(min(step, px(26))), px(36)),
                partial(r.go, turn),
                f"T{turn}",
                f"T{turn}",
                focusable=False,
            )


class Replay(Screen):
    """`path` None: the game on the table."""

    id = "replay"

    def __init__(self, path: str | None, role: str | None = None) -> None:
        super().__init__()
        self.path, self.role = path, role
        self.status: dict[str, Any] = {}
        self.turn, self.last = 1, 1
        self.play: Play | None = None
        self.playing, self.busy = False, False
        self._time = 0.0

    @property
    def roles(self) -> list[str]:
        return [one["role"] for one in self.status.get("roles", [])]

    @property
    def turns(self) -> int:
        return int(self.play.picture["turns"]) if self.play else 0

    @property
    def day(self) -> str:
        return str(self.play.picture["day"]) if self.play else ""

    def short(self, role: str) -> str:
        return next((str(one["short"]) for one in self.status["roles"] if one["role"] == role), role)

    def enter(self) -> None:
        self.controls, self.steps = Controls(self), Steps(self)
        self.panels = [self.controls, self.steps]
        self.app.ask("open_replay", self._opened, failed=self._refused, path=self.path)

    def _refused(self, kind: str, words: str) -> None:
        self.app.complain(kind, words)
        self.app.apply(Pop())

    def _opened(self, status: dict[str, Any]) -> None:
        self.status = status
        self.last = int(status.get("last", status["turn"]))
        self.turn = 1
        if self.role is None and status["people"]:
            self.role = status["people"][0]
        self._step()

    def _step(self) -> None:
        self.busy = True
        wanted = (self.turn, self.role)

        def came(step: dict[str, Any]) -> None:
            self.busy = False
            if (step["turn"], step["role"]) == (self.turn, self.role):
                self._show(step["picture"])
            elif wanted != (self.turn, self.role):
                self._step()

        def failed(kind: str, words: str) -> None:
            self.busy, self.playing = False, False
            self.app.complain(kind, words)

        self.app.ask("step", came, failed=failed, turn=self.turn, role=self.role)

    def _show(self, picture: dict[str, Any]) -> None:
        if self.play is None:
            self.play = Play(self.status, self.role or picture["role"], picture, [], [])
            self.map = MapPanel(self, self.play, None, self.app.keeper)
            self.cables, self.charts = Cables(self, self.play), Charts(self, self.play)
            self.talks, self.legend = Talks(self, self.play, None), Legend(self, self.play)
            self.council = Council(self, self.play, None)
            self.panels = [
                self.controls,
                self.map,
                self.talks,
                self.legend,
                self.council,
                self.charts,
                self.steps,
                self.cables,
            ]
        self.play.picture, self.play.role = picture, self.role or picture["role"]
        self.play.edition += 1
        self.layout(*self.size)

    def layout(self, w: int, h: int) -> None:
        px = self.app.px
        top, left, low, bar = px(52), px(300), px(150) if h > px(760) else 0, px(52)
        self.controls.rect = Rect(0, 0, w, top)
        self.steps.rect = Rect(left, h - bar, w - left, bar)
        if self.play is None:
            return
        self.cables.rect = Rect(0, top, left, h - top)
        mid = Rect(left, top, w - left, h - top - low - bar)
        self.map.rect = mid
        self.charts.rect = Rect(left, h - low - bar, mid.w, low)
        wide, tall, s = self.council.wide(), self.council.tall(), px(8)
        self.council.rect = (
            Rect(mid.x + px(14) - s, mid.bottom - tall - px(14) - s, wide + 2 * s, tall + 2 * s)
            if wide + px(20) < mid.w
            else Rect(0, 0, 0, 0)
        )
        self.map.low = tall + px(8)
        pill, legend = self.talks.wide() + px(10), self.legend.wide() + px(12)
        self.legend.rect = Rect(mid.right - legend - px(8), mid.y + px(4), legend, px(64))
        self.talks.rect = Rect(mid.x + (mid.w - legend - pill) // 2, mid.y + px(5), pill, px(43))
        self.map.covered = [self.talks.rect, self.legend.rect, self.council.rect]

    # steering
    def eyes(self, role: str | None) -> None:
        self.role = role
        self._step()

    def go(self, turn: int) -> None:
        turn = min(self.last, max(1, turn))
        if turn != self.turn:
            self.turn = turn
            if not self.busy:
                self._step()

    def run(self) -> None:
        self.playing = not self.playing
        self._time = 0.0
        if self.playing and self.turn >= self.last:
            self.go(1)

    def update(self, seconds: float) -> Transition | None:
        if self.play is not None:
            self.map.tick(seconds)
        if self.playing and not self.busy:
            self._time += seconds
            if self._time > 1.4:
                self._time = 0.0
                if self.turn >= self.last:
                    self.playing = False
                else:
                    self.go(self.turn + 1)
        return None

    def fork(self) -> Transition | None:
        if self.role is None:
            self.app.say(text("desktop.replay.fork_role"), "warn")
            return None
        return Push(
            Question(
                text("desktop.replay.fork_title"),
                text("desktop.replay.fork_words", turn=self.turn, name=self.short(self.role)),
                [
                    ("question.no", text("desktop.cancel"), None, "button"),
                    ("question.yes", text("desktop.replay.fork"), "fork", "action"),
                ],
                "git-fork",
                "info",
            )
        )

    def back(self, result: Any) -> Transition | None:
        if result == "fork":
            self.app.ask("fork", lambda status: start(self.app, status), turn=self.turn, people=[self.role])
        return None

    def close(self) -> Transition:
        return Pop()

    def why(self, one: dict[str, Any]) -> Transition:
        from diplogame.desktop.screens.why import Why

        return Push(Why(one, [one], self.play or Play(self.status, "", {}, [], []), "replay_why", self.role))

    def command(self, name: str) -> Transition | None:
        if name == "menu":
            return self.close()
        if name == "why" and self.play is not None:
            acts = [
                one
                for one in self.play.picture["cables"]
                if one["source"] and one["verb"] and (one["id"] == self.play.chosen or self.play.chosen is None)
            ]
            return self.why(acts[-1]) if acts else None
        if name in ("zoom_in", "zoom_out") and self.play is not None:
            self.map.zoom(1.4 if name == "zoom_in" else 1 / 1.4)
        return None

    def typed(self, one: Input) -> Transition | None:
        if one.key in ("left", "right") and not self.app.keyboard:
            self.go(self.turn + (1 if one.key == "right" else -1))
            return None
        if one.key == "space" and self.focus is None:
            self.run()
            return None
        return super().typed(one)

    def drag(self, one: Input) -> Transition | None:
        if self.play is not None:
            self.map.dragged(one)
        return None

    def pressed(self, one: Input, over: Any) -> Transition | None:
        if self.play is not None and over is not None and over.id == "map.ground":
            self.map.pressed(one)
        return None

    def released(self, one: Input) -> Transition | None:
        return self.map.released(one, self.at(one.at)) if self.play is not None else None

    def wheel(self, panel: Panel, one: Input) -> None:
        if self.play is not None and panel in (self.map, self.talks, self.legend, self.council):
            self.map.zoom(1.18 ** one.step[1], (one.at[0] - self.map.rect.x, one.at[1] - self.map.rect.y))
        else:
            panel.wheel(one.step[1])
