"""Entries as views show them: their records chosen before they are read, on both databases."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.forms.rows import EntryRow, TellingRow
from dragoman.ledger import Ledger
from dragoman.ledger.registers import Sought, entries, link_new
from dragoman.ledger.registers.ask import told_entries
from dragoman.ledger.registers.brief import quotable
from ledger.registered import act, agreement, promise, report, state

NORWAY, KENYA = state("Norway", "NOR"), state("Kenya", "KEN")
TREATY = Sought(kind="agreement", country="NOR")
PROMISE = Sought(kind="commitment", country="NOR")


def treaty(ledger: Ledger) -> None:
    """A treaty that is planned, planned still, and then signed."""
    for words, day, how in (
        ("Norway and Kenya plan a fisheries protection treaty.", "2026-01-05", "planned"),
        ("Kenya and Norway still plan a fisheries protection treaty.", "2026-01-20", "planned"),
        ("Kenya signed the fisheries protection treaty with Norway.", "2026-03-02", "signed"),
    ):
        told = agreement("fisheries protection treaty", how, NORWAY, KENYA)
        ledger.add(report(words, day, told))
    link_new(ledger)


def whole(chain: Sequence[TellingRow]) -> Sequence[TellingRow]:
    return chain


def plain(row: EntryRow) -> dict[str, object]:
    return {key: value for key, value in row.items() if key != "chain"}


def brief(ledger: Ledger, sought: Sought) -> list[EntryRow]:
    return list(quotable(ledger, told_entries(ledger, sought), whole).values())


def test_an_entry_shown_is_the_entry_asked_for(ledger: Ledger) -> None:
    treaty(ledger)
    [asked], [shown] = list(entries(ledger, TREATY)), brief(ledger, TREATY)
    assert plain(shown) == plain(asked)
    assert len(shown["chain"]) == 3
    for one, other in zip(shown["chain"], asked["chain"], strict=True):
        assert one == {key: other[key] for key in one}  # type: ignore[literal-required]


def test_only_the_chosen_records_of_an_entry_are_given(ledger: Ledger) -> None:
    treaty(ledger)
    found = quotable(ledger, told_entries(ledger, TREATY), lambda chain: chain[1:2])
    assert [[row["published"] for row in one["chain"]] for one in found.values()] == [
        ["2026-01-20"]
    ]


def test_the_act_that_keeps_a_promise_can_be_quoted_for_it(ledger: Ledger) -> None:
    vow = promise("reopen its embassy in Kenya by the end of the year", NORWAY, KENYA)
    words = "Norway promised to reopen its embassy in Kenya by the end of the year."
    ledger.add(report(words, "2026-02-01", vow))
    done = act(NORWAY, "SUPPORT", "reopened", KENYA)
    ledger.add(report("Norway reopened its embassy in Kenya on Monday.", "2026-06-09", done))
    link_new(ledger)
    [shown] = brief(ledger, PROMISE)
    assert [(row["published"], row["changes"]) for row in shown["chain"]] == [
        ("2026-02-01", True),
        ("2026-06-09", True),
    ]


def test_an_entry_is_told_anew_where_a_record_was_rejected_since(ledger: Ledger) -> None:
    treaty(ledger)
    [before] = brief(ledger, TREATY)
    ledger.correct(before["by_record"], "rejected", by="Ada", reason="another treaty")
    [shown] = brief(ledger, TREATY)
    assert shown["state"] == "planned"
    assert before["by_record"] not in {row["record"] for row in shown["chain"]}


def test_an_entry_of_which_no_record_is_left_is_not_shown(ledger: Ledger) -> None:
    treaty(ledger)
    [before] = brief(ledger, TREATY)
    for row in before["chain"]:
        ledger.correct(row["record"], "rejected", by="Ada", reason="a play")
    assert brief(ledger, TREATY) == []
