"""Outlets that a story credits: its paragraphs in, each outlet at the place where it is named.

A name alone is no credit: a cue must stand before or after it ("told the Global Times",
"according to Prensa Latina", "Reuters reported", "(Xinhua)").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import ahocorasick

from dragoman.document.lexicon import rows
from dragoman.forms.document import Credit, Span

REACH = 70  # characters before a name in which its cue may stand
_OF = (
    r"(?:(?:the|a|an|its|state|state-run|state-owned|state-controlled|state-backed|government-run|"
    r"government|official|semi-official|semiofficial|private|local|domestic|public|national|"
    r"international|independent|pro-government|opposition|leading|daily|weekly|evening|online|"
    r"business|financial|broadcaster|newspaper|news|agency|wire|service|channel|outlet|website|"
    r"site|portal|magazine|media|television|TV|radio|network|station|tabloid|paper|press|"
    r"[A-Z][a-z]+(?:i|an|ese|ish|ean|ch)|French|Greek|Dutch|Czech|Thai|US|U\.S\.|UK|British|"
    r"Chinese|Swiss)[\s-])"
)
_BEFORE = re.compile(
    r"(?:\b(?:[Tt]old|tells|telling|[Aa]ccording to|reported (?:by|in|on)|report(?:s)? (?:by|from|in)|"
    r"interview (?:with|to|for|by|on|in)|interviewed by|quoted (?:by|in)|cited by|"
    r"published (?:by|in|on)|carried by|statement to|said (?:to|on|in)|speaking (?:to|on|with)|spoke (?:to|with)|"
    r"wrote in|writing in|article in|column in|op-ed in|editorial in|broadcast (?:by|on)|"
    r"aired (?:by|on)|(?:via|citing|cited|quoting|quoted|per|through)|report of|remarks to|"
    r"comments to|in comments (?:to|carried by)|obtained by|seen by|reviewed by|"
    r"informed|confirmed to|revealed (?:to|by)|appearance on|appeared on|(?:source|sources|via) ?:)"
    r"\s+(?:(?:reporters? (?:at|from|of)|journalists? (?:at|from|of)) )?"
    rf"{_OF}{{0,6}}|[(\[])$",
)
_AFTER = re.compile(
    r"(?:['’]s)?(?:\s(?:news agency|newspaper|news service|news channel|television|TV|radio|news|"
    r"agency|daily|website|magazine|correspondent|network|channel|broadcaster))?"
    r"(?:,? (?:which|who))?"
    r"(?:\s(?:has |had |also |first |earlier |later |previously |separately |recently |which ){0,2}"
    r"(?:reported|reports|report|quoted|quotes|quoting|cited|cites|citing|said in (?:a|its|an)|"
    r"announced|revealed|broke the|wrote|published|broadcast|aired|added in)\b"
    r"|\s(?:said|says)\b(?! (?:it|he|she|they|its) (?:will|would|was|has|had|is|plans|plan)\b)"
    r"|[)\]]|\s?(?:--|—|–|-)\s)"
)
_PAREN = re.compile(r"[)\]]|[/,;]")
_NEW = re.compile(
    r"\b(?:told|interview with|[Aa]ccording to|reported by|speaking to|spoke to|quoted by|cited by) "
    r"(?:the )?((?:[A-Z][\w&.'’-]* ){0,4}(?:Times|Post|News|Tribune|Herald|Journal|Gazette|Daily|"
    r"Chronicle|Telegraph|Observer|Guardian|Standard|Press|Weekly|Review|Magazine|Radio|TV|"
    r"Television|Broadcasting|News Agency|Press Agency|Courier|Mail|Monitor|Inquirer|Examiner|"
    r"Dispatch|Globe|Star|Sun|Independent|Today|Shimbun|Zeitung|Mirror|Bulletin))"
    r"(?![\w’'-]| [A-Z])"
)


@cache
def _names() -> Any:
    """Build the index of outlets' names: surface -> (name, whether it needs a strong cue)."""
    index = ahocorasick.Automaton()
    for row in rows("outlets.csv"):
        for surface in (row["name"], *filter(None, row["aliases"].split("|"))):
            index.add_word(surface, (len(surface), row["name"], row["doubtful"] == "yes"))
    index.make_automaton()
    return index


def find(text: str, spans: Iterable[Span]) -> tuple[Credit, ...]:
    """Return the credits in the given ranges of a text, in order, none overlapping another."""
    found: list[Credit] = []
    for span in spans:
        taken: list[Credit] = []
        for start, end, name, doubtful in _mentions(text, span):
            if _is_credit(text, span, start, end, doubtful):
                taken.append(Credit(name, Span(start, end)))
        for match in _NEW.finditer(text, span.start, span.end):
            new = Span(match.start(1), match.end(1))
            if not any(credit.span.overlaps(new) for credit in taken):
                taken.append(Credit(match[1], new))
        found.extend(sorted(taken, key=lambda credit: credit.span))
    return tuple(found)


def _mentions(text: str, span: Span) -> list[tuple[int, int, str, bool]]:
    """Return the outlets' names in a range, the longest where several begin or overlap."""
    hits: list[tuple[int, int, str, bool]] = []
    for last, (length, name, doubtful) in _names().iter(text, span.start, span.end):
        end = last + 1
        start = end - length
        if start > 0 and (text[start - 1].isalnum() or text[start - 1] in "-@"):
            continue
        if end < len(text) and (text[end].isalnum() or text[end] == "@"):
            continue
        while hits and hits[-1][0] >= start:
            hits.pop()
        if not hits or hits[-1][1] <= start:
            hits.append((start, end, name, doubtful))
    return hits


def _is_credit(text: str, span: Span, start: int, end: int, doubtful: bool) -> bool:
    """Say whether a cue stands before or after an outlet's name."""
    before = text[max(span.start, start - REACH) : start]
    after = text[end : min(span.end, end + 60)]
    if end - start == span.end - span.start:
        return True
    if match := _BEFORE.search(before):
        return match.group() not in "([" or _PAREN.match(after) is not None
    if doubtful and not before.endswith(("the ", "The ")):
        return False
    match = _AFTER.match(after)
    if match is None:
        return False
    cue = match.group().strip()
    if cue[-1:] in ")]":
        return "(" in before[-40:] or "[" in before[-40:]
    if cue[:1] in "-—–" or not cue:
        return start - span.start < 60 and (start == span.start or before.rstrip()[-1:] in ",(")
    return True
