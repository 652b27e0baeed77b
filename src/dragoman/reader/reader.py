"""Documents in, readings out: mentions, attributions and acts with their confidences."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import PartError
from dragoman.forms.document import Document, Span
from dragoman.forms.reading import Act, Attribution, Meaning, Reading
from dragoman.reader import conventions, labels, relate
from dragoman.reader import wide as wider
from dragoman.reader.attribution import attribution, settled
from dragoman.reader.decode import (
    anchors,
    best_roles,
    mixed_roots,
    sigmoid,
    softmax,
)
from dragoman.reader.meaning import meanings
from dragoman.reader.mentions import mentions as mentions_of
from dragoman.reader.passages import passages
from dragoman.reader.passes import (
    BATCH_ANCHOR_WORDS,
    Encoded,
    Question,
    encode,
    grouped,
    parties,
    run_focus,
)
from dragoman.reader.session import Session
from dragoman.reader.sieve import sieved
from dragoman.reader.turns import turns

if TYPE_CHECKING:
    from dragoman.ontology import Head
    from dragoman.reader.custom import Sentence

_EVENT = ["parties", "root", "mode", "status", "context"]


class Reader:
    """The learned reader. `digest` names its weights.

    With a `head` of the user's own it also reads the acts of that head's types.
    """

    def __init__(self, session: Session, head: Head | None = None, *, wide: bool = False) -> None:
        self._session = session
        self._head = head
        self._wide = wide
        chosen = session.settings.thresholds
        self._thresholds = ChainMap(dict(wider.THRESHOLDS), dict(chosen)) if wide else chosen
        self.digest = session.digest
        self._modes = _modes_by_root(session.settings.modes)

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> Reader:
        """Load the weights that the package carries, or those of `folder`.

        Raises PartError when a file is missing or differs from its digest.
        """
        return cls(Session(folder, threads=threads))

    @property
    def thresholds(self) -> Mapping[str, float]:
        """Where the reader draws its lines, by name."""
        return self._thresholds

    def with_head(self, head: Head) -> Reader:
        """Return a reader on the same weights that reads a head's types too.

        Raises PartError where the head was trained on other weights.
        """
        if head.model != self.digest:
            raise PartError(
                f"the codebook {head.ontology.label} was trained on another model than the one "
                "that is installed: train it again with dragoman learn"
            )
        return Reader(self._session, head, wide=self._wide)

    def widely(self) -> Reader:
        """Return a reader on the same weights that reads half-sure acts too (reader/wide.py)."""
        return Reader(self._session, self._head, wide=True)

    def sentences(self, document: Document) -> list[Sentence]:
        """Encode a document's sentences, for training a head on them."""
        from dragoman.reader.custom import sentences

        return sentences(self._session, document)

    def read(self, document: Document) -> Reading:
        """Read one document: its passages of like length share a pass, and no others do.

        The weights' int8 products scale with what is in the pass; with other documents in it the
        same document would not always read the same.
        """
        cut = passages(document)
        texts = [span.of(document.text) for span in cut]
        encoded = encode(self._session, cut, texts)
        mentions = [m for e in encoded for m in mentions_of(e)]
        attributions: list[Attribution] = []
        acts: list[Act] = []
        for kind, question, answer in self._answers(encoded):
            if kind == labels.CUE:
                attributions.append(attribution(question, answer["attribution"], answer["roles"]))
            else:
                act = self._act(question, answer)
                if act:
                    acts.append(act)
        if self._wide:
            acts = wider.weighed(self._session, document, acts)
        told = conventions.apply(document, sorted(acts, key=lambda a: a.trigger))
        if self._head is not None:
            from dragoman.reader.custom import own_acts

            told += own_acts(self._session, self._head, document, encoded)
        return Reading(
            document,
            tuple(sorted(mentions, key=lambda m: m.span)),
            settled([*attributions, *turns(document)]),
            told,
            self.digest,
            meanings(encoded),
            self._head.ontology if self._head is not None else None,
        )

    def meanings(self, document: Document) -> tuple[Meaning, ...]:
        """Return what a document and its passages are about, and read nothing else in it."""
        cut = passages(document)
        return meanings(encode(self._session, cut, [span.of(document.text) for span in cut]))

    def meaning(self, text: str) -> bytes:
        """Return what a few words are about, to be compared with passages; empty for no words."""
        found = meanings(encode(self._session, [Span(0, len(text))], [text]))
        return found[0].body if found else b""

    def read_many(self, documents: Sequence[Document]) -> list[Reading]:
        """Read several documents, each as if it were alone."""
        return [self.read(document) for document in documents]

    def relate(self, pairs: Sequence[relate.Pair]) -> list[dict[str, float]]:
        """Give the probability of each root between the given parties of each sentence."""
        return relate.relate(self._session, pairs)

    def _answers(
        self, encoded: Sequence[Encoded]
    ) -> Iterator[tuple[int, Question, dict[str, NDArray[np.float32]]]]:
        """Focus on every trigger and cue; give what the focus says of each."""
        asked = [q for e in encoded for q in self._questions(e)]
        for kind, wanted in ((labels.TRIGGER, _EVENT), (labels.CUE, ["attribution"])):
            mine = sorted((q for q in asked if q.kind == kind), key=lambda q: len(q.at.cut.first))
            sizes = [len(q.at.cut.first) for q in mine]
            for batch in grouped(range(len(mine)), sizes, BATCH_ANCHOR_WORDS):
                questions = [mine[n] for n in batch]
                outputs = run_focus(self._session, questions, wanted)
                outputs[0][..., 0] -= self._thresholds[f"outside_{wanted[0]}"]
                if kind == labels.TRIGGER:  # the small outputs of all rows at once
                    outputs[1], outputs[4] = softmax(outputs[1]), sigmoid(outputs[4])
                roles = best_roles(outputs[0], np.array([sizes[n] for n in batch]))
                for row, question in enumerate(questions):
                    answer = {name: o[row] for name, o in zip(wanted, outputs, strict=True)}
                    answer["roles"] = roles[row].astype(np.float32)
                    yield kind, question, answer

    def _questions(self, e: Encoded) -> list[Question]:
        """Find the triggers and cues of a passage."""
        thresholds = self._thresholds
        out = []
        for kind, tags, name in (
            (labels.TRIGGER, e.trigger, "trigger"),
            (labels.CUE, e.cue, "cue"),
        ):
            inside = 1 - tags[:, 0]
            for words in anchors(inside, thresholds[name], thresholds[f"{name}_edge"]):
                confidence = float(inside[slice(*words)].max())
                out.append(Question(e, words, kind, confidence))
        return out

    def _act(self, question: Question, answer: dict[str, NDArray[np.float32]]) -> Act | None:
        """Make the act of an answered trigger; None where the second look refuses it."""
        e, words = question.at, question.words
        settings = self._session.settings
        tagged = e.trigger[slice(*words), 1:-1].max(0)
        second = answer["root"]
        is_act = question.confidence * (1 - float(second[-1]))
        if is_act < self._thresholds["act"]:
            return None
        roots = mixed_roots(tagged, second)
        number = int(roots.argmax())
        root = labels.ROOTS[number]
        flat = self._modes[root]
        mode = settings.modes[flat[int(answer["mode"][flat].argmax())]].partition(":")[2]
        roles_of = sieved(e.words, answer["roles"], answer["parties"])
        return Act(
            trigger=e.span(words),
            root=root,
            modes=(mode,) if mode else (),
            contexts=tuple(
                name
                for name, p in zip(settings.contexts, answer["context"].tolist(), strict=True)
                if p >= self._thresholds["context"]
            ),
            status=labels.STATUSES[int(answer["status"].argmax())],
            actors=parties(e, roles_of, 1),
            recipients=parties(e, roles_of, 3),
            confidence=is_act * float(roots[number]),
            roots=tuple(roots.tolist()),
        )


def _modes_by_root(flat: Sequence[str]) -> dict[str, list[int]]:
    """Group the flat modes by root; a root without a mode is a mode too."""
    out: dict[str, list[int]] = {root: [] for root in labels.ROOTS}
    for number, name in enumerate(flat):
        out[name.partition(":")[0]].append(number)
    return out
