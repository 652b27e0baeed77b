"""The scorecard counts what it says it counts, and says how far each row comes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.cli.score import table
from dragoman.errors import UsageError
from dragoman.learn import score
from dragoman.learn.scoring.aims import aim, aims
from dragoman.learn.scoring.counts import (
    Score,
    Tally,
    calibration,
    calibration_error,
)
from dragoman.learn.scoring.match import bare, match_acts, same_source
from dragoman.learn.scoring.pairs import fifteen, pair_scores, quad
from dragoman.learn.scoring.parties import _most, hit


def by_measure(rows: list[Score]) -> dict[str, Score]:
    return {row.measure: row for row in rows}


def test_f1_is_of_all_stories_together_and_its_interval_of_stories_drawn_again() -> None:
    tally = Tally("events")
    for _ in range(20):
        tally.add("trigger", 1, 2, 1)
        tally.add("trigger", 0, 0, 1)
    row = tally.scores()[0]
    assert row.value == pytest.approx(2 * 20 / (40 + 40))
    assert row.low < row.value < row.high
    assert row.n == 40


def test_stories_that_are_all_alike_leave_no_interval() -> None:
    tally = Tally("events")
    for _ in range(9):
        tally.add("trigger", 1, 2, 2)
    row = tally.scores()[0]
    assert row.low == row.value == row.high == 0.5


def test_a_class_that_is_nowhere_is_no_part_of_the_average() -> None:
    tally = Tally("events")
    tally.add("status: asserted", 1, 1, 1)
    tally.add("status: negated", 0, 1, 1)
    tally.add("status: future", 0, 0, 0)
    assert tally.macro("status: ", "all")[0].value == pytest.approx(0.5)


def test_a_match_of_the_root_goes_before_a_closer_trigger() -> None:
    found = [((0, 10), "AID"), ((0, 4), "AGREE")]
    gold = [((0, 4), "AID")]
    assert match_acts(found, gold) == [(0, 0)]
    assert match_acts([((5, 9), "AID")], gold) == []


def test_article_and_possessive_are_no_part_of_a_party() -> None:
    text = "the president's"
    assert bare(text, (0, len(text))) == (4, 13)
    assert bare("an", (0, 2)) == (0, 2)


def test_an_attribution_is_right_where_cue_and_source_are() -> None:
    gold = [{"cue": [[5, 9]], "source": [[0, 4]]}]
    assert same_source((5, 9), [(0, 4)], gold)
    assert not same_source((5, 9), [(0, 3)], gold)
    assert not same_source(None, [(0, 4)], gold)


def test_calibration_error_is_the_gap_between_said_and_right() -> None:
    assert calibration_error([(0.5, True), (0.5, False)] * 50) == pytest.approx(0.0, abs=1e-9)
    assert calibration_error([(0.9, False)] * 100) == pytest.approx(0.9)
    assert calibration_error([]) == 0.0
    row = calibration("events", [[(0.9, False)] * 10, [(0.9, False)] * 10])[0]
    assert (row.value, row.n) == (pytest.approx(0.9), 20)
    assert calibration("events", [[], []]) == []


def entity(start: int, end: int) -> dict[str, Any]:
    return {"start": start, "end": end}


GOLD = {"root": "YIELD", "actor": [[0, 5]], "recipient": [[10, 15]]}


@pytest.mark.parametrize(
    ("event", "actors", "recipients", "right"),
    [
        ("RETREAT", [entity(0, 5)], [entity(12, 20)], True),
        ("CONCEDE", [entity(3, 8)], [entity(10, 15)], True),
        ("AID", [entity(0, 5)], [entity(10, 15)], False),
        ("RETREAT", [entity(10, 15)], [entity(0, 5)], False),
        ("RETREAT", [entity(0, 5)], [entity(20, 25)], False),
        ("RETREAT", [entity(0, 5), entity(10, 15)], [], True),
        ("RETREAT", [entity(0, 15)], [], False),
        ("RETREAT", [entity(0, 5)], [], False),
    ],
)
def test_a_hit_has_the_root_and_both_parties_on_their_sides(
    event: str, actors: list[dict[str, Any]], recipients: list[dict[str, Any]], right: bool
) -> None:
    record = {"event": event, "actor": actors, "recipient": recipients}
    assert hit(record, GOLD, fifteen) is right


def test_beyond_the_allowance_the_least_confident_records_are_let_go() -> None:
    rows = [[{"confidence": 0.2}, {"confidence": 0.9}], [{"confidence": 0.5}]]
    assert _most(rows, 2) == [[{"confidence": 0.9}], [{"confidence": 0.5}]]
    assert _most(rows, 9) == rows


def test_quad_classes_are_the_codebooks_and_yielding_is_material() -> None:
    assert [quad(r) for r in ("AGREE", "CONCEDE", "YIELD", "ACCUSE", "ASSAULT")] == [1, 1, 2, 3, 4]


def test_a_pair_read_as_its_neighbour_is_wrong_as_root_and_right_as_class() -> None:
    rows = by_measure(pair_scores(["ACCUSE", "REJECT"] * 20, ["REJECT", "REJECT"] * 20))
    assert rows["root macro-F1"].value == pytest.approx(2 / 3)
    assert rows["quad macro-F1"].value == 1.0


def test_a_verdict_knows_which_way_is_better() -> None:
    found = aims()
    assert found["events", "trigger+root F1"].verdict(0.54) == "short"
    assert found["events", "trigger+root F1"].verdict(0.55) == "must"
    assert found["events", "sides swapped"].verdict(0.03) == "short"
    assert found["events", "sides swapped"].verdict(0.005) == "moonshot"


def test_the_table_shows_the_interval_and_the_aim() -> None:
    rows = [Score("events", "status accuracy", 0.91, 0.85, 0.95, 40), Score("x", "y", 1, 1, 1, 2)]
    shown = "".join(table(rows))
    assert "0.910  [ 0.850,  0.950]  n=40" in shown
    assert "must >= 0.9, moonshot >= 0.95: must reached" in shown
    assert shown.rstrip().endswith("n=2")


def test_a_row_of_items_that_were_trained_on_claims_nothing() -> None:
    row = Score("relate", "root macro-F1", 0.97, 0.95, 0.98, 40, seen=True)
    shown = "".join(table([row]))
    assert "trained on these items" in shown
    assert "reached" not in shown
    assert score.plain(row)["reached"] is None
    assert score.plain(row)["seen"] is True


def test_a_file_of_no_known_form_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="no gold file"):
        score.kind_of({"text": "x"})


def span(text: str, words: str) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


def test_gold_files_become_rows_with_what_they_are_to_reach(tmp_path: Path) -> None:
    text = 'China condemned Japan on Friday. "It is late," envoy Li Wen said.'
    story = {
        "id": "s",
        "text": text,
        "published": "2026-03-12",
        "events": [
            {
                "root": "ACCUSE",
                "mode": "disapprove",
                "status": "asserted",
                "trigger": [span(text, "condemned")],
                "actors": [span(text, "China")],
                "recipients": [span(text, "Japan")],
            }
        ],
        "statements": [
            {
                "source": [span(text, "envoy Li Wen")],
                "cue": [span(text, "said")],
                "content": [span(text, '"It is late,"')],
            }
        ],
    }
    pair = {
        "id": "p",
        "text": "China condemned Japan.",
        "actor": [[0, 5]],
        "recipient": [[16, 21]],
        "root": "ACCUSE",
    }
    files = [tmp_path / "stories.jsonl", tmp_path / "pairs.jsonl"]
    for file, row in zip(files, (story, pair), strict=True):
        file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    out = tmp_path / "score.json"
    rows = score.main(files, out=out)
    written = {(r["work"], r["measure"]): r for r in json.loads(out.read_text(encoding="utf-8"))}
    # Every aim but those of the forms that are not here has its row.
    absent = {key for key in aims() if key not in written}
    assert {work for work, _ in absent} == {"attribution", "actors"}
    found = written["events", "trigger+root F1"]
    assert found["value"] == 1.0
    assert (found["must"], found["moonshot"], found["reached"]) == (0.55, 0.7, "moonshot")
    assert written["parties and root, nothing given", "recall"]["value"] == 1.0
    assert written["events", "trigger F1"]["must"] is None
    assert all(aim(row) or (row.work, row.measure) not in aims() for row in rows)
