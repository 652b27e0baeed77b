from __future__ import annotations

import pytest
from told_stories import Told

from dragoman.forms.records import Event, Statement
from dragoman.records import make


def statements(told: Told) -> list[Statement]:
    return [r for r in make(told.claims()).records if isinstance(r, Statement)]


@pytest.mark.parametrize(
    ("sentence", "content", "manner"),
    [
        ('"We are ready," the envoy said.', '"We are ready,"', "direct"),
        ("“We are ready,” the envoy said.", "“We are ready,”", "direct"),
        ("« We are ready » the envoy said.", "« We are ready »", "direct"),
        ("'We're ready,' the envoy said.", "'We're ready,'", "direct"),
        ("The envoy said they were ready.", "they were ready", "indirect"),
        ("The envoy said it's the leaders' turn.", "it's the leaders' turn", "indirect"),
        ("The envoy said they were “quite ready”.", "they were “quite ready”", "mixed"),
    ],
)
def test_manner_follows_the_quotation_marks(sentence: str, content: str, manner: str) -> None:
    told = Told(sentence)
    envoy = told.who("envoy", kind="person")
    told.said(envoy, "said", content)
    assert [s.manner for s in statements(told)] == [manner]


def test_source_cue_and_content_are_cited_as_one_quotation_where_they_touch() -> None:
    told = Told("It rained. The envoy said they were ready.")
    told.said(told.who("envoy", kind="person"), "said", "they were ready")
    (statement,) = statements(told)
    assert [e.text for e in statement.evidence] == ["envoy said they were ready"]
    assert statement.cue is not None and statement.cue.text == "said"
    assert statement.speaker is not None and statement.speaker.name == "envoy"


def test_a_content_split_by_its_cue_stays_two_spans() -> None:
    told = Told('"We are ready," he said, "and willing."')
    told.said(told.who("he", "Ann Lee", kind="person"), "said", '"We are ready,"', '"and willing."')
    (statement,) = statements(told)
    assert [c.text for c in statement.content] == ['"We are ready,"', '"and willing."']
    assert statement.manner == "direct"


@pytest.mark.parametrize(
    ("sentence", "outlet"),
    [
        ("The envoy told the Global Times on Friday that it rained.", "Global Times"),
        ("The envoy told CNN that it rained.", "CNN"),
        ("The envoy said in an interview with the Elbonian Morning Herald that it rained.",
         "Elbonian Morning Herald"),
        ("The envoy told reporters that it rained.", None),
        ("The envoy told President Otto that it rained.", None),
        ("The envoy said that it rained.", None),
    ],
)  # fmt: skip
def test_the_outlet_spoken_to_is_named(sentence: str, outlet: str | None) -> None:
    told = Told(sentence)
    cue = "told" if "told" in sentence else "said"
    told.said(told.who("envoy", kind="person"), cue, "that it rained")
    assert [s.told_to for s in statements(told)] == [outlet]


def test_an_outlet_that_the_document_credits_counts_though_no_list_has_it() -> None:
    told = Told("The envoy told Glimmer that it rained.")
    told.credit("Glimmer")
    told.said(told.who("envoy", kind="person"), "told", "that it rained")
    assert [s.told_to for s in statements(told)] == ["Glimmer"]


def test_an_outlet_named_inside_the_content_is_not_spoken_to() -> None:
    told = Told("The envoy said that a clerk told CNN lies.")
    told.said(told.who("envoy", kind="person"), "said", "that a clerk told CNN lies")
    assert [s.told_to for s in statements(told)] == [None]


def test_a_quotation_left_open_goes_on_in_the_next_paragraph() -> None:
    told = Told("The envoy said: “We came in peace.", "“We leave in peace.”", "It rained.")
    told.said(told.who("envoy", kind="person"), "said", "“We came in peace.")
    (statement,) = statements(told)
    assert [c.text for c in statement.content] == ["“We came in peace.", "“We leave in peace.”"]
    assert statement.manner == "direct"


