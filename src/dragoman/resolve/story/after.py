"""The posts that stand after a name: ", a professor at X", ", who heads Y", " of the Z Council"."""

from __future__ import annotations

from dragoman.forms.document import Span
from dragoman.resolve.story.divide import Divider
from dragoman.resolve.story.names import NameUse
from dragoman.resolve.story.post import Post
from dragoman.resolve.story.setting import LINKS, MAX_POST, Setting

_STOPS = frozenset((";", "—", "–", "(", ")", "“", "”", '"', "…", ":"))
_BRACKET = 4  # tokens of "(CPC)" inside a post; longer brackets end it
_FILLERS = frozenset(("also", "now", "currently", "has", "had", "been", "previously"))
_ARTICLES = ("a", "an", "the")


class After:
    """Finds posts after names in one story."""

    def __init__(self, setting: Setting) -> None:
        self._at = setting
        self._divider = Divider(setting)

    def find(self, use: NameUse) -> list[Post]:
        """Return the posts of an apposition after a name: ", a professor at X", ", who heads Y"."""
        words = self._at.words
        i = use.last
        closed = self._at.bracket(i)
        i = closed or i
        if i >= len(words):
            return []
        if words.lower[i] in ("of", "from", "with") and not closed:
            return self._of_body(use, i)
        if words.lower[i] in ("is", "was") and words.lower[min(i + 1, len(words) - 1)] in _ARTICLES:
            return self._apposition(use, i + 1)
        if words.forms[i] not in (",", "—", "–") or i + 1 >= len(words):
            return []
        if words.sentence_of[i] != words.sentence_of[use.first]:
            return []
        i += 1
        if words.lower[i] == "who":
            return self._who(use, i + 1)
        return self._apposition(use, i)

    def _who(self, use: NameUse, i: int) -> list[Post]:
        words, lex = self._at.words, self._at.lex
        while i < len(words) and words.lower[i] in _FILLERS:
            i += 1
        if i + 1 >= len(words):
            return []
        if words.lower[i] in lex.heading_verbs:
            role = lex.heading_verbs[words.lower[i]]
            end = self._end(i + 1)
            first = self._at.skip(i + 1)
            if first >= end or not any(self._at.capital(k) for k in range(first, end)):
                return []
            body = self._at.text(first, end)
            return [self._make(use, role, body, f"{role} of {body}", end, role, "who-heads")]
        if words.lower[i] in ("is", "was", "serves", "served", "works", "worked", "acts"):
            i += 2 if words.lower[i + 1] == "as" else 1
            return self._apposition(use, i)
        return []

    def _of_body(self, use: NameUse, i: int) -> list[Post]:
        """Read "Evan Fowler of the Inter-Parliamentary Alliance": an affiliation without a post."""
        words, lex = self._at.words, self._at.lex
        first = self._at.skip(i + 1)
        end = first
        while (
            end < len(words)
            and words.sentence_of[end] == words.sentence_of[i]
            and (
                self._at.capital(end)
                or words.lower[end] in ("of", "the", "for", "and", "on", "’s", "'s")
            )
        ):
            end += 1
        while end > first and not self._at.capital(end - 1):
            end -= 1
        heads = any(
            words.lower[k] in lex.body_heads or self._at.kinds.get(k) == "organisation"
            for k in range(first, end)
        )
        if not heads or use.last - use.first < 2:
            return []
        body = self._at.text(first, end)
        return [self._make(use, "member", body, f"member of {body}", end, "member", "of-body")]

    def _apposition(self, use: NameUse, i: int) -> list[Post]:
        words = self._at.words
        end = self._end(i)
        head = self._head(i, end)
        if head < 0:
            return []
        if self._others(use, head):
            return []  # "Xi, President Putin and others": the next in a list
        if words.forms[end - 1] in (",",):
            end -= 1
        out: list[Post] = []
        for first, last in self._parts(self._at.skip(i), end):
            out.append(self.post(use, first, last, Span(use.start, words.ends[last - 1]), "after"))
        return out

    def _others(self, use: NameUse, head: int) -> bool:
        """Say whether a post that begins at `head` stands before another person's name."""
        words, lex = self._at.words, self._at.lex
        k = head
        while k < len(words) and (words.lower[k] in lex.roles or words.lower[k] in lex.role_words):
            k += 1
        after = self._at.name_at.get(k)
        return after is not None and after.person != use.person

    def _head(self, i: int, end: int) -> int:
        """Return the role noun that an apposition turns on, -1 where there is none."""
        words, lex = self._at.words, self._at.lex
        for k in range(i, min(end, i + 10)):
            word = words.lower[k]
            if word in lex.roles and k not in self._at.kinds:
                return k
            if k > i and word in LINKS and word not in ("for", "in"):
                return -1
            if word in lex.breakers or word in lex.speech or words.forms[k] == ",":
                return -1
        return -1

    def _end(self, i: int) -> int:
        """Return where an apposition that begins at `i` ends."""
        words, lex = self._at.words, self._at.lex
        sentence = words.sentence_of[i] if i < len(words) else -1
        k = i
        while k < len(words) and k - i < MAX_POST and words.sentence_of[k] == sentence:
            form, word = words.forms[k], words.lower[k]
            closed = self._at.bracket(k) if form == "(" else 0
            if (
                closed
                and closed - k <= _BRACKET
                and words.lower[min(closed, len(words) - 1)] not in (",", ".")
            ):
                k = closed
                continue
            if form in _STOPS or form == "." or word in ("who", "whose", "which"):
                break
            if k > i and (word in lex.speech or word in lex.breakers):
                break
            if form == "," and not self._goes_on(k):
                break
            k += 1
        return k

    def _goes_on(self, comma: int) -> bool:
        """Say whether a post goes on after a comma: ", and Cuban president", ", Institute of X"."""
        words = self._at.words
        i = comma + 1
        if i < len(words) and words.lower[i] == "and":
            head = self._head(self._at.skip(i + 1), min(len(words), i + 6))
            return head >= 0 and (head + 1) not in self._at.name_at
        return False

    def _parts(self, first: int, end: int) -> list[tuple[int, int]]:
        """Split an apposition at "and" where both sides name a post."""
        words = self._at.words
        out: list[tuple[int, int]] = []
        start = first
        for k in range(first + 1, end - 1):
            if words.lower[k] != "and":
                continue
            head = self._head(k + 1, min(end, k + 5))
            inside = self._body_between(start, k)
            if (
                head >= 0
                and self._head(start, k) >= 0
                and (inside or words.lower[k - 1] in self._at.lex.roles)
            ):
                last = k - 1 if words.forms[k - 1] == "," else k
                out.append((start, last))
                start = self._at.skip(k + 1)
        out.append((start, end))
        return [part for part in out if part[0] < part[1]]

    def _body_between(self, first: int, last: int) -> bool:
        return any(self._at.words.lower[k] in LINKS for k in range(first, last))

    def _make(
        self, use: NameUse, role: str, body: str | None, phrase: str, end: int, head: str, why: str
    ) -> Post:
        span = Span(use.start, self._at.words.ends[end - 1])
        return Post(use.person, role, body, phrase, span, head, why)

    def post(self, use: NameUse, first: int, last: int, evidence: Span, why: str) -> Post:
        """Return the post that tokens `first:last` word, with its evidence."""
        role, body, head = self._divider.divide(first, last)
        phrase = self._at.text(first, last)
        return Post(use.person, role, body, phrase, evidence, head, why)
