"""Documents in, passages out: the reader's units: paragraphs, or runs of sentences, in words.

A word here is what the tokenizer's pre-tokenizer makes: a run of letters or digits, or one mark of
punctuation. Every span that the reader gives starts and ends at a word's edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from dragoman.forms.document import Document, Paragraph, Span

MAX_PIECES = 254
"""Word pieces of a passage, the two end marks apart: what the encoder was trained on."""

MAX_CHARS = 1100
"""A paragraph longer than this is cut between sentences; 254 pieces are about 1,150 characters."""

IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A passage cut up.

    `ids` (pieces,) are vocabulary numbers with the two end marks; `first` (words,) is the index of
    each word's first piece, `word_of` (pieces,) the word of each piece or -1; `starts`, `ends`
    (words,) are code points of the text that was cut.
    """

    ids: IntArray
    first: IntArray
    word_of: IntArray
    starts: IntArray
    ends: IntArray


def passages(document: Document) -> list[Span]:
    """Cut a document's story into passages of at most `MAX_CHARS` where sentences allow it."""
    return [span for paragraph in document.paragraphs for span in cut(paragraph)]


def cut(paragraph: Paragraph) -> Iterable[Span]:
    """Give the paragraph whole, or as runs of whole sentences of at most `MAX_CHARS`."""
    if paragraph.span.end - paragraph.span.start <= MAX_CHARS or len(paragraph.sentences) < 2:
        return [paragraph.span]
    # Even runs: a last run of three words would be read without its context.
    length = paragraph.span.end - paragraph.span.start
    want = length / -(-length // MAX_CHARS)
    out: list[Span] = []
    start = paragraph.sentences[0].start
    for sentence, after in zip(paragraph.sentences, [*paragraph.sentences[1:], None], strict=True):
        if after is None or after.end - start > MAX_CHARS or sentence.end - start >= want:
            out.append(Span(start, sentence.end))
            start = after.start if after else 0
    return out


def pieces(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Pieces]:
    """Cut every text into pieces and words; what lies past `MAX_PIECES` is not read."""
    return [_arrays(encoding) for encoding in tokenizer.encode_batch(list(texts))]


def _arrays(encoding: Encoding) -> Pieces:
    """Turn one encoding into arrays."""
    words = encoding.word_ids
    offsets = np.asarray(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    word_of = np.asarray([-1 if w is None else w for w in words], dtype=np.int64)
    inside = word_of >= 0
    new = inside.copy()
    new[1:] &= word_of[1:] != word_of[:-1]
    last = inside.copy()
    last[:-1] &= word_of[1:] != word_of[:-1]
    first = np.flatnonzero(new)
    # Word numbers can have holes (characters that the normalizer drops); make them dense.
    dense = np.where(inside, np.cumsum(new) - 1, -1)
    return Pieces(
        ids=np.asarray(encoding.ids, dtype=np.int64),
        first=first,
        word_of=dense,
        starts=offsets[first, 0],
        ends=offsets[np.flatnonzero(last), 1],
    )


def words_in(text: str, cut: Pieces) -> tuple[str, ...]:
    """Give the words of a text that was cut."""
    bounds = zip(cut.starts.tolist(), cut.ends.tolist(), strict=True)
    return tuple([text[start:end] for start, end in bounds])


def load_tokenizer(path: str) -> Tokenizer:
    """Load the word-piece tokenizer, cutting at `MAX_PIECES` and never padding."""
    tokenizer = Tokenizer.from_file(path)
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES + 2)
    return tokenizer
