"""Teaching: an ontology's YAML file in, a head trained on the reader's states and its score out.

Beside the pipeline the one place that joins stages: it needs sentences, their encoding and the
trainer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dragoman import ontology
from dragoman.document.sentences import split
from dragoman.errors import UsageError
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.ontology import Example, Head, Lesson, Score, States
from dragoman.pipeline import default_reader

if TYPE_CHECKING:
    from dragoman.forms.ontology import Ontology
    from dragoman.reader import Reader


@dataclass(frozen=True, slots=True)
class Taught:
    """A trained head, where it was written, and what cross-validation says of it."""

    head: Head
    path: Path
    score: Score


def learn(lesson: str | Path, *, out: str | Path | None = None) -> Taught:
    """Train a head on an ontology's examples and write it; seconds on one core.

    `out` is its file (default: beside the YAML file, with the suffix .npz). Raises UsageError that
    names the faulty items of the file.
    """
    path = Path(lesson)
    read = ontology.read_lesson(path)
    reader = default_reader().stage
    head, score = ontology.train(
        read.ontology,
        reader.digest,
        _states(reader, read.ontology, read.examples),
        _definitions(reader, read),
    )
    kept = ontology.head_path(path) if out is None else Path(out)
    ontology.save_head(head, kept)
    return Taught(head, kept, score)


def test(codebook: str | Path, examples: str | Path) -> Score:
    """Score a trained codebook on examples that it has not learned from."""
    head = ontology.open_codebook(Path(codebook))
    reader = default_reader().stage.with_head(head)
    given = ontology.read_examples(Path(examples), head.ontology)
    sentences = _states(reader, head.ontology, given)
    return ontology.score(head.ontology, [head.find(s.words) for s in sentences], sentences)


def _definitions(reader: Reader, lesson: Lesson) -> NDArray[np.float32]:
    """Return the mean state of the words of each type's definition (types, width)."""
    means = []
    for kind in lesson.ontology.types:
        told = [s.states for s in reader.sentences(_document(kind.definition))]
        if not told:
            raise UsageError(f"types.{kind.name}: its definition has no words")
        means.append(np.concatenate(told).mean(0))
    return np.stack(means).astype(np.float32)


def _states(reader: Reader, own: Ontology, examples: Sequence[Example]) -> list[States]:
    """Encode examples: every sentence with the classes of its words."""
    return [s for n, e in enumerate(examples) for s in _encoded(reader, own, e, n)]


def _encoded(reader: Reader, own: Ontology, example: Example, number: int) -> Iterator[States]:
    classes = {t.name: at for at, t in enumerate(own.types, start=1)}
    unseen = set(example.marks)
    for sentence in reader.sentences(_document(example.text)):
        of_word = np.zeros(len(sentence.words), dtype=np.int64)
        for mark in example.marks:
            inside = [
                at
                for at, word in enumerate(sentence.words)
                if word.start < mark.end and mark.start < word.end
            ]
            if inside:
                of_word[inside] = classes[mark.type]
                unseen.discard(mark)
        yield States(sentence.states, of_word, number)
    if unseen:
        mark = min(unseen)
        words = example.text[mark.start : mark.end]
        raise UsageError(f"{example.item}: the mark {words!r} stands on no word that is read")


def _document(text: str) -> Document:
    """Make a document of an example: every line a paragraph."""
    paragraphs, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            span = Span(at, at + len(line))
            paragraphs.append(Paragraph(span, split(text, span.start, span.end)))
        at += len(line) + 1
    return Document("sha256:example", text, tuple(paragraphs))
