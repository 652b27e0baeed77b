"""The tables of actors hold what the resolver expects of them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dragoman.codebook import sectors
from dragoman.gazetteer.sheets import data_folder, make_entry, read_rows
from dragoman.resolve.lexicon import find_nouns, nouns
from dragoman.resolve.measure import judge
from dragoman.resolve.phrase import cut, split_words

SECTORS = frozenset(sectors())
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).parents[3] / "shared"))
SHEETS = sorted(f.name for f in data_folder("actors").iterdir() if f.name.endswith(".csv"))


@pytest.mark.parametrize("name", SHEETS)
def test_every_row_of_a_sheet_is_an_entry_with_sectors_of_the_codebook(name: str) -> None:
    rows = read_rows(data_folder("actors") / name)
    assert rows
    for row in rows:
        entry = make_entry(row, "name")
        assert entry.code is None or len(entry.code) == 3, entry
        assert set(entry.sectors) <= SECTORS, entry
        assert not (entry.start and entry.end) or entry.start <= entry.end, entry


def test_every_noun_has_sectors_of_the_codebook() -> None:
    assert {s for noun in nouns().values() for s in noun.sectors} <= SECTORS


def test_the_longest_noun_wins_and_plurals_are_known() -> None:
    found = find_nouns(["political", "prisoners", "and", "gunmen"])
    assert [(n.noun.text, n.plural) for n in found] == [
        ("political prisoner", True),
        ("gunman", True),
    ]


def test_words_keep_their_offsets() -> None:
    phrase = "Russia’s U.S.-led “foes”"
    assert all(phrase[w.start : w.end] == w.text for w in split_words(phrase))


def test_a_relative_clause_is_cut_off() -> None:
    words = split_words("a man who met Russia")
    assert [words[s.first].text for s in cut(words, ())] == ["a"]


def test_the_development_phrases_stay_above_their_floors() -> None:
    path = SHARED / "data/actors/dev.jsonl"
    if not path.is_file():
        pytest.skip("the shared development phrases are not here")
    rows = [judge(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    country = [j.country for j in rows if j.country is not None]
    sector = [j.sector for j in rows if j.sector is not None]
    assert sum(country) / len(country) >= 0.93
    assert sum(sector) / len(sector) >= 0.90
