"""Countries as texts name them: the gazetteer's sheet in; names that can take each other's place,
and how often which countries stand together, out.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from math import exp
from random import Random

from dragoman.gazetteer.sheets import COLUMNS, data_folder, read_rows

FORMS = ("name", "demonym", "people", "capital")
_AT = {column: place for place, column in enumerate(COLUMNS)}
# How unevenly countries stand together: the spread of the logarithm of a pair's weight. With it
# the commonest hundredth of all pairs has half of what is told, as in GDELT's and ICEWS's counts.
_SPREAD = 1.5


@dataclass(frozen=True, slots=True)
class Country:
    """A country's code, its name, demonym, people and capital, its people's number."""

    code: str
    forms: tuple[str, str, str, str]
    population: int


@dataclass(frozen=True, slots=True)
class Names:
    """The countries by code; `meant` has the code and the form that each surface stands for."""

    countries: Mapping[str, Country]
    meant: Mapping[str, tuple[str, int]]
    pattern: re.Pattern[str]


@cache
def names() -> Names:
    """Return the countries of the gazetteer that have a name and a demonym."""
    by_code: dict[str, dict[str, list[str]]] = {}
    population: dict[str, int] = {}
    meant: dict[str, tuple[str, int]] = {}
    twice: set[str] = set()
    for row in read_rows(data_folder("gazetteer") / "countries.csv"):
        name, code = row[_AT["name"]], row[_AT["code"]]
        surface = row[_AT["surface"]] or name
        role = "people" if row[_AT["kind"]] == "people" else row[_AT["role"]] or "name"
        if not code or not surface[:1].isupper() or surface.endswith("-"):
            continue
        which = FORMS.index(role) if role in FORMS else 0
        if meant.setdefault(surface, (code, which))[0] != code:
            twice.add(surface)
        if role in FORMS and (role != "name" or surface == name):
            by_code.setdefault(code, {}).setdefault(role, []).append(surface)
        population[code] = max(population.get(code, 0), int(row[_AT["population"]] or 0))
    countries = {}
    for code, forms in sorted(by_code.items()):
        if "name" in forms and "demonym" in forms:
            first = [min(forms.get(role, forms["name"]), key=len) for role in FORMS]
            first[0] = forms["name"][0]
            countries[code] = Country(code, (*first,), population[code])  # type: ignore[arg-type]
    kept = {s: m for s, m in meant.items() if s not in twice and m[0] in countries}
    longest_first = sorted(kept, key=lambda surface: (-len(surface), surface))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return Names(countries, kept, pattern)


class Company:
    """Who stands in the news with whom: few countries and pairs very often, most of them seldom.

    The country of rank n weighs 1/n (Zipf); with whom it stands is by that weight and by a liking
    of the two, drawn once.
    """

    def __init__(self, ranked: Sequence[str], seed: int) -> None:
        self.ranked = tuple(ranked)
        self._weights = [1 / place for place in range(1, len(ranked) + 1)]
        self._all = list(accumulate(self._weights))
        self._seed = seed
        self._with: dict[str, list[float]] = {}

    def one(self, random: Random) -> str:
        """Draw a country."""
        return self._draw(self._all, random)

    def other(self, one: str, taken: set[str], random: Random) -> str:
        """Draw a country that stands beside `one` and is not taken."""
        weights = self._with.get(one)
        if weights is None:
            weights = self._with[one] = list(accumulate(self._liking(one)))
        for _ in range(20):
            drawn = self._draw(weights, random)
            if drawn not in taken:
                return drawn
        return next(
            code for code in random.sample(self.ranked, len(self.ranked)) if code not in taken
        )

    def _liking(self, one: str) -> list[float]:
        return [
            weight
            * exp(_SPREAD * Random(f"{self._seed} {min(one, code)} {max(one, code)}").gauss())
            for code, weight in zip(self.ranked, self._weights, strict=True)
        ]

    def _draw(self, sums: Sequence[float], random: Random) -> str:
        return self.ranked[min(bisect(sums, random.random() * sums[-1]), len(sums) - 1)]
