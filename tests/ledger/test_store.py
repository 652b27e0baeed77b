"""Adding documents and asking for them, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from dragoman.errors import EvidenceError, PartError, UsageError
from dragoman.ledger import Ledger
from dragoman.ledger.ask import Wanted
from ledger.told import MADE_BY, story


def test_a_record_comes_back_as_it_was_given_with_its_two_clocks_and_its_maker(
    ledger: Ledger,
) -> None:
    given = story(publisher="Coast Herald", day=date(2026, 3, 13))
    ledger.add(given)
    [row] = ledger.records(Wanted(kinds=["event"]))
    told = given.records[0].to_dict()
    assert {key: row[key] for key in told} == told  # type: ignore[literal-required]
    assert row["document"] == given.document.id
    assert (row["day"], row["published"], row["publisher"]) == (
        "2026-03-13", "2026-03-14", "Coast Herald",
    )  # fmt: skip
    assert row["learned_at"].startswith("20")
    assert (row["dragoman"], row["model"], row["codebook"]) == tuple(MADE_BY.values())


def test_adding_a_document_again_changes_nothing(ledger: Ledger) -> None:
    first = ledger.add(story())
    again = ledger.add(story())
    assert (first.state, again.state) == ("new", "unchanged")
    assert (first.records, again.records, ledger.count()) == (3, 3, 3)


def test_a_changed_article_is_a_version_beside_the_old_one(ledger: Ledger) -> None:
    url = "https://news.example/a"
    old = ledger.add(story(url=url))
    new = ledger.add(story("Norway condemned Sudan, it said, after Åse Bø-Lund spoke.", url=url))
    assert (new.state, new.version) == ("changed", 2)
    assert [d["live"] for d in ledger.documents()] == [False, True]
    assert {row["document"] for row in ledger.records()} == {new.document}
    assert {row["document"] for row in ledger.records(Wanted(live=False))} == {
        old.document, new.document,
    }  # fmt: skip


def test_a_newer_models_reading_supersedes_the_older_one_and_both_stay(ledger: Ledger) -> None:
    ledger.add(story())
    newer = ledger.add(story(made_by={**MADE_BY, "model": "sha256:bb"}, event="THREATEN"))
    assert newer.state == "reread"
    assert [r["event"] for r in ledger.records(Wanted(kinds=["event"]))] == ["THREATEN"]
    both = ledger.records(Wanted(kinds=["event"], live=False))
    assert [(r["model"], r["live"]) for r in both] == [("sha256:aa", False), ("sha256:bb", True)]


def test_a_reading_by_an_older_release_does_not_supersede(ledger: Ledger) -> None:
    ledger.add(story(made_by={**MADE_BY, "dragoman": "0.10.0"}))
    late = ledger.add(story(made_by={**MADE_BY, "dragoman": "0.9.2"}))
    assert late.state == "older"
    assert {r["dragoman"] for r in ledger.records()} == {"0.10.0"}


def test_a_record_that_misquotes_its_document_is_refused_and_nothing_is_written(
    ledger: Ledger,
) -> None:
    given = story()
    other = replace(given, document=replace(given.document, text="x" + given.document.text))
    with pytest.raises(EvidenceError, match="does not say"):
        ledger.add(other)
    assert list(ledger.documents()) == []


def test_a_text_that_no_database_takes_comes_back_exactly(ledger: Ledger) -> None:
    words = "Norway \x00 condemned \ud800 Sudan \uf8fe and Åse Bø-Lund 🜁"
    added = ledger.add(story(words, url="https://a.example/\x00", title="t\x00\udfff"))
    document = ledger.document(added.document)
    assert document is not None
    assert (document["text"], document["title"]) == (words, "t\x00\udfff")
    assert [r["evidence"][0]["text"] for r in ledger.records()] == [words] * 3


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        (Wanted(kinds=["event", "agreement"]), {"event", "agreement"}),
        (Wanted(events=["ACCUSE"]), {"event"}),
        (Wanted(status=["signed"]), {"agreement"}),
        (Wanted(pair=("SDN", "NOR")), {"event", "agreement"}),
        (Wanted(pair=("NOR", "SDN"), directed=True, kinds=["event"]), {"event"}),
        (Wanted(pair=("SDN", "NOR"), directed=True, kinds=["event"]), set()),
        (Wanted(code="SDN"), {"event", "agreement"}),
        (Wanted(code="SDN", roles=["actor"]), set()),
        (Wanted(name="bo-lund"), {"statement"}),
        (Wanted(name="ase lun*"), {"statement"}),
        (Wanted(name="Lun"), set()),
        (Wanted(name="''"), set()),
        (Wanted(first="2026-03-14"), {"statement", "agreement"}),
        (Wanted(last="2026-03-13"), {"event"}),
        (Wanted(first="2026-03-13", last="2026-03-13"), {"event"}),
        (Wanted(words="condemns"), {"event", "statement", "agreement"}),
        (Wanted(words="peace"), set()),
        (Wanted(least_confidence=0.75), {"event", "statement"}),
        (Wanted(documents=["sha256:none"]), set()),
        (Wanted(story="s1"), set()),
        (Wanted(since="2000-01-01T00:00:00.000000Z", limit=1, newest_first=True), {"agreement"}),
    ],
)
def test_records_are_found_by_what_is_wanted(
    ledger: Ledger, wanted: Wanted, kinds: set[str]
) -> None:
    ledger.add(story(day=date(2026, 3, 13)))
    assert {row["kind"] for row in ledger.records(wanted)} == kinds


def test_records_come_on_from_where_the_last_call_stopped(ledger: Ledger) -> None:
    ledger.add(story())
    [(number, _)] = ledger.numbered_records(Wanted(after=0, limit=1))
    rest = list(ledger.numbered_records(Wanted(after=number)))
    assert len(rest) == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SUDAN", True),
        ("bo lund", True),
        ('"condemned Sudan"', True),
        ('"Sudan condemned"', False),
        ("norway -sudan", False),
        ("norway -sweden", True),
        ("minist*", True),
        ("minist", False),
        ("condemns", True),
        ("x') OR 1=1 --", False),
        ("norway AND", False),
        ("NEAR(norway sudan)", False),
    ],
)
def test_words_are_searched_the_same_way_on_both_databases(
    ledger: Ledger, query: str, found: bool
) -> None:
    ledger.add(story())
    assert bool(ledger.search_words(query)) is found


def test_a_search_for_nothing_is_wrong_usage(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="nothing to search for"):
        ledger.search_words("-fish ''")


def test_a_place_that_is_no_ledger_is_named(tmp_path, place: Callable[[], str]) -> None:  # type: ignore[no-untyped-def]
    page = tmp_path / "page.html"
    page.write_text("<html>a page that is long enough</html>")
    with pytest.raises(PartError, match="not a SQLite file"):
        Ledger.open(str(page))
    with pytest.raises(UsageError, match="mysql"):
        Ledger.open("mysql://a/b")
    with pytest.raises(PartError, match="no ledger is there"):
        Ledger.open(place(), create=False)
