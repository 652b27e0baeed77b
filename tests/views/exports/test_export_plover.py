"""PLOVER from a ledger: the face's rows, what the ledger adds, and the way back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from exported_reports import again, visit

from dragoman.faces import face
from dragoman.forms.plover import event_of
from dragoman.ledger import Ledger
from dragoman.ledger.ask import Wanted

Exported = Callable[..., str]


def rows(text: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in map(json.loads, text.splitlines())}


def test_a_row_is_the_faces_row_and_what_the_ledger_knows_beside_it(exported: Exported) -> None:
    found = rows(exported("plover"))
    told = rows(face("plover").document(visit()) + face("plover").document(again()))
    for name in ("ev-visit", "ev-shell", "ev-port", "ev-visit-2"):
        assert {field: found[name][field] for field in told[name]} == told[name]


def test_every_event_comes_back_from_its_row_just_as_the_ledger_has_it(
    exported: Exported, ledger: Ledger
) -> None:
    found = rows(exported("plover"))
    events = {row["id"]: row for row in ledger.records(Wanted(kinds=["event"]))}
    assert found.keys() == events.keys()
    for name, row in found.items():
        event = event_of(row)
        assert event == {field: events[name].get(field) for field in event}


def test_a_row_says_by_how_many_independent_sources_its_act_is_told(exported: Exported) -> None:
    row = rows(exported("plover"))["ev-visit"]
    assert (row["dragoman_documents"], row["dragoman_sources"]) == (2, 2)


def test_an_edited_row_has_the_new_code_and_names_who_edited_it(exported: Exported) -> None:
    row = rows(exported("plover"))["ev-condemn"]
    assert (row["event"], row["mode"]) == (["REQUEST"], ["change"])
    assert row["dragoman_corrected"]["by"] == "Ada"
    assert row["comment"] == "edited by Ada: he only demanded it"


def test_a_row_names_its_sentence_by_number_and_words(exported: Exported) -> None:
    row = rows(exported("plover"))["ev-condemn"]
    assert row["text"] == "Lund condemned Sudan for closing the Gallabat crossing."
    assert row["text_info"]["sequence"] == 1


def test_who_tells_an_act_stands_with_it_though_only_events_are_asked_for(
    exported: Exported,
) -> None:
    row = rows(exported("plover", wanted=Wanted(kinds=["event"])))["ev-shell"]
    assert row["link"] == "st-shell"
    assert row["dragoman_according_to"]["speaker"]["identifier_text"] == "Odd Lund"


def test_a_merged_row_has_its_reports(exported: Exported) -> None:
    visits = [r for r in rows(exported("plover", merged=True)).values() if r["mode"] == ["visit"]]
    assert [r["dragoman_sources"] for r in visits] == [2]
    assert {r["record"] for r in visits[0]["dragoman_reports"]} == {"ev-visit", "ev-visit-2"}


def test_a_pair_and_a_window_narrow_the_rows(exported: Exported) -> None:
    of_pair = rows(exported("plover", wanted=Wanted(pair=("SDN", "NOR"))))
    assert set(of_pair) == {"ev-condemn"}
    early = rows(exported("plover", wanted=Wanted(last="2026-03-10")))
    assert set(early) == {"ev-shell"}
