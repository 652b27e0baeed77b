"""What stories without a day tell has no day: it comes last and is in no span of days."""

from __future__ import annotations

from dataclasses import replace

from dragoman.forms.records import Records
from dragoman.ledger import Ledger
from dragoman.ledger.happenings.asking import Asked
from dragoman.ledger.settling import settle
from dragoman.ledger.traits import sets
from ledger.acts_told import MEETING, Told, report

UNDATED = Told(
    "Norway accused Sudan of hiding the papers of a tanker.",
    "accused", event="ACCUSE", actor=("Norway",), recipient=("Sudan",),
)  # fmt: skip


def without_a_day(records: Records) -> Records:
    return replace(records, document=replace(records.document, published=None))


def told(ledger: Ledger) -> None:
    ledger.add(without_a_day(report([UNDATED], publisher="Harbour Post")))
    ledger.add(report([MEETING]))
    settle(ledger)


def test_an_undated_happening_comes_last_in_either_order(ledger: Ledger) -> None:
    told(ledger)
    for oldest_first in (False, True):
        asked = Asked(pair=("NOR", "SDN"), oldest_first=oldest_first)
        assert [row["event"] for row in ledger.happenings(asked)] == ["CONSULT", "ACCUSE"]
        page = next(ledger.happenings(replace(asked, limit=1)))
        rest = list(ledger.happenings(replace(asked, limit=5, after=page["id"])))
        assert [row["event"] for row in rest] == ["ACCUSE"]


def test_an_undated_happening_tells_no_day_and_is_in_no_span(ledger: Ledger) -> None:
    told(ledger)
    *_, last = ledger.happenings()
    assert (last["first"], last["first_report"]) == (None, None)
    for asked in (Asked(first="1900-01-01"), Asked(last="2999-01-01"), Asked(code="NOR", last="3")):
        assert [row["event"] for row in ledger.happenings(asked)] == ["CONSULT"]


def test_an_undated_document_has_no_day_among_the_days(ledger: Ledger) -> None:
    told(ledger)
    found = sets(ledger, ["all"])
    assert sorted(int(day) > 0 for day in found.days[found.flags["all"]]) == [False, True]
