"""The corpora in, training items out: a passage with its spans, in one form for every source."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import FormatError
from dragoman.forms.document import Paragraph, Span
from dragoman.learn.scoring.match import bare
from dragoman.reader.passages import MAX_CHARS, cut

Spans = tuple[tuple[int, int], ...]

MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
"""Roots of which both sides may be actors, as annotation.md has it."""

_SENTENCE = re.compile(r"[^.!?]+[.!?]*[\"”’']*\s*")
_LINE = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class GoldAct:
    """An act of a passage, offsets in the passage's text.

    `status` is empty and `mode` None where they are not known; `open` are words of which it is not
    known whether they are parties.
    """

    trigger: Spans
    root: str
    mode: str | None
    status: str
    context: tuple[str, ...]
    actors: Spans
    recipients: Spans
    open: Spans = ()


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """An attribution of a passage."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True, slots=True)
class Item:
    """A passage with what is known of it; None where the corpus does not mark that layer.

    `pair` is (actor spans, recipient spans, root or None, class of five or None). A `partial`
    passage may hold more acts than those that are marked.
    """

    corpus: str
    story: str
    text: str
    acts: tuple[GoldAct, ...] | None = None
    attributions: tuple[GoldAttribution, ...] | None = None
    mentions: tuple[tuple[int, int, str], ...] | None = None
    pair: tuple[Spans, Spans, str | None, int | None] | None = None
    whole: str | None = None
    partial: bool = False


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Read a JSONL file, gzip or not. Raises FormatError for a line that is no JSON object."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as f:
        try:
            for number, line in enumerate(f, 1):
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise FormatError(f"{path}:{number}", "is no JSON object")
                yield row
        except (ValueError, OSError) as error:  # no JSON, no UTF-8, no gzip
            raise FormatError(str(path), f"is no gold file: {error}") from error


def chunks(text: str, ranges: Iterable[tuple[int, int]]) -> list[Span]:
    """Cut paragraphs as the reader does: long ones into runs of sentences."""
    out: list[Span] = []
    for start, end in ranges:
        if end - start <= MAX_CHARS:
            out.append(Span(start, end))
            continue
        found = [
            Span(start + m.start(), start + m.end()) for m in _SENTENCE.finditer(text[start:end])
        ]
        out.extend(cut(Paragraph(Span(start, end), tuple(found))))
    return out


def within(spans: Iterable[Iterable[int]], chunk: Span) -> Spans:
    """Move the spans that lie inside a chunk to its own offsets; the others are left out."""
    return tuple(
        (s - chunk.start, e - chunk.start) for s, e in spans if chunk.start <= s and e <= chunk.end
    )


def parties(text: str, spans: Iterable[Sequence[int]], chunk: Span) -> Spans:
    """Give the parties inside a chunk without article and final 's, as annotation.md has them."""
    return within((bare(text, (start, end)) for start, end in spans), chunk)


def stories(records: Iterable[dict[str, Any]], corpus: str) -> Iterator[Item]:
    """Give the passages of annotated stories (annotation.md, span form)."""
    for story in records:
        text = story["text"]
        names = _names(story)
        for chunk in chunks(text, story["body"]):
            acts = tuple(
                GoldAct(
                    trigger, e["root"], e.get("mode"), e["status"], tuple(e.get("context") or ()),
                    parties(text, e["actors"], chunk), parties(text, e["recipients"], chunk),
                )
                for e in story["events"]
                if (trigger := within(e["trigger"], chunk))
            )  # fmt: skip
            attributions = tuple(
                GoldAttribution(within(s["source"], chunk), cue, within(s["content"], chunk))
                for s in story["statements"]
                if (cue := within(s["cue"], chunk))
            )
            body = chunk.of(text)
            yield Item(
                corpus, story["id"], body, acts, attributions, mentions=_find_names(names, body),
            )  # fmt: skip


