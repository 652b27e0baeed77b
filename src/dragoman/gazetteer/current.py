"""Which gazetteer is asked: the package's own, or one that knows a user's actors for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from dragoman.gazetteer.index import Gazetteer, own_gazetteer

P = ParamSpec("P")
T = TypeVar("T")

_current: ContextVar[Gazetteer | None] = ContextVar("gazetteer", default=None)


def gazetteer() -> Gazetteer:
    """Return the gazetteer in use: the package's own, loaded once, unless `knowing` says another.

    Inside `knowing` it is that one.
    """
    return _current.get() or own_gazetteer()


@contextmanager
def knowing(other: Gazetteer) -> Iterator[None]:
    """Let `gazetteer()` be `other` inside a with-block, for this thread alone."""
    token = _current.set(other)
    try:
        yield
    finally:
        _current.reset(token)


def remembered(size: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Remember the last `size` answers of a function that asks the gazetteer, for each gazetteer.

    An answer found with a user's actors is no answer without them, nor on another day.
    """

    def wrap(function: Callable[P, T]) -> Callable[P, T]:
        @lru_cache(maxsize=size)
        def kept(of: object, args: Any, named: tuple[tuple[str, Any], ...]) -> T:
            return function(*args, **dict(named))

        @wraps(function)
        def asked(*args: P.args, **kwargs: P.kwargs) -> T:
            current = _current.get()
            of = None if current is None else current.identity
            return kept(of, args, tuple(kwargs.items()))

        return asked

    return wrap
