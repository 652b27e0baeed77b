"""Index and dossier asked of a ledger, on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from told import story

from dragoman import viewing
from dragoman.errors import UsageError
from dragoman.ledger import Ledger
from dragoman.ledger.settling import settle
from dragoman.views.html import page
from dragoman.views.index import Asked
from dragoman.views.markdown import markdown
from dragoman.views.sides import side

NOR, SDN = side("NOR"), side("SDN")


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Five stories: three of Norway and Sudan, in March and April."""
    told = [
        (
            "Norway condemned Sudan on Friday, minister Åse Bø-Lund said.",
            date(2026, 3, 14),
            "ACCUSE",
        ),
        ("Norway sent grain to Sudan in the spring, said Åse Bø-Lund.", date(2026, 4, 2), "AID"),
        (
            "Norway warned Sudan about the river dam, Åse Bø-Lund told us.",
            date(2026, 4, 9),
            "THREATEN",
        ),
    ]
    for words, day, event in told:
        ledger.add(story(words, published=day, event=event, publisher="Coast Herald"))
    settle(ledger)
    return ledger


def test_an_index_is_of_happenings_and_of_documents_that_mention_both(filled: Ledger) -> None:
    found = viewing.index(filled, Asked(one=NOR, other=SDN))
    counted = [(p.period, p.happenings, p.documents) for p in found.points]
    assert counted == [("2026-03", 1, 1), ("2026-04", 2, 2)]


def test_directed_leaves_out_what_comes_back(filled: Ledger) -> None:
    there = viewing.index(filled, Asked(one=NOR, other=SDN, directed=True))
    back = viewing.index(filled, Asked(one=SDN, other=NOR, directed=True))
    assert sum(point.happenings for point in there.points) == 3
    assert sum(point.happenings for point in back.points) == 0


def test_a_countrys_total_counts_what_it_has_with_anyone(filled: Ledger) -> None:
    found = viewing.index(filled, Asked(one=SDN, by="year"))
    assert [point.happenings for point in found.points] == [3]
    acting = viewing.index(filled, Asked(one=SDN, by="year", directed=True))
    assert [point.happenings for point in acting.points] == [0]


def test_the_happenings_behind_a_point_are_listed_with_their_words(filled: Ledger) -> None:
    found = viewing.index(filled, Asked(one=NOR, other=SDN), ids=True)
    assert {label: len(ids) for label, ids in found.listed.items()} == {"2026-03": 1, "2026-04": 2}
    lines = viewing.lines(filled, found.listed["2026-04"])
    assert [line["what"] for line in lines] == ["THREATEN", "AID"]
    assert all("Sudan" in line["quotes"][0]["text"] for line in lines)


def test_one_countrys_points_are_the_same_counted_and_listed(filled: Ledger) -> None:
    counted = viewing.index(filled, Asked(one=NOR))
    listed = viewing.index(filled, Asked(one=NOR), ids=True)
    assert counted.points == listed.points


def test_a_rejected_record_leaves_index_and_dossier(filled: Ledger) -> None:
    event = next(row for row in filled.records() if row.get("event") == "AID")
    filled.correct(event["id"], "rejected", by="Ada", reason="a rehearsal")
    settle(filled)
    found = viewing.index(filled, Asked(one=NOR, other=SDN))
    assert sum(point.happenings for point in found.points) == 2
    dossier, _ = viewing.pair(filled, "NOR", "SDN")
    assert {line["what"] for line in dossier["happenings"]} == {"ACCUSE", "THREATEN"}


def test_every_line_of_a_dossier_has_its_quotation_where_it_stands(filled: Ledger) -> None:
    dossier, _ = viewing.pair(filled, "NOR", "Sudan")
    lines = [*dossier["happenings"], *dossier["agreements"]]
    assert len(lines) >= 4
    for line in lines:
        assert line["sources"] >= 1
        for quote in line["quotes"]:
            document = filled.document(quote["document"])
            assert document is not None
            assert document["text"][quote["start"] : quote["end"]] == quote["text"]
            assert quote["publisher"] == "Coast Herald"


def test_what_is_new_since_a_day_is_marked(filled: Ledger) -> None:
    dossier, _ = viewing.pair(filled, "NOR", "SDN", since="2026-04-05")
    assert {row["what"] for row in dossier["happenings"] if row["new"]} == {"THREATEN"}
    without, _ = viewing.pair(filled, "NOR", "SDN")
    assert without["summary"]["new"] == 0


def test_who_speaks_for_a_side_is_named_with_words(filled: Ledger) -> None:
    dossier, _ = viewing.pair(filled, "NOR", "SDN")
    speaker = dossier["speakers"]["NOR"][0]
    assert (speaker["name"], speaker["statements"]) == ("Åse Bø-Lund", 3)
    assert speaker["quotes"]


def test_what_is_left_out_is_counted(filled: Ledger) -> None:
    dossier, _ = viewing.pair(filled, "NOR", "SDN", limit=1)
    assert len(dossier["happenings"]) == 1
    assert dossier["left_out"] == {"happenings": 2}


def test_a_pair_of_which_nothing_is_told_is_empty(filled: Ledger) -> None:
    dossier, trend = viewing.pair(filled, "NOR", "BRA")
    assert dossier["happenings"] == []
    assert "None is told" in page(dossier, trend)
    assert next(markdown(dossier)) == "# Norway and Brazil"


def test_the_order_of_a_pair_does_not_matter(filled: Ledger) -> None:
    one, _ = viewing.pair(filled, "NOR", "SDN")
    other, _ = viewing.pair(filled, "SDN", "NOR")
    assert one["happenings"] == other["happenings"]
    assert one["summary"] == other["summary"]


def test_two_large_blocs_are_refused(filled: Ledger) -> None:
    with pytest.raises(UsageError, match="too many countries"):
        viewing.pair(filled, "EUR", "BRICS")


def test_a_bloc_and_a_country_have_a_dossier(filled: Ledger) -> None:
    dossier, _ = viewing.pair(filled, "Nordic countries", "SDN")
    assert len(dossier["happenings"]) == 3
    assert dossier["pair"][0]["members"]


def test_a_day_that_is_none_is_refused(filled: Ledger) -> None:
    with pytest.raises(UsageError, match="is no day"):
        viewing.pair(filled, "NOR", "SDN", since="soon")
