"""Acts as event data has them: an event record, or a happening, in; one flat form out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.forms.document import Span
from dragoman.forms.leaf import Leaf
from dragoman.forms.plover import coder
from dragoman.forms.rows import HappeningRow, RecordRow
from dragoman.views.exports.tally import Tally

# What a table of acts without a column for the status may hold: a refused or planned act beside
# done ones would be counted as done.
_DONE = ("asserted", "historical")


@dataclass(frozen=True, slots=True)
class Act:
    """One act, from one record or merged from its reports.

    `parties` of both sides have `name`, `code`, `sector`, and of a record also `text`, `office`,
    `sectors`, `kind`. `day` and `last_day` are ISO days of the act; where the text tells none
    (`dated` is False) both are the day of report. `sentence` counts the story's from 1.
    `documents` and `sources` are the happening's, None where it is not known.
    """

    id: str
    document: str | None
    happening: str | None
    root: str
    modes: Sequence[str]
    contexts: Sequence[str]
    status: str
    scale: float
    quad: int
    actors: Sequence[Mapping[str, Any]]
    recipients: Sequence[Mapping[str, Any]]
    day: str | None
    last_day: str | None
    dated: bool
    place: Mapping[str, Any] | None
    publisher: str | None
    published: str | None
    sentence: int | None
    maker: str
    edited: bool
    documents: int | None
    sources: int | None


def of_record(row: RecordRow, leaf: Leaf) -> Act:
    """Return the act that an event record tells."""
    date, document = row["date"], leaf.document
    happening = leaf.happenings.get(row["happening"] or "")
    corrected = row["corrected"]
    return Act(
        id=row["id"],
        document=document["id"],
        happening=row["happening"],
        root=row["event"],
        modes=row["mode"],
        contexts=row["context"],
        status=row["status"],
        scale=row["event_scale"],
        quad=row["quad_code"],
        actors=row["actor"],
        recipients=row["recipient"],
        day=date["start"] if date else document["published"],
        last_day=date["end"] if date else document["published"],
        dated=date is not None,
        place=row["place"],
        publisher=document["publisher"],
        published=document["published"],
        sentence=sentence_number(row["trigger"], leaf.sentences),
        maker=coder({"dragoman": row["dragoman"]}),
        edited=corrected is not None and corrected["edited"],
        documents=happening["documents"] if happening else None,
        sources=happening["sources"] if happening else None,
    )


def of_happening(row: HappeningRow) -> Act:
    """Return the act that several reports tell; its publisher is every one, once."""
    publishers = dict.fromkeys(r["publisher"] for r in row["reports"] if r["publisher"])
    date = row["date"]
    return Act(
        id=row["id"],
        document=row["reports"][0]["document"] if row["reports"] else None,
        happening=row["id"],
        root=row["event"],
        modes=row["mode"],
        contexts=row["context"],
        status=row["status"],
        scale=row["event_scale"],
        quad=row["quad_code"],
        actors=row["actor"],
        recipients=row["recipient"],
        day=date["start"] if date else row["first_report"],
        last_day=date["end"] if date else row["last_report"],
        dated=date is not None,
        place=row["place"],
        publisher="; ".join(publishers) or None,
        published=row["first_report"],
        sentence=None,
        maker="dragoman",
        edited=False,
        documents=row["documents"],
        sources=row["sources"],
    )


def done(act: Act, tally: Tally) -> bool:
    """Say whether an act was done, so far as its reports tell; count one that was not."""
    if act.status not in _DONE:
        tally.drop(f"events that are {act.status}")
        return False
    if act.status == "historical" and not act.dated:
        tally.drop("historical events without a day")
        return False
    return True


def sentence_number(cited: Mapping[str, Any], sentences: Sequence[Span]) -> int | None:
    """Return the number, from 1, of the sentence that holds a cited span."""
    at = Span(cited["start"], cited["end"])
    for number, sentence in enumerate(sentences, start=1):
        if sentence.contains(at):
            return number
    return None
