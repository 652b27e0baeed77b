"""The post right before a name: "Cuban President X", "Pakistan's envoy to Geneva, X,"."""

from __future__ import annotations

from dragoman.resolve.story.names import NameUse
from dragoman.resolve.story.setting import LINKS, MAX_POST, Setting

_JOINTS = frozenset(("'s", "’s", "and", "of", "the", "for", "in", "at", "to", "&"))
_BRIDGES = frozenset(("of", "the", "for", "and", "at", "in", "to"))
_COMMA_REACH = 12  # words between a post's noun and the comma before its name


class Before:
    """Finds posts before names in one story."""

    def __init__(self, setting: Setting) -> None:
        self._at = setting

    def find(self, use: NameUse) -> tuple[int, int] | None:
        """Return the token range of the post before a name, None where there is none."""
        words = self._at.words
        last = use.first
        comma = last > 0 and words.forms[last - 1] == ","
        if comma:
            last -= 1
            if not self._closed(use.last):
                return None
        if last == 0 or words.lower[last - 1] in LINKS:
            return None  # "an adviser to Nausėda"
        found = self._walk(last, words.sentence_of[use.first])
        if found is None and comma:
            found = self._far(last, words.sentence_of[use.first])
        if found is None or self._courteous(*found):
            return None
        return found

    def _walk(self, last: int, sentence: int) -> tuple[int, int] | None:
        """Walk left from `last` over the words of a post to its beginning."""
        words, lex = self._at.words, self._at.lex
        j, role_at, bridged = last, -1, False
        while j > 0 and last - j < MAX_POST and words.sentence_of[j - 1] == sentence:
            word = words.lower[j - 1]
            if j in self._at.name_ends and role_at < 0:
                break
            if word in lex.roles and j - 1 not in self._at.kinds:
                role_at = j - 1
                j -= 1
                if bridged:
                    break
            elif word in lex.role_words or word in ("'s", "’s", "&") or self._at.capital(j - 1):
                if word in lex.openers and word not in lex.role_words and word != "new":
                    break
                j -= 1
            elif role_at < 0 and word in _BRIDGES:
                bridged = True
                j -= 1
            else:
                break
        if role_at < 0:
            return None
        while j < last and words.lower[j] in _JOINTS:
            j += 1
        if bridged:
            j = self._extended(role_at, sentence)
        return (j, last) if j <= role_at < last else None

    def _extended(self, j: int, sentence: int) -> int:
        words = self._at.words
        while j > 0 and words.sentence_of[j - 1] == sentence and self._at.role_part(j - 1):
            j -= 1
        return j + (words.lower[j] in _JOINTS)

    def _far(self, last: int, sentence: int) -> tuple[int, int] | None:
        """Find "an expert on missile technology, X said": a role noun with any complement."""
        words, lex = self._at.words, self._at.lex
        for i in range(last - 1, max(-1, last - _COMMA_REACH), -1):
            word = words.lower[i]
            if words.sentence_of[i] != sentence or word in lex.breakers or word in lex.speech:
                return None
            if words.forms[i] in (",", "“", "”", '"', ";"):
                return None
            if word in lex.roles and i not in self._at.kinds and words.lower[i + 1] in LINKS:
                return self._extended(i, sentence), last
        return None

    def _courteous(self, first: int, last: int) -> bool:
        return all(self._at.words.lower[i] in self._at.lex.courtesy for i in range(first, last))

    def _closed(self, i: int) -> bool:
        """Say whether a name after a comma ends like an apposition."""
        return i < len(self._at.words) and (
            self._at.words.forms[i] in (",", ".", "—", ";", "’s", "'s", "(", "and")
            or self._at.words.lower[i] in self._at.lex.speech
        )
