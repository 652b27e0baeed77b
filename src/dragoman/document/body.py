"""The body of a story: a text's blocks in, those that are the story and those that are not out.

A page as plain text is a run of prose with other things before, after and inside it. Each block
gets a score (its words for prose, a loss for what a rule knows or for a menu's line); the body is
the run of blocks with the greatest sum, less the blocks in it that are not prose.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.document import blocks, rules
from dragoman.document.language import english_share
from dragoman.forms.document import Boilerplate, Span

# Losses in words, set on the development pages (docs/document.md): a menu line outweighs half a
# short sentence, a heading such as "Related stories" a teaser paragraph or two.
MENU_LOSS = 8
RULE_LOSS = 6
TAIL_LOSS = 60
LEAST_PROSE = 5  # words
FULL_PROSE = 12  # words: below it a block counts half
LOOSE_PROSE = 25  # words of a block that is prose without a full stop at its end
LEAST_SHARE = 0.10  # function words: prose has 0.3-0.5, lists of names and links less
FOREIGN = 0.08  # function words: below it a page is in another language, whose prose must be found
LEAST_BRIEF = 8  # words of a line of a brief that has no full stop in it
LEAST_ALONE = 3  # words of a text that is one line
MOST_BRIEF = 12  # lines of such a brief; more are a menu
LEAST_ITEM = 6  # words of an item of a story's list
ITEM_SHARE = 0.35  # function words of such an item: headlines have 0.10-0.30
SAMPLE = 6_000  # characters by which that is told
_STOPPED = re.compile(r"[.!?…。:;,][\"'”’»)\]]*$|[\"”’»]$")
_BULLET = re.compile(r"[-•*·–—▪●○◦‣]\s?[A-Za-z\"“]|\(?\d{1,2}[.)]\s")
_QUOTE = "\"“‘«'"


@dataclass(frozen=True, slots=True)
class Block:
    """A block with what is known of it. `why` is the rule that it fell to, None otherwise."""

    span: Span
    words: int
    prose: bool
    item: bool
    why: str | None
    tail: bool


@dataclass(frozen=True, slots=True)
class Body:
    """The story's paragraphs, its headline and all the rest, each an exact range of the text."""

    paragraphs: tuple[Span, ...]
    title: Span | None
    boilerplate: tuple[Boilerplate, ...]


def find(text: str, *, title: str | None = None, pure: bool = False) -> Body:
    """Find the story in a plain text.

    `title` is the headline where it is known. `pure` says that the text is the story alone: then
    only what a rule knows is left out, and a block's place and form say nothing.
    """
    least = LEAST_SHARE if english_share(text[:SAMPLE]) >= FOREIGN else 0.0
    looked = [look(text, span, least) for span in blocks.split(text)]
    if not any(block.prose for block in looked):
        looked = rescued(looked)
    first, last = (0, len(looked)) if pure else story_range(looked)
    if pure:
        last = _before_tail(looked)
    head = headline(text, looked, title=title, first=first, pure=pure)
    paragraphs: list[Span] = []
    rest: list[Boilerplate] = []
    told: set[str] = set()
    for i, block in enumerate(looked):
        span = block.span
        if head and span.contains(head):
            if head.start > span.start:
                end = span.start + len(text[span.start : head.start].rstrip())
                rest.append(Boilerplate(Span(span.start, end), "breadcrumb"))
            continue
        why = block.why or _place(looked, i, first, last, pure)
        if why is None and not pure and block.words >= FULL_PROSE:
            # A caption under two pictures, a teaser and its story's first paragraph.
            words = span.of(text)
            why = "repeated" if words in told else None
            told.add(words)
        if why is None:
            paragraphs.append(span)
        else:
            rest.append(Boilerplate(span, why))
    return Body(tuple(paragraphs), head, tuple(rest))


def of_page(text: str, spans: Sequence[Span], title: Span | None) -> Body:
    """Find the story among the blocks that were extracted from a page's markup."""
    looked = [look(text, span) for span in spans]
    last = _before_tail(looked)
    paragraphs: list[Span] = []
    rest: list[Boilerplate] = []
    for i, block in enumerate(looked):
        why = block.why or (None if i < last else "after-story")
        why = why or _of_markup(text, block.span, title)
        if why is None:
            paragraphs.append(block.span)
        else:
            rest.append(Boilerplate(block.span, why))
    return Body(tuple(paragraphs), title, tuple(rest))


def _of_markup(text: str, span: Span, title: Span | None) -> str | None:
    """Say what only extraction from markup leaves behind: numbers of tables, the title again."""
    block = span.of(text)
    if not any(c.isalpha() for c in block):
        return "table"
    if title and len(block) < 300 and _folded(block) == _folded(title.of(text)):
        return "repeated"
    return None


def look(text: str, span: Span, least: float = LEAST_SHARE) -> Block:
    """Read one block by itself; `least` is the share of function words that prose must have."""
    block = span.of(text)
    count = block.count(" ") + 1
    tail = rules.opens_tail(block)
    why = tail or rules.verdict(block, count)
    prose = why is None and is_prose(block, count, least)
    item = why is None and not prose and is_item(block, count)
    return Block(span, count, prose, item, why, tail is not None)


