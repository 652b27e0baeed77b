"""Cues: verbs and phrases with which a text says who said, thought or wanted something."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dragoman.gazetteer.sheets import data_folder, read_table


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a cue: "said" is the past of lemma "say", of class "say"."""

    form: str
    lemma: str
    kind: str
    tense: str


@cache
def cues() -> dict[str, Cue]:
    """Return every form, lower-case, with what it is. Several words are joined by single spaces."""
    _, rows = read_table(data_folder("cues.csv"))
    out: dict[str, Cue] = {}
    for form, lemma, kind, tense in rows:
        out.setdefault(form, Cue(form, lemma, kind, tense))
    return out
