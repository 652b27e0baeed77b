"""Corrections as training examples: leaves in; stories in the annotation form out.

A document of which a person judged a record becomes one story: its records as they now stand, the
rejected ones left out, each mark with `checked`: what the person said of it, or null where nobody
did. With `judged`, only the paragraphs in which a person judged every record are kept, so that
nothing in them is the model's own word. `dragoman.learn.stories` reads them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dragoman.forms.leaf import Leaf
from dragoman.forms.rows import HappeningRow, RecordRow
from dragoman.views.exports.marks import Page, Unmarked
from dragoman.views.exports.tally import Tally

Mark = dict[str, Any]
_LICENSE = "the publisher's; not to be passed on without leave"
# What annotation has no word for (docs/exports.md).
_STATES = {"ratified": "signed"}


class Stories:
    """The stories export: JSON lines, a line a story."""

    takes_leaves = True
    takes_happenings = False

    def __init__(self, *, judged: bool = False) -> None:
        self.tally = Tally()
        self._judged = judged

    def head(self) -> str:
        """Return nothing: JSON lines have no header."""
        return ""

    def leaf(self, leaf: Leaf) -> str:
        """Return the document's story, "" where no person judged any of its records.

        The leaf must have all live records of the document, the rejected ones too.
        """
        story = self.story(leaf)
        return "" if story is None else json.dumps(story, ensure_ascii=False) + "\n"

    def happening(self, row: HappeningRow) -> str:
        """Return nothing: a story is one document's."""
        return ""

    def foot(self) -> str:
        """Return nothing: JSON lines have no end mark."""
        return ""

    def story(self, leaf: Leaf) -> Mark | None:
        """Return the document's story in the annotation form, None where there is none to make."""
        document = leaf.document
        if not any(row["corrected"] for row in leaf.records):
            self.tally.drop("documents that nobody corrected")
            return None
        if document["published"] is None:
            self.tally.drop("documents without a day of publication")
            return None
        page = Page.of(document)
        kept = self._paragraphs(leaf, page) if self._judged else range(len(page.body))
        if not kept:
            self.tally.drop("documents without a paragraph that is judged whole")
            return None
        page = page.only(kept)
        marks = self._marks(leaf, page)
        self.tally.rows += 1
        return {
            "id": document["id"],
            "title": document["title"] or "Untitled",
            "published": document["published"],
            "publisher": document["publisher"] or "unknown",
            "url": document["url"],
            "license": _LICENSE,
            "paragraphs": page.paragraphs(),
            **marks,
        }

    def _paragraphs(self, leaf: Leaf, page: Page) -> Sequence[int]:
        """Return the paragraphs in which every record was judged."""
        judged: defaultdict[int, list[bool]] = defaultdict(list)
        for row in leaf.records:
            for cited in row["evidence"]:
                at = page.paragraph(cited)
                if at is not None:
                    judged[at].append(row["corrected"] is not None)
        return sorted(at for at, found in judged.items() if all(found))

    def _marks(self, leaf: Leaf, page: Page) -> dict[str, list[Mark]]:
        marks: dict[str, list[Mark]] = {name: [] for name in _MAKERS.values()}
        for row in leaf.records:
            word = row["corrected"]
            if word is not None and word["verdict"] == "rejected":
                self.tally.drop("records that a person rejected")
                continue
            if self._judged and page.paragraph(row["evidence"][0]) is None:
                self.tally.drop("records of paragraphs that are not judged whole")
                continue
            try:
                mark = self._mark(row, page)
            except Unmarked as error:
                self.tally.drop(f"{row['kind']} records: {error}")
                continue
            checked = ("edited" if word["edited"] else word["verdict"]) if word else None
            self.tally.edited += checked == "edited"
            marks[_MAKERS[row["kind"]]].append({**mark, "checked": checked})
        marks["people"] = _once(marks["people"])
        return marks

    def _mark(self, row: RecordRow, page: Page) -> Mark:
        match row["kind"]:
            case "event":
                return self._event(row, page)
            case "statement":
                return _statement(row, page)
            case "office":
                return _person(row, page)
            case _:
                return {**self._register(row), **_where(row, page)}

    def _event(self, row: RecordRow, page: Page) -> Mark:
        home = page.home(row["trigger"])
        date = row["date"]
        self.tally.shorten("further modes of events with several", len(row["mode"]) > 1)
        self.tally.shorten("events of several days", bool(date and date["start"] != date["end"]))
        return {
            "p": home,
            "root": row["event"],
            "mode": row["mode"][0] if row["mode"] else None,
            "status": row["status"],
            "trigger": page.mark(row["trigger"], home),
            "actors": page.marks(row["actor"], home),
            "recipients": page.marks(row["recipient"], home),
            "date": date["start"] if date and date["start"] == date["end"] else None,
            "context": row["context"],
        }

    def _register(self, row: RecordRow) -> Mark:
        match row["kind"]:
            case "agreement":
                self.tally.shorten("agreements ratified, marked as signed", row["state"] in _STATES)
                state = _STATES.get(row["state"], row["state"])
                area = row["area"][0] if row["area"] else None
                parties = _names(row["party"])
                return {"parties": parties, "what": row["title"], "area": area, "state": state}
            case "commitment":
                self.tally.shorten("states of commitments", row["state"] != "open")
                by, to = (" and ".join(_names(row[side])) or None for side in ("by", "to"))
                return {"by": by, "to": to, "what": row["what"]["text"], "areas": row["area"]}
            case "position":
                holder, issue = row["holder"]["name"], row["issue"]["text"]
                return {"holder": holder, "issue": issue, "stance": row["stance"]}
            case _:
                self.tally.shorten("states of visits", row["state"] != "made")
                place, date = row["place"], row["date"]
                return {
                    "who": _names(row["visitor"]),
                    "where": place["name"] if place else None,
                    "with": _names(row["host"]),
                    "when": date["start"] if date else None,
                }


_MAKERS = {
    "office": "people",
    "event": "events",
    "statement": "statements",
    "agreement": "agreements",
    "commitment": "commitments",
    "position": "positions",
    "visit": "visits",
}


def _statement(row: RecordRow, page: Page) -> Mark:
    home = page.home(row["cue"] or row["content"][0])
    cue, speaker = row["cue"], row["speaker"]
    if cue is not None and any(_overlap(cue, c) for c in row["content"]):
        raise Unmarked("their cue stands inside their content")
    return {
        "p": home,
        "kind": row["manner"],
        "source": page.marks([speaker], home) if speaker else [],
        "cue": page.marks([cue], home) if cue else [],
        "content": page.marks(row["content"], home),
        "speaker": speaker["name"] if speaker else None,
    }


def _person(row: RecordRow, page: Page) -> Mark:
    person = row["person"]
    name = next((n for n in (person["name"], person["text"]) if page.has(n)), None)
    if name is None:
        raise Unmarked("their name is not in the text")
    return {
        "name": name,
        "role": row["role"],
        "organisation": row["organisation"],
        "country": row["code"],
        "sector": person["sector"],
    }


def _where(row: RecordRow, page: Page) -> Mark:
    home = page.home(row["evidence"][0])
    return {"p": home, "evidence": page.marks(row["evidence"], home)}


def _names(entities: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(entity["name"] for entity in entities))


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _once(marks: list[Mark]) -> list[Mark]:
    """Return marks without repetitions; of two of one person and role the checked one."""
    found: dict[tuple[Any, ...], Mark] = {}
    for mark in sorted(marks, key=lambda m: m["checked"] is None):
        found.setdefault((mark["name"], mark["role"]), mark)
    return list(found.values())
