"""A dossier made by hand for the tests of its faces: every word of it is known."""

from __future__ import annotations

from datetime import date

import numpy as np

from dragoman.forms.rows import ActRow
from dragoman.views.index import Asked, Coverage, Index, index
from dragoman.views.shapes import Dossier, Line, Quote
from dragoman.views.sides import side

HOSTILE = "</style><script>document.title='owned'</script><img src=x onerror=alert(1)>"


def trend() -> Index:
    """Three months of Norway and Sudan."""
    days = ("2026-01-03", "2026-02-01", "2026-02-09", "2026-03-07")
    ordinals = np.array([0, *(date.fromisoformat(day).toordinal() for day in days)], np.int32)
    flags = ordinals > 0
    acts = [
        ActRow("NOR", "SDN", day, "asserted", score, f"h{n}", 1)
        for n, (day, score) in enumerate([(days[0], 4.0), (days[1], -3.0), (days[3], 9.5)])
    ]
    coverage = Coverage(ordinals, flags, {"NOR": flags, "SDN": flags})
    return index(Asked(one=side("NOR"), other=side("SDN")), acts, coverage)


def quote(text: str = "Norway condemned Sudan on Friday.", **changes: object) -> Quote:
    """Return a quotation with its trigger marked."""
    told: Quote = {
        "document": "sha256:aa",
        "title": "Norway condemns",
        "url": "https://coast.example/1",
        "publisher": "Coast Herald",
        "published": "2026-03-14",
        "record": "event:1",
        "text": text,
        "start": 0,
        "end": len(text),
        "mark": [7, 16],
        "confidence": 0.9,
        "according_to": None,
    }
    return {**told, **changes}  # type: ignore[typeddict-item]


def line(name: str = "happening:1", **changes: object) -> Line:
    """Return a happening as a line."""
    told: Line = {
        "id": name,
        "kind": "happening",
        "what": "ACCUSE",
        "mode": ["disapprove"],
        "state": "asserted",
        "day": "2026-03-13",
        "until": "2026-03-13",
        "due": None,
        "place": None,
        "quad_code": 3,
        "score": -2.0,
        "parties": [
            {"role": "actor", "code": "NOR", "sector": "GOV", "name": "Norway"},
            {"role": "recipient", "code": "SDN", "sector": None, "name": "Sudan"},
        ],
        "area": [],
        "documents": 3,
        "sources": 2,
        "first_report": "2026-03-14",
        "last_report": "2026-03-14",
        "new": True,
        "statuses": [],
        "disagreements": [
            {
                "about": "dead",
                "values": [
                    {"value": "3", "records": ["event:1"]},
                    {"value": "5", "records": ["event:2"]},
                ],
            }
        ],
        "quotes": [quote()],
    }
    return {**told, **changes}  # type: ignore[typeddict-item]


def dossier(**changes: object) -> Dossier:
    """Return a dossier with a line in each section."""
    promise = line(
        "entry:1", kind="commitment", what="reopen the port", state="open", quad_code=None,
        mode=[], due="2026-06-01", disagreements=[],
        parties=[{"role": "by", "code": "NOR", "sector": None, "name": "Norway"}],
    )  # fmt: skip
    position = line(
        "entry:2", kind="position", what="the river dam", state="oppose", quad_code=None, mode=[],
        new=False, disagreements=[],
        parties=[{"role": "holder", "code": "SDN", "sector": None, "name": "Sudan"}],
    )  # fmt: skip
    made: Dossier = {
        "pair": [
            {"code": "NOR", "name": "Norway", "members": []},
            {"code": "SDN", "name": "Sudan", "members": []},
        ],
        "since": "2026-03-01",
        "summary": {
            "documents": 4, "publishers": 1, "happenings": 3, "counted": 3, "cooperative": 2,
            "conflictive": 1, "first": "2026-01-03", "last": "2026-03-14", "new": 2,
        },
        "trend": trend().to_dict(),
        "happenings": [line(), line("happening:2", state="future", day="2026-02-01", new=False)],
        "agreements": [],
        "promises": [promise],
        "visits": [],
        "toward": [position],
        "common": [
            {"issue": "the river dam", "agree": False, "one": [position], "other": [position]}
        ],
        "speakers": {
            "NOR": [
                {
                    "name": "Åse Bø-Lund", "code": "NOR", "sector": "GOV", "office": "minister",
                    "statements": 2, "documents": 1, "last": "2026-03-14", "quotes": [quote()],
                }
            ],
            "SDN": [],
        },
        "left_out": {"happenings": 7},
    }  # fmt: skip
    return {**made, **changes}  # type: ignore[typeddict-item]
