"""Marked stories in, how often each convention agrees with the marks out.

    python -m dragoman.learn.conventions --shared ../shared --training training/stories

Every marked act whose trigger a rule of data/conventions.yaml fits is counted, whatever its root:
a rule is kept where what it says is what the marks say.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dragoman.document.sentences import split
from dragoman.forms.document import Span
from dragoman.learn.corpora import lines
from dragoman.learn.stories import load_stories
from dragoman.reader.conventions import Rule, load
from dragoman.reader.phrasing import Setting, setting, words


@dataclass(frozen=True, slots=True)
class Count:
    """How often a rule fits a marked act, and how often the mark is what the rule says."""

    kind: str
    rule: str
    fits: int
    agrees: int


def count(stories: Iterable[dict[str, Any]]) -> Iterator[Count]:
    """Count each rule's fits over marked stories (span form)."""
    marks = list(_marks(stories))
    book = load()
    for kind, rules in (("root", book.roots), ("mode", book.modes), ("none", book.none)):
        seen = [_count(kind, rule, marks) for rule in rules]
        yield from seen


def _count(kind: str, rule: Rule, marks: list[tuple[dict[str, Any], Setting]]) -> Count:
    # A rule of roots leaves marks of other roots than it turns as they are; its own are right.
    free = replace(rule, of=rule.of | {rule.root}) if rule.of and rule.root else rule
    fits = [mark for mark, near in marks if free.fits(mark["root"], near)]
    if kind == "root":
        agrees = sum(m["root"] == rule.root for m in fits)
    elif kind == "mode":
        agrees = sum(m["mode"] == rule.mode for m in fits)
    else:
        agrees = 0
    return Count(kind, rule.name, len(fits), agrees)


def _marks(stories: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Setting]]:
    """Give each marked act with what stands around its trigger."""
    for story in stories:
        text = story["text"]
        sentences = [s for start, end in story["body"] for s in split(text, start, end)]
        for mark in story["events"]:
            trigger = Span(*mark["trigger"][0])
            span = next((s for s in sentences if s.start <= trigger.start < s.end), None)
            if span is not None:
                sentence = words(text, span)
                yield mark, setting(sentence, *sentence.at(trigger))


def gold(shared: Path, training: Path) -> Iterator[dict[str, Any]]:
    """Give every marked story there is."""
    for name in ("voa", "press"):
        yield from lines(shared / "data" / "annotated" / f"{name}.jsonl")
    yield from load_stories(training)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--training", type=Path, default=Path("training/stories"))
    options = parser.parse_args()
    for row in count(gold(options.shared, options.training)):
        sys.stdout.write(f"{row.kind} {row.agrees:4d} of {row.fits:4d}  {row.rule}\n")


if __name__ == "__main__":
    main()
