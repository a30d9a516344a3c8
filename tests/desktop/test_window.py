"""Real pygame events through SDL's dummy driver, and a real window under Xvfb."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diplogame.desktop import FACTORY, MIRROR

HERE = Path(__file__).parent

DUMMY = """
import os, sys
os.environ["SDL_VIDEODRIVER"] = "dummy"
sys.path.insert(0, {here!r})
from pathlib import Path
import pygame
from fakeseat import FakeEngine
from diplogame.desktop.app import App
from diplogame.desktop.desk import Desk
from diplogame.desktop.screens.title import Title
from diplogame.desktop.settings import Settings
from diplogame.desktop.window import Window
from diplogame.desktop.work import Inline

window = Window((1280, 800), "test")
desk = Desk(FakeEngine(), Path({saves!r}))
app = App(window, Inline(desk), Settings(ask_before_end=False, speed="off"))
app.start(Title())
place = [0, 0]
pygame.mouse.get_pos = lambda: tuple(place)

def frames(n=3):
    for _ in range(n):
        app.frame(1 / 60)

def post(kind, **fields):
    pygame.event.post(pygame.event.Event(kind, fields))

def click(id):
    widget = app.top.find(id)
    assert widget, (id, app.top.id, [w.id for w in app.top.widgets()])
    place[:] = widget.rect.center
    post(pygame.MOUSEMOTION, pos=tuple(place), rel=(0, 0), buttons=(0, 0, 0))
    frames(1)
    post(pygame.MOUSEBUTTONDOWN, pos=tuple(place), button=1)
    frames(2)
    post(pygame.MOUSEBUTTONUP, pos=tuple(place), button=1)
    frames(4)

def key(code, mod=0):
    post(pygame.KEYDOWN, key=code, mod=mod, unicode="", scancode=0)
    post(pygame.KEYUP, key=code, mod=mod, unicode="", scancode=0)
    frames(4)

def write(words):
    for letter in words:
        post(pygame.KEYDOWN, key=ord(letter), mod=0, unicode=letter, scancode=0)
        post(pygame.TEXTINPUT, text=letter)
        frames(1)
    frames(2)

frames(5)
{body}
print("fine")
"""

GAME = """
click("title.new")
form = app.top
click("new.seed")
for _ in range(12):
    key(pygame.K_BACKSPACE)
write("4321")
assert form.seed == "4321", form.seed
click("new.role.russia")
click("new.begin")
assert app.top.id == "report" and app.top.flow.status["seed"] == 4321
key(pygame.K_RETURN)
click("order.add")
write("call")
key(pygame.K_RETURN)
key(pygame.K_RETURN)
assert len(app.top.play.docket) == 1, app.top.id
key(pygame.K_s, pygame.KMOD_CTRL)
write("halfway")
key(pygame.K_RETURN)
assert (desk.folder / "halfway.jsonl").exists()
before = app.window.surface.copy()
for turn in range(60):
    if app.top.id == "end":
        break
    if app.top.id == "report":
        key(pygame.K_RETURN)
    else:
        key(pygame.K_RETURN, pygame.KMOD_CTRL)
