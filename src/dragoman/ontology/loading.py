"""YAML from strangers: bytes in, plain values out, or an error that names the line."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from dragoman.errors import UsageError

MAX_BYTES = 1_000_000
"""A longer file is refused unread: 5,000 examples of 200 characters."""
MAX_DEPTH = 12


class _Loader(yaml.SafeLoader):
    """The safe loader without aliases (they multiply) and with every key only once."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise self._refused("aliases (*name) are not taken here")
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._refused("it is nested too deep")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refused(self, why: str) -> yaml.MarkedYAMLError:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        return yaml.MarkedYAMLError(None, None, why, event.start_mark)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable) or key in seen:
                problem = f"{key!r} stands twice" if isinstance(key, Hashable) else "no plain key"
                raise yaml.constructor.ConstructorError(None, None, problem, key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


def load(path: Path) -> tuple[Any, bytes]:
    """Return a YAML file's value and its bytes. Raises UsageError for what cannot be read."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}") from error
    if len(raw) > MAX_BYTES:
        raise UsageError(f"{path}: longer than {MAX_BYTES:,} bytes")
    try:
        return yaml.load(raw.decode("utf-8-sig"), Loader=_Loader), raw
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start} is no UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f":{mark.line + 1}" if mark is not None else ""
        raise UsageError(f"{path}{where}: no YAML that we take: {error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UsageError(f"{path}: no YAML that we take: {error}") from error