def test_a_paragraph_that_is_all_quotation_joins_the_speaker_before_it() -> None:
    told = Told("“We came in peace,” the envoy said.", "“We leave in peace. It is late.”")
    told.said(told.who("envoy", kind="person"), "said", "“We came in peace,”")
    (statement,) = statements(told)
    assert statement.content[-1].text == "“We leave in peace. It is late.”"


def test_an_opening_paragraph_joins_the_speaker_named_only_in_the_next() -> None:
    told = Told("“We came in peace.", "“We leave in peace,” the envoy said.")
    told.said(told.who("envoy", kind="person"), "said", "“We leave in peace,”")
    (statement,) = statements(told)
    assert statement.content[0].text == "“We came in peace."


def test_a_sentence_of_quotation_after_the_statement_joins_it() -> None:
    told = Told("“We came in peace,” the envoy said. “We leave in peace.” It rained.")
    told.said(told.who("envoy", kind="person"), "said", "“We came in peace,”")
    (statement,) = statements(told)
    assert [c.text for c in statement.content][1:] == ["“We leave in peace.”"]


def test_a_paragraph_with_a_speaker_of_its_own_is_not_joined() -> None:
    told = Told("“We came in peace,” the envoy said.", "“We saw them leave,” a guard said.")
    told.said(told.who("envoy", kind="person"), "said", "“We came in peace,”")
    guard = told.who("guard", kind="person")
    told.said(guard, "a guard said", "“We saw them leave,”")
    assert [len(s.content) for s in statements(told)] == [1, 1]


def test_words_quoted_inside_a_plain_sentence_are_not_joined() -> None:
    told = Told("“We came in peace,” the envoy said.", "The “peace party” left the hall.")
    told.said(told.who("envoy", kind="person"), "said", "“We came in peace,”")
    assert [len(s.content) for s in statements(told)] == [1]


def test_a_statement_inside_a_statement_points_at_the_outer_one() -> None:
    told = Told("The envoy said Ruritania hopes the rain will end.")
    told.said(told.who("envoy", kind="person"), "said", "Ruritania hopes the rain will end")
    told.said(told.who("Ruritania"), "hopes", "the rain will end")
    outer, inner = statements(told)
    assert inner.according_to == outer.id
    assert outer.according_to is None


def test_an_event_points_at_the_innermost_statement() -> None:
    told = Told("The envoy said Ruritania claims Elbonia fired.")
    told.said(told.who("envoy", kind="person"), "said", "Ruritania claims Elbonia fired")
    told.said(told.who("Ruritania"), "claims", "Elbonia fired")
    told.act("fired", "ASSAULT", [told.who("Elbonia")])
    inner = statements(told)[1]
    event = next(r for r in make(told.claims()).records if isinstance(r, Event))
    assert event.according_to == inner.id


def test_the_marks_of_an_outer_speaker_do_not_make_the_inner_one_direct() -> None:
    told = Told("“Ruritania hopes the rain will end,” the envoy said.")
    told.said(told.who("envoy", kind="person"), "said", "“Ruritania hopes the rain will end,”")
    told.said(told.who("Ruritania"), "hopes", "the rain will end")
    assert [s.manner for s in statements(told)] == ["direct", "indirect"]


def test_a_quoted_heading_is_not_joined_to_the_speaker_before_it() -> None:
    told = Told("“We came in peace,” the envoy said.", "‘A peaceful farewell’", "It rained.")
    told.said(told.who("envoy", kind="person"), "said", "“We came in peace,”")
    assert [len(s.content) for s in statements(told)] == [1]


def test_parties_that_speak_together_are_named_together() -> None:
    told = Told("The two sides said they were ready.")
    told.said(told.who("two sides", "China", "Cuba"), "said", "they were ready")
    (statement,) = statements(told)
    assert statement.speaker is not None
    assert statement.speaker.name == "China and Cuba"