def rescued(looked: Sequence[Block]) -> list[Block]:
    """Take lines for prose in a text that has none: a brief without full stops, a single line."""
    open_ones = [block for block in looked if block.why is None]
    least = LEAST_BRIEF if len(open_ones) > 1 else LEAST_ALONE
    if len(open_ones) > MOST_BRIEF:
        return list(looked)
    return [
        replace(block, prose=block.why is None and block.words >= least, item=False)
        for block in looked
    ]


def is_item(block: str, count: int) -> bool:
    """Say whether a block without a full stop is an item of a story's own list, not a link.

    It has a bullet, or is as full of function words as only clauses are; headlines are not.
    """
    if count < LEAST_ITEM:
        return False
    return _BULLET.match(block) is not None or english_share(block[:600]) >= ITEM_SHARE


def is_prose(block: str, count: int, least: float = LEAST_SHARE) -> bool:
    """Say whether a block of `count` words reads as sentences."""
    stopped = _STOPPED.search(block[-6:]) is not None
    if count < LEAST_PROSE:
        return stopped and block[-1] in '.!?"”' and block[0] in _QUOTE and count >= 2
    if not stopped and count < LOOSE_PROSE:
        return False
    return not least or english_share(block[:600]) >= least


def story_range(looked: Sequence[Block]) -> tuple[int, int]:
    """Return the run of blocks (half-open) whose scores have the greatest sum."""
    best, best_range = 0.0, (0, 0)
    total, start = 0.0, 0
    for i, block in enumerate(looked):
        if total <= 0:
            total, start = 0.0, i
        total += score(block)
        if total > best:
            best, best_range = total, (start, i + 1)
    return best_range


def score(block: Block) -> float:
    """Score a block: words won for prose, words lost for the rest."""
    if block.tail:
        return -TAIL_LOSS
    if block.why is not None:
        return -RULE_LOSS
    if not block.prose:
        return 0.0 if block.item else -MENU_LOSS
    return block.words if block.words >= FULL_PROSE else block.words / 2


def _place(looked: Sequence[Block], i: int, first: int, last: int, pure: bool) -> str | None:
    """Say why a block that no rule knows is outside the story by its place, or None."""
    if pure:
        return None if i < last else "after-story"
    if not first <= i < last:
        return "outside" if looked[i].prose else "menu"
    if looked[i].prose:
        return None
    if looked[i].item:
        return None
    # One short line between two paragraphs is a subheading; several in a row are a list of links.
    before = i > first and (looked[i - 1].prose or looked[i - 1].item)
    after = i + 1 < last and (looked[i + 1].prose or looked[i + 1].item)
    return None if before and after and looked[i].words <= 14 else "list"


def _before_tail(looked: Sequence[Block]) -> int:
    """Return the index of the block that opens the end matter of a story's own text.

    Only where little prose follows it: the words "Related" or "Comments" can head a part of a
    story too.
    """
    total = sum(block.words for block in looked if block.prose)
    left = 0
    cut = len(looked)
    for i in range(len(looked) - 1, -1, -1):
        if looked[i].prose:
            left += looked[i].words
        if left > 0.25 * total:
            break
        if looked[i].tail:
            cut = i
    return cut


def headline(
    text: str, looked: Sequence[Block], *, title: str | None, first: int, pure: bool
) -> Span | None:
    """Return where the headline stands: the given one, or the line that reads as one."""
    if title:
        wanted = _folded(title)
        for block in looked[: max(first + 1, 3)]:
            span = _same(text, block.span, wanted)
            if span:
                return span
        if pure:
            return None
    if pure:
        return _opening_line(text, looked)
    best, best_score = None, 0.0
    story = " ".join(b.span.of(text) for b in looked[first : first + 6]).lower()
    known = set(re.findall(r"\w{3,}", story))
    for i, block in enumerate(looked[: first + 1]):
        if block.prose or block.why or (i == first and first > 0):
            continue
        start = block.span.start + rules.trail_end(block.span.of(text))
        span = Span(start, block.span.end)
        found = re.findall(r"\w{3,}", span.of(text).lower())
        if len(found) < 2 or len(found) > 30:
            continue
        share = sum(word in known for word in found) / len(found)
        worth = share * min(len(found), 8) + (0.5 if start > block.span.start else 0.0)
        if worth > best_score and share >= 0.25:
            best, best_score = span, worth
    return best or (_opening_line(text, looked[: first + 1]) if first <= 1 else None)


def _opening_line(text: str, looked: Sequence[Block]) -> Span | None:
    """Return a first line that has no full stop and is followed by prose."""
    if not looked or looked[0].prose or looked[0].why or looked[0].words > 30:
        return None
    if len(looked) > 1 and not looked[1].prose and not looked[1].why:
        return None
    if len(looked) == 1 or looked[0].words < 2:
        return None
    span = looked[0].span
    return Span(span.start + rules.trail_end(span.of(text)), span.end)


def _same(text: str, span: Span, wanted: str) -> Span | None:
    """Return the part of a block that says what `wanted` says: all of it, or what ends it."""
    block = span.of(text)
    if _folded(block) == wanted:
        return span
    at = rules.trail_end(block)
    if at and _folded(block[at:]) == wanted:
        return Span(span.start + at, span.end)
    return None


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
