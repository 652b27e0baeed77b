"""How well stories are found: gold pages in, figures out.

    python -m dragoman.document.measure pages ../shared/data/pages/dev.jsonl.gz
    python -m dragoman.document.measure texts ../shared/data/annotated/voa.jsonl

`pages` wants `html` and `article_body` in each line, `texts` wants `text` and `body` (ranges).
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.document import body, page
from dragoman.document.flat import flatten
from dragoman.document.language import english_share
from dragoman.forms.document import Span

SHINGLE = 4  # tokens, as article bodies are commonly compared


@dataclass(frozen=True, slots=True)
class Score:
    """Means over documents, each 0..1; `f1` is of the two means."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of the two."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four tokens of a text; a shorter text is one run."""
    tokens = re.findall(r"\w+", text)
    last = max(1, len(tokens) - SHINGLE + 1)
    return Counter(tuple(tokens[i : i + SHINGLE]) for i in range(last)) if tokens else Counter()


def compare(gold: str, found: str) -> tuple[float, float]:
    """Return precision and recall of the shingles of one text."""
    wanted, got = shingles(gold), shingles(found)
    hits = sum((wanted & got).values())
    precision = hits / sum(got.values()) if got else float(not wanted)
    recall = hits / sum(wanted.values()) if wanted else 1.0
    return precision, recall


def mean(pairs: Sequence[tuple[float, float]]) -> Score:
    """Average precision and recall over documents."""
    count = max(1, len(pairs))
    return Score(sum(p for p, _ in pairs) / count, sum(r for _, r in pairs) / count)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a JSONL file, gzipped or not."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def join(text: str, spans: Iterable[Span]) -> str:
    """Return the paragraphs of a body as one text."""
    return "\n".join(span.of(text) for span in spans)


def our_body(markup: str, url: str | None) -> str:
    """Return the body that we find in a page's markup."""
    told = page.read(markup, url=url, today=date.today())
    if told is None:
        return ""
    return join(told.text, body.of_page(told.text, told.blocks, told.title_span).paragraphs)


def plain_body(markup: str) -> str:
    """Return the body that we find in a page's text, menus and all."""
    text = flatten(markup)
    return join(text, body.find(text).paragraphs)


def kept_paragraphs(gold: str, text: str) -> tuple[float, float]:
    """Return precision and recall of the lines that a plain text's body keeps.

    A line of five words or more is the story's where four in five of its shingles are in the gold
    body; it is kept where a paragraph of the body overlaps it.
    """
    wanted = shingles(gold)
    spans = body.find(text).paragraphs
    kept = right = story = 0
    for line in re.finditer(r"[^\n]+", text):
        runs = shingles(line.group())
        if len(re.findall(r"\w+", line.group())) < 5:
            continue
        is_story = sum((runs & wanted).values()) >= 0.8 * sum(runs.values())
        is_kept = any(s.start < line.end() and line.start() < s.end for s in spans)
        story, kept, right = story + is_story, kept + is_kept, right + (is_story and is_kept)
    return (right / kept if kept else 0.0), (right / story if story else 1.0)


def peer_body(markup: str) -> str:
    """Return what trafilatura finds by itself with its default options."""
    import trafilatura

    return trafilatura.extract(markup) or ""


def measure_pages(path: Path) -> dict[str, Score]:
    """Score three ways to find the bodies of pages: ours, trafilatura's alone, from plain text."""
    found: dict[str, list[tuple[float, float]]] = {
        "markup": [], "trafilatura": [], "plain": [], "plain, English": [],
        "plain paragraphs": [], "plain paragraphs, English": [],
    }  # fmt: skip
    for row in read_lines(path):
        gold = row["article_body"]
        found["markup"].append(compare(gold, our_body(row["html"], row.get("url"))))
        found["trafilatura"].append(compare(gold, peer_body(row["html"])))
        found["plain"].append(compare(gold, plain_body(row["html"])))
        found["plain paragraphs"].append(kept_paragraphs(gold, flatten(row["html"])))
        if english_share(gold) >= 0.2:
            found["plain, English"].append(found["plain"][-1])
            found["plain paragraphs, English"].append(found["plain paragraphs"][-1])
    return {name: mean(pairs) for name, pairs in found.items()}


def measure_texts(path: Path) -> tuple[int, int, list[str]]:
    """Return how many gold paragraphs of plain texts are kept, how many there are, those lost."""
    kept, total = 0, 0
    lost: list[str] = []
    for row in read_lines(path):
        got = body.find(row["text"]).paragraphs
        for start, end in row["body"]:
            total += 1
            if any(s.start <= start and end <= s.end for s in got):
                kept += 1
            else:
                lost.append(row["text"][start:end])
    return kept, total, lost


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of each file that is named."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.document.measure")
    parser.add_argument("what", choices=("pages", "texts"))
    parser.add_argument("files", nargs="+", type=Path)
    given = parser.parse_args(arguments)
    out = sys.stdout
    for path in given.files:
        if given.what == "pages":
            for name, score in measure_pages(path).items():
                out.write(
                    f"{path.name} {name}: F1 {score.f1:.4f}"
                    f" precision {score.precision:.4f} recall {score.recall:.4f}\n"
                )
        else:
            kept, total, lost = measure_texts(path)
            out.write(f"{path.name}: {kept} of {total} body paragraphs kept\n")
            for text in lost:
                out.write(f"  lost: {text[:100]!r}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
