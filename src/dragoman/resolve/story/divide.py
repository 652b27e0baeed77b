"""A post in words cut into role, organisation and role noun."""

from __future__ import annotations

from dragoman.resolve.story.setting import LINKS, PLACE_KINDS, Setting


class Divider:
    """Cuts posts of one story."""

    def __init__(self, setting: Setting) -> None:
        self._at = setting

    def divide(self, first: int, last: int) -> tuple[str, str | None, str]:
        """Return role, organisation and the role noun of the post in tokens `first:last`."""
        words, lex = self._at.words, self._at.lex
        head = first
        for k in range(first, last):
            if words.lower[k] in LINKS and head > first:
                break
            if words.lower[k] in lex.roles and k not in self._at.kinds:
                head = k
        link = self._link(head + 1, last)
        if link and self._at.text(link + 1, last).casefold() in lex.portfolios:
            link = 0
        role_end = link if link else last
        body_end = first
        for k in range(first, head):
            if words.lower[k] in lex.body_heads or self._at.kinds.get(k) == "organisation":
                body_end = k + 1
            elif words.forms[k] in ("'s", "’s"):
                body_end = max(body_end, k)
        start = first
        while start < head and self._at.kinds.get(start) in PLACE_KINDS:
            start += 1
        organisation = None
        if body_end > start:
            organisation = self._at.text(first, body_end)
            start = body_end
        if start < head and words.forms[start] in ("'s", "’s"):
            start += 1
        if link:
            organisation = self._body(link + 1, last) or organisation
            if organisation is None:
                role_end = last
        role = self._at.text(min(start, head), max(role_end, head + 1))
        noun = lex.roles.get(words.lower[head])
        if head > first and words.lower[head] in ("general", "generals"):
            noun = lex.roles.get(f"{words.lower[head - 1].removesuffix('s')}-general", noun)
        if noun is not None and noun.plural and role.casefold().endswith(words.lower[head]):
            role = role[:-2] + "an" if noun.word.endswith("man") else role[:-1]
        return role, organisation, noun.word if noun else words.lower[head]

    def _link(self, first: int, last: int) -> int:
        """Return the preposition that brings in the body of a post, 0 where none does."""
        words = self._at.words
        sent = words.lower[first - 1] in self._at.lex.envoys
        place_only = 0
        for k in range(first, last - 1):
            if words.lower[k] not in LINKS or (sent and words.lower[k] in ("to", "for", "in")):
                continue
            begin = self._at.skip(k + 1)
            if begin < last and self._at.capital(begin):
                end = begin
                while end < last and words.lower[end] not in LINKS:
                    end += 1
                if any(
                    self._at.kinds.get(i) not in PLACE_KINDS
                    for i in range(begin, end)
                    if self._at.capital(i)
                ):
                    return k
                place_only = place_only or k
        return place_only

    def _body(self, first: int, last: int) -> str | None:
        """Return the body's name without its article and its "in <place>"."""
        words = self._at.words
        first = self._at.skip(first)
        for k in range(last - 2, first, -1):
            if words.lower[k] in ("in", "on", "for") and all(
                self._at.kinds.get(i) in PLACE_KINDS or words.lower[i] in ("the", ",", "and")
                for i in range(k + 1, last)
            ):
                last = k
        for k in range(first, last):
            if words.forms[k] == ",":
                last = k
                break
        if first >= last:
            return None
        if all(self._at.kinds.get(i) in PLACE_KINDS for i in range(first, last)):
            return self._at.text(first, last) if self._lower_role(first) else None
        return self._at.text(first, last)

    def _lower_role(self, first: int) -> bool:
        """Say whether the place after a post is what it is of ("governor of Ohio")."""
        return first > 0 and self._at.words.lower[first - 1] in ("of", "the")
