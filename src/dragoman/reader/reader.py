"""Documents in, readings out: mentions, attributions and acts with their confidences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dragoman.forms.document import Document, Span
from dragoman.forms.reading import Act, Attribution, Mention, Reading
from dragoman.reader import labels
from dragoman.reader.decode import Ranges, anchors, best_roles, role_ranges, sigmoid, softmax
from dragoman.reader.features import ACTOR, RECIPIENT, SIZES, feature_ids
from dragoman.reader.geometry import distance_buckets, words_of
from dragoman.reader.passages import Passage, Pieces, passages, pieces
from dragoman.reader.session import Session

BATCH_PIECES = 2048
"""Padded word pieces of one pass of the encoder: enough to keep a core busy, 30 MB of activations."""

BATCH_ANCHOR_WORDS = 4096
"""Padded words of one pass of the focus."""

_EVENT = ["parties", "root", "mode", "status", "context"]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage after the encoder: its words' hidden states (W, 384) and tag probabilities."""

    passage: Passage
    cut: Pieces
    hidden: NDArray[np.float32]
    trigger: NDArray[np.float32]
    cue: NDArray[np.float32]
    mention: NDArray[np.float32]

    def span(self, words: tuple[int, int]) -> Span:
        """Give the document's span of a range of words."""
        base = self.passage.span.start
        return Span(base + int(self.cut.starts[words[0]]), base + int(self.cut.ends[words[1] - 1]))


