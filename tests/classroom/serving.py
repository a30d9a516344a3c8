"""`diplogame serve` in a process of its own, for tests and the load script. (Not in conftest.py: every folder of tests has one.)"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FAKE = "fakegame:FakeBackend"

UNLIMITED = """
import sys
from diplogame.classroom import limits
for name in ("CALLS_A_SECOND", "CALL_BURST", "STRANGERS_A_SECOND", "STRANGER_BURST", "JOINS_A_SECOND", "JOIN_BURST", "WRONG_CODES"):
    setattr(limits, name, 1e9)
if __name__ == "__main__":
    from diplogame.cli import main
    sys.exit(main())
"""
"""A server without budgets of calls, so that tests of shapes are not answered with 429."""


class Struck(Exception):  # noqa: N818 - it is what was wanted
    """The server was killed before it listened."""


class Server:
    """`diplogame serve` in a process of its own, with the small game unless told otherwise."""

    def __init__(
        self,
        folder: Path,
        *more: str,
        scenario: str = "one_lesson",
        backend: str | None = FAKE,
        unlimited: bool = False,
        strike: float | None = None,
    ) -> None:
        """strike: seconds after which the process is killed, be it still coming up (`Struck` then)."""
        path = os.pathsep.join([str(ROOT), str(HERE)])
        env = os.environ | {"PYTHONPATH": path} | ({"DIPLOGAME_BACKEND": backend} if backend else {})
        begin = ["-c", UNLIMITED] if unlimited else ["-m", "diplogame"]
        command = [
            sys.executable,
            *begin,
            "serve",
            scenario,
            "--port",
            "0",
            "--json",
            "--data",
            str(folder),
            *more,
        ]
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if strike is not None:
            threading.Timer(strike, self.process.kill).start()
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(10)
            said = self.process.stderr.read() if self.process.stderr else ""
            for stream in (self.process.stdout, self.process.stderr):
                if stream is not None:
                    stream.close()
            if strike is not None and self.process.returncode == -signal.SIGKILL:
                raise Struck
            raise AssertionError(said or "no output")
        self.errors: list[str] = []
        self._reader = threading.Thread(target=self._drain, daemon=True)
        self._reader.start()
        told = json.loads(line)
        self.url, self.code, self.console, self.session = (
            told[key] for key in ("url", "join_code", "console_token", "session")
        )
        self.port = int(self.url.rsplit(":", 1)[1])

    def _drain(self) -> None:
        assert self.process.stderr is not None
        self.errors.extend(self.process.stderr)

    def kill(self) -> None:
        self.process.kill()
        self._end()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
        self._end()

    def _end(self) -> None:
        self.process.wait(20)
        self._reader.join(5)
        for stream in (self.process.stdout, self.process.stderr):
            if stream is not None:
                stream.close()
