"""A reading: the spans and relations that the reader saw in a document, nothing resolved yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.forms.document import Document, Span
from dragoman.forms.ontology import EventType, Ontology

MentionKind = Literal[
    "person", "state", "organisation", "group", "people", "place", "date", "office"
]
Status = Literal["asserted", "future", "hypothetical", "negated", "historical"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or noun phrase of a kind, as it stands."""

    span: Span
    kind: MentionKind
    confidence: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said, thought or wants what: any of source and cue may be missing."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Act:
    """One event mention: a trigger with its PLOVER root, its parties and how real it is.

    `roots` holds the probability of each of the 16 roots, in the codebook's order. `coded` is the
    type where the act is one of a user's own ontology: `root` is then its name.
    """

    trigger: Span
    root: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    status: Status
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    confidence: float
    roots: tuple[float, ...] = ()
    coded: EventType | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a stretch of a document is about, as the encoder sees it.

    `body` is the direction of its vector: one signed byte for each of the encoder's dimensions.
    Those of one model can be compared, by their cosine.
    """

    span: Span
    body: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the reader saw in one document; `model` is the digest of the weights that saw it.

    `meanings` are those of the whole story, first, and of its passages. `codebook` is the user's
    own ontology whose acts stand among the others, where one was given.
    """

    document: Document
    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    acts: tuple[Act, ...]
    model: str
    meanings: tuple[Meaning, ...] = ()
    codebook: Ontology | None = None
