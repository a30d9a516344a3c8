"""The authority of one class: it checks commands, logs them, applies them in log order, and tells who must know.

A command goes: check against the seat's own view -> append -> on disk -> apply -> acknowledge. What needs a game (a turn, a
fork) is a job that follows the logged command, so that a kill in between is made good when the log is read again. How each
command is checked and applied stands in `acts`, one file a family.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from diplogame.classroom import tokens
from diplogame.classroom.engine import Plain
from diplogame.classroom.feeds import Feed
from diplogame.classroom.log import CommandLog, Row, Text
from diplogame.classroom.refusal import Refusal
from diplogame.classroom.state import Debrief, Group, Person, Plan, Settings
from diplogame.classroom.worker import GAME, Worker
from diplogame.errors import DiplogameError, FileError

Job = Callable[[], Awaitable[None]]
Applier = Callable[["Session", Row], None]
AWAY_SECONDS = 30.0
"""After which somebody who has no socket open, and is not heard of, counts as away."""
APPLY: dict[str, Applier] = {}
"""How each kind of command changes the session; filled by `acts`."""


def applies(kind: str) -> Callable[[Applier], Applier]:
    def register(applier: Applier) -> Applier:
        if kind in APPLY:
            raise KeyError(kind)  # two appliers of one kind would be a mistake of ours
        APPLY[kind] = applier
        return applier

    return register


class Session:
    """One class in the folder `folder`. Make it with `open_session`."""

    def __init__(self, folder: Path, where: str = GAME, turns: Worker | None = None) -> None:
        self.folder = folder
        self.log = CommandLog(folder)
        self.where = where
        self.tables: list[Worker] = [] if turns is None else [turns]
        """Processes that play turns: one, and a second as soon as there are parallel groups."""
        self.table_of: dict[str, int] = {}
        self.known: dict[str, str] = {}
        """The session's scenario as its text, by name: a changed file does not change a lesson."""
        self.futures = Worker(where, "futures")
        self.people: dict[str, Person] = {}
        self.by_token: dict[str, str] = {}
        self.groups: dict[str, Group] = {}
        self.settings = Settings()
        self.plan = Plan()
        self.debrief = Debrief()
        self.eyes_up = False
        self.stopped_by_eyes: set[str] = set()
        self.notes: list[Plain] = []
        self.texts: dict[str, str] = {}
        self.about: Plain = {}
        self.answers: dict[tuple[str, str], Plain] = {}
        self.feeds: dict[str, Feed] = {}
        self.seen: dict[str, float] = {}
        self.sockets: dict[str, int] = {}
        self.visitors: dict[str, float] = {}
        """Phones on the join page, by random page id; monotonic seconds when last heard of."""
        self.replaying = False
        self.restarted = False
        self._in_flight: dict[tuple[str, str], asyncio.Future[Plain]] = {}
        self._jobs: list[Job] = []
        """Waiting jobs while the log is read again; live ones run in their lanes."""
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._beside: set[asyncio.Task[None]] = set()
        self._undone = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    # -- founding and coming back

    async def begin(self, scenario: str, seed: int | None, level: str) -> None:
        """Start the workers; found a new session, or read the log and stand where it ends, paused."""
        import diplogame.classroom.acts  # noqa: F401 - fills APPLY

        loop = asyncio.get_running_loop()
        for worker in (*self.tables, self.futures):
            worker.start(loop)
        kept = self.log.meta("scenario")
        fresh = kept is None
        if kept is not None and scenario not in ("", kept):
            raise FileError(
                str(self.folder), scenario, f"this folder holds a session of {kept}; name another --data for a new one"
            )
        name = scenario if kept is None else kept
        text = self.log.meta("scenario_text")
        if text is not None:
            self.known[name] = text
            for worker in self.tables:
                await worker.call("learn", name, text)
        self.about = await self.table("A").call("describe", name)
        self.known[name] = self.about.pop("text", "")
        if fresh:
            self.log.found(
                {
                    "scenario": name,
                    "scenario_text": self.known[name],
                    "session": tokens.short_id(),
                    "boot": "0",
                    "code": tokens.join_code(),
                }
            )
        boot = int(self.log.meta("boot") or 0) + 1
        self.log.found({"boot": str(boot)})
        self.boot = boot
        self.id = self.log.meta("session") or ""
        self.code = self.log.meta("code") or ""
        self.texts = self.log.texts()
        await self._replay()
        self.log.start(loop, self._committed)
        if fresh:
            from diplogame.classroom.acts.groups import new_group

            await new_group(self, seed=seed, level=level)
        await self.settled()

    async def _replay(self) -> None:
        rows = self.log.rows()
        self.replaying, self.restarted = True, bool(rows)
        last_turn = {row.group: row.seq for row in rows if row.kind in ("end_turn", "group", "roll_back")}
        self.hurry = lambda row: row.seq < last_turn.get(row.group, 0)
        for row in rows:
            self._apply(row)
            while self._jobs:
                await self._do(self._jobs.pop(0))
        self.replaying = False
        for group in self.groups.values():
            group.clock.running = False
            left = self.log.meta(f"clock.{group.id}")
            if left is not None:
                group.clock.left = float(left)
            speech, count = group.plenary.clock, len(group.plenary.speeches)
            speech.running = False
            number, left = (self.log.meta(f"speech.{group.id}") or " ").split(" ", 1)
            if number == str(count):
                speech.left = float(left)

    async def close(self) -> None:
        for task in (*self._lanes.values(), *self._beside):
            task.cancel()
        self.remember_clocks()
        if self.log.broken is None:
            await self.log.barrier()
        for worker in self.tables:
            worker.stop()
        self.futures.stop()
        self.log.close()

    # -- commands

    async def commit(
        self,
        kind: str,
        body: Plain,
        *,
        group: str = "",
        person: str = "",
        key: str | None = None,
        texts: tuple[Text, ...] = (),
    ) -> Row:
        """Log a checked command; back once it is on disk and applied. Raises StorageError."""
        return await self.log.append(Row(0, group, kind, person, key, round(time.time(), 3), body), texts)

    async def once(self, person: str, key: str | None, act: Callable[[], Awaitable[Plain]]) -> Plain:
        """Do `act`, or give the answer it gave before under the same key (also when it is still under way)."""
        if key is None:
            return await act()
        mark = (person, key)
        if mark in self.answers:
            return self.answers[mark]
        if mark in self._in_flight:
            return await asyncio.shield(self._in_flight[mark])
        future: asyncio.Future[Plain] = asyncio.get_running_loop().create_future()
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._in_flight[mark] = future
        try:
            answer = await act()
        except BaseException as error:
            future.set_exception(error if isinstance(error, Exception) else Refusal(409, "try_again"))
            raise
        else:
            self.answers.setdefault(mark, answer)
            future.set_result(answer)
            return answer
        finally:
            del self._in_flight[mark]

    def new_text(self, person: str, kind: str, body: str) -> Text:
        """A text beside the log; readable at once, on disk with the command that names it."""
        made = Text(tokens.short_id(), person, kind, body)
        self.texts[made.id] = body
        return made

    def _committed(self, row: Row) -> None:
        self._apply(row)

    def _apply(self, row: Row) -> None:
        APPLY[row.kind](self, row)
        if row.key is not None:
            self.answers[row.person, row.key] = row.body.get("answer", {})

    # -- jobs: what follows a command and needs a game

    def later(self, job: Job, *lanes: str) -> None:
        """Do `job` soon: in its lanes one after the other, beside those of other lanes."""
        self._undone += 1
        self._quiet.clear()
        if self.replaying:
            self._jobs.append(job)
            return
        before = {self._lanes[lane] for lane in lanes if lane in self._lanes}

        async def in_turn() -> None:
            if before:
                await asyncio.wait(before)
            await self._do(job)

        task = asyncio.get_running_loop().create_task(in_turn())
        self._lanes.update(dict.fromkeys(lanes, task))

    def beside(self, job: Coroutine[Any, Any, None]) -> None:
        """Do what nothing waits for; trouble with it is told on the console."""

        async def done() -> None:
            try:
                await job
            except DiplogameError as error:
                self.trouble = str(error)
                self.tell_console("trouble", {"text": str(error)})

        task = asyncio.get_running_loop().create_task(done())
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def settled(self, lane: str = "") -> None:
        """Return when every job that follows a logged command is done; with a lane, when its jobs are."""
        if lane:
            while (task := self._lanes.get(lane)) is not None and not task.done():
                await asyncio.wait({task})
        else:
            await self._quiet.wait()

    async def _do(self, job: Job) -> None:
        try:
            await job()
        except DiplogameError as error:
            self.trouble = str(error)
            self.tell_console("trouble", {"text": str(error)})
        finally:
            self._undone -= 1
            if not self._undone:
                self._quiet.set()

    trouble = ""

    def table(self, name: str) -> Worker:
        """The process in which a group's game (or its practice game) lives."""
        number = self.table_of.get(name[0], 0)
        while len(self.tables) <= number:
            worker = Worker(self.where, "turns", self.known)
            worker.start(asyncio.get_running_loop())
            self.tables.append(worker)
        return self.tables[number]

    # -- who is told

    def feed(self, name: str) -> Feed:
        """The events of one person (by id), of `console`, or of `screen`."""
        if name not in self.feeds:
            self.feeds[name] = Feed(self.boot)
        return self.feeds[name]

    def tell(self, person: str, kind: str, data: Plain) -> None:
        if not self.replaying:
            self.feed(person).publish(kind, data)

    def tell_seat(self, group: str, role: str, kind: str, data: Plain) -> None:
        for person in self.team(group, role):
            self.tell(person.id, kind, data)

    def tell_group(self, group: str, kind: str, data: Plain) -> None:
        for person in self.people.values():
            if person.group == group and person.kind in ("student", "press") and not person.removed:
                self.tell(person.id, kind, data)
        self.tell("screen", kind, data | {"group": group})

    def tell_all(self, kind: str, data: Plain) -> None:
        for person in self.people.values():
            if person.kind in ("student", "press") and not person.removed:
                self.tell(person.id, kind, data)
        self.tell("screen", kind, data)

    def tell_console(self, kind: str = "state", data: Plain | None = None) -> None:
        self.tell("console", kind, data or {})

    # -- looking things up

    def team(self, group: str, role: str | None) -> list[Person]:
        return [
            p
            for p in self.people.values()
            if p.group == group and p.role == role and role is not None and not p.removed
        ]

    def students(self) -> list[Person]:
        return [p for p in self.people.values() if p.kind in ("student", "press") and not p.removed]

    def online(self, person: Person) -> bool:
        """Whether this person's page is open, or was heard of just now."""
        seen = self.seen.get(person.id)
        return self.sockets.get(person.id, 0) > 0 or (seen is not None and time.monotonic() - seen < AWAY_SECONDS)

    def group(self, gid: str) -> Group:
        """Raises Refusal (404)."""
        found = self.groups.get(gid)
        if found is None:
            raise Refusal(404, "no_group")
        return found

    def who(self, token: str) -> Person | None:
        found = self.people.get(self.by_token.get(tokens.hashed(token), ""))
        return None if found is None or found.removed else found

    def role_name(self, role: str) -> str:
        return next((str(state["name"]) for state in self.about["states"] if state["role"] == role), role)

    def words(self, text_id: str) -> str:
        """A text kept beside the log; empty once it was forgotten."""
        return self.texts.get(text_id, "")

    # -- time

    def clock_left(self, group: Group) -> float:
        return group.clock.now(time.monotonic())

    def remember_clocks(self) -> None:
        """The clocks' readings, so that a restart shows them; no rule depends on them."""
        if self.log.broken is None:
            for group in self.groups.values():
                if group.phase in ("orders", "practice"):
                    self.log.remember(f"clock.{group.id}", f"{self.clock_left(group):.1f}")
                if group.plenary.speaker is not None:
                    spoken = f"{len(group.plenary.speeches)} {group.plenary.clock.now(time.monotonic()):.1f}"
                    self.log.remember(f"speech.{group.id}", spoken)


async def open_session(
    folder: Path,
    scenario: str,
    *,
    seed: int | None = None,
    level: str = "normal",
    where: str = GAME,
    turns: Worker | None = None,
) -> Session:
    """The session in `folder`, founded or gone on with; `turns`: a process that has begun already. Raises DiplogameError."""
    session = Session(folder, where, turns)
    try:
        await session.begin(scenario, seed, level)
    except BaseException:
        for worker in session.tables:
            worker.stop()
        session.futures.stop()
        session.log.close()
        raise
    return session