assert app.top.id == "end", app.top.id
assert pygame.image.tobytes(before, "RGB") != pygame.image.tobytes(app.window.surface, "RGB")
click("end.title")
click("title.load")
click("load.halfway.jsonl")
click("load.open")
frames(6)
assert app.top.play.picture["turn"] == 1, app.top.id
"""

FIELDS = """
click("title.settings")
page = app.top
drop = page.gui.fields["set.palette"]
place[:] = drop.rect.center
click("set.palette")
frames(4)
options = [b for b in page.gui.manager.get_root_container().elements if type(b).__name__ == "UISelectionList"]
assert page.gui.fields["set.palette"].value == "night"
app.keyboard = True
page.focus = "set.palette"
key(pygame.K_RIGHT)
assert app.settings.palette == "safe"
app.keyboard = True
app.top.focus = "set.text_size"
key(pygame.K_RIGHT)
assert app.settings.text_size == "115" and app.brush.theme.scale > 1.1
key(pygame.K_ESCAPE)
key(pygame.K_ESCAPE)
assert app.top.id == "title"
pygame.event.post(pygame.event.Event(pygame.VIDEORESIZE, size=(1100, 700), w=1100, h=700))
frames(3)
pygame.event.post(pygame.event.Event(pygame.QUIT))
frames(1)
assert not app.running
"""


@pytest.mark.parametrize("body", [GAME, FIELDS], ids=["a whole game typed and clicked", "fields and settings"])
def test_with_the_dummy_driver(tmp_path, body):
    code = DUMMY.format(here=str(HERE), saves=str(tmp_path / "saves"), body=body)
    env = {
        **os.environ,
        "SDL_AUDIODRIVER": "dummy",
        "XDG_CONFIG_HOME": str(tmp_path / "c"),
        "XDG_DATA_HOME": str(tmp_path / "d"),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert "fine" in done.stdout


class Xvfb:
    """A real window on a virtual screen, driven with xdotool."""

    def __init__(self, folder: Path, factory: str, mirror: str) -> None:
        read, write = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as stream:
            self.display = ":" + stream.readline().strip()
        self.folder, self.factories, self.note = folder, (factory, mirror), folder / "note.json"
        self.env = {
            **os.environ,
            "DISPLAY": self.display,
            "SDL_AUDIODRIVER": "dummy",
            "XDG_CONFIG_HOME": str(folder / "c"),
            "XDG_DATA_HOME": str(folder / "d"),
        }
        self.env.pop("SDL_VIDEODRIVER", None)
        self.game: subprocess.Popen | None = None
        config = folder / "c" / "diplogame"
        config.mkdir(parents=True)
        (config / "settings.json").write_text('{"speed": "fast", "ask_before_end": false, "futures": 100}')

    def start(self) -> None:
        self.note.unlink(missing_ok=True)
        with (self.folder / "err.txt").open("a") as errors:
            self.game = subprocess.Popen(
                [sys.executable, str(HERE / "windowed.py"), *self.factories, str(self.note)],
                env=self.env,
                stderr=errors,
            )
        self.wait(lambda now: now["screen"] == "title")

    def now(self) -> dict:
        import json

        try:
            return json.loads(self.note.read_text())
        except (OSError, ValueError):
            return {"screen": None, "widgets": {}, "frame": -1}

    def wait(self, ready, seconds: float = 90) -> dict:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            now = self.now()
            if now["screen"] and ready(now):
                return now
            assert self.game is None or self.game.poll() is None, (self.folder / "err.txt").read_text()
            time.sleep(0.05)
        raise AssertionError(f"waited in vain: {self.now()['screen']} {(self.folder / 'err.txt').read_text()[-2000:]}")

    def settle(self) -> dict:
        """Two notes further on."""
        frame = self.now()["frame"]
        return self.wait(lambda now: now["frame"] > frame + 12)

    def do(self, *words: str) -> None:
        subprocess.run(
            ["timeout", "10", "xdotool", *words],
            env=self.env,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.12)

    def click(self, id: str, stays: bool = True) -> None:
        at = self.wait(lambda now: id in now["widgets"])["widgets"][id]
        self.do("mousemove", str(at[0]), str(at[1]))
        self.do("mousedown", "1")
        self.do("mouseup", "1")
        if stays:
            self.settle()

    def key(self, name: str) -> None:
        self.do("key", name)
        self.settle()

    def shot(self, name: str, land: bool = False) -> Path:
        """What the screen shows; with `land` once the map is drawn."""
        if land:
            self.wait(lambda now: now["land"])
            self.settle()
        grab = pytest.importorskip("PIL.ImageGrab")
        path = self.folder / f"{name}.png"
        grab.grab(xdisplay=self.display).save(path)
        return path

    def close(self) -> None:
        for process in (self.game, self.server):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


@pytest.fixture
def artefacts():
    folder = HERE.parent.parent / "artefacts" / "desktop"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def xvfb(tmp_path):
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        pytest.skip("needs Xvfb and xdotool")
    made = Xvfb(tmp_path, FACTORY, MIRROR)
    yield made
    made.close()


def through(x: Xvfb) -> dict:
    """Past a played turn and its report, to the desk."""
    for _ in range(20):
        now = x.settle()
        if now["screen"] in ("resolve", "report", "question"):
            x.key("Return")
        elif (now["screen"] == "main" and not now["waiting"]) or now["screen"] == "end":
            return now
    raise AssertionError(now["screen"])


@pytest.mark.xvfb
@pytest.mark.timeout(480)
def test_a_whole_game_as_russia_in_a_real_window(xvfb, artefacts):
    x = xvfb
    x.start()
    shutil.copy(x.shot("title"), artefacts / "title.png")
    x.click("title.new")
    x.click("new.role.russia")
    shutil.copy(x.shot("new"), artefacts / "new.png")
    x.click("new.begin")
    x.wait(lambda now: now["screen"] == "report")
    through(x)
    shutil.copy(x.shot("desk", land=True), artefacts / "desk.png")

    def order(words: str) -> int:
        before = len(x.now()["orders"])
        x.key("a")
        x.do("type", "--delay", "30", words)
        x.settle()
        x.key("Return")
        x.key("Return")
        if x.settle()["screen"] == "composer":
            x.key("Escape")
            x.key("Escape")
        return len(x.wait(lambda now: now["screen"] == "main")["orders"]) - before

    assert order("call") == 1
    x.key("ctrl+Return")
    x.wait(lambda now: now["screen"] in ("question", "resolve", "report"))
    assert through(x)["turn"] == 2
    x.key("F5")
    x.click("top.do.menu")
    x.click("pause.quit", stays=False)
    x.game.wait(10)
    x.start()
    x.click("title.continue")
    x.wait(lambda now: now["screen"] in ("report", "main"))
    assert through(x)["turn"] == 2
    x.game.kill()  # at any moment: what was committed is on disk
    x.game.wait()
    x.start()
    x.click("title.load")
    row = next(
        id
        for id in x.wait(lambda now: any(id.startswith("load.") and id.endswith(".jsonl") for id in now["widgets"]))[
            "widgets"
        ]
        if id.startswith("load.") and id.endswith(".jsonl") and ".remove." not in id
    )
    x.click(row)
    x.click("load.open")
    x.wait(lambda now: now["screen"] in ("report", "main"))
    assert through(x)["turn"] == 2
    for _ in range(200):
        now = x.settle()
        if now["screen"] == "end":
            break
        if now["screen"] == "main" and not now["waiting"]:
            if not now["over"] and not now["orders"]:
                order("call")
            x.key("ctrl+Return")
        elif now["screen"] in ("question", "resolve", "report"):
            x.key("Return")
    x.wait(lambda now: now["screen"] == "end")
    shutil.copy(x.shot("end"), artefacts / "end.png")
    x.click("end.replay")
    shutil.copy(x.shot("replay", land=True), artefacts / "replay.png")
