"""JSONL as a stream of bytes in, its parsed objects with their line numbers out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from dragoman.errors import FormatError, InputError

_PIECE = 1 << 16  # bytes


def objects(name: str, stream: IO[bytes], most: int) -> Iterator[tuple[str, Any | InputError]]:
    """Yield each line's object, named `name:line`, or the error that says what is wrong with it.

    One line is in memory at a time; one longer than `most` bytes is skipped with an error.
    Empty lines say nothing. NaN and Infinity, which JSON does not have, are errors.
    """
    number = 0
    while line := stream.readline(most + 1):
        number += 1
        item = f"{name}:{number}"
        if len(line) > most and not line.endswith(b"\n"):
            _skip(stream)
            yield item, FormatError(item, f"is larger than {most:,} bytes")
            continue
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if line.strip():
            yield item, parse(item, line)


def parse(item: str, data: bytes | str) -> Any | InputError:
    """Parse JSON; where it is none, return the FormatError that says where it breaks."""
    try:
        return json.loads(data, parse_constant=_refuse, strict=False)
    except json.JSONDecodeError as failure:
        at = f"line {failure.lineno}, " if failure.lineno > 1 else ""
        return FormatError(item, f"is not valid JSON ({failure.msg}, {at}column {failure.colno})")
    except UnicodeDecodeError:
        return FormatError(item, "is JSON in an encoding other than UTF-8")
    except (ValueError, RecursionError) as failure:
        return FormatError(item, f"is not valid JSON ({failure or 'nested too deep'})")


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON number")


def _skip(stream: IO[bytes]) -> None:
    """Read on to the end of an overlong line."""
    while (piece := stream.readline(_PIECE)) and not piece.endswith(b"\n"):
        pass
