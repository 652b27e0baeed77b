"""`dragoman relate` and `dragoman resolve`: a line for each line, a failure for each bad one."""

from __future__ import annotations

import json

import pytest
from test_cli_read import dragoman

TEXT = "China condemned Japan for the visit."
PAIR = {"id": 7, "text": TEXT, "actor": [[0, 5]], "recipient": [[16, 21]]}
CODES = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST"} | {
    *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
}


def test_relate_answers_each_line_in_order() -> None:
    given = "".join(json.dumps({**PAIR, "id": n}) + "\n" for n in range(3))
    done = dragoman("relate", given=given)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == [0, 1, 2]


def test_a_relation_has_its_code_class_and_all_scores() -> None:
    row = json.loads(dragoman("relate", given=json.dumps(PAIR)).stdout)
    assert set(row) == {"id", "event", "quad_code", "scores"}
    assert set(row["scores"]) == CODES
    assert row["scores"][row["event"]] == max(row["scores"].values())
    assert row["quad_code"] in (1, 2, 3, 4)
    assert sum(row["scores"].values()) == pytest.approx(1, abs=0.01)


def test_bad_lines_are_named_and_the_rest_are_answered() -> None:
    outside = {**PAIR, "actor": [[30, 99]]}
    lines = ["{broken", json.dumps(PAIR), "[1]", json.dumps(outside), '{"text": "x"}', ""]
    done = dragoman("relate", given="\n".join(lines) + "\n")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    for number in (1, 3, 4, 5):
        assert f"stdin:{number}:" in done.stderr
    assert "Traceback" not in done.stderr


def test_resolve_answers_with_exactly_the_documented_fields() -> None:
    given = json.dumps({"text": "the Armenian Prime Minister", "date": "2024-05-01"})
    done = dragoman("resolve", given=given)
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert list(row) == ["text", "code", "sector", "sectors", "name", "id", "why"]
    assert (row["code"], row["sector"]) == ("ARM", "GOV")
    assert "GOV" in row["sectors"]


def test_an_unknown_phrase_has_a_null_code() -> None:
    row = json.loads(dragoman("resolve", given='{"text": "the blue teapot"}').stdout)
    assert row["code"] is None
    assert row["why"]


def test_resolve_names_a_line_with_a_bad_date() -> None:
    given = '{"text": "France", "date": "soon"}\n{"text": "France", "context": null}\n'
    done = dragoman("resolve", given=given)
    assert done.returncode == 1
    assert "stdin:1: not a date" in done.stderr
    assert json.loads(done.stdout)["code"] == "FRA"


def test_a_file_that_is_not_there_is_named() -> None:
    done = dragoman("resolve", "absent.jsonl")
    assert done.returncode == 1
    assert "absent.jsonl" in done.stderr
