"""What each format holds and cannot hold, from `data/exports/formats.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.knowledge import mapping


@dataclass(frozen=True, slots=True)
class Format:
    """One format in words: its file, what a row is, what it keeps, what it drops."""

    name: str
    file: str
    row: str
    keeps: str
    drops: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Yield the format as a person reads it."""
        yield f"{self.name}: {self.file}"
        yield f"  a row is  {self.row}"
        yield f"  keeps     {self.keeps}"
        for words in self.drops:
            yield f"  drops     {words}"


@cache
def formats() -> Mapping[str, Format]:
    """Return every format by its name."""
    return {
        name: Format(name, it["file"], it["row"], it["keeps"], tuple(it["drops"]))
        for name, it in mapping("exports/formats.yaml").items()
    }
