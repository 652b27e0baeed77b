"""Knowing holders: a list of them in, those whom one text may name out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.forms.holders import Holder
from dragoman.gazetteer.names import is_single, office_key, read_name, words_of_names


class Knowing:
    """Holders given beforehand, found by the words of their names."""

    def __init__(self, holders: Iterable[Holder]) -> None:
        self._holders = tuple(holders)
        self._by_word: dict[str, list[int]] = {}
        self._by_office: dict[tuple[str | None, str], list[int]] = {}
        for number, holder in enumerate(self._holders):
            for word in set(read_name(holder.name, holder.code).keys):
                self._by_word.setdefault(word, []).append(number)
            if is_single(holder.role):
                key = holder.code, office_key(holder.role)
                self._by_office.setdefault(key, []).append(number)

    def __call__(self, text: str) -> Sequence[Holder]:
        """Return the holders with a word of their name in the text, and who shares their office."""
        found = {n for word in words_of_names(text) for n in self._by_word.get(word, ())}
        for number in list(found):
            holder = self._holders[number]
            found.update(self._by_office.get((holder.code, office_key(holder.role)), ()))
        return [self._holders[number] for number in sorted(found)]
