"""Screenshots of every page, made by playing: `python -m diplogame.desktop.shots FOLDER`.

Plays a few turns of the Moscow table as Russia with fixed luck, under SDL's dummy driver, and writes small PNGs. The README's and the
docs' pictures come from here.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

SEED = 7
SIZE = (1440, 900)


class Photographer:
    """Walks through the game and takes pictures."""

    def __init__(self, folder: Path, bench: Any, futures: int = 500) -> None:
        os.environ["SDL_VIDEODRIVER"] = "dummy"
        os.environ.setdefault("SDL_AUDIODRIVER", "dummy")
        from diplogame.desktop.app import App
        from diplogame.desktop.screens.title import Title
        from diplogame.desktop.settings import Settings
        from diplogame.desktop.window import Window
        from diplogame.desktop.work import Inline

        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.saves: Path = bench.folder
        self.app = App(
            Window(SIZE, "shots"),
            Inline(bench),
            Settings(ask_before_end=False, speed="normal", sound=False, futures=futures),
        )
        self.app.remember = lambda: None  # type: ignore[method-assign]
        self.app.start(Title())

    @property
    def top(self) -> Any:
        return self.app.top

    def frames(self, count: int = 6) -> None:
        for _ in range(count):
            self.app.frame(1 / 60)

    def land(self) -> None:
        """Wait for the map's thread."""
        import time

        for k in range(400):
            self.frames(1)
            time.sleep(0.02)
            if not self.app.keeper.busy and not self.app.backdrop.keeper.busy and k > 5:
                return

    def shot(self, name: str) -> None:
        import pygame

        self.frames(4)
        surface, size = self.app.window.surface, (SIZE[0] * 8 // 9, SIZE[1] * 8 // 9)
        path = str(self.folder / f"{name}.png")
        try:
            from PIL import Image  # 256 colours are a third of the bytes
        except ImportError:
            pygame.image.save(pygame.transform.smoothscale(surface, size), path)
        else:
            picture = Image.frombytes("RGB", surface.get_size(), pygame.image.tobytes(surface, "RGB")).resize(
                size, Image.Resampling.LANCZOS
            )
            picture.quantize(palette=_palette(picture), dither=Image.Dither.NONE).save(path, optimize=True)

    def press(self, id: str) -> None:
        widget = self.top.find(id)
        if widget is None or not widget.act:
            raise LookupError(f"{id} is not on {self.top.id}")
        self.app.apply(widget.act())
        self.frames()

    def command(self, name: str) -> None:
        self.app.apply(self.top.command(name))
        self.frames()

    def close(self) -> None:
        from diplogame.desktop.transitions import Pop

        self.app.apply(Pop())
        self.frames()

    def order(self, verb: str, keep: bool = True) -> bool:
        """Put the first usable order of a verb on the docket."""
        found = next(
            (one for one in self.top.play.legal if one["verb"] == verb and self.top.play.refusal(one) is None), None
        )
        if found is None:
            return False
        self.app.apply(self.top.compose(None, found))
        self.frames()
        if keep:
            self.app.apply(self.top.add())
            self.frames()
        return True

    def to_desk(self) -> None:
        for _ in range(2_000):
            self.frames(1)
            if self.top.id == "main" and not self.top.flow.waiting and not self.top._report:  # noqa: SLF001 - the photographer waits for the report
                return
            if self.top.id == "resolve":
                self.app.apply(self.top.skip())
            elif self.top.id == "report":
                self.close()

    def end_turn(self) -> None:
        for ask in self.top.play.open_asks:
            self.top.play.answer(ask["id"], ask["choices"][0]["value"])
        self.command("end_turn")


def _palette(picture: Any) -> Any:
    """256 colours for a picture. The dark ground weighs less than its area, so that a small mark in a rare hue keeps it."""
    import numpy as np
    from PIL import Image

    colours, counts = np.unique(np.asarray(picture).reshape(-1, 3) >> 2, axis=0, return_counts=True)
    drawn = np.repeat(colours * 4 + 2, np.ceil(counts**0.7).astype(int), axis=0).astype(np.uint8)
    wide = 1000
    drawn = np.resize(drawn, (-(-len(drawn) // wide) * wide, 3)).reshape(-1, wide, 3)
    return Image.fromarray(drawn).quantize(256, method=Image.Quantize.MEDIANCUT, kmeans=8)


def take(folder: Path, bench: Any, futures: int = 500, say: Callable[[str], None] = lambda _: None) -> None:
    """All pictures into `folder`."""
    p = Photographer(folder, bench, futures)
    p.land()
    p.shot("title")
    p.press("title.new")
    p.top.gui.set("new.seed", str(SEED))
    p.shot("new-game")
    p.press("new.begin")
    for _ in range(600):
        if p.top.id == "report":
            break
        p.frames(1)
    p.shot("report")
    p.to_desk()
    plans = [
        ("host_talks", "call"),
        ("urge_restraint", "call"),
        ("lobby", "ask_ceasefire"),
        ("call", "defend"),
        ("host_talks", "send_engineers"),
    ]
    for verbs in plans:
        for verb in verbs:
            p.order(verb)
        say(f"turn {p.top.play.picture['turn']}: {', '.join(p.top.play.ids)}")
        p.end_turn()
        if verbs is plans[3]:
            p.frames(60)
            if p.top.id == "resolve":
                p.land()
                p.shot("resolution")
        p.to_desk()
        if p.top.play.picture["over"]:
            break
    for verb in ("host_talks", "call", "supply_air_defence"):
        p.order(verb)
    p.frames(60)
    p.land()
    p.shot("desk")
    if p.order("supply_air_defence", keep=False) or p.order("private_offer", keep=False) or p.order("call", keep=False):
        p.shot("composer")
        p.close()
    if p.top.play.asked:
        p.app.apply(p.top.open_ask(p.top.play.asked[0]))
        p.shot("answer")
        p.close()
    for name in ("council", "talks", "ledger", "why", "help"):
        p.command(name)
        if p.top.id != "main":
            p.shot(name)
            p.close()
    p.app.apply(p.top.open_outlook())
    p.shot("forecast")
    p.close()
    p.command("settings")
    p.shot("settings")
    p.close()
    _finish(p, say)
    p.app.backdrop.stop()


def _finish(p: Photographer, say: Callable[[str], None]) -> None:
    """Play on to the end, then its pages, the replay and the shelf."""
    for _ in range(60):
        if p.top.play.picture["over"]:
            break
        p.order("call")
        p.end_turn()
        p.to_desk()
    p.command("end_turn")
    p.frames(30)
    p.land()
    p.shot("end")
    say(f"ended: {p.top.result['ending']}")
    p.press("end.review")
    p.frames(20)
    p.shot("review")
    p.close()
    p.press("end.replay")
    p.frames(10)
    p.top.go(max(1, p.top.last - 3))
    p.land()
    p.shot("replay")
    p.close()
    p.press("end.title")
    _shelve(p)
    p.press("title.load")
    p.shot("load")


def _shelve(p: Photographer) -> None:
    """A second game and a torn save beside the one that was played."""
    p.app.ask("new", lambda _: None, scenario="finishing_the_job", people=["israel"], seed=12, level="hard")
    for _ in range(2):
        p.app.ask("commit", lambda _: None, role="israel", orders=[], answers={})
        p.app.ask("end_turn", lambda _: None)
    p.frames()
    whole = min(p.saves.glob("*.jsonl"))
    (p.saves / "torn.jsonl").write_bytes(whole.read_bytes()[:300])


def main(folder: str, factory: str, futures: int = 500) -> int:
    from diplogame.desktop.desk import Desk
    from diplogame.desktop.work import make

    with tempfile.TemporaryDirectory() as home:
        bench = make(factory)
        if isinstance(bench, Desk):
            bench.folder = Path(home) / "saves"
        take(Path(folder), bench, futures, print)
    return 0


if __name__ == "__main__":
    from diplogame.desktop import FACTORY

    sys.exit(
        main(
            sys.argv[1] if len(sys.argv) > 1 else "docs/screenshots",
            FACTORY,
            int(sys.argv[2]) if len(sys.argv) > 2 else 500,
        )
    )
