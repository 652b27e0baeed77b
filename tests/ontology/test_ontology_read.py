"""The user's YAML file: what is taken from it, and what is said of a faulty one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from floods import LESSON

from dragoman import codebook
from dragoman.errors import UsageError
from dragoman.ontology import read_examples, read_lesson
from dragoman.ontology.loading import MAX_BYTES

Write = Callable[..., Path]


def refused(write: Write, text: str) -> str:
    with pytest.raises(UsageError) as caught:
        read_lesson(write(text))
    return str(caught.value)


def test_a_mark_is_the_span_of_its_words(write: Write) -> None:
    first = read_lesson(write(LESSON)).examples[0]
    assert first.text == "The Tarn rose at dawn."
    assert [first.text[m.start : m.end] for m in first.marks] == ["rose"]
    assert first.marks[0].type == "RISE"


def test_nth_takes_the_later_of_two_equal_words(write: Write) -> None:
    example = read_lesson(write(LESSON)).examples[4]
    assert [m.start for m in example.marks] == [example.text.rindex("carried")]


def test_a_text_without_marks_is_an_example_of_none_of_the_types(write: Write) -> None:
    assert read_lesson(write(LESSON)).examples[-1].marks == ()


def test_a_type_has_the_codes_that_the_file_gives(write: Write) -> None:
    rise, _ = read_lesson(write(LESSON)).ontology.types
    assert (rise.quad_code, rise.event_scale) == (4, -3.0)
    assert (rise.mode, rise.context) == (("slow",), ("weather",))


def test_like_takes_the_codes_of_a_plover_root(write: Write) -> None:
    _, helps = read_lesson(write(LESSON)).ontology.types
    assert (helps.quad_code, helps.event_scale) == (2, codebook.score("AID"))


def test_without_event_scale_it_is_the_mean_of_the_quad_class(write: Write) -> None:
    (rise, _) = read_lesson(write(LESSON.replace("    event_scale: -3\n", ""))).ontology.types
    scores = [codebook.score(r) for r in codebook.ROOTS if codebook.quad_code(r) == 4]
    assert rise.event_scale == round(sum(scores) / len(scores), 1)


def test_the_label_has_the_files_digest(write: Write) -> None:
    one = read_lesson(write(LESSON)).ontology
    other = read_lesson(write(LESSON + "# changed\n")).ontology
    assert one.label.startswith("floods-1@")
    assert one.label != other.label


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("|RISE]] at dawn", "|ROSE]] at dawn", "examples[1]: 'ROSE' is none of the types"),
        ("[[rose|RISE]]", "[[rose]]", "examples[1]: a mark is written"),
        ("[[rose|RISE]]", "[[ |RISE]]", "examples[1]: a mark without words"),
        ("words: carried, nth: 2", "words: rowed", "examples[5]: the text does not say 'rowed'"),
        ("words: carried, nth: 2", "words: carried, nth: 3", "3 times"),
        ("nth: 2}", "colour: red}", "'colour' is no key of it"),
        ("    quad_code: 4\n", "", "types.RISE: give quad_code"),
        ("quad_code: 4", "quad_code: 7", "types.RISE: give quad_code"),
        ("event_scale: -3", "event_scale: -30", "types.RISE: event_scale"),
        ("like: AID", "like: FLOOD", "types.HELP: like: 'FLOOD' is no PLOVER root"),
        ("mode: [slow]", "mode: [<b>]", "types.RISE: mode"),
        ("    definition: A river rises over its banks.\n", "", "types.RISE: text is missing"),
        ("name: floods", "name: [a]", "name: a short name"),
        ("  HELP:\n", "  NO:\n", "types.False: a type's name"),
        ("name: floods", "name: floods\nextra: 1", "'extra' is no key of it"),
        ("  - Nurses [[fed|HELP]] the old.\n", "", "HELP has 2 marks"),
    ],
)
def test_a_fault_names_its_item(write: Write, before: str, after: str, told: str) -> None:
    assert before in LESSON
    assert told in refused(write, LESSON.replace(before, after, 1))


def test_several_faults_are_told_together(write: Write) -> None:
    broken = LESSON.replace("quad_code: 4", "quad_code: 9").replace("|RISE]] at", "|X]] at")
    message = refused(write, broken)
    assert "types.RISE" in message
    assert "examples[1]" in message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: &x [1]\nb: *x\n", ":2: no YAML that we take: aliases"),
        ("a: 1\na: 2\n", ":2: no YAML that we take: 'a' stands twice"),
        ("a: !!python/object/apply:os.system [ls]\n", "no YAML that we take"),
        ("a: " + "[" * 500, "nested too deep"),
        ("a: [1\n", "no YAML that we take"),
        ("- 1\n", "no ontology"),
        ("? [1, 2]\n: 3\n", "no YAML that we take"),
        ("x" * (MAX_BYTES + 1), "longer than"),
    ],
    ids=["alias", "twice", "object", "deep", "open", "list", "key", "long"],
)
def test_hostile_yaml_is_refused_with_its_line(write: Write, text: str, told: str) -> None:
    assert told in refused(write, text)


def test_bytes_that_are_no_utf8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(UsageError, match="no UTF-8"):
        read_lesson(path)


def test_further_examples_know_the_ontologys_types(write: Write) -> None:
    own = read_lesson(write(LESSON)).ontology
    more = write("examples: ['The Aude [[rose|RISE]].', 'Nobody came.']", "more.yaml")
    assert [len(e.marks) for e in read_examples(more, own)] == [1, 0]
    with pytest.raises(UsageError, match="'SINK' is none of the types"):
        read_examples(write("examples: ['It [[sank|SINK]].']", "bad.yaml"), own)
