"""Posts that a story gives to the persons it names: tokens and name uses in, role phrases out."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.forms.document import Span
from dragoman.resolve.story.after import After
from dragoman.resolve.story.before import Before
from dragoman.resolve.story.lexicon import Lexicon
from dragoman.resolve.story.names import NameUse
from dragoman.resolve.story.post import Post
from dragoman.resolve.story.setting import Setting
from dragoman.resolve.story.words import Words


class Posts:
    """Finds the posts in one story. `kinds` gives the gazetteer's kind of a token, if any."""

    def __init__(
        self, words: Words, lex: Lexicon, uses: Sequence[NameUse], kinds: dict[int, str]
    ) -> None:
        self._at = Setting(words, lex, uses, kinds)
        self._before = Before(self._at)
        self._after = After(self._at)

    def find(self) -> list[Post]:
        """Return the posts in order of telling."""
        out: list[Post] = []
        shared: tuple[int, int] | None = None  # a plural post that the next names share
        shared_end = -1
        for use in self._at.uses:
            before = self._before.find(use)
            if before is not None:
                first, last = before
                out.append(
                    self._after.post(
                        use, first, last, Span(self._at.words.starts[first], use.end), "before"
                    )
                )
                head = self._at.words.lower[last - 1]
                plural = head in self._at.lex.roles and self._at.lex.roles[head].plural
                shared, shared_end = (before, use.last) if plural else (None, -1)
            elif shared is not None and self._joined(shared_end, use.first):
                first, last = shared
                out.append(
                    self._after.post(
                        use, first, last, Span(self._at.words.starts[first], use.end), "shared"
                    )
                )
                shared_end = use.last
            after = self._after.find(use)
            if shared is not None and shared_end == use.last:
                closed = self._at.bracket(use.last)
                if closed:
                    shared_end = closed
                    out[-1] = self._portfolio(out[-1], use, closed)
                    continue
            out.extend(after)
        return [p for p in out if p.head not in self._at.lex.kin]

    def _joined(self, end: int, first: int) -> bool:
        """Say whether only "and" or commas stand between two names."""
        if not 0 <= end < first <= end + 4:
            return False
        return all(self._at.words.lower[i] in (",", "and", "&") for i in range(end, first))

    def _portfolio(self, post: Post, use: NameUse, closed: int) -> Post:
        words = self._at.words
        inside = words.text[words.starts[use.last + 1] : words.ends[closed - 2]]
        role = f"{post.role} of {inside}" if inside else post.role
        return Post(
            post.person, role, inside or None, f"{post.phrase} of {inside}",
            Span(post.evidence.start, words.ends[closed - 1]), post.head, "portfolio",
        )  # fmt: skip

    def _told(self, use: NameUse, first: int, last: int, why: str) -> Post:
        evidence = Span(self._at.words.starts[first], use.end)
        return self._after.post(use, first, last, evidence, why)
