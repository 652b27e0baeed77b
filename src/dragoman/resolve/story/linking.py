"""Whose the names of a story are: uses of names in, persons out."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.resolve.story.lexicon import Lexicon
from dragoman.resolve.story.names import NameUse, Person, fold
from dragoman.resolve.story.words import Words


def link(words: Words, uses: list[NameUse], lex: Lexicon) -> list[Person]:
    """Give every use its person, longest names first, and return the persons."""
    persons: list[Person] = []
    by_word: dict[str, list[int]] = {}
    full = [u for u in uses if u.person != -2 and (u.last - u.first > 1)]
    for use in sorted(full, key=lambda u: (u.first - u.last, u.start)):
        tokens = _tokens(words, use)
        use.person = _same(tokens, persons, by_word)
        if use.person < 0:
            use.person = _add(words, use, tokens, persons, by_word, lex)
        persons[use.person].first = min(persons[use.person].first, use.start)
    _link_single(words, uses, persons, by_word, lex)
    return persons


def _tokens(words: Words, use: NameUse) -> tuple[str, ...]:
    out: list[str] = []
    for form in words.forms[use.first : use.last]:
        out.extend(part for part in fold(form).replace("–", "-").split("-") if part)
    return tuple(out)


def _add(
    words: Words,
    use: NameUse,
    tokens: tuple[str, ...],
    persons: list[Person],
    by_word: dict[str, list[int]],
    lex: Lexicon,
) -> int:
    name = " ".join(words.text[use.start : use.end].split())
    gender = lex.given_names.get(words.forms[use.first], "")
    persons.append(Person(name, tokens, gender, use.start, words=set(tokens)))
    for token in set(tokens) | {fold(f) for f in words.forms[use.first : use.last]}:
        by_word.setdefault(token, []).append(len(persons) - 1)
    return len(persons) - 1


def _same(tokens: Sequence[str], persons: list[Person], by_word: dict[str, list[int]]) -> int:
    """Return the person whose longer name holds `tokens` in order, -1 where nobody's does."""
    for index in by_word.get(tokens[0], ()):
        rest = iter(persons[index].tokens)
        if all(token in rest for token in tokens):
            return index
    return -1


def _link_single(
    words: Words,
    uses: list[NameUse],
    persons: list[Person],
    by_word: dict[str, list[int]],
    lex: Lexicon,
) -> None:
    """Link names of one word: to the person with that surname, else the one with that name."""
    last_use: dict[int, int] = {}
    for use in uses:
        if use.person >= 0:
            last_use[use.person] = use.start
            continue
        word = fold(words.forms[use.first])
        options = by_word.get(word, [])
        if options:
            use.person = max(
                options,
                key=lambda p: (_fit(persons[p], word, lex), p in last_use, -persons[p].first),
            )
            last_use[use.person] = use.start
        elif use.person == -1:
            use.person = _add(words, use, _tokens(words, use), persons, by_word, lex)
            last_use[use.person] = use.start


def _fit(person: Person, word: str, lex: Lexicon) -> int:
    """Rank how well one word names a person: surname 3, family name first 3, another word 1."""
    tokens = person.tokens
    surname_first = len(tokens) in (2, 3) and person.name.split()[0] in lex.surnames_first
    if surname_first and tokens[0] == word:
        return 3
    if tokens[-1] == word or word.endswith("-" + tokens[-1]):
        return 2 if surname_first else 3
    return 1
