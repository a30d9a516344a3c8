"""Frames and the way to the title, measured: `python tests/bench/frames.py [--runs N] [--frames N]`.

Prints one JSON object: under SDL's dummy driver, and in a real window under Xvfb (1440 x 900, flip included) where that is
installed. Each figure is the median of `runs` runs. The budget: median frame under 8 ms, 99th percentile under 16 ms, title
within 2 s of the command. Frames have a figure on the clock, and one of the thread's own work, which other programs on the
machine do not touch.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIRST = "--first-picture"


def once(frames: int) -> dict[str, float]:
    """One run in a fresh process, in the display that the environment names."""
    code = f"import json; from diplogame.desktop.bench import frame_ms; print(json.dumps(frame_ms({frames})))"
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "SDL_AUDIODRIVER": "dummy", "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        begun = time.time()
        here = [sys.executable, __file__, FIRST]
        first = subprocess.run(here, env=env, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return {**found, "title_s": float(first.stdout.split()[-1]) - begun}


def first_picture() -> None:
    """Open the game as the command does, say when the first frame was out, and leave."""
    from diplogame.desktop import app

    frame = app.App.frame

    def told(self: app.App, seconds: float) -> None:
        frame(self, seconds)
        print(time.time(), flush=True)
        self.running = False

    app.App.frame = told  # type: ignore[method-assign]
    from diplogame.cli import main

    main([])


def measured(runs: int, frames: int) -> dict[str, float | str]:
    found = [once(frames) for _ in range(runs)]
    names = ("median", "p99", "cpu_median", "cpu_p99", "title_s")
    return {
        "driver": str(found[0]["driver"]),
        **{name: round(statistics.median(one[name] for one in found), 2) for name in names},
    }


@contextmanager
def screen() -> Iterator[None]:
    """A virtual screen, named in the environment while it stands."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24"], pass_fds=(write,), stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as stream:
            os.environ["DISPLAY"] = ":" + stream.readline().strip()
        os.environ.pop("SDL_VIDEODRIVER", None)
        yield
    finally:
        server.terminate()
        server.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--frames", type=int, default=600)
    options = parser.parse_args()
    os.environ["SDL_VIDEODRIVER"] = "dummy"
    found = {"dummy": measured(options.runs, options.frames)}
    if shutil.which("Xvfb"):
        with screen():
            found["xvfb"] = measured(options.runs, options.frames)
    load = Path("/proc/loadavg")
    print(json.dumps({**found, "load": load.read_text().split()[0] if load.exists() else None}))
    return 0


if __name__ == "__main__":
    if FIRST in sys.argv:
        first_picture()
    else:
        sys.exit(main())