@dataclass(frozen=True, slots=True)
class Question:
    """An anchor to focus on: where, which kind, how likely it is one."""

    at: Encoded
    words: tuple[int, int]
    kind: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with the parties between which `relate` wants the root; spans in its text."""

    text: str
    actor: tuple[tuple[int, int], ...]
    recipient: tuple[tuple[int, int], ...]


class Reader:
    """The learned reader. `digest` names its weights."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.digest = session.digest
        self._modes = _modes_by_root(session.settings.modes)

    @classmethod
    def load(cls, folder: Path | None = None, *, threads: int = 1) -> Reader:
        """Load the weights that the package carries, or those of `folder`.

        Raises PartError when a file is missing or differs from its digest.
        """
        return cls(Session(folder, threads=threads))

    def read(self, document: Document) -> Reading:
        """Read one document."""
        return self.read_many([document])[0]

    def read_many(self, documents: Sequence[Document]) -> list[Reading]:
        """Read several documents together: passages of like length share a pass."""
        cut = passages(documents)
        texts = [p.span.of(documents[p.document].text) for p in cut]
        encoded = self._encode(cut, texts)
        mentions: list[list[Mention]] = [[] for _ in documents]
        attributions: list[list[Attribution]] = [[] for _ in documents]
        acts: list[list[Act]] = [[] for _ in documents]
        for e in encoded:
            mentions[e.passage.document].extend(_mentions(e))
        for kind, question, answer in self._answers(encoded):
            number = question.at.passage.document
            if kind == labels.CUE:
                attributions[number].append(_attribution(question, answer))
            else:
                act = self._act(question, answer)
                if act:
                    acts[number].append(act)
        return [
            Reading(
                document,
                tuple(sorted(mentions[n], key=lambda m: m.span)),
                tuple(a for a in sorted(attributions[n], key=_place) if a.content),
                tuple(sorted(acts[n], key=lambda a: a.trigger)),
                self.digest,
            )
            for n, document in enumerate(documents)
        ]

    def relate(self, pairs: Sequence[Pair]) -> list[dict[str, float]]:
        """Give the probability of each of the 16 roots between the given parties of each sentence."""
        out: list[dict[str, float]] = [{} for _ in pairs]
        cuts = pieces(self._session.tokenizer, [p.text for p in pairs])
        features = []
        for pair, cut in zip(pairs, cuts, strict=True):
            table = feature_ids(pair.text, cut)
            for spans, role in ((pair.actor, ACTOR), (pair.recipient, RECIPIENT)):
                for a, b in words_of(cut, spans):
                    table[(cut.word_of >= a) & (cut.word_of < b), len(SIZES) - 1] = role
            features.append(table)
        order = sorted(range(len(pairs)), key=lambda n: len(cuts[n].ids))
        for batch in _grouped(order, [len(c.ids) for c in cuts], BATCH_PIECES):
            hidden = self._pass([cuts[n] for n in batch], [features[n] for n in batch])[0]
            width = max(len(cuts[n].first) for n in batch)
            words = np.zeros((len(batch), width, hidden.shape[-1]), np.float32)
            mask = np.zeros((len(batch), width), np.int64)
            marks = np.zeros((len(batch), width), np.int64)
            for row, n in enumerate(batch):
                size = len(cuts[n].first)
                words[row, :size] = hidden[row, cuts[n].first]
                mask[row, :size] = 1
                for spans, mark in (
                    (pairs[n].recipient, labels.RECIPIENT),
                    (pairs[n].actor, labels.ACTOR),
                ):
                    for a, b in words_of(cuts[n], spans):
                        marks[row, a:b] = mark
            centre = np.full_like(marks, labels.DISTANCES // 2)
            (logits,) = self._session.focus(words, mask, marks, centre, ["pair"])
            for row, n in enumerate(batch):
                values = softmax(logits[row]).tolist()
                out[n] = dict(zip(labels.ROOTS, values, strict=True))
        return out

    def _pass(
        self, cuts: Sequence[Pieces], features: Sequence[NDArray[np.int64]]
    ) -> list[NDArray[np.float32]]:
        """Run the encoder over one padded batch."""
        size = (len(cuts), max(len(c.ids) for c in cuts))
        ids, mask = np.zeros(size, np.int64), np.zeros(size, np.int64)
        table = np.zeros((*size, len(SIZES)), np.int64)
        for row, (cut, feature) in enumerate(zip(cuts, features, strict=True)):
            n = len(cut.ids)
            ids[row, :n], mask[row, :n], table[row, :n] = cut.ids, 1, feature
        return self._session.encode(ids, mask, table)

    def _encode(self, cut: Sequence[Passage], texts: Sequence[str]) -> list[Encoded]:
        """Encode all passages; those of no words are left out."""
        cuts = pieces(self._session.tokenizer, texts)
        order = sorted(
            (n for n in range(len(cut)) if len(cuts[n].first)), key=lambda n: len(cuts[n].ids)
        )
        out: list[Encoded] = []
        for batch in _grouped(order, [len(c.ids) for c in cuts], BATCH_PIECES):
            features = [feature_ids(texts[n], cuts[n]) for n in batch]
            hidden, *tags = self._pass([cuts[n] for n in batch], features)
            for row, n in enumerate(batch):
                first = cuts[n].first
                probabilities = [softmax(t[row, first]) for t in tags]
                out.append(Encoded(cut[n], cuts[n], hidden[row, first], *probabilities))
        return out

    def _answers(
        self, encoded: Sequence[Encoded]
    ) -> Iterator[tuple[int, Question, dict[str, NDArray[np.float32]]]]:
        """Focus on every trigger and cue; give what the focus says of each."""
        asked = [q for e in encoded for q in self._questions(e)]
        for kind, wanted in ((labels.TRIGGER, _EVENT), (labels.CUE, ["attribution"])):
            mine = sorted(
                (q for q in asked if q.kind == kind), key=lambda q: len(q.at.cut.first)
            )
            sizes = [len(q.at.cut.first) for q in mine]
            for batch in _grouped(range(len(mine)), sizes, BATCH_ANCHOR_WORDS):
                questions = [mine[n] for n in batch]
                outputs = self._focus(questions, wanted)
                roles = best_roles(outputs[0], np.array([sizes[n] for n in batch]))
                for row, question in enumerate(questions):
                    answer = dict(zip(wanted, (o[row] for o in outputs), strict=True))
                    answer["roles"] = roles[row]  # type: ignore[assignment]
                    yield kind, question, answer

    def _focus(self, questions: Sequence[Question], wanted: list[str]) -> list[NDArray[np.float32]]:
        """Run the focus over one padded batch of anchors."""
        width = max(len(q.at.cut.first) for q in questions)
        n = len(questions)
        hidden = np.zeros((n, width, questions[0].at.hidden.shape[-1]), np.float32)
        mask, anchor = np.zeros((n, width), np.int64), np.zeros((n, width), np.int64)
        distance = np.zeros((n, width), np.int64)
        for row, question in enumerate(questions):
            size = len(question.at.cut.first)
            hidden[row, :size], mask[row, :size] = question.at.hidden, 1
            anchor[row, slice(*question.words)] = question.kind
            distance[row] = distance_buckets(width, *question.words)
        return self._session.focus(hidden, mask, anchor, distance, wanted)

    def _questions(self, e: Encoded) -> list[Question]:
        """Find the triggers and cues of a passage."""
        thresholds = self._session.settings.thresholds
        out = []
        for kind, tags, name in (
            (labels.TRIGGER, e.trigger, "trigger"),
            (labels.CUE, e.cue, "cue"),
        ):
            inside, begins = 1 - tags[:, 0], 1 - tags[:, 0] - tags[:, -1]
            for words in anchors(inside, begins, thresholds[name]):
                confidence = float(inside[slice(*words)].max())
                out.append(Question(e, words, kind, confidence))
        return out

    def _act(self, question: Question, answer: dict[str, NDArray[np.float32]]) -> Act | None:
        """Make the act of an answered trigger; None where the second look refuses it."""
        e, words = question.at, question.words
        settings = self._session.settings
        tagged = e.trigger[slice(*words), 1:-1].max(0)
        second = softmax(answer["root"])
        is_act = question.confidence * (1 - float(second[-1]))
        if is_act < settings.thresholds["act"]:
            return None
        mixed = np.sqrt((tagged / max(float(tagged.sum()), 1e-6) + 1e-4) * (second[:-1] + 1e-4))
        roots = mixed / mixed.sum()
        number = int(roots.argmax())
        root = labels.ROOTS[number]
        flat = self._modes[root]
        mode = settings.modes[flat[int(answer["mode"][flat].argmax())]].partition(":")[2]
        context = sigmoid(answer["context"])
        return Act(
            trigger=e.span(words),
            root=root,
            modes=(mode,) if mode else (),
            contexts=tuple(
                name
                for name, p in zip(settings.contexts, context.tolist(), strict=True)
                if p >= settings.thresholds["context"]
            ),
            status=labels.STATUSES[int(answer["status"].argmax())],
            actors=_spans(e, answer["roles"], 1),
            recipients=_spans(e, answer["roles"], 3),
            confidence=is_act * float(roots[number]),
            roots=tuple(roots.tolist()),
        )


def _modes_by_root(flat: Sequence[str]) -> dict[str, list[int]]:
    """Group the flat modes by root; a root without a mode is a mode too."""
    out: dict[str, list[int]] = {root: [] for root in labels.ROOTS}
    for number, name in enumerate(flat):
        out[name.partition(":")[0]].append(number)
    return out


def _grouped(order: Sequence[int], sizes: Sequence[int], limit: int) -> Iterator[list[int]]:
    """Group numbers whose sizes rise so that count times largest size stays within `limit`."""
    batch: list[int] = []
    for n in order:
        if batch and (len(batch) + 1) * sizes[n] > limit:
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


def _spans(e: Encoded, roles: NDArray[np.float32], first: int) -> tuple[Span, ...]:
    """Give the document's spans of one role."""
    ranges: Ranges = role_ranges(roles, first)  # type: ignore[arg-type]
    return tuple(e.span(r) for r in ranges)


def _place(attribution: Attribution) -> Span:
    """Order attributions by where they stand."""
    return attribution.cue or attribution.content[0]


def _attribution(question: Question, answer: dict[str, NDArray[np.float32]]) -> Attribution:
    """Make the attribution of an answered cue."""
    sources = _spans(question.at, answer["roles"], 1)
    return Attribution(
        source=sources[0] if sources else None,
        cue=question.at.span(question.words),
        content=_spans(question.at, answer["roles"], 3),
        confidence=question.confidence,
    )


def _mentions(e: Encoded) -> list[Mention]:
    """Give the names of a passage: each word's likeliest kind, runs joined."""
    best = e.mention.argmax(1)
    out: list[tuple[int, int, int]] = []
    for at in np.flatnonzero(best).tolist():
        kind = (int(best[at]) - 1) // 2
        begins = best[at] % 2 == 1
        if out and out[-1][1] == at and out[-1][2] == kind and not begins:
            out[-1] = (out[-1][0], at + 1, kind)
        else:
            out.append((at, at + 1, kind))
    return [
        Mention(e.span((a, b)), labels.MENTIONS[kind], float(e.mention[a:b].max(1).mean()))
        for a, b, kind in out
    ]
