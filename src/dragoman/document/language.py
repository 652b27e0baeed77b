"""The language of a story: its first words in, an ISO 639-1 code out."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragoman.knowledge import words

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 2_000  # characters: more changes no verdict on the stories at hand
SHORT = 200  # characters: below, statistics of letters are worth less than known words
# Share of the words that are English function words. English news has 0.35-0.50, headlines
# 0.10-0.35, other languages below 0.08 ("a", "as", "on", "me" are words of others too).
PLAIN_ENGLISH = 0.30
MAYBE_ENGLISH = 0.12
HEADLINE = 6  # spaces
SURE = 0.98  # the model's probability that outweighs an absence of English words in a headline
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def _identifier() -> LanguageIdentifier:
    """Load the model once, when the first text needs it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def english_share(text: str) -> float:
    """Return the share of English function words among the words of a text (0 for none)."""
    found = _WORD.findall(text)
    if not found:
        return 0.0
    known = words("text/function_words.csv")
    return sum(map(known.__contains__, map(str.lower, found))) / len(found)


def identify(text: str) -> str:
    """Return the code of the language that the beginning of `text` is in; "und" without letters.

    Function words decide where they are plain, the statistical model elsewhere; a short text is
    taken as English unless the model is sure of another language.
    """
    sample = text[:SAMPLE]
    if not _WORD.search(sample):
        return "und"
    share = english_share(sample)
    if share >= PLAIN_ENGLISH:
        return "en"
    code, sure = _identifier().classify(sample)
    if code == "en":
        return "en"
    if not is_latin(sample):
        return str(code)
    needed = MAYBE_ENGLISH if len(sample) >= SHORT or float(sure) >= SURE else MAYBE_ENGLISH / 2
    if len(sample) < SHORT and float(sure) >= SURE:
        needed *= 2  # "am", "in" and "an" are words of others too
    if share >= needed:
        return "en"
    # A headline may have no function word at all; a longer line of English always has one.
    return "en" if sample.count(" ") < HEADLINE and float(sure) < SURE else str(code)


def is_latin(text: str) -> bool:
    """Say whether most letters of a text are Latin ones."""
    letters = [c for c in text[:SAMPLE] if c.isalpha()]
    return sum(c < "\u0250" for c in letters) >= 0.8 * len(letters)
