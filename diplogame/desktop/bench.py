"""How long a frame takes: the main screen, the mouse moving over it, the turn's arcs flying, flip included."""

from __future__ import annotations

import math
import statistics
import time
from typing import Any

from diplogame.desktop import FACTORY, MIRROR

SIZE = (1440, 900)


def frame_ms(
    frames: int = 600, factory: str = FACTORY, mirror: str = MIRROR, scenario: str = "moscow_table", wait: float = 60.0
) -> dict[str, Any]:
    """{"median", "p99", "max": ms, "cpu_median", "cpu_p99": the same without what other programs took, "frames", "driver", "title_s":
    seconds from here to the first picture}.

    Plays the first turn of a game as Russia in a real window where there is a screen, else with SDL's dummy driver. Work of a
    frame is timed from reading the inputs to the end of flip; the wait for the next tick is not in it. Raises RuntimeError where the
    worker does not bring a game within `wait` seconds.
    """
    import os

    begun = time.perf_counter()
    from diplogame.desktop.window import Window, has_screen, prepare

    prepare()
    if not has_screen():
        os.environ["SDL_VIDEODRIVER"] = "dummy"
    import pygame

    from diplogame.desktop.app import App
    from diplogame.desktop.flow import start
    from diplogame.desktop.screens.title import Title
    from diplogame.desktop.settings import Settings
    from diplogame.desktop.work import Pair

    worker = Pair(factory, mirror)
    worker.start()
    window = Window(SIZE, "bench")
    app = App(window, worker, Settings(ask_before_end=False, speed="off", sound=False))
    app.remember = lambda: None  # type: ignore[method-assign]
    app.start(Title())
    app.frame(1 / 60)
    title = time.perf_counter() - begun
    app.ask("new", lambda status: start(app, status), scenario=scenario, people=["russia"], seed=7, level="normal")
    try:
        _until(app, window, lambda: app.top.id == "report", wait)
        app.apply(app.top.close())  # type: ignore[attr-defined]
        app.apply(app.top.command("end_turn"))
        _until(app, window, lambda: app.top.id == "report" and app.top.play.picture["turn"] > 1, wait)  # type: ignore[attr-defined]
        app.apply(app.top.close())  # type: ignore[attr-defined]
        _until(app, window, lambda: app.top.play.forecast is not None, wait)  # type: ignore[attr-defined]
        took = [_one(app, window, k) for k in range(frames + 30)][30:]
    finally:
        driver = pygame.display.get_driver()
        worker.close()
        app.backdrop.stop()
        while app.stack:
            app.stack.pop().leave()
        window.close()
    wall, own = sorted(one for one, _ in took), sorted(two for _, two in took)
    last = int(0.99 * (frames - 1))
    return {
        "median": round(statistics.median(wall), 2), "p99": round(wall[last], 2), "max": round(wall[-1], 2), "cpu_median": round(statistics.median(own), 2),
        "cpu_p99": round(own[last], 2), "frames": frames, "driver": driver, "title_s": round(title, 2),
    }  # fmt: skip


def _until(app: Any, window: Any, ready: Any, wait: float) -> None:
    end = time.monotonic() + wait
    while not ready():
        app.frame(window.tick(60))
        if time.monotonic() > end:
            raise RuntimeError(f"the game did not get past {app.top.id} in {wait:g} s")


def _one(app: Any, window: Any, k: int) -> tuple[float, float]:
    """One frame with the mouse somewhere else; milliseconds on the clock, and of this thread's own work."""
    import pygame

    seconds = window.tick(60)
    w, h = window.size
    at = (round(w / 2 + w * 0.45 * math.sin(k * 0.031)), round(h / 2 + h * 0.42 * math.sin(k * 0.047)))
    pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(1, 1), buttons=(0, 0, 0), touch=False))
    begun, own = time.perf_counter(), time.thread_time()
    app.frame(seconds)
    return (time.perf_counter() - begun) * 1000, (time.thread_time() - own) * 1000
