"""The words around a name: what posts are read from, with the questions that reading them asks."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.resolve.story.lexicon import Lexicon
from dragoman.resolve.story.names import NameUse
from dragoman.resolve.story.words import Words

LINKS = ("of", "at", "for", "from", "with", "in", "under", "to", "on")
MAX_POST = 40  # words; no post of the annotated stories is longer
PLACE_KINDS = frozenset(("state", "place", "people"))
_SKIPPED = frozenset(
    ("now", "also", "and", "then", "the", "a", "an", "its", "their", "his", "her", "another", "our",
     "one", "fellow")
)  # fmt: skip


class Setting:
    """One story's words, names and the gazetteer's kinds of tokens. Ranges are token indices."""

    def __init__(
        self, words: Words, lex: Lexicon, uses: Sequence[NameUse], kinds: dict[int, str]
    ) -> None:
        self.words = words
        self.lex = lex
        self.uses = [u for u in uses if u.person >= 0]
        self.kinds = kinds
        self.name_at = {u.first: u for u in self.uses}
        self.name_ends = {u.last: u for u in self.uses}

    def capital(self, i: int) -> bool:
        """Say whether token `i` begins with a capital."""
        return self.words.forms[i][0].isupper()

    def text(self, first: int, last: int) -> str:
        """Return the text of tokens `first:last` on one line."""
        words = self.words
        return " ".join(words.text[words.starts[first] : words.ends[last - 1]].split())

    def skip(self, i: int) -> int:
        """Return the first token from `i` that is no article or the like."""
        while i < len(self.words) and self.words.lower[i] in _SKIPPED:
            i += 1
        return i

    def bracket(self, i: int) -> int:
        """Return the token after a bracket that opens at `i`, 0 where none does."""
        words = self.words
        if i >= len(words) or words.forms[i] != "(":
            return 0
        for j in range(i + 1, min(len(words), i + 14)):
            if words.forms[j] == ")":
                return j + 1
        return 0

    def role_part(self, i: int) -> bool:
        """Say whether a token may stand in a post: "chief", "Cuban", "'s"."""
        word = self.words.lower[i]
        return (
            word in self.lex.role_words
            or word in ("'s", "’s")
            or (self.capital(i) and word not in self.lex.openers)
        )
