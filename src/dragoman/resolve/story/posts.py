"""Posts that a story gives to the persons it names: tokens and name uses in, role phrases out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.forms.document import Span
from dragoman.resolve.story.lexicon import Lexicon
from dragoman.resolve.story.names import NameUse
from dragoman.resolve.story.words import Words

_LINKS = ("of", "at", "for", "from", "with", "in", "under", "to", "on")
_STOPS = frozenset((";", "—", "–", "(", ")", "“", "”", '"', "…", ":"))
_BRACKET = 4  # tokens of "(CPC)" inside a post; longer brackets end it
_SKIPPED = frozenset(
    (
        "now",
        "also",
        "and",
        "then",
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "another",
        "our",
        "one",
        "fellow",
    )
)
_MAX_POST = 40  # words; no post of the annotated stories is longer
_PLACE_KINDS = frozenset(("state", "place", "people"))


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody's role in the story's words.

    `person` is an index of persons; `phrase` the post without the name; `evidence` the whole
    phrase with the name. `organisation` is None where none is told.
    """

    person: int
    role: str
    organisation: str | None
    phrase: str
    evidence: Span
    head: str
    why: str


class Posts:
    """Finds the posts in one story. `kinds` gives the gazetteer's kind of a token, where it has one."""

    def __init__(
        self, words: Words, lex: Lexicon, uses: Sequence[NameUse], kinds: dict[int, str]
    ) -> None:
        self._words = words
        self._lex = lex
        self._uses = [u for u in uses if u.person >= 0]
        self._kinds = kinds
        self._name_at = {u.first: u for u in self._uses}
        self._name_ends = {u.last: u for u in self._uses}

    def find(self) -> list[Post]:
        """Return the posts in order of telling."""
        out: list[Post] = []
        shared: tuple[int, int] | None = None  # a plural post that the next names share
        shared_end = -1
        for use in self._uses:
            before = self._before(use)
            if before is not None:
                first, last = before
                out.append(
                    self._post(use, first, last, Span(self._start(first), use.end), "before")
                )
                head = self._words.lower[last - 1]
                plural = head in self._lex.roles and self._lex.roles[head].plural
                shared, shared_end = (before, use.last) if plural else (None, -1)
            elif shared is not None and self._joined(shared_end, use.first):
                first, last = shared
                out.append(
                    self._post(use, first, last, Span(self._start(first), use.end), "shared")
                )
                shared_end = use.last
            after = self._after(use)
            if shared is not None and shared_end == use.last:
                closed = self._bracket(use.last)
                if closed:
                    shared_end = closed
                    out[-1] = self._portfolio(out[-1], use, closed)
                    continue
            out.extend(after)
        return [p for p in out if p.head not in self._lex.kin]

    def _start(self, i: int) -> int:
        return self._words.starts[i]

    def _capital(self, i: int) -> bool:
        return self._words.forms[i][0].isupper()

    def _before(self, use: NameUse) -> tuple[int, int] | None:
        """Return the token range of a post right before a name, or None."""
        words, lex = self._words, self._lex
        sentence = words.sentence_of[use.first]
        last = use.first
        comma = last > 0 and words.forms[last - 1] == ","
        if comma:
            last -= 1
            if last == 0 or not self._closed(use.last):
                return None
        if last == 0 or words.lower[last - 1] in _LINKS:
            return None  # "an adviser to Nausėda"
        j, role_at = last, -1
        bridged = False
        while j > 0 and last - j < _MAX_POST and words.sentence_of[j - 1] == sentence:
            word = words.lower[j - 1]
            if j in self._name_ends and words.forms[j - 1] != "'s" and role_at < 0:
                break
            if word in lex.roles and j - 1 not in self._kinds:
                role_at = j - 1
                j -= 1
                if bridged:
                    break
                continue
            if word in lex.role_words or word in ("'s", "’s", "&") or self._capital(j - 1):
                if word in lex.openers and word not in ("new",) and word not in lex.role_words:
                    break
                j -= 1
                continue
            if role_at < 0 and word in ("of", "the", "for", "and", "at", "in", "to"):
                bridged = True
                j -= 1
                continue
            break
        if role_at < 0:
            return None
        if bridged and role_at > j:
            j = role_at
        while j < last and words.lower[j] in (
            "'s",
            "’s",
            "and",
            "of",
            "the",
            "for",
            "in",
            "at",
            "to",
            "&",
        ):
            j += 1
        if bridged:
            while j > 0 and words.sentence_of[j - 1] == sentence and self._role_part(j - 1):
                j -= 1
        if not j <= role_at < last or self._courteous(j, last):
            return None
        return j, last

    def _courteous(self, first: int, last: int) -> bool:
        return all(self._words.lower[i] in self._lex.courtesy for i in range(first, last))

    def _role_part(self, i: int) -> bool:
        word = self._words.lower[i]
        return (
            word in self._lex.role_words
            or word in ("'s", "’s")
            or (self._capital(i) and self._words.lower[i] not in self._lex.openers)
        )

    def _closed(self, i: int) -> bool:
        return i < len(self._words) and (
            self._words.forms[i] in (",", ".", "—", ";", "’s", "'s", "(")
            or self._words.lower[i] in self._lex.speech
        )

    def _joined(self, end: int, first: int) -> bool:
        """Say whether only "and" or commas stand between two names."""
        if not 0 <= end < first <= end + 4:
            return False
        return all(self._words.lower[i] in (",", "and", "&") for i in range(end, first))

    def _bracket(self, i: int) -> int:
        """Return the token after a bracket that opens at `i`, 0 where none does."""
        words = self._words
        if i >= len(words) or words.forms[i] != "(":
            return 0
        for j in range(i + 1, min(len(words), i + 14)):
            if words.forms[j] == ")":
                return j + 1
        return 0

    def _portfolio(self, post: Post, use: NameUse, closed: int) -> Post:
        words = self._words
        inside = words.text[words.starts[use.last + 1] : words.ends[closed - 2]]
        role = f"{post.role} of {inside}" if inside else post.role
        return Post(
            post.person, role, inside or None, f"{post.phrase} of {inside}",
            Span(post.evidence.start, words.ends[closed - 1]), post.head, "portfolio",
        )  # fmt: skip

    def _after(self, use: NameUse) -> list[Post]:
        """Return the posts of an apposition after a name: ", a professor at X", ", who heads Y"."""
        words = self._words
        i = use.last
        closed = self._bracket(i)
        i = closed or i
        if i >= len(words):
            return []
        if words.lower[i] in ("of", "from", "with") and not closed:
            return self._of_body(use, i)
        if words.forms[i] not in (",", "—", "–") or i + 1 >= len(words):
            return []
        if words.sentence_of[i] != words.sentence_of[use.first]:
            return []
        i += 1
        if words.lower[i] == "who":
            return self._who(use, i + 1)
        return self._apposition(use, i)

    def _who(self, use: NameUse, i: int) -> list[Post]:
        words, lex = self._words, self._lex
        while i < len(words) and words.lower[i] in (
            "also",
            "now",
            "currently",
            "has",
            "had",
            "been",
            "previously",
        ):
            i += 1
        if i + 1 >= len(words):
            return []
        if words.lower[i] in lex.heading_verbs:
            role = lex.heading_verbs[words.lower[i]]
            end = self._end(i + 1)
            first = self._skip(i + 1)
            if first >= end or not any(self._capital(k) for k in range(first, end)):
                return []
            body = self._text(first, end)
            return [self._make(use, role, body, f"{role} of {body}", end, role, "who-heads")]
        if words.lower[i] in ("is", "was", "serves", "served", "works", "worked", "acts"):
            i += 2 if words.lower[i + 1] == "as" else 1
            return self._apposition(use, i)
        return []

    def _of_body(self, use: NameUse, i: int) -> list[Post]:
        """Read "Evan Fowler of the Inter-Parliamentary Alliance": an affiliation without a post."""
        words, lex = self._words, self._lex
        first = self._skip(i + 1)
        end = first
        while (
            end < len(words)
            and words.sentence_of[end] == words.sentence_of[i]
            and (
                self._capital(end)
                or words.lower[end] in ("of", "the", "for", "and", "on", "’s", "'s")
            )
        ):
            end += 1
        while end > first and not self._capital(end - 1):
            end -= 1
        heads = any(
            words.lower[k] in lex.body_heads or self._kinds.get(k) == "organisation"
            for k in range(first, end)
        )
        if not heads or use.last - use.first < 2:
            return []
        body = self._text(first, end)
        return [self._make(use, "member", body, f"member of {body}", end, "member", "of-body")]

    def _apposition(self, use: NameUse, i: int) -> list[Post]:
        words, lex = self._words, self._lex
        end = self._end(i)
        head = self._head(i, end)
        if head < 0:
            return []
        nxt = self._name_at.get(head + 1)
        if nxt is not None and nxt.person != use.person:
            return []  # "Xi, President Putin and others": the next in a list
        if words.forms[end - 1] in (",",):
            end -= 1
        out: list[Post] = []
        for first, last in self._parts(self._skip(i), end):
            out.append(self._post(use, first, last, Span(use.start, words.ends[last - 1]), "after"))
        return out

    def _skip(self, i: int) -> int:
        while i < len(self._words) and self._words.lower[i] in _SKIPPED:
            i += 1
        return i

    def _head(self, i: int, end: int) -> int:
        """Return the role noun that an apposition turns on, -1 where there is none."""
        words, lex = self._words, self._lex
        for k in range(i, min(end, i + 10)):
            word = words.lower[k]
            if word in lex.roles and k not in self._kinds:
                return k
            if k > i and word in _LINKS and word not in ("for", "in"):
                return -1
            if word in lex.breakers or word in lex.speech or words.forms[k] == ",":
                return -1
        return -1

    def _end(self, i: int) -> int:
        """Return where an apposition that begins at `i` ends."""
        words, lex = self._words, self._lex
        sentence = words.sentence_of[i] if i < len(words) else -1
        k = i
        while k < len(words) and k - i < _MAX_POST and words.sentence_of[k] == sentence:
            form, word = words.forms[k], words.lower[k]
            closed = self._bracket(k) if form == "(" else 0
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
        words = self._words
        i = comma + 1
        if i < len(words) and words.lower[i] == "and":
            head = self._head(self._skip(i + 1), min(len(words), i + 6))
            return head >= 0 and (head + 1) not in self._name_at
        return False

    def _parts(self, first: int, end: int) -> list[tuple[int, int]]:
        """Split an apposition at "and" where both sides name a post."""
        words = self._words
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
                and (inside or words.lower[k - 1] in self._lex.roles)
            ):
                last = k - 1 if words.forms[k - 1] == "," else k
                out.append((start, last))
                start = self._skip(k + 1)
        out.append((start, end))
        return [part for part in out if part[0] < part[1]]

    def _body_between(self, first: int, last: int) -> bool:
        return any(self._words.lower[k] in _LINKS for k in range(first, last))

    def _text(self, first: int, last: int) -> str:
        words = self._words
        return " ".join(words.text[words.starts[first] : words.ends[last - 1]].split())

    def _make(
        self, use: NameUse, role: str, body: str | None, phrase: str, end: int, head: str, why: str
    ) -> Post:
        span = Span(use.start, self._words.ends[end - 1])
        return Post(use.person, role, body, phrase, span, head, why)

    def _post(self, use: NameUse, first: int, last: int, evidence: Span, why: str) -> Post:
        role, body, head = self._divide(first, last)
        phrase = self._text(first, last)
        return Post(use.person, role, body, phrase, evidence, head, why)

    def _divide(self, first: int, last: int) -> tuple[str, str | None, str]:
        """Return role, organisation and the role noun of the post in tokens `first:last`."""
        words, lex = self._words, self._lex
        head = first
        for k in range(first, last):
            if words.lower[k] in _LINKS and head > first:
                break
            if words.lower[k] in lex.roles and k not in self._kinds:
                head = k
        link = self._link(head + 1, last)
        if link and self._text(link + 1, last).casefold() in lex.portfolios:
            link = 0
        role_end = link if link else last
        body_end = first
        for k in range(first, head):
            if words.lower[k] in lex.body_heads or self._kinds.get(k) == "organisation":
                body_end = k + 1
            elif words.forms[k] in ("'s", "’s"):
                body_end = max(body_end, k)
        start = first
        while start < head and self._kinds.get(start) in _PLACE_KINDS:
            start += 1
        organisation = None
        if body_end > start:
            organisation = self._text(first, body_end)
            start = body_end
        if start < head and words.forms[start] in ("'s", "’s"):
            start += 1
        if link:
            organisation = self._body(link + 1, last) or organisation
            if organisation is None:
                role_end = last
        role = self._text(min(start, head), max(role_end, head + 1))
        noun = lex.roles.get(words.lower[head])
        if head > first and words.lower[head] in ("general", "generals"):
            noun = lex.roles.get(f"{words.lower[head - 1].removesuffix('s')}-general", noun)
        if noun is not None and noun.plural and role.casefold().endswith(words.lower[head]):
            role = role[:-2] + "an" if noun.word.endswith("man") else role[:-1]
        return role, organisation, noun.word if noun else words.lower[head]

    def _link(self, first: int, last: int) -> int:
        """Return the preposition that brings in the body of a post, 0 where none does."""
        words = self._words
        sent = words.lower[first - 1] in self._lex.envoys
        place_only = 0
        for k in range(first, last - 1):
            if words.lower[k] not in _LINKS or (sent and words.lower[k] in ("to", "for", "in")):
                continue
            begin = self._skip(k + 1)
            if begin < last and self._capital(begin):
                end = begin
                while end < last and words.lower[end] not in _LINKS:
                    end += 1
                if any(
                    self._kinds.get(i) not in _PLACE_KINDS
                    for i in range(begin, end)
                    if self._capital(i)
                ):
                    return k
                place_only = place_only or k
        return place_only

    def _body(self, first: int, last: int) -> str | None:
        """Return the body's name without its article and its "in <place>"."""
        words = self._words
        first = self._skip(first)
        for k in range(last - 2, first, -1):
            if words.lower[k] in ("in", "on", "for") and all(
                self._kinds.get(i) in _PLACE_KINDS or words.lower[i] in ("the", ",", "and")
                for i in range(k + 1, last)
            ):
                last = k
        for k in range(first, last):
            if words.forms[k] == ",":
                last = k
                break
        if first >= last:
            return None
        if all(self._kinds.get(i) in _PLACE_KINDS for i in range(first, last)):
            return self._text(first, last) if self._lower_role(first) else None
        return self._text(first, last)

    def _lower_role(self, first: int) -> bool:
        """Say whether the place after a post is what it is of ("governor of Ohio")."""
        return first > 0 and self._words.lower[first - 1] in ("of", "the")
