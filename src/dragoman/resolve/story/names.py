"""Persons' names in a story: tokens in, every use of a name and whose it is out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from dragoman.forms.document import Span
from dragoman.resolve.story.lexicon import Lexicon
from dragoman.resolve.story.words import Words


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Casefold and drop accents, so that "Díaz" and "Diaz" are one name."""
    if word.isascii():
        return word.casefold()
    return "".join(
        c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c)
    )


@dataclass(slots=True)
class Person:
    """Somebody of the story while it is being read; `tokens` is the fullest name, folded."""

    name: str
    tokens: tuple[str, ...]
    gender: str = ""
    first: int = 0
    known: str = ""
    role: str = ""
    code: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    id: str | None = None
    office: str | None = None
    why: str = "name"
    words: set[str] = field(default_factory=set)


@dataclass(slots=True)
class NameUse:
    """A name as it stands: tokens `first:last`, and which person it is (an index, -1 unknown)."""

    first: int
    last: int
    start: int
    end: int
    person: int = -1
    titled: bool = False

    @property
    def span(self) -> Span:
        """Where the name stands."""
        return Span(self.start, self.end)


def _capital(form: str) -> bool:
    return form[0].isupper() or (
        len(form) > 4 and form[:3].lower() in ("al-", "el-", "as-", "an-") and form[3].isupper()
    )


def runs(words: Words, lex: Lexicon, fenced: frozenset[int]) -> list[tuple[int, int]]:
    """Return token ranges of capitals that may hold a name, particles inside.

    `fenced` are tokens of names that are known to be a state's, a body's or a place's.
    """
    out: list[tuple[int, int]] = []
    forms, lower, n = words.forms, words.lower, len(words)
    i = 0
    while i < n:
        if i in fenced or not _capital(forms[i]):
            i += 1
            continue
        opener = lower[i] in lex.openers and _opens(words, i)
        if lower[i] == "i" or (opener and not _named_opener(words, i, lex, fenced)):
            i += 1
            continue
        j = i + 1
        while j < n and j not in fenced and words.sentence_of[j] == words.sentence_of[i]:
            if _capital(forms[j]):
                j += 1
            elif lower[j] in lex.particles and _goes_on(words, j, lex):
                j += 2 if _capital(forms[j + 1]) else 3
            else:
                break
        out.append((i, min(j, n)))
        i = j
    return out


def _named_opener(words: Words, i: int, lex: Lexicon, fenced: frozenset[int]) -> bool:
    """Say whether a word that opens a sentence is a given name all the same: "Will Wang"."""
    return (
        words.forms[i] in lex.given_names
        and i + 1 < len(words)
        and i + 1 not in fenced
        and _capital(words.forms[i + 1])
    )


def _opens(words: Words, i: int) -> bool:
    """Say whether token `i` opens a sentence or a quotation, where any word has a capital."""
    return (
        i == 0
        or words.sentence_of[i - 1] != words.sentence_of[i]
        or words.forms[i - 1] in ("“", '"', "‘", "'", ":", "—", "–", "-", "”", "(")
        or words.forms[i - 1] == "."
        or words.forms[i - 1][-1].isdigit()  # of a caption: "Video 1:18 As Odd Lund leaves"
    )


def _goes_on(words: Words, j: int, lex: Lexicon) -> bool:
    """Say whether the particle at `j` is followed by the rest of a name ("de la O")."""
    if words.lower[j] == "of" or (words.forms[j] in ("san", "o")):
        return False
    for k in (j + 1, j + 2):
        if k >= len(words) or words.sentence_of[k] != words.sentence_of[j]:
            return False
        if _capital(words.forms[k]):
            return True
        if words.lower[k] not in lex.particles:
            return False
    return False


def name_part(words: Words, first: int, last: int, lex: Lexicon) -> tuple[int, bool]:
    """Return where the person's name begins in a run, and whether a title stands right before.

    "Central Committee Nguyen Phu Trong" begins at "Nguyen"; equal to `last` where no name is left.
    """
    lower, forms = words.lower, words.forms
    begin, titled = first, False
    if "-year-old" in lower[first]:
        begin, titled = first + 1, True
    for k in range(begin, last):
        if lower[k] in lex.roles:
            if k > begin and (
                forms[begin] in lex.given_names or forms[begin] in lex.surnames_first
            ):
                continue  # "Hassan Sheikh Mohamud"
            if titled and k == begin and forms[k] in lex.given_names and k + 1 < last:
                continue  # "Secretary of State Dean Marlow"
            later = k + 1 < last
            if later or not _surname_place(words, first, k, lex):
                begin, titled = k + 1, True
        elif lower[k] in lex.body_words and k + 1 < last:
            follows = forms[k + 1]
            named = follows in lex.given_names or follows in lex.surnames_first
            office_of = k >= 2 and lower[k - 1] == "of"
            if named or (office_of and lower[k - 2] in lex.roles):
                begin, titled = k + 1, True
    if not titled and begin == first and first > 0 and lower[first - 1] in lex.roles:
        titled = True
    return begin, titled


def _surname_place(words: Words, first: int, k: int, lex: Lexicon) -> bool:
    """Say whether a role noun at the end of a run is a surname ("Stephen King")."""
    return k - first in (1, 2) and words.forms[first] in lex.given_names


def _bodylike(words: Words, first: int, last: int, lex: Lexicon) -> bool:
    return any(words.lower[k] in lex.body_words for k in range(first, last))


def surnames(words: Words, uses: Iterable[NameUse]) -> set[str]:
    """Return the last words of the full names, folded."""
    return {fold(words.forms[u.last - 1]) for u in uses if u.person != -2 and u.last - u.first > 1}


