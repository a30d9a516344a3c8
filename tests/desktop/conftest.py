"""Headless by default: SDL's dummy drivers, settings and saves in a temporary home."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("SDL_AUDIODRIVER", "dummy")


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    """No test reads or writes the real config and data folders."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *a, **k: str(tmp_path / "config" / "diplogame"))
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *a, **k: str(tmp_path / "data" / "diplogame"))


@pytest.fixture(autouse=True, scope="session")
def lands_drawn_once():
    """The land is drawn by the renderer, but once for each view: pages are opened some thousand times here."""
    from functools import lru_cache

    from diplogame.desktop import mapview

    draw = mapview.draw_ground
    kept = lru_cache(maxsize=40)(draw)
    mapview.draw_ground = lambda view, theme, cancelled=None: kept(view, theme)
    yield
    mapview.draw_ground = draw


@pytest.fixture
def fake():
    from fakeseat import FakeEngine

    return FakeEngine()


@pytest.fixture
def driver(fake, tmp_path):
    from driver import Driver

    made = Driver(fake, tmp_path / "saves")
    yield made
    made.app.backdrop.stop()
    while made.app.stack:
        made.app.stack.pop().leave()
