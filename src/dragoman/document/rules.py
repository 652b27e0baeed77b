"""What words say of a block of text: its text in, a short code of the boilerplate rule out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import ahocorasick

from dragoman.knowledge import rows, sheet

LINE = 300  # characters of the longest block that a `lines` rule can be about
DECISIVE = 2  # weights of phrases that together say "not the story"
_GLUED = re.compile(r"[^\W\d_][a-z]+(?=[A-Z])")
_TRAIL = re.compile(r"\s{0,4}(?:[>›»/|→]|::|\s)\s{0,4}")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of `boilerplate.yaml`, compiled."""

    lines: tuple[tuple[re.Pattern[str], str], ...]
    starts: tuple[tuple[re.Pattern[str], str, int], ...]
    tails: tuple[tuple[re.Pattern[str], str], ...]
    phrases: Any  # ahocorasick.Automaton of (why, weight, phrase)


@cache
def rules() -> Rules:
    """Read and compile the rules once."""
    raw = sheet("text/boilerplate.yaml")

    def pattern(row: dict[str, Any]) -> re.Pattern[str]:
        return re.compile(row["is"], 0 if row.get("case") else re.IGNORECASE)

    phrases = ahocorasick.Automaton()
    for row in raw["phrases"]:
        phrases.add_word(row["has"], (row["why"], int(row["weight"]), row["has"]))
    phrases.make_automaton()
    return Rules(
        lines=tuple((pattern(row), row["why"]) for row in raw["lines"]),
        starts=tuple((pattern(row), row["why"], int(row["most"])) for row in raw["starts"]),
        tails=tuple((pattern(row), row["why"]) for row in raw["tails"]),
        phrases=phrases,
    )


@cache
def _sections() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in rows("text/sections.csv")}


def verdict(block: str, length: int) -> str | None:
    """Return why a block of `length` words is not the story, or None."""
    known = rules()
    if len(block) <= LINE:
        for pattern, why in known.lines:
            if pattern.fullmatch(block):
                return why
    for pattern, why, most in known.starts:
        if length <= most and pattern.match(block):
            return why
    return _by_phrases(block, length)


def opens_tail(block: str) -> str | None:
    """Return why a block opens what follows the story (related links, comments), or None."""
    if len(block) > LINE:
        return None
    for pattern, why in rules().tails:
        if pattern.fullmatch(block):
            return why
    return None


def _by_phrases(block: str, length: int) -> str | None:
    """Add up the phrases that a block holds; a long block needs more of them."""
    seen: dict[str, tuple[str, int]] = {}
    for _, (why, weight, phrase) in rules().phrases.iter(block.lower()):
        seen[phrase] = (why, weight)
    if sum(weight for _, weight in seen.values()) < DECISIVE + length // 150:
        return None
    return max(seen.values(), key=lambda hit: hit[1])[0]


def trail_end(line: str) -> int:
    """Return where a breadcrumb at the start of a line ends; 0 where there is none.

    "Home PoliticsChina China and Cuba Move Closer" -> 19, "World > Asia > Talks open" -> 15. A
    trail opens with a section's name and is given away by "Home", a separator or glued names.
    """
    at, names, home, sure = 0, 0, False, False
    while at < len(line):
        step = _trail_step(line, at)
        if step is None:
            break
        end, telling = step
        gap = _TRAIL.match(line, end)
        last = _GLUED.match(line, at, end) is not None
        if gap is None:
            break
        names += 1
        home = home or telling
        sure = sure or last or (home and names > 1) or any(c in gap.group() for c in ">›»/|→:")
        at = gap.end()
        if last:
            break
    return at if sure and at < len(line) else 0


def _trail_step(line: str, at: int) -> tuple[int, bool] | None:
    """Read one name of a trail at `at`: its end, and whether it gives a trail away.

    A region's name may open the headline: it belongs to the trail only before a separator, or
    where the headline's own first word repeats it.
    """
    known = _sections()
    word = re.compile(r"[^\s>›»/|→]{1,40}").match(line, at)
    if word is None:
        return None
    text = word.group()
    kind = known.get(text.lower())
    if kind == "section" and not line[word.end() : word.end() + 2].strip().islower():
        return word.end(), text.lower() in ("home", "homepage")
    glued = _GLUED.match(text)
    if glued and glued.group().lower() in known:  # "PoliticsChina": the trail's last name
        return word.end(), True
    separator = re.compile(r"[^>›»|→/]{1,40}\s?(?:[>›»|→]|(?<=\s)/(?=\s))").match(line, at)
    if separator and at > 0:
        return separator.end() - 1, True
    repeated = re.compile(rf"{re.escape(text)}\s+{re.escape(text)}\b").match(line, at)
    return (word.end(), False) if repeated and at > 0 else None
