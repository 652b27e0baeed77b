"""Articles read by several processes: the same outcomes in the same order, sooner.

Nothing of a stage is imported here at import: workers start while the parent still loads its own.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeVar

from dragoman.errors import DragomanError, InputError
from dragoman.extras import Extras
from dragoman.memory import collect_seldom, keep_loaded

if TYPE_CHECKING:
    from dragoman.forms.article import Article
    from dragoman.forms.records import Records
    from dragoman.pipeline import Given, Held, Skipped

T = TypeVar("T")

# Chunks handed out ahead of the one awaited, per process: enough that none idles while the oldest
# is still being read, few enough that memory stays bounded.
_AHEAD = 4

# Words of a chunk: about a sixth of a second's work, so that the workers end together.
_CHUNK_WORDS = 800


def read_in_processes(
    articles: Iterable[Article | InputError],
    given: Given,
    processes: int,
    finish: Callable[[Records], T],
    extras: Extras | None = None,
    pool: ProcessPoolExecutor | None = None,
) -> Iterator[T | InputError]:
    """Read with `processes` workers, as `read_new_in_processes` does, every document."""
    from dragoman.pipeline import Skipped

    for outcome in read_new_in_processes(articles, given, processes, finish, _none, extras, pool):
        if not isinstance(outcome, Skipped):
            yield outcome


def read_new_in_processes(
    articles: Iterable[Article | InputError],
    given: Given,
    processes: int,
    finish: Callable[[Records], T],
    held: Held,
    extras: Extras | None = None,
    pool: ProcessPoolExecutor | None = None,
) -> Iterator[T | InputError | Skipped]:
    """Read with `processes` workers; `finish` (a module's function) runs in the worker.

    `held` is as in `Reader.read_new`; it runs in the worker too, so it must be picklable. `pool`
    are `workers` that were started before; they are shut down at the end.

    A worker that dies (killed, out of memory) ends the stream with a DragomanError. Workers are
    spawned, so a script that calls this needs its `if __name__ == "__main__":` guard.
    """
    from dragoman.pipeline import batches

    pool = pool or workers(processes, extras)
    waiting: deque[Future[list[T | InputError | Skipped]]] = deque()
    try:
        for chunk in batches(articles, _weigh, first=_CHUNK_WORDS, full=_CHUNK_WORDS):
            waiting.append(pool.submit(_read_chunk, chunk, given, finish, held, extras))
            if len(waiting) > _AHEAD * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as broken:
        raise DragomanError(
            "a reading process died (killed, or out of memory): use fewer processes"
        ) from broken
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def workers(processes: int, extras: Extras | None = None) -> ProcessPoolExecutor:
    """Start worker processes, which load at once what reading takes."""
    # One thread a worker: several pools of threads on the same cores only get in each other's way.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin)
    for _ in range(processes):
        pool.submit(_load, extras)
    return pool


def _begin() -> None:
    # An interrupt goes to the whole process group; the parent alone answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()


def _load(extras: Extras | None) -> None:
    """Load the weights and every table in a worker; what fails here fails again with a chunk."""
    from dragoman.pipeline import default_reader

    _ = default_reader(extras).stage
    keep_loaded()


def _weigh(article: Article | InputError) -> int:
    return 0 if isinstance(article, InputError) else len(article.content) // 6


def _read_chunk(
    chunk: list[Article | InputError],
    given: Given,
    finish: Callable[[Records], T],
    held: Held,
    extras: Extras | None,
) -> list[T | InputError | Skipped]:
    from dragoman.forms.records import Records
    from dragoman.pipeline import default_reader

    outcomes = default_reader(extras).read_new(chunk, given, held)
    return [finish(o) if isinstance(o, Records) else o for o in outcomes]


def _none(_: Sequence[str]) -> tuple[str, ...]:
    return ()
