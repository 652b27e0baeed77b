"""Marked cues in, weights of their edges out."""

from pathlib import Path

import pytest

pytest.importorskip("torch")

from dragoman.learn.cue_edges import fit, write, written

ROWS = [
    {
        "text": f"We wait, {name} said in {place} on {day}.",
        "marks": [{"cue": [[9 + len(name) + 1, 9 + len(name) + 5]]}],
    }
    for name in ("Lund", "Okoro", "Quist")
    for place in ("Oslo", "Lagos", "Vik")
    for day in ("Monday", "Friday")
]


def test_a_marked_cue_is_found_in_its_words() -> None:
    (example, *_) = written(ROWS[:1], "marks")
    a, b = example.ranges[example.right]
    assert (example.words[a:b], example.head) == (["said"], "said")


def test_a_cue_of_several_spans_is_not_learned_from() -> None:
    row = {"text": "He said, well, said.", "marks": [{"cue": [[3, 7], [15, 19]]}]}
    assert list(written([row], "marks")) == []


def test_the_marked_edges_become_the_likeliest() -> None:
    edges = fit(list(written(ROWS, "marks")), penalty=0.1)
    words = ["it", "stops", ",", "bratt", "said", "in", "rome"]
    ranges = [(4, 5), (4, 6), (3, 5), (4, 7)]
    scores = edges.text(words, "said", ranges)
    assert ranges[int(scores.argmax())] == (4, 5)


def test_weights_near_zero_are_not_written(tmp_path: Path) -> None:
    edges = fit(list(written(ROWS, "marks")), penalty=0.1)
    count = write(edges, tmp_path / "edges.csv", smallest=0.2)
    assert count == sum(abs(weight) >= 0.2 for weight in edges.weights.values())
