"""Dictionaries of PETRARCH and TABARI: what is taken, what is said of broken lines, as of a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import UsageError
from dragoman.gazetteer import Entry, gazetteer, knowing, read_dictionaries
from dragoman.gazetteer.cameo import read_code
from dragoman.resolve.actor import resolve_phrase

ACTORS = """\
# names of this file are made up
ANSEL_VORTIGERN_  [DEUELI]  ; a comment
+PRESIDENT_VORTIGERN_
\t[DEUOPP <20191231]
\t[DEUGOV 20200101-231231]
HARBOUR_WATCH_BRIGADE [KENREB]
<!-- two lines
that are a comment -->
TABLELAND_  [ZAF]
FRANCE_  [DEU]
!PERSON! = MAN, MEN, WOMAN
DOCK!PERSON! [~LAB]
TIDE_WARDEN {TIDE_WARDENS} [~COP] # jap
LAMPLIGHTER [~GOVMIL]
REEF_POLICE {} [COP~]
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "mine.actors") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def entries(path: Path, name: str) -> list[Entry]:
    return [e for e in read_dictionaries([path]).entries if name in e.aliases]


def who(path: Path, phrase: str, on: str | None = None) -> tuple[str | None, str | None, str]:
    day = date.fromisoformat(on) if on else None
    known = gazetteer().with_dictionary(read_dictionaries([path]))
    with knowing(known.as_of(day)):
        found = resolve_phrase(phrase, on=day)
    return found.code, found.sector, found.why


def test_dates_bound_a_code_on_both_sides(write: Write) -> None:
    terms = [(e.start, e.end, e.sector) for e in entries(write(ACTORS), "Ansel Vortigern")]
    assert terms == [
        (None, None, "ELI"),
        (None, date(2019, 12, 31), "OPP"),
        (date(2020, 1, 1), date(2023, 12, 31), "GOV"),
    ]


@pytest.mark.parametrize(
    ("on", "sector"),
    [
        ("2019-12-31", "OPP"),
        ("2020-01-01", "GOV"),
        ("2023-12-31", "GOV"),
        ("2024-01-01", "ELI"),
        (None, "ELI"),
    ],
)
def test_the_code_that_holds_on_the_day_is_taken(write: Write, on: str | None, sector: str) -> None:
    assert who(write(ACTORS), "Ansel Vortigern", on)[:2] == ("DEU", sector)


def test_a_synonym_means_the_same_actor(write: Write) -> None:
    assert who(write(ACTORS), "President Vortigern", "2021-06-01")[:2] == ("DEU", "GOV")


def test_why_names_the_file_and_the_line(write: Write) -> None:
    assert who(write(ACTORS), "Ansel Vortigern", "2021-06-01")[2].startswith("actors:mine.actors:5")
    assert who(write(ACTORS), "the Harbour Watch Brigade")[2] == "actors:mine.actors:6"


def test_the_users_code_wins_over_ours(write: Write) -> None:
    assert who(write(ACTORS), "France")[0] == "DEU"


def test_ours_stands_where_no_code_of_the_user_holds(write: Write) -> None:
    path = write("FRANCE_\n\t[DEU >20300101]\n")
    assert who(path, "France", "2024-01-01")[0] == "FRA"
    assert who(path, "France", "2031-01-01")[0] == "DEU"


def test_the_null_code_takes_a_meaning_away(write: Write) -> None:
    assert who(write("FRANCE_ [---]\n"), "France")[0] is None


def test_outside_the_block_nothing_of_the_file_is_known(write: Write) -> None:
    who(write(ACTORS), "the Harbour Watch Brigade")
    assert resolve_phrase("the Harbour Watch Brigade").code is None
    assert resolve_phrase("France").code == "FRA"


def test_an_agent_gives_its_sector_beside_a_country(write: Write) -> None:
    assert who(write(ACTORS), "Kenyan tide wardens")[:2] == ("KEN", "COP")
    assert who(write(ACTORS), "a lamplighter from Ghana")[:2] == ("GHA", "GOV")
    assert who(write(ACTORS), "Ghanaian tide wardens")[2].endswith("agents:mine.actors:13")


def test_plurals_are_regular_unless_braces_say_another_or_none(write: Write) -> None:
    forms = read_dictionaries([write(ACTORS)]).agents
    assert {"lamplighters", "tide wardens"} <= set(forms)
    assert "reef polices" not in forms
    assert forms["tide wardens"].plural
    assert not forms["tide warden"].plural


def test_a_marker_stands_for_each_of_its_forms(write: Write) -> None:
    forms = read_dictionaries([write(ACTORS)]).agents
    assert {"dockman", "dockmen", "dockwoman"} <= set(forms)
    assert "dockmans" not in forms


