"""Training sentences: one act each, marked in the line; items for training out.

A line is `ROOT<tab>sentence`, with `{a:the actor}`, `{t:the words that tell the act}` and either
`{r:the party that it is done to}` or `{x:the place or thing that it is aimed at}`. Each becomes a
pair (the root between two given spans) and an act of which only these marks are known.

    python -m dragoman.learn.sentences training/sentences

checks every line and counts them by root.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import FormatError
from dragoman.forms.document import Span
from dragoman.learn.corpora import MUTUAL, GoldAct, Item, Spans, parties
from dragoman.reader import labels

_MARK = re.compile(r"\{([atrx]):([^{}]+)\}")
ACTOR, TRIGGER, PARTY, THING = "atrx"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A marked sentence; `spans` by mark, half-open ranges of `text` in code points."""

    item: str
    root: str
    text: str
    spans: dict[str, Spans]


def parse(line: str, item: str) -> Sentence:
    """Read one line. Raises FormatError where a mark is missing, broken or of no known kind."""
    root, tab, marked = line.partition("\t")
    if not tab or root not in labels.ROOTS:
        raise FormatError(item, f"is not ROOT<tab>sentence: {line[:60]!r}")
    text, last = "", 0
    spans: dict[str, list[tuple[int, int]]] = {}
    for m in _MARK.finditer(marked):
        text += marked[last : m.start()]
        spans.setdefault(m[1], []).append((len(text), len(text) + len(m[2])))
        text += m[2]
        last = m.end()
    text += marked[last:]
    if "{" in text or "}" in text:
        raise FormatError(item, f"has a broken mark: {text[:60]!r}")
    if not {ACTOR, TRIGGER} <= set(spans) or (PARTY in spans) == (THING in spans):
        raise FormatError(item, f"needs a, t and either r or x: {text[:60]!r}")
    if any(text[s:e] != text[s:e].strip() for found in spans.values() for s, e in found):
        raise FormatError(item, f"has a mark that begins or ends with a blank: {text[:60]!r}")
    return Sentence(item, root, text, {k: tuple(v) for k, v in spans.items()})


def load_sentences(folder: Path) -> list[Sentence]:
    """Read every line of the folder's `.tsv` files. Raises FormatError for the first bad one."""
    return [
        parse(line, f"{path.stem}-{number}")
        for path in sorted(folder.glob("*.tsv"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    ]


def pair_items(sentences: list[Sentence]) -> Iterator[Item]:
    """Make the items that teach the root between two given spans."""
    for s in sentences:
        other = s.spans.get(PARTY) or s.spans[THING]
        yield Item("sentences", s.item, s.text, pair=(s.spans[ACTOR], other, s.root, None))


def act_items(sentences: list[Sentence]) -> Iterator[Item]:
    """Make the items that teach trigger and parties; what else a sentence tells is left open.

    Whether a thing counts as a party, and which of two that act together is the recipient, the
    marks do not say.
    """
    for s in sentences:
        whole = Span(0, len(s.text))
        actors = parties(s.text, s.spans[ACTOR], whole)
        others = parties(s.text, s.spans.get(PARTY) or s.spans[THING], whole)
        clear = PARTY in s.spans and s.root not in MUTUAL
        act = GoldAct(
            s.spans[TRIGGER], s.root, None, "", (), actors,
            others if clear else (), () if clear else others,
        )  # fmt: skip
        yield Item("told", s.item, s.text, (act,), partial=True)


def main() -> None:
    """Check the folders of the command line and count their sentences by root."""
    found = [s for folder in sys.argv[1:] for s in load_sentences(Path(folder))]
    for root, count in Counter(s.root for s in found).most_common():
        print(f"{root:10} {count}")  # noqa: T201
    print(f"{len(found)} sentences")  # noqa: T201


if __name__ == "__main__":
    main()
