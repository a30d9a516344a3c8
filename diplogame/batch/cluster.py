"""The same chunks on a Dask cluster (the extra `cluster`). Workers hand back bytes; only this side writes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from diplogame.batch.job import Job, files
from diplogame.batch.machine import keep_pages
from diplogame.batch.pool import Files, PlayError
from diplogame.errors import BatchError, DiplogameError, NotThereError

PATIENCE = 20
"""Seconds to wait for a scheduler to answer."""
AHEAD = 2
"""Chunks handed out for each thread of the cluster: enough to keep it busy, few enough to bound what waits here."""


def play(job: str, chunk: int) -> Files:
    """One chunk, on a worker of the cluster."""
    return files(_job(job), chunk)


@lru_cache(maxsize=2)
def _job(text: str) -> Job:
    keep_pages()
    return Job.read(text)


def results(job: Job, chunks: Sequence[int], address: str) -> Iterator[tuple[int, Files]]:
    """Plays the chunks on the cluster at `address`; gives each one's files as they come, in any order.

    A worker that dies costs only time: its chunks are played again elsewhere. Raises NotThereError without Dask,
    BatchError where no scheduler answers, PlayError where a chunk cannot be played.
    """
    try:
        from distributed import Client, as_completed
    except ImportError:
        raise NotThereError("--dask needs Dask, which is not installed: pip install 'diplogame[cluster]'") from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise BatchError(
            "--dask",
            address,
            f"no Dask scheduler answers there ({type(error).__name__}); an address is tcp://HOST:PORT",
        ) from None
    text = job.text()
    todo = deque(chunks)

    def submit(chunk: int) -> Any:
        return client.submit(play, text, chunk, pure=False, retries=2, key=f"diplogame-{id(todo)}-{chunk}")

    try:
        threads = sum(client.nthreads().values()) or 1
        waiting = {}
        for _ in range(min(len(todo), AHEAD * threads)):
            chunk = todo.popleft()
            waiting[submit(chunk)] = chunk
        done = as_completed(list(waiting), loop=client.loop)
        for future in done:
            chunk = waiting.pop(future)
            try:
                made = future.result()
            except DiplogameError:
                raise
            except Exception as error:  # noqa: BLE001 - a cluster raises whatever its workers did
                raise PlayError(f"the cluster could not play chunk {chunk}: {type(error).__name__}: {error}") from None
            future.release()
            if todo:
                following = todo.popleft()
                waiting[later := submit(following)] = following
                done.add(later)
            yield chunk, made
    finally:
        client.close(timeout=PATIENCE)