def _names(story: dict[str, Any]) -> dict[str, str]:
    """Give the names that the story's notes settle, with their kinds."""
    out: dict[str, str] = {}
    for person in story.get("people", ()):
        name = person["name"]
        out[name] = "person"
        if " " in name:
            out.setdefault(name.split()[-1], "person")
        if person.get("organisation"):
            out.setdefault(person["organisation"], "organisation")
        if person.get("role"):
            out.setdefault(person["role"], "office")
    return out


def _find_names(names: dict[str, str], text: str) -> tuple[tuple[int, int, str], ...]:
    """Find the names in a passage, longest first, whole words only."""
    out: list[tuple[int, int, str]] = []
    for name in sorted(names, key=len, reverse=True):
        for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            if all(m.end() <= s or e <= m.start() for s, e, _ in out):
                out.append((m.start(), m.end(), names[name]))
    return tuple(sorted(out))


def polnear(path: Path) -> Iterator[Item]:
    """Give the passages of PolNeAR's articles with their attributions."""
    for article in lines(path):
        text = article["text"]
        for chunk in chunks(text, (m.span() for m in _LINE.finditer(text))):
            attributions = tuple(
                GoldAttribution(within(a["source"], chunk), cue, within(a["content"], chunk))
                for a in article["attributions"]
                if (cue := within(a["cue"], chunk))
            )
            yield Item("polnear", article["id"], chunk.of(text), None, attributions)


def pairs(path: Path, corpus: str) -> Iterator[Item]:
    """Give sentences with actor and recipient spans: PLV (root) and cameo_spans (class of five)."""
    for number, row in enumerate(lines(path)):
        yield Item(
            corpus,
            str(row.get("id", f"{corpus}-{number}")),
            row["text"],
            pair=(
                tuple(map(tuple, row["actor"])),
                tuple(map(tuple, row["recipient"])),
                row.get("root"),
                row.get("class5"),
            ),
        )


def synthetic(path: Path, *, chars: int = 500) -> Iterator[Item]:
    """Give the beginning of each machine-written story with its root."""
    for row in lines(path):
        text = f"{row['title']}. {row['text']}"[:chars]
        yield Item("synthetic", row["id"], text, whole=row["root"])


_GUM_KINDS = {"person": "person", "organization": "organisation", "place": "place", "time": "date"}


def gum(path: Path) -> Iterator[Item]:
    """Give GUM's news sentences with named persons, organisations, places and times."""
    words: list[tuple[str, bool, str, str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line:
            if words:
                yield _gum_item(words)
            words = []
        elif not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                words.append((cells[1], "SpaceAfter=No" in cells[9], cells[3], cells[9]))


def _gum_item(words: list[tuple[str, bool, str, str]]) -> Item:
    """Make one sentence's item from (form, glued to the next, part of speech, misc) rows."""
    text = ""
    open_: dict[str, list[tuple[int, str, bool]]] = {}
    found: list[tuple[int, int, str]] = []
    for form, glued, pos, misc in words:
        start = len(text)
        text += form
        entity = next((m[7:] for m in misc.split("|") if m.startswith("Entity=")), "")
        for piece in re.findall(r"\([^()]+\)?|[^()]+\)", entity):
            key = piece.strip("()").split("-")[0]
            if piece.startswith("("):
                kind = piece.strip("()").split("-")[1]
                open_.setdefault(key, []).append((start, kind, pos == "PROPN"))
            if piece.endswith(")") and open_.get(key):
                begin, kind, proper = open_[key].pop()
                if kind in _GUM_KINDS and (proper or kind == "time"):
                    found.append((begin, len(text), _GUM_KINDS[kind]))
        text += "" if glued else " "
    outer = [
        f for f in found
        if not any(o != f and o[0] <= f[0] and f[1] <= o[1] for o in found)
    ]  # fmt: skip
    return Item("gum", "gum", text.rstrip(), mentions=tuple(sorted(outer)))
