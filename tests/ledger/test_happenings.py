"""Merging mentions of acts into happenings, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.forms.records import Records
from dragoman.forms.rows import HappeningRow
from dragoman.ledger import Ledger
from dragoman.ledger.ask import Wanted
from dragoman.ledger.happenings.asking import Asked
from dragoman.ledger.happenings.likeness import compatible, related
from dragoman.ledger.happenings.mention import stem
from dragoman.ledger.happenings.merging import merge_new
from dragoman.ledger.happenings.toll import Toll, toll
from dragoman.ledger.measure_happenings import Judged, b_cubed, count
from dragoman.ledger.settling import settle
from ledger.acts_told import (
    CALLED_OFF,
    HUNGER,
    MEETING,
    PLANNED,
    SAME_MEETING,
    Told,
    report,
    strike,
)


def merged(ledger: Ledger, given: Iterable[Records]) -> list[HappeningRow]:
    """Add documents, settle, return the happenings, the newest first."""
    for records in given:
        ledger.add(records)
    settle(ledger)
    return list(ledger.happenings())


def partition(rows: Iterable[HappeningRow]) -> set[frozenset[str]]:
    return {frozenset(one["record"] for one in row["reports"]) for row in rows}


def test_an_act_told_twice_in_one_document_is_one_happening(ledger: Ledger) -> None:
    [meeting] = merged(ledger, [report([MEETING, SAME_MEETING])])
    assert (len(meeting["reports"]), meeting["documents"], meeting["sources"]) == (2, 1, 1)
    assert meeting["first"] == meeting["last"] == "2026-03-13"
    records = {row["happening"] for row in ledger.records(Wanted(kinds=["event"]))}
    assert records == {meeting["id"]}


def test_reports_of_two_publishers_are_two_independent_sources(ledger: Ledger) -> None:
    [meeting] = merged(
        ledger, [report([MEETING]), report([SAME_MEETING], publisher="Harbour Post")]
    )
    assert (meeting["documents"], meeting["sources"]) == (2, 2)
    assert {party["code"] for party in meeting["actor"]} == {"NOR", "SDN"}


def test_a_publisher_counts_once_however_often_it_reports(ledger: Ledger) -> None:
    [meeting] = merged(ledger, [report([MEETING]), report([SAME_MEETING], published="2026-03-15")])
    assert (meeting["documents"], meeting["sources"]) == (2, 1)
    assert (meeting["first_report"], meeting["last_report"]) == ("2026-03-14", "2026-03-15")


def test_copies_of_one_text_are_one_source(ledger: Ledger) -> None:
    more = " ".join(
        f"The {word} of the ship waited in the harbour." for word in ("cook", "mate", "boy")
    )
    given = [
        report([MEETING], more=more),
        report([MEETING], more=more, publisher="Inland Mail", published="2026-03-15"),
    ]
    [meeting] = merged(ledger, given)
    assert (meeting["documents"], meeting["sources"]) == (2, 1)
    assert sum(one["copy_of"] is not None for one in meeting["reports"]) == 1


def test_what_was_planned_and_then_done_is_one_happening_that_was_done(ledger: Ledger) -> None:
    [meeting] = merged(
        ledger,
        [report([PLANNED], published="2026-03-10"), report([MEETING], publisher="Harbour Post")],
    )
    assert meeting["status"] == "asserted"
    assert meeting["statuses"] == [
        {"status": "future", "from": "2026-03-10", "documents": 1},
        {"status": "asserted", "from": "2026-03-14", "documents": 1},
    ]


def test_what_was_planned_and_then_called_off_is_cancelled(ledger: Ledger) -> None:
    [meeting] = merged(
        ledger,
        [
            report([PLANNED], published="2026-03-10"),
            report([CALLED_OFF], publisher="Harbour Post", published="2026-03-12"),
        ],
    )
    assert meeting["status"] == "cancelled"
    assert [step["status"] for step in meeting["statuses"]] == ["future", "cancelled"]


def test_two_strikes_of_one_day_in_different_places_are_two(ledger: Ledger) -> None:
    strikes = merged(
        ledger,
        [
            report([strike(9, place="Kassala")]),
            report([strike(4, place="Omdurman")], publisher="Harbour Post"),
        ],
    )
    assert len(strikes) == 2


def test_strikes_of_different_days_are_two(ledger: Ledger) -> None:
    strikes = merged(
        ledger,
        [
            report([strike(day="2026-03-12")]),
            report([strike(day="2026-01-20")], publisher="Harbour Post"),
        ],
    )
    assert len(strikes) == 2


def test_fighting_that_goes_on_does_not_become_one_act_for_ever(ledger: Ledger) -> None:
    months = [f"2026-{month:02}-{day:02}" for month in (1, 2, 3) for day in (1, 8, 15, 22)]
    given = []
    for number, day in enumerate(months):
        words = f"Sudanese troops fought rebels on hill {number + 40} while {day} rain fell."
        fought = Told(
            words, "fought", event="ASSAULT", actor=("Sudanese troops",), recipient=("rebels",)
        )
        given.append(report([fought], published=day, publisher=f"Herald {number}"))
    rows = merged(ledger, given)
    assert len(rows) > 3


def test_an_air_strike_and_a_shelling_of_one_sentence_are_two(ledger: Ledger) -> None:
    words = "Norway shelled a port in Sudan a day after an air strike by Sudan on a camp."
    shelled = Told(words, "shelled", event="ASSAULT", actor=("Norway",), recipient=("port",))
    struck = Told(words, "air strike", event="ASSAULT", actor=("Sudan",), recipient=("camp",))
    assert len(merged(ledger, [report([shelled, struck])])) == 2


def test_a_sanction_that_is_called_off_is_no_cancelled_happening(ledger: Ledger) -> None:
    words = "Norway cancelled its flights to Sudan."
    [cut] = merged(
        ledger,
        [
            report(
                [
                    Told(
                        words, "cancelled", event="SANCTION", actor=("Norway",),
                        recipient=("Sudan",),
                    )
                ]
            )
        ],
    )  # fmt: skip
    assert cut["status"] == "asserted"


def test_reports_that_give_different_tolls_disagree(ledger: Ledger) -> None:
    [struck] = merged(ledger, [report([strike(9)]), report([strike(11)], publisher="Harbour Post")])
    [dead] = [one for one in struck["disagreements"] if one["about"] == "dead"]
    assert sorted(told["value"] for told in dead["values"]) == ["11", "9"]
    assert all(len(told["records"]) == 1 for told in dead["values"])


def test_who_denies_an_act_is_named(ledger: Ledger) -> None:
    denied = replace(
        strike(),
        words="Sudan's army said no air strike by Sudan on a market in Kassala killed people.",
        status="negated",
        speaker="Sudan's army",
    )
    [struck] = merged(ledger, [report([strike()]), report([denied], publisher="Harbour Post")])
    [row] = [one for one in struck["disagreements"] if one["about"] == "denied"]
    assert [told["value"] for told in row["values"]] == ["Sudan's army"]


def test_settling_again_changes_nothing(ledger: Ledger) -> None:
    before = merged(ledger, [report([MEETING]), report([HUNGER], publisher="Harbour Post")])
    assert merge_new(ledger) == 0
    assert list(ledger.happenings()) == before


def test_the_order_of_arrival_does_not_matter(place: Callable[[], str]) -> None:
    given = [
        report([PLANNED], published="2026-03-10"),
        report([MEETING], publisher="Harbour Post"),
        report([SAME_MEETING, strike()], publisher="Inland Mail"),
        report([strike(11)], publisher="Nile Times"),
    ]
    found = set()
    for order in list(permutations(given))[::7]:
        with Ledger.open(place()) as ledger:
            for records in order:
                ledger.add(records)
                settle(ledger)
            found.add(frozenset(partition(ledger.happenings())))
    assert len(found) == 1


def test_a_rejected_record_leaves_its_happening(ledger: Ledger) -> None:
    [meeting] = merged(
        ledger, [report([MEETING]), report([SAME_MEETING], publisher="Harbour Post")]
    )
    gone = meeting["reports"][1]["record"]
    ledger.correct(gone, "rejected", by="Ada", reason="another meeting")
    settle(ledger)
    [left] = ledger.happenings()
    assert (left["id"], left["documents"]) == (meeting["id"], 1)
    assert ledger.record(gone)["happening"] is None  # type: ignore[index]


def test_the_last_record_that_is_rejected_takes_the_happening_with_it(ledger: Ledger) -> None:
    [meeting] = merged(ledger, [report([MEETING])])
    ledger.correct(meeting["reports"][0]["record"], "rejected", by="Ada", reason="a rehearsal")
    settle(ledger)
    assert list(ledger.happenings()) == []
    assert list(ledger.happenings(Asked(pair=("NOR", "SDN")))) == []


def test_an_edited_record_is_merged_by_its_corrected_values(ledger: Ledger) -> None:
    rows = merged(ledger, [report([MEETING]), report([HUNGER], publisher="Harbour Post")])
    bought = next(row for row in rows if row["event"] == "COOPERATE")
    record = bought["reports"][0]["record"]
    ledger.correct(record, "edited", by="Ada", reason="a sale", changes={"event": "AID"})
    settle(ledger)
    assert {row["event"] for row in ledger.happenings()} == {"CONSULT", "AID"}


def test_a_new_version_of_an_article_takes_the_older_ones_place(ledger: Ledger) -> None:
    merged(ledger, [report([MEETING], url="https://a.example/1")])
    [after] = merged(ledger, [report([SAME_MEETING], url="https://a.example/1")])
    assert (after["documents"], len(after["reports"])) == (1, 1)
    live = [row["id"] for row in ledger.records(Wanted(kinds=["event"]))]
    assert [one["record"] for one in after["reports"]] == live


def test_a_newer_reading_takes_the_older_ones_place(ledger: Ledger) -> None:
    merged(ledger, [report([MEETING])])
    [after] = merged(ledger, [report([MEETING], maker="sha256:bb")])
    assert [one["record"][-2:] for one in after["reports"]] == ["bb"]


@pytest.fixture
def several(ledger: Ledger) -> Ledger:
    """A ledger of four happenings of different days and pairs."""
    merged(
        ledger,
        [
            report([MEETING, replace(HUNGER, day="2026-03-01")]),
            report([strike(actor="Kenya", day="2026-03-12")], publisher="Harbour Post"),
            report(
                [
                    Told(
                        "Sweden condemned Norway over fish.", "condemned", event="ACCUSE",
                        actor=("Sweden",), recipient=("Norway",), day="2026-02-01",
                    )
                ],
                publisher="Inland Mail",
                published="2026-02-02",
            ),
        ],
    )  # fmt: skip
    return ledger


@pytest.mark.parametrize(
    ("asked", "events"),
    [
        (Asked(), ["CONSULT", "ASSAULT", "COOPERATE", "ACCUSE"]),
        (Asked(oldest_first=True), ["ACCUSE", "COOPERATE", "ASSAULT", "CONSULT"]),
        (Asked(pair=("NOR", "SDN")), ["CONSULT"]),
        (Asked(pair=("SDN", "NOR")), ["CONSULT"]),
        (Asked(pair=("SWE", "NOR"), directed=True), ["ACCUSE"]),
        (Asked(pair=("NOR", "SWE"), directed=True), []),
        (Asked(code="KEN"), ["ASSAULT", "COOPERATE"]),
        (Asked(code="NOR", events=["ACCUSE"]), ["ACCUSE"]),
        (Asked(events=["ASSAULT", "ACCUSE"]), ["ASSAULT", "ACCUSE"]),
        (Asked(first="2026-03-01", last="2026-03-12"), ["ASSAULT", "COOPERATE"]),
        (Asked(status=["future"]), []),
        (Asked(least_sources=2), []),
        (Asked(limit=2), ["CONSULT", "ASSAULT"]),
        (Asked(since="2999-01-01T00:00:00.000000Z"), []),
    ],
)
def test_happenings_are_found_by(several: Ledger, asked: Asked, events: Sequence[str]) -> None:
    assert [row["event"] for row in several.happenings(asked)] == events


def test_pages_of_happenings_follow_one_another(several: Ledger) -> None:
    whole = [row["id"] for row in several.happenings()]
    pages, after = [], None
    while page := [row["id"] for row in several.happenings(Asked(limit=1, after=after))]:
        pages += page
        after = page[-1]
    assert pages == whole


def test_a_ledger_with_happenings_is_clean(several: Ledger) -> None:
    assert several.check().faults == []


def test_the_command_writes_a_line_of_json_a_happening(tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    with Ledger.open(where) as ledger:
        ledger.add(report([MEETING, strike()]))
    words = ["happenings", "--pair", "nor", "sdn", "--ledger", where]
    done = CliRunner().invoke(app, [*words, "--format", "json"])
    assert done.exit_code == 0, done.output
    [row] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (row["event"], row["documents"]) == ("CONSULT", 1)
    shown = CliRunner().invoke(app, [*words, "--format", "text"])
    assert "held talks" in shown.stdout


@pytest.mark.parametrize(
    "words", [["--event", "DANCE"], ["--since", "yesterday"], ["--format", "xml"]]
)
def test_a_wrong_word_is_wrong_usage(tmp_path: Path, words: list[str]) -> None:
    where = str(tmp_path / "news.db")
    Ledger.open(where).close()
    assert CliRunner().invoke(app, ["happenings", "--ledger", where, *words]).exit_code == 2


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("At least 84 people were killed and 202 others injured.", Toll(84, 202)),
        ("The blast killed nine soldiers, wounding two.", Toll(9, 2)),
        ("The death toll rose to 1,085.", Toll(1085, None)),
        ("In 2016 militants were killed.", Toll(None, None)),
        ("The market has 40 stalls; nobody was hurt.", Toll(None, None)),
    ],
)
def test_dead_and_wounded_are_read_by_their_words(sentence: str, told: Toll) -> None:
    assert toll(sentence) == told


def test_of_two_tolls_in_a_sentence_the_nearest_counts() -> None:
    words = "Rebels killed 5 people a day after a raid on a market killed 25 people."
    assert (toll(words, words.index("Rebels")).dead, toll(words, words.rindex("killed")).dead) == (
        5,
        25,
    )


def test_roots_of_one_act_are_compatible_both_ways() -> None:
    assert compatible("AGREE", "CONSULT")
    assert compatible("CONSULT", "AGREE")
    assert not compatible("AID", "ASSAULT")
    assert related("CONSULT")[0] == "CONSULT"


def test_forms_of_a_word_have_one_stem() -> None:
    assert {stem(word) for word in ("fired", "firing", "fires", "fire")} == {"fir"}


def test_pairs_and_shares_are_counted_as_judged() -> None:
    mentions = [Judged("s", "d", 1, "a"), Judged("s", "d", 2, "a"), Judged("s", "d", 3, "")]
    found = {("d", 1): "x", ("d", 2): "x", ("d", 3): "x"}
    pairs = count(mentions, found)
    assert (pairs.merged, pairs.same, pairs.right) == (3, 1, 1)
    shares = b_cubed(mentions, found)
    assert shares.precision == pytest.approx(5 / 9, abs=1e-3)
    assert shares.recall == pytest.approx(1.0, abs=1e-3)
