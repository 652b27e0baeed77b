"""A story's words with their places: text and paragraphs in, parallel arrays of tokens out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.forms.document import Document, Span

# A word keeps inner hyphens, apostrophes and full stops ("Diaz-Canel", "O'Brien", "U.S."); a
# possessive 's is a token of its own, so that names end where they end.
_TOKEN = re.compile(
    r"(?=[A-Z])(?:(?:[A-Z]\.){2,}(?=[\s,;:’')\]”\"—–-]|$)"
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Maj|Capt|Sgt|Cpl|Adm|Brig|Prof|Rev|Hon|Pres|St|Jr|Sr"
    r"|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|Mon|Tues|Wed|Thurs|Fri|Cmdr)\."
    r"|[A-Z]\.(?=\s[A-Z]))"
    r"|['’]s(?!\w)"
    r"|[^\W\d_](?:[^\W_]|[-–](?=[^\W_])|['’](?!s(?!\w))(?=[^\W\d_])|[.](?=[^\W_]))*(?:(?<=\.[A-Za-z])\.)?"
    r"|\d+(?:[.,:/-]\d+)*(?:st|nd|rd|th)?"
    r"|\S"
)


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens of the story's paragraphs in order.

    `forms[i]` stands at `starts[i]:ends[i]`, code points of the document; `lower` is casefolded.
    `sentence_of[i]` and `paragraph_of[i]` number the sentence and paragraph; `sentences` are their
    spans.
    """

    text: str
    starts: list[int]
    ends: list[int]
    forms: list[str]
    lower: list[str]
    sentence_of: list[int]
    paragraph_of: list[int]
    sentences: list[Span]
    sentence_starts: list[int]
    sentence_paragraph: list[int]

    def __len__(self) -> int:
        return len(self.forms)

    def at(self, offset: int) -> int:
        """Return the index of the first token that ends after `offset`."""
        return bisect_right(self.ends, offset)

    def between(self, start: int, end: int) -> range:
        """Return the indices of the tokens that touch `start:end`."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def sentence_at(self, offset: int) -> int:
        """Return the number of the sentence that holds `offset`, or the nearest before it."""
        return max(0, bisect_right(self.sentence_starts, offset) - 1)


def split(document: Document) -> Words:
    """Cut the paragraphs of `document` into tokens."""
    text = document.text
    words = Words(text, [], [], [], [], [], [], [], [], [])
    number = 0
    for index, paragraph in enumerate(document.paragraphs):
        for sentence in _sentences(paragraph.span, paragraph.sentences):
            words.sentences.append(sentence)
            words.sentence_starts.append(sentence.start)
            words.sentence_paragraph.append(index)
            spans = [f.span() for f in _TOKEN.finditer(text, sentence.start, sentence.end)]
            words.starts.extend([start for start, _ in spans])
            words.ends.extend([end for _, end in spans])
            words.forms.extend([text[start:end] for start, end in spans])
            words.sentence_of.extend([number] * len(spans))
            words.paragraph_of.extend([index] * len(spans))
            number += 1
    words.lower.extend([form.casefold() for form in words.forms])
    return words


def _sentences(paragraph: Span, sentences: Iterable[Span]) -> list[Span]:
    """Return the sentences, or the whole paragraph where none were cut."""
    listed = list(sentences)
    return listed if listed else [paragraph]
