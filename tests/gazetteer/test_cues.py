from __future__ import annotations

import pytest

from dragoman.gazetteer import cues


@pytest.mark.parametrize(
    ("form", "lemma", "kind", "tense"),
    [
        ("said", "say", "say", "past"), ("thinking", "think", "think", "ing"),
        ("denies", "deny", "deny", "third"), ("admitted", "admit", "reveal", "past"),
        ("according to", "according to", "quote", "phrase"), ("written", "write", "say", "part"),
        ("foresaw", "foresee", "expect", "past"), ("called for", "call for", "demand", "past"),
        ("refers", "refer", "quote", "third"), ("referring", "refer", "quote", "ing"),
        ("believes", "believe", "think", "third"), ("hopes", "hope", "hope", "third"),
    ],
)  # fmt: skip
def test_a_form_has_its_lemma_class_and_tense(form: str, lemma: str, kind: str, tense: str) -> None:
    cue = cues()[form]
    assert (cue.lemma, cue.kind, cue.tense) == (lemma, kind, tense)


def test_forms_are_lower_case_with_single_spaces() -> None:
    assert all(f == f.lower() == " ".join(f.split()) and f for f in cues())


def test_no_verb_is_misspelt_by_doubling() -> None:
    for wrong in ("admited", "planing", "writting", "forecastted", "agreeed", "lieing", "toldd"):
        assert wrong not in cues()
