"""Registers over a ledger: records of one thing brought together, on both databases."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.cli.registers import lines
from dragoman.forms.rows import EntryRow
from dragoman.ledger import Ledger
from dragoman.ledger.registers import Sought, entries, entry, link_new
from ledger.registered import (
    act,
    agreement,
    person,
    position,
    promise,
    report,
    state,
    visit,
)

NORWAY, KENYA, PERU = state("Norway", "NOR"), state("Kenya", "KEN"), state("Peru", "PER")


def told(ledger: Ledger, kind: str, **wanted: object) -> list[EntryRow]:
    link_new(ledger)
    return list(entries(ledger, Sought(kind=kind, **wanted)))  # type: ignore[arg-type]


def path(row: EntryRow) -> list[tuple[str, str]]:
    return [(step["state"], step["from"]) for step in row["states"]]


def fish(ledger: Ledger) -> None:
    """An agreement on fisheries, planned and then signed, beside one on rails."""
    both = NORWAY, KENYA
    ledger.add(
        report(
            "Norway and Kenya plan a fisheries protection treaty.",
            "2026-01-05",
            agreement("fisheries protection treaty", "planned", *both),
        )
    )
    ledger.add(
        report(
            "Kenya and Norway signed the treaty on protection of fisheries.",
            "2026-03-02",
            agreement("treaty on protection of fisheries", "signed", KENYA, NORWAY),
            publisher="Inland Mail",
        )
    )
    ledger.add(
        report(
            "Norway and Kenya signed a railway loan agreement.",
            "2026-03-03",
            agreement("railway loan agreement", "signed", *both),
        )
    )


def test_an_agreement_goes_from_planned_to_signed_by_the_report_that_says_so(
    ledger: Ledger,
) -> None:
    fish(ledger)
    rails, fisheries = told(ledger, "agreement")
    assert path(rails) == [("signed", "2026-03-03")]
    assert path(fisheries) == [("planned", "2026-01-05"), ("signed", "2026-03-02")]
    first, last = fisheries["chain"]
    assert fisheries["by_record"] == last["record"]
    assert first["link"] is None
    assert last["link"] is not None
    assert last["link"]["earlier"] == first["record"]
    assert 0.5 < last["link"]["confidence"] <= 1
    assert last["evidence"][0]["text"].startswith("Kenya and Norway signed")
    assert (fisheries["documents"], fisheries["sources"]) == (2, 2)


def test_a_link_stands_in_the_ledger_with_its_state_and_why(ledger: Ledger) -> None:
    fish(ledger)
    link_new(ledger)
    [link] = ledger.links()
    assert (link["state"], link["why"]) == ("signed", "parties;title")


def test_linking_again_changes_nothing(ledger: Ledger) -> None:
    fish(ledger)
    before = told(ledger, "agreement")
    assert link_new(ledger) == 0
    assert told(ledger, "agreement") == before


def test_linking_after_each_document_gives_what_linking_them_together_gives(
    place: Callable[[], str],
) -> None:
    with Ledger.open(place()) as one, Ledger.open(place()) as other:
        fish(one)
        expected = told(one, "agreement")
        for records in (
            report(
                "Norway and Kenya plan a fisheries protection treaty.",
                "2026-01-05",
                agreement("fisheries protection treaty", "planned", NORWAY, KENYA),
            ),
            report(
                "Kenya and Norway signed the treaty on protection of fisheries.",
                "2026-03-02",
                agreement("treaty on protection of fisheries", "signed", KENYA, NORWAY),
                publisher="Inland Mail",
            ),
        ):
            other.add(records)
            link_new(other)
        [fisheries] = told(other, "agreement")
        assert fisheries["id"] == expected[1]["id"]
        assert path(fisheries) == path(expected[1])


def test_reports_that_come_in_late_stand_in_the_order_of_their_days(ledger: Ledger) -> None:
    ledger.add(
        report(
            "Kenya and Norway signed the treaty on protection of fisheries.",
            "2026-03-02",
            agreement("treaty on protection of fisheries", "signed", KENYA, NORWAY),
        )
    )
    link_new(ledger)
    ledger.add(
        report(
            "Norway and Kenya plan a fisheries protection treaty.",
            "2026-01-05",
            agreement("fisheries protection treaty", "planned", NORWAY, KENYA),
        )
    )
    [row] = told(ledger, "agreement")
    assert path(row) == [("planned", "2026-01-05"), ("signed", "2026-03-02")]
    assert [c["link"] is None for c in row["chain"]] == [True, False]


def test_a_looser_word_later_takes_nothing_back(ledger: Ledger) -> None:
    fish(ledger)
    ledger.add(
        report(
            "Their fisheries protection treaty pleases Norway and Kenya.",
            "2026-03-20",
            agreement("fisheries protection treaty", "announced", NORWAY, KENYA),
        )
    )
    [row] = told(ledger, "agreement", state=["signed"], last="2026-03-01")
    assert row["state"] == "signed"
    assert row["restated"] == "2026-03-20"


def test_a_promise_is_kept_by_a_later_act_that_does_it(ledger: Ledger) -> None:
    ledger.add(
        report(
            "Norway promised to reopen its embassy in Kenya by the end of the year.",
            "2026-02-01",
            promise("reopen its embassy in Kenya by the end of the year", NORWAY, KENYA),
        )
    )
    [row] = told(ledger, "commitment")
    assert (row["state"], row["due"]) == ("open", "2026-12-31")
    ledger.add(
        report(
            "Norway reopened its embassy in Kenya on Monday.",
            "2026-06-09",
            act(NORWAY, "SUPPORT", "reopened", KENYA),
        )
    )
    [row] = told(ledger, "commitment")
    assert path(row) == [("open", "2026-02-01"), ("kept", "2026-06-09")]
    assert row["chain"][1]["kind"] == "event"
    assert row["chain"][1]["evidence"][0]["text"].startswith("Norway reopened")
    assert row["confidence"] < 0.9


def test_what_is_only_planned_or_done_by_others_keeps_no_promise(ledger: Ledger) -> None:
    ledger.add(
        report(
            "Norway promised to reopen its embassy in Kenya.",
            "2026-02-01",
            promise("reopen its embassy in Kenya", NORWAY, KENYA),
        )
    )
    ledger.add(
        report(
            "Norway hopes to reopen its embassy in Kenya soon.",
            "2026-06-09",
            act(NORWAY, "SUPPORT", "reopen", KENYA),
        )
    )
    ledger.add(
        report(
            "Peru reopened its embassy in Kenya.",
            "2026-06-10",
            act(PERU, "SUPPORT", "reopened", KENYA),
        )
    )
    [row] = told(ledger, "commitment")
    assert row["state"] == "open"


def test_a_promise_is_broken_by_an_act_that_was_promised_not_to_be(ledger: Ledger) -> None:
    ledger.add(
        report(
            "Norway vowed not to expel Kenyan fishing crews.",
            "2026-02-01",
            promise("not to expel Kenyan fishing crews", NORWAY),
        )
    )
    ledger.add(
        report(
            "Norway expelled fishing crews of Kenyan ships.",
            "2026-04-01",
            act(NORWAY, "SANCTION", "expelled", KENYA),
        )
    )
    [row] = told(ledger, "commitment")
    assert row["state"] == "broken"


def test_a_promise_to_visit_is_kept_by_the_visit(ledger: Ledger) -> None:
    lund = person("Odd Lund", "NOR")
    ledger.add(
        report(
            "Odd Lund promised to visit Kenya.", "2026-02-01", promise("visit Kenya", lund, KENYA)
        )
    )
    ledger.add(report("Odd Lund arrived in Kenya.", "2026-03-01", visit(lund, KENYA, "made")))
    [row] = told(ledger, "commitment")
    assert path(row)[-1] == ("kept", "2026-03-01")


def test_a_visit_goes_from_planned_over_postponed_to_made(ledger: Ledger) -> None:
    lund = person("Odd Lund", "NOR")
    ledger.add(report("Odd Lund will visit Kenya.", "2026-02-01", visit(lund, KENYA, "planned")))
    ledger.add(
        report(
            "Odd Lund postponed the trip to Kenya.", "2026-02-11", visit(lund, KENYA, "cancelled")
        )
    )
    ledger.add(
        report("Odd Lund arrived in Kenya.", "2026-03-01", visit(lund, KENYA, "made", "2026-03-01"))
    )
    [row] = told(ledger, "visit")
    assert [step for step, _ in path(row)] == ["planned", "postponed", "made"]
    assert row["date"] == {"start": "2026-03-01", "end": "2026-03-01"}


def test_two_visits_of_one_person_to_one_state_stay_two(ledger: Ledger) -> None:
    lund = person("Odd Lund", "NOR")
    ledger.add(report("Odd Lund arrived in Kenya.", "2026-03-01", visit(lund, KENYA, "made")))
    ledger.add(report("Odd Lund is in Kenya again.", "2026-05-01", visit(lund, KENYA, "made")))
    assert len(told(ledger, "visit")) == 2


def test_a_position_is_restated_and_then_reversed(ledger: Ledger) -> None:
    for day, stance, words in (
        ("2026-01-10", "oppose", "Norway opposes a ban on whale hunting."),
        ("2026-02-10", "oppose", "Norway still opposes a ban on whale hunting."),
        ("2026-05-10", "support", "Norway now backs a ban on whale hunting."),
    ):
        issue = "ban on whale hunting"
        ledger.add(report(words, day, position(NORWAY, stance, issue)))
    [row] = told(ledger, "position")
    assert path(row) == [("held", "2026-01-10"), ("reversed", "2026-05-10")]
    assert (row["stance"], row["since"]) == ("support", "2026-05-10")
    assert [c["changes"] for c in row["chain"]] == [True, False, True]


def test_a_rejected_record_leaves_its_entry(ledger: Ledger) -> None:
    fish(ledger)
    link_new(ledger)
    signed = told(ledger, "agreement")[1]["by_record"]
    ledger.correct(signed, "rejected", by="Ada", reason="another treaty")
    [row] = told(ledger, "agreement", state=["planned"])
    assert path(row) == [("planned", "2026-01-05")]
    assert ledger.links() == []
    assert entry(ledger, signed) is None


def test_an_edited_record_is_placed_by_its_corrected_values(ledger: Ledger) -> None:
    fish(ledger)
    rails = told(ledger, "agreement")[0]
    ledger.correct(
        rails["by_record"], "edited", by="Ada", reason="was ended", changes={"state": "ended"}
    )
    [row] = told(ledger, "agreement", state=["ended"])
    assert row["what"] == "railway loan agreement"
    assert row["chain"][0]["corrected"] is not None


def test_a_newer_reading_takes_the_place_of_the_older_one(ledger: Ledger) -> None:
    fish(ledger)
    link_new(ledger)
    again = report(
        "Kenya and Norway signed the treaty on protection of fisheries.",
        "2026-03-02",
        agreement("treaty on protection of fisheries", "ratified", KENYA, NORWAY),
        publisher="Inland Mail",
        made_by={"dragoman": "0.2.0", "model": "sha256:bb", "codebook": "plover-2.0"},
    )
    ledger.add(again)
    [row] = told(ledger, "agreement", state=["ratified"])
    assert path(row) == [("planned", "2026-01-05"), ("ratified", "2026-03-02")]
    assert len(row["chain"]) == 2


def test_entries_are_found_by_countries_days_and_what_was_learned(ledger: Ledger) -> None:
    fish(ledger)
    assert len(told(ledger, "agreement", country="KEN", other="NOR")) == 2
    assert told(ledger, "agreement", country="PER") == []
    assert len(told(ledger, "agreement", last="2026-02-01")) == 1
    assert len(told(ledger, "agreement", first="2026-03-03")) == 1
    assert told(ledger, "agreement", since="2100-01-01") == []
    assert len(told(ledger, "agreement", limit=1)) == 1


def test_the_ledger_is_clean_after_linking(ledger: Ledger) -> None:
    fish(ledger)
    link_new(ledger)
    assert ledger.check().found == 0


def test_an_undated_story_gives_no_days_and_no_due_day(ledger: Ledger) -> None:
    words = "Norway promised to send grain to Kenya by the end of the year."
    ledger.add(report(words, None, promise("send grain to Kenya", NORWAY, KENYA)))
    [row] = told(ledger, "commitment")
    assert (row["since"], row["first"], row["due"], row["states"][0]["from"]) == (None,) * 4


def test_entries_of_undated_stories_stand_last_and_in_no_span_of_days(ledger: Ledger) -> None:
    for day in (None, "2026-03-02", "2026-01-05"):
        by = NORWAY if day else KENYA
        words = f"{'Norway' if day else 'Kenya'} promised to send grain to Peru, it said in {day}."
        ledger.add(report(words, day, promise("send grain", by, PERU)))
    for country in (None, "PER"):
        found = told(ledger, "commitment", country=country)
        assert [row["last"] for row in found] == ["2026-03-02", None]
        assert [row["last"] for row in told(ledger, "commitment", country=country, limit=1)] == [
            "2026-03-02"
        ]
    assert [row["last"] for row in told(ledger, "commitment", last="2100-01-01")] == ["2026-03-02"]
    assert [row["last"] for row in told(ledger, "commitment", first="1900-01-01")] == ["2026-03-02"]


def test_an_undated_entry_is_said_to_be_undated(ledger: Ledger) -> None:
    ledger.add(report("Norway promised grain to Kenya.", None, promise("grain", NORWAY, KENYA)))
    [row] = told(ledger, "commitment")
    shown = list(lines(row))
    assert shown[0] == "OPEN undated  grain"
    assert any("undated" in line for line in shown[3:])
    assert row["learned_at"][:10] not in "\n".join(shown)


def test_a_communique_is_not_the_protocol_signed_beside_it(ledger: Ledger) -> None:
    ledger.add(report("Norway and Kenya issued a joint communique.", "2026-03-02",
                      agreement("joint communique", "announced", NORWAY, KENYA)))  # fmt: skip
    ledger.add(report("Norway and Kenya signed a protocol.", "2026-03-02",
                      agreement("protocol", "signed", NORWAY, KENYA)))  # fmt: skip
    assert sorted(row["state"] for row in told(ledger, "agreement")) == ["announced", "signed"]


def test_promises_of_other_acts_on_the_same_thing_are_two(ledger: Ledger) -> None:
    ledger.add(report("Norway promised to repel the northern raiders at sea.", "2026-03-02",
                      promise("repel the northern raiders at sea", NORWAY)))  # fmt: skip
    ledger.add(report("Norway promised to count northern raiders and whales.", "2026-03-09",
                      promise("count northern raiders and whales", NORWAY)))  # fmt: skip
    assert len(told(ledger, "commitment")) == 2


def test_a_word_is_one_position_only_within_days(ledger: Ledger) -> None:
    for day in ("2026-03-02", "2026-03-09", "2026-04-20"):
        words = f"Norway urged calm, its papers of {day} said."
        ledger.add(report(words, day, position(NORWAY, "support", "calm")))
    assert sorted(len(row["chain"]) for row in told(ledger, "position")) == [1, 2]
