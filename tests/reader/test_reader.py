"""The shipped weights read, refuse damage, and do not mind company."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from dragoman import codebook
from dragoman.errors import PartError
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.reader import Pair, Reader, labels, likeliest

TEXT = (
    "China on Friday condemned the United States for selling weapons to Taiwan.\n"
    "“We urge Washington to stop,” Foreign Ministry spokesman Li Wen said in Beijing."
)


def document(text: str) -> Document:
    paragraphs, at = [], 0
    for line in text.split("\n"):
        span = Span(at, at + len(line))
        paragraphs.append(Paragraph(span, (span,)))
        at += len(line) + 1
    return Document("sha256:test", text, tuple(paragraphs))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load()


def test_the_classes_of_the_reader_are_those_of_the_codebook() -> None:
    assert tuple(codebook.roots()) == labels.ROOTS


def test_a_condemnation_is_read_with_its_sides(reader: Reader) -> None:
    acts = reader.read(document(TEXT)).acts
    found = {(a.root, a.trigger.of(TEXT)): a for a in acts}
    act = found["ACCUSE", "condemned"]
    assert [s.of(TEXT) for s in act.actors] == ["China"]
    assert "United States" in [s.of(TEXT) for s in act.recipients]
    assert act.status == "asserted"


def test_a_quotation_is_read_with_its_source_and_cue(reader: Reader) -> None:
    attributions = reader.read(document(TEXT)).attributions
    said = [a for a in attributions if a.cue and a.cue.of(TEXT) == "said"]
    assert len(said) == 1
    assert said[0].source and "Li Wen" in said[0].source.of(TEXT)
    assert said[0].content[0].of(TEXT).startswith("“We urge Washington")


def test_a_document_reads_the_same_alone_and_among_others(reader: Reader) -> None:
    alone = reader.read(document(TEXT))
    long = document("Rain fell over the hills on Sunday and the match was stopped.\n" * 30)
    among = reader.read_many([long, document(TEXT), long])[1]
    assert among.acts == alone.acts
    assert among.attributions == alone.attributions


def test_a_document_without_a_story_gives_an_empty_reading(reader: Reader) -> None:
    reading = reader.read(Document("sha256:none", "", ()))
    assert not reading.acts and not reading.attributions and not reading.mentions


def test_relate_gives_probabilities_and_knows_the_sides(reader: Reader) -> None:
    text = "Iran threatened to close the strait unless Oman freed its sailors."
    (scores,) = reader.relate([Pair(text, ((0, 4),), ((43, 47),))])
    assert set(scores) == set(labels.ROOTS)
    assert sum(scores.values()) == pytest.approx(1, abs=1e-3)
    assert likeliest(scores) == "THREATEN"


def test_conceding_and_retreating_compete_as_one() -> None:
    scores = dict.fromkeys(labels.ROOTS, 0.0) | {"AGREE": 0.4, "CONCEDE": 0.25, "RETREAT": 0.35}
    assert likeliest(scores) == "RETREAT"


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(Path(str(files("dragoman") / "weights")), folder)
    settings = folder / "settings.json"
    settings.write_text(settings.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(PartError, match="not those that were released"):
        Reader.load(folder)


def test_a_missing_file_of_the_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(PartError, match=r"encoder\.onnx"):
        Reader.load(tmp_path)
