"""Agents: nouns of a user's own that say which sectors an actor is of ("POLICEMAN [~COP]")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Agent:
    """A noun that says of an actor which sectors it is of; `source` is "file:line"."""

    noun: str
    sectors: tuple[str, ...]
    source: str
    plural: bool


@dataclass(frozen=True, slots=True, eq=False)
class Agents:
    """Agents by every form, in small letters; one and the same only where it is this very one."""

    forms: Mapping[str, Agent] = field(default_factory=dict)


NO_AGENTS = Agents()