def collect(
    words: Words,
    lex: Lexicon,
    fenced: frozenset[int],
    persons_seen: Iterable[Span],
    known: Iterable[tuple[int, int]],
    titles_only: frozenset[int] = frozenset(),
) -> list[NameUse]:
    """Find the uses of persons' names, whose they are still open.

    `persons_seen` are spans that a reader calls persons, `known` spans that a gazetteer does.
    """
    seen = {i for span in persons_seen for i in words.between(span.start, span.end)}
    sure = {i for start, end in known for i in words.between(start, end)}
    drafts: list[tuple[int, int, bool]] = []
    tails: set[str] = set()
    for first, last in runs(words, lex, fenced):
        begin, titled = name_part(words, first, last, lex)
        if begin >= last or _bodylike(words, begin, last, lex):
            continue
        drafts.append((begin, last, titled))
        if last - begin == 1:
            tails.add(fold(words.forms[begin]))
    uses: list[NameUse] = []
    listed, last_end = False, 0  # whether a plural title goes on: "Ministers A (Trade) and B"
    for first, last, titled in drafts:
        if last - first > 6:
            continue
        evidence = _titled_well(words, first, last, lex) if titled else False
        evidence = evidence or _named(words, first, last, lex, seen, sure, tails)
        evidence = evidence or (listed and _listed(words, last_end, first))
        if evidence:
            before = words.lower[first - 1] if first else ""
            plural = before in lex.roles and lex.roles[before].plural
            listed = plural or (listed and _listed(words, last_end, first))
            last_end = last
        if evidence or last - first == 1:
            use = NameUse(first, last, words.starts[first], words.ends[last - 1], titled=titled)
            if not evidence:
                use.person = -2  # only an alias of somebody named elsewhere
            uses.append(use)
    return uses


def _listed(words: Words, end: int, first: int) -> bool:
    """Say whether a name goes on a list of names: only "and", commas or a bracket between."""
    if not 0 < end < first <= end + 14:
        return False
    i = end
    if words.forms[i] == "(":
        while i < first and words.forms[i] != ")":
            i += 1
        i += 1
    return i < first and all(words.lower[k] in (",", "and") for k in range(i, first))


def _titled_well(words: Words, first: int, last: int, lex: Lexicon) -> bool:
    """Say whether a title before a run makes it a name: not "chief Brexit negotiator"."""
    if last - first > 1:
        return True
    form = words.forms[first]
    if form.isupper() and len(form) < 6:
        return False
    if first > 0 and _capital(words.forms[first - 1]):
        return True
    after = words.lower[last] if last < len(words) else "."
    return after in lex.speech or after in (",", ".", "'s", "’s", "and") or after in lex.breakers


def _named(
    words: Words,
    first: int,
    last: int,
    lex: Lexicon,
    seen: set[int],
    sure: set[int],
    tails: set[str],
) -> bool:
    """Say whether a run without a title is a person's name."""
    forms = words.forms
    if first in sure or (first in seen and last - 1 in seen):
        return True
    if last - first < 2:
        return False
    if forms[first] in lex.given_names:
        return True
    if (
        first > 1
        and words.lower[first - 1] in ("the", "for", "of")
        and not _apposed(words, last, lex)
    ):
        return False
    if first > 1 and forms[first - 1] == "," and _post_before_comma(words, first - 1, lex):
        return last < len(words) and (
            forms[last] in (",", "’s", "'s", ".", "and") or words.lower[last] in lex.speech
        )
    if first > 2 and words.lower[first - 2] == "of" and words.lower[first - 1] in lex.portfolios:
        return words.lower[first - 3] in lex.roles  # "chief of staff Andriy Yermak"
    if forms[first] in lex.surnames_first and last - first <= 3:
        return True
    if fold(forms[last - 1]) in tails or (last - first <= 3 and fold(forms[first]) in tails):
        return True
    return _apposed(words, last, lex) or _speaks(words, first, last, lex)


def _post_before_comma(words: Words, comma: int, lex: Lexicon) -> bool:
    """Say whether a post stands before a comma: "Pakistan's envoy to the United Nations,"."""
    for i in range(comma - 1, max(-1, comma - 14), -1):
        if words.sentence_of[i] != words.sentence_of[comma] or words.forms[i] in (",", "”", '"'):
            return False
        if words.lower[i] in lex.roles:
            return True
        if words.lower[i] in lex.breakers or words.lower[i] in lex.speech:
            return False
    return False


def _apposed(words: Words, last: int, lex: Lexicon) -> bool:
    """Say whether ", a professor", ", director" or ", 43," follows."""
    n = len(words)
    if last + 2 >= n or words.forms[last] != ",":
        return False
    if words.forms[last + 1].isdigit() or words.lower[last + 1] == "who":
        return True
    for k in range(last + 1, min(n, last + 8)):
        if words.forms[k] in (",", ".", ";") or words.lower[k] in lex.breakers:
            return False
        if words.lower[k] in lex.roles:
            if lex.roles[words.lower[k]].plural:
                return False
            return not _capital(words.forms[last + 1]) or words.forms[k].islower()
    return False


def _speaks(words: Words, first: int, last: int, lex: Lexicon) -> bool:
    """Say whether a verb of saying stands beside a name of two or three words."""
    if not 2 <= last - first <= 3:
        return False
    after = last < len(words) and words.lower[last] in ("said", "told", "says", "wrote")
    before = first > 0 and words.lower[first - 1] in ("said", "says", "wrote")
    return (after or before) and (first == 0 or words.lower[first - 1] != "the")
