"""Training stories: a story in the annotation form comes in; the same story in span form goes out.

The annotation form is what a person writes: paragraphs, and strings that name a place in one of
them. The span form is what training reads: one `text` (the title, a blank line, the paragraphs
with a blank line between) and [start, end) ranges in code points.

A string names its first occurrence in the paragraph of its mark; `first ... last` names all from
the first words to the nearest last words after them; `{"t": .., "n": 2}` the second occurrence;
`{"t": .., "p": 4}` one in paragraph 4 (0 is the first).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman import codebook
from dragoman.errors import FormatError

Story = dict[str, Any]
Span = list[int]

KINDS = frozenset({"direct", "indirect", "mixed"})
REGISTERS: dict[str, frozenset[str]] = {
    "agreements": frozenset({"parties", "what", "area", "state"}),
    "commitments": frozenset({"by", "to", "what", "areas"}),
    "positions": frozenset({"holder", "issue", "stance"}),
    "visits": frozenset({"who", "where", "with", "when"}),
}
CHOICES: dict[str, tuple[str, frozenset[str]]] = {
    "agreements": ("state", frozenset({"signed", "announced", "planned", "ended"})),
    "positions": ("stance", frozenset({"support", "oppose"})),
}


@dataclass(frozen=True, slots=True)
class Page:
    """A story's text with its paragraphs' ranges; finds what a string names."""

    item: str
    text: str
    body: list[Span]

    def fail(self, where: str, reason: str) -> FormatError:
        """Make the error for one mark, named by where it stands."""
        return FormatError(self.item, f"{where}: {reason}")

    def find(self, mark: Any, paragraph: int, where: str) -> Span:
        """Return the [start, end) of what `mark` names. Raises FormatError if nothing."""
        words, nth = mark, 1
        if isinstance(mark, dict):
            if not set(mark) <= {"t", "n", "p"} or "t" not in mark:
                raise self.fail(where, f"a mark has t, n and p only, not {sorted(mark)}")
            words, nth = mark["t"], mark.get("n", 1)
            paragraph = mark.get("p", paragraph)
        if not isinstance(words, str) or not words.strip():
            raise self.fail(where, f"not a string to look for: {words!r}")
        if not isinstance(nth, int) or nth < 1:
            raise self.fail(where, f"n counts from 1, not {nth!r}")
        if not isinstance(paragraph, int) or not 0 <= paragraph < len(self.body):
            raise self.fail(where, f"there is no paragraph {paragraph!r}")
        low, high = self.body[paragraph]
        span = self._exact(words, nth, low, high) or self._between(words, nth, low, high)
        if span is None:
            raise self.fail(where, f"not in paragraph {paragraph} as whole words: {words!r}")
        return span

    def _exact(self, words: str, nth: int, low: int, high: int) -> Span | None:
        """Return the nth occurrence of `words` in [low, high) that splits no word."""
        start = low - 1
        while nth:
            start = self.text.find(words, start + 1, high)
            if start < 0:
                return None
            if not self._splits(start) and not self._splits(start + len(words)):
                nth -= 1
        return [start, start + len(words)]

    def _between(self, words: str, nth: int, low: int, high: int) -> Span | None:
        """Return the span that `first ... last` names."""
        first, dots, last = words.partition(" ... ")
        if not dots:
            return None
        head = self._exact(first, nth, low, high)
        tail = head and self._exact(last, 1, head[1], high)
        return [head[0], tail[1]] if head and tail else None

    def _splits(self, offset: int) -> bool:
        """Tell whether a cut at `offset` would part two letters or digits."""
        pair = self.text[max(0, offset - 1) : offset + 1]
        return 0 < offset < len(self.text) and pair.isalnum()


def load_story(source: Path | str | Story) -> Story:
    """Convert one story from the annotation form to the span form, checking every mark.

    `source` is a path to a JSON file, or the parsed story. Offsets are code points in the
    returned `text`, end exclusive. Raises FormatError for a string that is not found or splits a
    word, an unknown code, a missing key, a span out of its place.
    """
    item, story = _open(source)
    for key in ("id", "title", "published", "publisher", "license", "paragraphs"):
        if not story.get(key):
            raise FormatError(item, f"the story has no {key}")
    paragraphs = story["paragraphs"]
    if not all(isinstance(p, str) and p == p.strip() and p for p in paragraphs):
        raise FormatError(item, "a paragraph is a text without blanks at its ends")
    _check_date(story["published"], item, "published")
    text, body = str(story["title"]), []
    for paragraph in paragraphs:
        text += "\n\n"
        body.append([len(text), len(text) + len(paragraph)])
        text += paragraph
    page = Page(item, text, body)
    out: Story = {k: story.get(k) for k in ("id", "title", "published", "publisher", "url")}
    out |= {"license": story["license"], "text": text, "body": body}
    out["people"] = list(_each(story, "people", page, _read_person))
    out["events"] = list(_each(story, "events", page, _read_event))
    out["statements"] = list(_each(story, "statements", page, _read_statement))
    for name in REGISTERS:
        if story.get(name):
            out[name] = list(_each(story, name, page, _read_row))
    return out


def load_stories(folder: Path | str) -> list[Story]:
    """Load every `*.json` of `folder` by name; ids must be unique. Raises FormatError."""
    stories = [load_story(path) for path in sorted(Path(folder).glob("*.json"))]
    for name, times in Counter(story["id"] for story in stories).items():
        if times > 1:
            raise FormatError(str(folder), f"{times} stories have the id {name!r}")
    return stories


def _open(source: Path | str | Story) -> tuple[str, Story]:
    """Return the story's name for messages, and the story."""
    if isinstance(source, dict):
        return str(source.get("id", "story")), source
    try:
        story = json.loads(Path(source).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FormatError(str(source), f"not a readable JSON file: {error}") from error
    if not isinstance(story, dict):
        raise FormatError(str(source), "a story is one JSON object")
    return str(source), story


Reader = Callable[[Story, Page, str], Story]


def _each(story: Story, name: str, page: Page, read: Reader) -> Iterator[Story]:
    """Read each mark of one kind, naming it `kind 3` in errors (0 is the first)."""
    for index, mark in enumerate(story.get(name) or []):
        where = f"{name} {index}"
        if not isinstance(mark, dict):
            raise page.fail(where, "not an object")
        yield read(mark | {"kind_of": name}, page, where)


def _check_date(value: Any, item: str, where: str) -> None:
    """Raise FormatError unless `value` is an ISO day."""
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise FormatError(item, f"{where}: not an ISO date: {value!r}") from error


def _spans(mark: Story, key: str, page: Page, where: str) -> list[Span]:
    """Find each string of the list (or the one string) under `key`."""
    value = mark.get(key)
    values = [] if value is None else value if isinstance(value, list) else [value]
    here = f"{where} {key} (paragraph {mark.get('p')})"
    return [page.find(one, mark.get("p", -1), here) for one in values]


def _read_person(mark: Story, page: Page, where: str) -> Story:
    """Check a person: the name must stand in the text, the sector is one code."""
    keys = ("name", "role", "organisation", "country", "sector")
    name, country, sector = mark.get("name"), mark.get("country"), mark.get("sector")
    if not isinstance(name, str) or name not in page.text:
        raise page.fail(where, f"the name is not in the text: {name!r}")
    for code in (country, sector):
        if code is not None and not re.fullmatch(r"[A-Z]{3}", code):
            raise page.fail(where, f"not a code of three capitals: {code!r}")
    return {key: mark.get(key) for key in keys}


def _read_event(mark: Story, page: Page, where: str) -> Story:
    """Convert an event; its codes must be the codebook's."""
    root, mode, status = mark.get("root"), mark.get("mode"), mark.get("status")
    if root not in codebook.ROOTS:
        raise page.fail(where, f"unknown root {root!r}")
    if mode is not None and mode not in codebook.modes(root):
        raise page.fail(where, f"{root} has no mode {mode!r}")
    if status not in codebook.STATUSES:
        raise page.fail(where, f"unknown status {status!r}")
    context = list(mark.get("context") or [])
    if unknown := set(context) - set(codebook.contexts()):
        raise page.fail(where, f"unknown context {sorted(unknown)}")
    if (day := mark.get("date")) is not None:
        _check_date(day, page.item, where)
    trigger = _spans(mark, "trigger", page, where)
    if len(trigger) != 1:
        raise page.fail(where, "an event has one trigger")
    actors = _spans(mark, "actors", page, where)
    recipients = _spans(mark, "recipients", page, where)
    return {
        "root": root,
        "mode": mode,
        "status": status,
        "trigger": trigger,
        "actors": actors,
        "recipients": recipients,
        "date": day,
        "context": context,
    }


def _read_statement(mark: Story, page: Page, where: str) -> Story:
    """Convert a statement; it needs content, and a cue unless a quotation stands alone."""
    kind = mark.get("kind")
    if kind not in KINDS:
        raise page.fail(where, f"unknown kind {kind!r}")
    content = _spans(mark, "content", page, where)
    if not content:
        raise page.fail(where, "a statement has content")
    cue = _spans(mark, "cue", page, where)
    if any(c[0] < t[1] and t[0] < c[1] for c in cue for t in content):
        raise page.fail(where, "the cue stands inside the content: give the content two spans")
    source = _spans(mark, "source", page, where)
    return {
        "kind": kind,
        "source": source,
        "cue": cue,
        "content": content,
        "speaker": mark.get("speaker"),
    }


def _read_row(mark: Story, page: Page, where: str) -> Story:
    """Check one row of a register; its `evidence`, if given, becomes spans."""
    name = mark["kind_of"]
    if missing := REGISTERS[name] - set(mark):
        raise page.fail(where, f"missing {sorted(missing)}")
    if name in CHOICES:
        key, allowed = CHOICES[name]
        if mark[key] not in allowed:
            raise page.fail(where, f"unknown {key} {mark[key]!r}")
    row = {key: mark[key] for key in mark if key in REGISTERS[name] or key in ("to", "date")}
    return row | {"evidence": _spans(mark, "evidence", page, where)}


def count_stories(stories: list[Story]) -> Iterator[str]:
    """Yield lines that say how much is marked: by root, status and mode."""
    events = [event for story in stories for event in story["events"]]
    statements = [row for story in stories for row in story["statements"]]
    yield f"{len(stories)} stories, {len(events)} events, {len(statements)} statements"
    for key in ("root", "status", "mode"):
        counts = Counter(str(event[key]) for event in events).most_common()
        yield f"{key}: " + ", ".join(f"{name} {times}" for name, times in counts)
    kinds = Counter(row["kind"] for row in statements).most_common()
    yield "kind: " + ", ".join(f"{name} {times}" for name, times in kinds)


def main(arguments: list[str]) -> int:
    """Check every story of a folder and write the counts; 2 when a story is wrong."""
    folder = Path(arguments[0] if arguments else "training/stories")
    failed, stories = 0, []
    for path in sorted(folder.glob("*.json")):
        try:
            stories.append(load_story(path))
        except FormatError as error:
            failed += 1
            sys.stderr.write(f"{error}\n")
    sys.stdout.write("\n".join(count_stories(stories)) + "\n")
    return 2 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
