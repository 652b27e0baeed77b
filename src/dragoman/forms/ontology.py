"""An ontology of one's own: the event types that a user brings, and what each counts as."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event: `quad_code` 1-4 and `event_scale` -10..10 as in PLOVER (contract.md).

    Every record of the type has `mode` and `context` as they stand here.
    """

    name: str
    definition: str
    quad_code: int
    event_scale: float
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ontology:
    """The types of one file. `digest` is `sha256:` and the hex digest of the file's bytes."""

    name: str
    version: str
    about: str
    types: tuple[EventType, ...]
    digest: str

    @property
    def label(self) -> str:
        """What `made_by.codebook` says: name, version and the beginning of the digest."""
        return f"{self.name}-{self.version}@{self.digest.removeprefix('sha256:')[:12]}"
