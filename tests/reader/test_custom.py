"""A head of one's own on the shipped weights: learned from the examples, used in a reading."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from dragoman import teaching
from dragoman.errors import EvidenceError, PartError, UsageError
from dragoman.extras import Extras
from dragoman.forms.records import Event, Records
from dragoman.ontology import load_head, save_head
from dragoman.pipeline import Reader
from dragoman.records.check import check

ONTOLOGIES = Path(__file__).resolve().parents[2] / "examples" / "ontologies"
# The first two paragraphs are of the examples: any weights find what they were taught.
STORY = (
    "Hackers broke into the mail server of the Estonian foreign ministry and read letters for four "
    "months.\n\nAustralia blamed Chinese state hackers for the break-in at its parliament.\n\n"
    "The two states signed a trade agreement."
)


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> teaching.Taught:
    folder = tmp_path_factory.mktemp("heads")
    return teaching.learn(ONTOLOGIES / "cyber.yaml", out=folder / "cyber.npz")


@pytest.fixture(scope="module")
def made(taught: teaching.Taught) -> Records:
    return Reader(Extras(codebook=taught.path)).read(STORY, published="2024-09-12")


def events(made: Records) -> dict[str, Event]:
    """Return the events by the first word of their trigger."""
    return {r.trigger.text.split()[0]: r for r in made.records if isinstance(r, Event)}


def test_events_are_of_the_users_types_with_the_codes_of_the_file(made: Records) -> None:
    found = events(made)["broke"]
    assert (found.event, found.quad_code, found.event_scale) == ("INTRUDE", 4, -5.0)
    assert found.context == ("cyber",)


def test_parties_and_status_come_from_the_shipped_reader(made: Records) -> None:
    blamed = events(made)["blamed"]
    assert blamed.event == "ATTRIBUTE"
    assert [e.code for e in blamed.actor] == ["AUS"]
    assert "CHN" in [e.code for e in blamed.recipient]
    assert blamed.status == "asserted"


def test_plovers_acts_are_not_told_beside_them(made: Records) -> None:
    assert {e.event for e in events(made).values()} <= {
        "INTRUDE", "DISRUPT", "ATTRIBUTE", "COUNTER", "WARN",
    }  # fmt: skip


def test_made_by_names_the_codebook_with_its_digest(made: Records, taught: teaching.Taught) -> None:
    assert made.made_by["codebook"] == taught.head.ontology.label
    assert taught.head.ontology.digest.removeprefix("sha256:")[:12] in made.made_by["codebook"]


def test_a_record_of_no_type_of_the_codebook_is_refused(
    made: Records, taught: teaching.Taught
) -> None:
    own = taught.head.ontology
    with pytest.raises(EvidenceError, match="is no type of cyber"):
        check(made, replace(own, types=own.types[1:2]))


def test_a_head_of_other_weights_is_refused(taught: teaching.Taught, tmp_path: Path) -> None:
    save_head(replace(taught.head, model="sha256:other"), tmp_path / "old.npz")
    with pytest.raises(PartError, match="train it again with dragoman learn"):
        Reader(Extras(codebook=tmp_path / "old.npz")).read(STORY)


def test_learning_twice_gives_the_same(taught: teaching.Taught, tmp_path: Path) -> None:
    again = teaching.learn(ONTOLOGIES / "cyber.yaml", out=tmp_path / "again.npz")
    assert again.score == taught.score
    assert load_head(again.path).threshold == taught.head.threshold


def test_a_mark_that_the_reader_cannot_see_is_named(tmp_path: Path) -> None:
    lesson = tmp_path / "long.yaml"
    text = (ONTOLOGIES / "cyber.yaml").read_text("utf-8")
    lesson.write_text(text + "  - >-\n    " + "very " * 900 + "[[hacked|INTRUDE]]\n", "utf-8")
    with pytest.raises(UsageError, match=r"examples\[\d+\]: the mark 'hacked' stands on no word"):
        teaching.learn(lesson, out=tmp_path / "long.npz")


# Floors a little under what the weights of the day reach (docs/ontologies.md); heads are learned
# anew here, so they hold for any weights.
@pytest.mark.parametrize(
    ("name", "valid", "held_out"), [("cyber", 0.58, 0.3), ("trade", 0.53, 0.3)]
)
def test_the_worked_examples_keep_their_scores(
    name: str, valid: float, held_out: float, tmp_path: Path
) -> None:
    learned = teaching.learn(ONTOLOGIES / f"{name}.yaml", out=tmp_path / f"{name}.npz")
    assert learned.score.f1 >= valid
    tested = teaching.test(learned.path, ONTOLOGIES / f"{name}.test.yaml")
    assert tested.f1 >= held_out
