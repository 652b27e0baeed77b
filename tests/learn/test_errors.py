"""Each kind of error is counted where it is; the page keeps what stands around its table."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.learn.errors import END, KINDS, START, Fault, faults, rewrite, tables

TEXT = 'China condemned Japan on Friday. "We object," envoy Li Wen said.'


def span(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def entity(words: str, **more: Any) -> dict[str, Any]:
    start, end = span(words)
    base = {"text": words, "start": start, "end": end, "name": words, "kind": "state"}
    return base | {"code": None, "sector": None} | more


def cited(words: str) -> dict[str, Any]:
    start, end = span(words)
    return {"start": start, "end": end, "text": words}


GOLD: dict[str, Any] = {
    "id": "s",
    "text": TEXT,
    "people": [{"name": "Li Wen", "country": "CHN", "sector": "GOV"}],
    "events": [
        {
            "root": "ACCUSE",
            "mode": "disapprove",
            "status": "asserted",
            "trigger": [span("condemned")],
            "actors": [span("China")],
            "recipients": [span("Japan")],
        }
    ],
    "statements": [
        {
            "kind": "direct",
            "source": [span("envoy Li Wen")],
            "cue": [span("said")],
            "content": [span('"We object,"')],
            "speaker": "Li Wen",
        }
    ],
}
EVENT: dict[str, Any] = {
    "kind": "event",
    "event": "ACCUSE",
    "mode": ["disapprove"],
    "status": "asserted",
    "trigger": cited("condemned"),
    "actor": [entity("China")],
    "recipient": [entity("Japan")],
}
SAID: dict[str, Any] = {
    "kind": "statement",
    "manner": "direct",
    "speaker": entity("envoy Li Wen", name="Li Wen", kind="person", code="CHN", sector="GOV"),
    "cue": cited("said"),
    "content": [cited('"We object,"')],
}


def found(*records: dict[str, Any]) -> list[str]:
    return [fault.kind for fault in faults(GOLD, {"records": list(records)})]


def test_records_that_are_the_marks_have_no_error() -> None:
    assert found(EVENT, SAID) == []


@pytest.mark.parametrize(
    ("event", "kinds"),
    [
        ({"event": "REJECT"}, ["wrong root"]),
        ({"trigger": cited("condemned Japan")}, ["trigger's edge"]),
        ({"trigger": cited("Friday")}, ["missed trigger", "invented trigger"]),
        ({"mode": []}, ["wrong mode"]),
        ({"status": "future"}, ["wrong status"]),
        ({"recipient": []}, ["missing party"]),
        ({"recipient": [entity("Japan"), entity("Friday")]}, ["invented party"]),
        ({"recipient": [entity("Japan on Friday")]}, ["party's edge"]),
        ({"actor": [entity("China"), entity("Japan")], "recipient": []}, ["wrong side"]),
    ],
)
def test_an_error_of_an_event_has_its_kind(event: dict[str, Any], kinds: list[str]) -> None:
    assert found(EVENT | event, SAID) == kinds


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ({"cue": cited("object")}, ["missed cue", "invented cue"]),
        ({"speaker": None}, ["wrong source"]),
        ({"content": [cited("We object")]}, ["content's edge"]),
        ({"speaker": SAID["speaker"] | {"name": "Bo Xi"}}, ["name"]),
        ({"speaker": SAID["speaker"] | {"code": "JPN"}}, ["code"]),
    ],
)
def test_an_error_of_a_statement_has_its_kind(said: dict[str, Any], kinds: list[str]) -> None:
    assert found(EVENT, SAID | said) == kinds


def test_the_tables_count_by_kind_and_hold_no_sentence() -> None:
    rows = [
        Fault("wrong root", "AID", "AGREE", (0, 5), "s"),
        Fault("wrong root", "AID", "AGREE", (6, 9), "s"),
    ]
    table = "\n".join(tables(rows, 3, 1))
    assert "| wrong root | 2 |" in table
    assert "| missed cue | 0 |" in table
    assert "AID, AGREE 2." in table
    assert all(f"| {kind} |" in table for kind in KINDS)
    assert "China" not in table


def test_a_new_table_takes_the_place_of_the_old_one() -> None:
    page = f"# head\n{START}\nold\n{END}\ntail\n"
    assert rewrite(page, "new") == f"# head\n{START}\nnew\n{END}\ntail\n"
