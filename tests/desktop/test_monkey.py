"""Random clicks and keys, seeded: nothing is raised, no save is spoilt."""

from __future__ import annotations

import random

import pytest
from driver import Driver

from diplogame.desktop.settings import BINDINGS, Settings
from diplogame.desktop.window import Input

KEYS = [
    "tab",
    "shift+tab",
    "return",
    "space",
    "escape",
    "up",
    "down",
    "left",
    "right",
    "page up",
    "page down",
    "backspace",
    *BINDINGS.values(),
]


def monkey(fake, folder, events, seed):
    luck = random.Random(seed)
    d = Driver(fake, folder, (1440, 900), Settings(speed="off"))
    pages = set()
    restarts = 0
    for _ in range(events):
        if not d.app.running or not d.app.stack:
            restarts += 1
            d = Driver(
                fake, folder, luck.choice([(1440, 900), (1024, 640)]), Settings(speed=luck.choice(["off", "fast"]))
            )
        pages.add(d.screen.id)
        roll = luck.random()
        widgets = d.screen.widgets()
        if roll < 0.6 and widgets:
            widget = luck.choice(widgets)
            if widget.id in ("title.quit", "pause.quit") and luck.random() < 0.95:
                continue
            x, y, w, h = widget.rect
            at = (x + luck.randrange(max(1, w)), y + luck.randrange(max(1, h)))
            button = luck.choice([1, 1, 1, 1, 3])
            d.feed(Input("motion", at), Input("down", at, button), Input("up", at, button))
        elif roll < 0.68:
            at = (luck.randrange(1440), luck.randrange(900))
            d.feed(
                Input("down", at, 1),
                Input("motion", (at[0] + luck.randint(-90, 90), at[1] + luck.randint(-90, 90))),
                Input("up", at, 1),
            )
        elif roll < 0.74:
            d.feed(Input("wheel", (luck.randrange(1440), luck.randrange(900)), step=(0, luck.choice([-3, -1, 1, 3]))))
        elif roll < 0.78:
            d.feed(Input("text", text=luck.choice("abc /é漢9-")))
        elif roll < 0.785:
            d.feed(Input("resize", luck.choice([(1440, 900), (1024, 640), (1700, 1000)])))
        else:
            d.feed(Input("key", key=luck.choice(KEYS)))
    for entry in d.desk.shelf():
        assert entry["error"] is None, entry
        fake.load(entry["path"])
    d.app.backdrop.stop()
    return pages


def test_a_monkey_for_a_while(fake, tmp_path):
    assert len(monkey(fake, tmp_path / "saves", 400, 1)) >= 6


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3, 4, 5])
def test_a_monkey_for_twenty_thousand_events(fake, tmp_path, seed):
    """In four parts of five thousand, so that each ends in its time on a slow machine too."""
    assert len(monkey(fake, tmp_path / "saves", 5_000, seed)) >= 12
