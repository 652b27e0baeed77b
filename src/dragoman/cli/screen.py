"""The process's own streams: how they are set up, and what is said on stderr."""

from __future__ import annotations

import io
import os
import sys

from dragoman.faces.words import clean


def prepare() -> None:
    """Make both streams UTF-8 whatever the locale is.

    A lone surrogate (from a broken JSON escape) is written as its backslash escape, which in JSON
    is the very escape that it was read from.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def fail(message: str) -> None:
    """Name a failure on stderr, one line, safe for a terminal."""
    sys.stderr.write(f"dragoman: {clean(message)}\n")
    sys.stderr.flush()


def finish_output() -> None:
    """Write what stdout still holds, or give it up where it cannot be written."""
    try:
        sys.stdout.flush()
    except OSError:
        discard_output()


def discard_output() -> None:
    """Point stdout at nothing, so that flushing at exit does not fail once more."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


class Progress:
    """A count of documents on stderr: renewed in place on a terminal, else given at the end."""

    def __init__(self, *, quiet: bool) -> None:
        self._live = not quiet and sys.stderr.isatty()
        self._quiet = quiet
        self.done = 0
        self.failed = 0

    def step(self, *, failed: bool = False) -> None:
        """Count a document."""
        if failed:
            self.failed += 1
        else:
            self.done += 1
        if self._live and not sys.stdout.isatty():
            sys.stderr.write(f"\r{self._summary()}")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the renewing line away, before something else is written to stderr."""
        if self._live:
            sys.stderr.write("\r\x1b[K")

    def end(self) -> None:
        """Say how many were read, where there was more than one or any failed."""
        self.clear()
        if not self._quiet and (self.failed or self.done > 1):
            sys.stderr.write(f"{self._summary()}\n")
        sys.stderr.flush()

    def _summary(self) -> str:
        plural = "" if self.done == 1 else "s"
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.done} document{plural} read{failed}"
