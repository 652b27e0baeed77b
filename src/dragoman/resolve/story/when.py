"""The day of an act: its trigger and the date phrases of its sentence in, a When or None out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dragoman.forms.claims import When
from dragoman.forms.document import Span
from dragoman.forms.reading import Act
from dragoman.resolve.story.calendar import DatePhrase, find_dates, is_future_word, is_promise
from dragoman.resolve.story.lexicon import Lexicon
from dragoman.resolve.story.words import Words

# Costs of what stands between a trigger and a date, in words; a date dearer than _LIMIT is another
# act's. Set on the annotated stories (voa, press): 20-40 score alike, without a limit 0.09 lower.
_CLAUSE = 9
_COMMA = 4
_QUOTE = 6
_OTHER_VERB = 8
_LIMIT = 30
_COARSE = 2  # a month or a year must stand nearer than a day
_OWNED = 4  # words between "Wednesday's" and what it dates
_NAMED = 3  # words between an act and the year that it is named by: "the 2012 embassy attack"
_YEAR = re.compile(r"(?:19|20)\d\d")
_OWNING = frozenset(("the", "a", "an", "that", "its", "his", "her", "their", "our", "'s", "’s"))
_CLAUSE_WORDS = frozenset(
    ("after", "before", "since", "following", "when", "while", "that", "which", "who", "because",
     "as", "where", "if", "and", "but", ";", "—", "–", ":")
)  # fmt: skip


class Dater:
    """Dates the acts of one story. `published` anchors relative dates."""

    def __init__(self, words: Words, lex: Lexicon, published: date | None) -> None:
        self._words = words
        self._lex = lex
        self._published = published
        self._cache: dict[int, list[DatePhrase]] = {}

    def phrases(self, sentence: int) -> list[DatePhrase]:
        """Return the date phrases of a sentence, in order."""
        found = self._cache.get(sentence)
        if found is None:
            span = self._words.sentences[sentence]
            found = find_dates(
                self._words.text, span.start, span.end, self._published, self._coming
            )
            self._cache[sentence] = found
        return found

    def _near(self, sentence: int, trigger: Span) -> list[DatePhrase]:
        """Return the phrases of a sentence that may be near enough to a trigger."""
        words, phrases = self._words, self.phrases(sentence)
        if len(phrases) < 4:
            return phrases
        first = max(0, bisect_left(words.starts, trigger.start) - _LIMIT)
        last = min(len(words) - 1, bisect_left(words.starts, trigger.end) + _LIMIT)
        return phrases[
            bisect_left(phrases, words.starts[first], key=lambda p: p.start) : bisect_left(
                phrases, words.ends[last], key=lambda p: p.start
            )
        ]

    def _coming(self, offset: int) -> bool:
        """Say whether the clause before `offset` tells of what is to come."""
        words = self._words
        at = words.at(offset)
        if at >= len(words):
            return False
        sentence = words.sentence_of[at]
        for back in range(at - 1, max(-1, at - 16), -1):
            if words.sentence_of[back] != sentence:
                return False
            word = words.lower[back]
            if is_future_word(word) or (word == "to" and is_promise(words.lower[back - 1])):
                return True
            if word in self._lex.speech or word in ("“", "”", '"', "after", "who"):
                return False
        return False

    def date(self, act: Act) -> When | None:
        """Return the days of an act by the phrase of its sentence that stands nearest, or None."""
        words = self._words
        trigger = words.between(act.trigger.start, act.trigger.end)
        if len(trigger) == 0 or not words.sentences or act.status == "hypothetical":
            return None  # a day beside what may happen is mostly that of its telling
        sentence = words.sentence_at(act.trigger.start)
        named = self._named(trigger.start, sentence)
        if named is not None:
            return named
        best: DatePhrase | None = None
        least = float(_LIMIT)
        for phrase in self._near(sentence, act.trigger):
            if act.status == "future" and self._told_then(phrase):
                continue
            cost = self._cost(trigger, phrase)
            if cost < least:
                best, least = phrase, cost
        if best is None:
            return None
        return When(
            best.first,
            best.last,
            words.text[best.start : best.end],
            Span(best.start, best.end),
            "text",
            f"date:{best.why}",
        )

    def _named(self, at: int, sentence: int) -> When | None:
        """Return the year by which an act at token `at` is named: "the 2012 embassy attack"."""
        words = self._words
        for i in range(at - 1, max(0, at - 1 - _NAMED), -1):
            if words.sentence_of[i - 1] != sentence or not words.lower[i][0].isalnum():
                return None
            if _YEAR.fullmatch(words.lower[i]) and words.lower[i - 1] in _OWNING:
                first, last = date(int(words.lower[i]), 1, 1), date(int(words.lower[i]), 12, 31)
                span = Span(words.starts[i], words.ends[i])
                return When(first, last, span.of(words.text), span, "text", "date:named")
        return None

    def _told_then(self, phrase: DatePhrase) -> bool:
        """Say whether a day is past, or that on which was told what is to come.

        "will visit Fiji, the ministry said on Wednesday" tells no day of the visit.
        """
        if self._published is None or phrase.last > self._published:
            return False
        at = bisect_left(self._words.starts, phrase.start)
        told = self._words.lower[max(0, at - 2) : at]
        return phrase.last < self._published or any(word in self._lex.speech for word in told)

    def _cost(self, trigger: range, phrase: DatePhrase) -> float:
        words = self._words
        first = bisect_left(words.starts, phrase.start)
        last = bisect_left(words.starts, phrase.end)
        if first < trigger.stop and trigger.start < last:
            return 0.0
        if last < len(words) and words.forms[last] in ("'s", "’s"):
            # "Wednesday's hearing" is the hearing's day and nobody else's.
            return 0.0 if last < trigger.start <= last + _OWNED else float(_LIMIT)
        low, high = (trigger.stop, first) if first >= trigger.stop else (last, trigger.start)
        cost = 0.0
        for i in range(low, high):
            word = words.lower[i]
            cost += 1.0
            if word in _CLAUSE_WORDS:
                cost += _CLAUSE
            elif word == ",":
                cost += _COMMA
            elif word in ("“", "”", '"'):
                cost += _QUOTE
            elif word in self._lex.speech:
                cost += _OTHER_VERB
        return cost if phrase.grain == "day" else _COARSE * cost


def inherit(
    acts: Sequence[Act],
    dates: Sequence[When | None],
    words: Words,
    parties: Sequence[frozenset[str]],
) -> tuple[When | None, ...]:
    """Give an asserted act without a day that of the same act told elsewhere in the story.

    The same act has the same root and a content word of the trigger in common ("the attack"), and
    no parties that differ. `parties` are the names of each act's actors and recipients.
    """
    out = list(dates)
    known: dict[tuple[str, str], list[tuple[When, frozenset[str]]]] = {}
    stems = [_stems(act, words) for act in acts]
    for act, when, own, who in zip(acts, dates, stems, parties, strict=True):
        if when is not None and when.start == when.end and act.status == "asserted":
            for stem in own:
                known.setdefault((act.root, stem), []).append((when, who))
    for i, act in enumerate(acts):
        own_date = out[i]
        if act.status != "asserted" or (own_date is not None and own_date.start == own_date.end):
            continue
        days = {
            when.start: when
            for stem in stems[i]
            for when, who in known.get((act.root, stem), ())
            if not who or not parties[i] or who & parties[i]
        }
        if own_date is not None:
            days = {d: w for d, w in days.items() if own_date.start <= d <= own_date.end}
        if len(days) == 1:
            out[i] = replace(days.popitem()[1], why="date:same-act")
    return tuple(out)


def _stems(act: Act, words: Words) -> tuple[str, ...]:
    """Return the trigger's words of four letters or more without their endings."""
    out = []
    for i in words.between(act.trigger.start, act.trigger.end):
        word = words.lower[i]
        if len(word) > 3 and not is_future_word(word):
            for ending in ("ings", "ing", "ed", "es", "s", "e"):
                if word.endswith(ending) and len(word) - len(ending) >= 4:
                    word = word[: -len(ending)]
                    break
            out.append(word)
    return tuple(out)