def test_names_in_capitals_are_found_as_the_press_writes_them(write: Write) -> None:
    path = write("MINISTRY_OF_KITES [KENGOV]\nFLRO_ [KENREB]\n")
    known = gazetteer().with_dictionary(read_dictionaries([path]))
    found = [f.entries[0].name for f in known.find("The Ministry of Kites met FLRO, not Flro.")]
    assert found == ["Ministry of Kites", "FLRO"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("NORA_VALE_ [KENGOV 2001]", "mine.actors:2: dates are written"),
        ("NORA_VALE_ [KENGOV 20010229-20020101]", "mine.actors:2: 20010229 is no day"),
        ("NORA_VALE_ [KENGOV 20020101-20010101]", "mine.actors:2: ends before it begins"),
        ("NORA_VALE_ [ZZQGOV]", "mine.actors:2: 'ZZQGOV' is no code"),
        ("NORA_VALE_ [KENGOV", "mine.actors:2: a code is written"),
        ("NORA_VALE_", "mine.actors:2: 'NORA VALE' has no code"),
        ("____ [KEN]", "mine.actors:2: a name is missing"),
        ("SEA!FOLK! [~CVL]", "mine.actors:2: the marker !FOLK! is not defined"),
        ("SEAMAN [~ZZZ]", "mine.actors:2: 'ZZZ' says no sector"),
        ("N" * 3_000 + " [KEN]", "mine.actors:2: longer than"),
    ],
    ids=range(10),
)
def test_a_broken_line_is_told_and_the_rest_is_taken(write: Write, line: str, told: str) -> None:
    path = write(f"FIRST_GUARD_ [KENMIL]\n{line}\nLAST_GUARD_ [KENMIL]\n")
    read = read_dictionaries([path])
    assert [e.name for e in read.entries] == ["First Guard", "Last Guard"]
    assert len(read.faults) == 1
    assert read.faults[0].startswith(told)


def test_lines_that_belong_to_nobody_are_faults(write: Write) -> None:
    read = read_dictionaries([write("+NOBODY_\n\t[KEN]\nA_GUARD_ [KENMIL]\n")])
    assert [f.partition(": ")[0] for f in read.faults] == ["mine.actors:1", "mine.actors:2"]


def test_markers_that_multiply_are_stopped(write: Write) -> None:
    forms = ", ".join(f"F{n}" for n in range(30))
    read = read_dictionaries([write(f"!A! = {forms}\nX!A!!A!!A! [~COP]\nGUARD_ [KENMIL]\n")])
    assert "more than" in read.faults[0]


def test_a_file_without_any_actor_is_refused(write: Write) -> None:
    with pytest.raises(UsageError, match="no line of actors"):
        read_dictionaries([write("just some words\n")])


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be opened"):
        read_dictionaries([tmp_path / "none.actors"])


def test_a_sheet_is_taken_beside_dictionaries(write: Write) -> None:
    sheet = write("name,kind,code,sector\nKite Guild,organisation,KEN,LAB\n", "mine.csv")
    read = read_dictionaries([sheet, write(ACTORS)])
    assert read.entries[0].source == "mine.csv"
    assert len(read.entries) > 1


def test_the_digest_is_that_of_the_files(write: Write) -> None:
    one = read_dictionaries([write("A_GUARD_ [KENMIL]\n")]).digest
    assert read_dictionaries([write("A_GUARD_ [KENGOV]\n")]).digest != one


@pytest.mark.parametrize(
    ("code", "country", "sectors"),
    [
        ("USAGOVMIL", "USA", ("GOV", "MIL")),
        ("IGOUNO", "UNO", ()),
        ("KSVGOV", "XKX", ("GOV",)),
        ("GOV", None, ("GOV",)),
        ("USAMED", "USA", ("JRN",)),
        ("IRQMOSREB", "IRQ", ("REB",)),
        ("MDEGOV", None, ("GOV",)),
    ],
)
def test_a_code_is_read_three_letters_at_a_time(
    code: str, country: str | None, sectors: tuple[str, ...]
) -> None:
    actor = read_code(code)
    assert actor is not None
    assert (actor.code, actor.sectors) == (country, sectors)


@given(st.text(max_size=300))
def test_no_text_makes_a_dictionary_fail_otherwise(text: str) -> None:
    from dragoman.gazetteer.dictionary import _Reading

    reading = _Reading("mine.actors")
    reading.take(text.splitlines())
    assert all(fault.startswith("mine.actors:") for fault in reading.faults)
