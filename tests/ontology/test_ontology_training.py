"""Training and its file, on states that are made up."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from floods import LESSON

from dragoman.errors import PartError, UsageError
from dragoman.forms.ontology import Ontology
from dragoman.ontology import (
    Head,
    States,
    head_path,
    load_head,
    open_codebook,
    read_lesson,
    save_head,
    score,
    train,
)
from dragoman.ontology.head import Hit

NO_DEFINITIONS = np.zeros((2, 24), np.float32)


@pytest.fixture
def head(ontology: Ontology, sentences: list[States]) -> Head:
    return train(ontology, "sha256:model", sentences, NO_DEFINITIONS)[0]


def test_what_can_be_told_apart_is_learned(ontology: Ontology, sentences: list[States]) -> None:
    _, reached = train(ontology, "sha256:model", sentences, NO_DEFINITIONS)
    assert reached.f1 > 0.8
    assert reached.triggers == 40


def test_shuffled_marks_cannot_be_learned(ontology: Ontology, sentences: list[States]) -> None:
    random = np.random.default_rng(3)
    shuffled = [replace(s, classes=random.permutation(s.classes)) for s in sentences]
    _, reached = train(ontology, "sha256:model", shuffled, NO_DEFINITIONS)
    assert reached.f1 < 0.5


def test_the_same_examples_give_the_same_head(
    ontology: Ontology, sentences: list[States], head: Head
) -> None:
    again, _ = train(ontology, "sha256:model", sentences, NO_DEFINITIONS)
    assert np.array_equal(head.words.weights, again.words.weights)
    assert head.threshold == again.threshold


def test_a_type_has_one_trigger_in_a_sentence(head: Head, sentences: list[States]) -> None:
    for states in sentences:
        types = [hit.type for hit in head.find(np.concatenate([states.words, states.words]))]
        assert len(types) == len(set(types))


def test_confidences_are_shares_of_right_hits(head: Head, sentences: list[States]) -> None:
    hits = [hit for s in sentences for hit in head.find(s.words)]
    assert hits
    assert all(head.threshold <= hit.confidence <= 1 for hit in hits)


def test_a_sentence_without_words_has_no_trigger(head: Head) -> None:
    assert head.find(np.zeros((0, 24), np.float32)) == []


def test_a_hit_of_another_type_is_wrong_and_one_gold_mark_counts_once(ontology: Ontology) -> None:
    states = States(np.zeros((4, 2), np.float32), np.array([0, 1, 1, 0]), 0)
    hits = [Hit(1, 2, 0, 0.9), Hit(2, 3, 0, 0.8), Hit(2, 4, 1, 0.7)]
    reached = score(ontology, [hits], [states])
    assert (round(reached.precision, 3), reached.recall) == (0.333, 1.0)
    assert reached.exact == 0.0


def test_a_head_comes_back_from_its_file(
    head: Head, tmp_path: Path, sentences: list[States]
) -> None:
    save_head(head, tmp_path / "floods.npz")
    back = load_head(tmp_path / "floods.npz")
    assert back.ontology == head.ontology
    assert back.score == head.score
    assert back.find(sentences[1].words) == head.find(sentences[1].words)


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", b"PK\x03\x04broken"])
def test_a_damaged_file_is_a_part_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "floods.npz").write_bytes(content)
    with pytest.raises(PartError, match="floods"):
        load_head(tmp_path / "floods.npz")


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("words_weights.npy", b"\0" * 30_000_000)
    with pytest.raises(PartError, match="too large"):
        load_head(tmp_path / "bomb.npz")


def test_pickled_objects_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "evil.npz", words_weights=np.array([{"a": 1}], dtype=object))
    with pytest.raises(PartError, match="damaged"):
        load_head(tmp_path / "evil.npz")


def test_weights_of_another_shape_are_refused(head: Head, tmp_path: Path) -> None:
    types = (*head.ontology.types, head.ontology.types[0])
    save_head(replace(head, ontology=replace(head.ontology, types=types)), tmp_path / "x.npz")
    with pytest.raises(PartError, match="damaged"):
        load_head(tmp_path / "x.npz")


def test_a_yaml_file_finds_its_head_beside_it(head: Head, tmp_path: Path) -> None:
    path = tmp_path / "floods.yaml"
    path.write_text(LESSON, encoding="utf-8")
    with pytest.raises(PartError, match="not trained yet: run dragoman learn"):
        open_codebook(path)
    own = read_lesson(path).ontology
    save_head(replace(head, ontology=own), head_path(path))
    assert open_codebook(path).ontology == own
    path.write_text(LESSON + "# more\n", encoding="utf-8")
    with pytest.raises(PartError, match="has changed since"):
        open_codebook(path)


def test_no_such_codebook_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such codebook"):
        open_codebook(tmp_path / "none.yaml")
