"""Codebook cases in, what the reader gets wrong of each out.

    python -m dragoman.learn.cases tests/reader/codebook_cases.yaml
    python -m dragoman.learn.cases tests/reader/codebook_cases.yaml --mark

A case is a text of a sentence or two with the one record that a rule of the codebook makes of it.
The whole of `read` is run on it, alone. `--mark` writes the wrong fields of each case under `gap`:
what is marked may be wrong, all else may not, and a mark whose field has become right is a fault
too, so that the file always says how good the reader is.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from dragoman.errors import FormatError

DAY = date(2026, 3, 12)
"""The day on which every case's text was published, a Thursday."""

FIELDS = ("root", "mode", "status", "actor", "recipient", "also", "not")
"""What can be wrong of a case: `also` a second code on the trigger, `not` a root that is there."""

_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Case:
    """One case: `wanted` holds the fields that the file gives, `gap` those known to be wrong."""

    id: str
    rule: str
    text: str
    trigger: str | None
    wanted: Mapping[str, Any]
    gap: frozenset[str] = field(default_factory=frozenset)


def load(path: Path) -> list[Case]:
    """Read a file of cases. Raises FormatError where one is not in the form."""
    out = []
    for row in yaml.safe_load(path.read_text(encoding="utf-8")):
        name = str(row.get("id"))
        wanted = {key: row[key] for key in FIELDS if key in row}
        trigger, gap = row.get("trigger"), frozenset(row.get("gap") or ())
        if unknown := set(row) - {"id", "rule", "text", "trigger", "gap", *FIELDS}:
            raise FormatError(name, f"a case has no {sorted(unknown)}")
        if "root" not in wanted or not row.get("rule") or not row.get("text"):
            raise FormatError(name, "a case has an id, a rule, a text and a root")
        if wanted["root"] is not None and (not trigger or trigger not in row["text"]):
            raise FormatError(name, f"the trigger is not in the text: {trigger!r}")
        if not gap <= set(FIELDS):
            raise FormatError(name, f"gap names fields of a case, not {sorted(gap)}")
        out.append(Case(name, row["rule"], row["text"], trigger, wanted, gap))
    return out


def read(cases: Sequence[Case]) -> list[frozenset[str]]:
    """Read every case's text as a user's document; give the fields that come out wrong."""
    from dragoman import Reader

    outcomes = Reader().read_many([case.text + "\n" for case in cases], published=DAY)
    out = []
    for case, records in zip(cases, outcomes, strict=True):
        if isinstance(records, Exception):
            raise records
        events = [r for r in records.to_dict()["records"] if r["kind"] == "event"]
        out.append(frozenset(wrong(case, events)))
    return out


def wrong(case: Case, events: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Give the fields of a case that these event records get wrong; where there is no record of
    the root at the trigger, that is the one fault: the rest cannot be seen.
    """
    wanted = case.wanted
    if any(e["event"] in wanted.get("not", ()) for e in events):
        yield "not"
    if wanted["root"] is None:
        if events:
            yield "root"
        return
    roots = wanted["root"] if isinstance(wanted["root"], list) else [wanted["root"]]
    start = case.text.index(str(case.trigger))
    end = start + len(str(case.trigger))
    here = [e for e in events if e["trigger"]["start"] < end and start < e["trigger"]["end"]]
    found = [e for e in here if e["event"] in roots]
    if not found:
        yield "root"
        return
    # Where two records of the root stand on the trigger, the case's is the one with fewer faults.
    yield from min((list(_fields(case, e)) for e in found), key=len)
    also = wanted.get("also")
    if also and not any(e["event"] == also["root"] and also["mode"] in e["mode"] for e in here):
        yield "also"


def _fields(case: Case, event: Mapping[str, Any]) -> Iterator[str]:
    """Give the fields of the case's own record that differ."""
    wanted = case.wanted
    if "mode" in wanted and wanted["mode"] not in event["mode"]:
        yield "mode"
    if "status" in wanted and event["status"] != wanted["status"]:
        yield "status"
    for side in ("actor", "recipient"):
        if side in wanted and not _parties(wanted[side], event[side], case.text):
            yield side


def _parties(wanted: Sequence[str], found: Sequence[Mapping[str, Any]], text: str) -> bool:
    """Say whether the found entities are the wanted ones: all of them, and no other code."""
    codes = {w for w in wanted if _CODE.fullmatch(w)}
    words = [(text.index(w), text.index(w) + len(w)) for w in wanted if w not in codes]
    seen = {f["code"] for f in found}
    named = all(any(f["start"] < e and s < f["end"] for f in found) for s, e in words)
    # An entity without a code beside the wanted ones ("officials") is no other party.
    return codes <= seen and named and (bool(words) or not seen - codes - {None})


def marked(text: str, faults: Mapping[str, frozenset[str]]) -> str:
    """Give a file of cases with `gap` of each case set to these faults."""
    lines = [line for line in text.splitlines() if not line.startswith("  gap:")]
    out = []
    for line in lines:
        out.append(line)
        name = line.removeprefix("- id: ")
        if name != line and faults.get(name):
            wrong_fields = [one for one in FIELDS if one in faults[name]]
            out.append(f"  gap: [{', '.join(wrong_fields)}]")
    return "\n".join(out) + "\n"


def report(cases: Sequence[Case], faults: Sequence[frozenset[str]]) -> Iterator[str]:
    """Yield the wrong cases, then how many pass by root and by field."""
    for case, fault in zip(cases, faults, strict=True):
        if fault:
            names = ", ".join(one for one in FIELDS if one in fault)
            yield f"{case.id}: {names} ({case.rule})"
    right = sum(not fault for fault in faults)
    yield f"{right} of {len(cases)} cases pass ({right / len(cases):.3f})"
    counts = Counter(one for fault in faults for one in fault)
    for one in FIELDS:
        asked = sum(one in case.wanted for case in cases)
        if asked:
            yield f"  {one}: {asked - counts[one]} of {asked}"


def main() -> int:
    """Read the cases; print what is wrong, or mark it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--mark", action="store_true", help="write the wrong fields under gap")
    options = parser.parse_args()
    cases = load(options.file)
    faults = read(cases)
    if options.mark:
        by_id = {case.id: fault for case, fault in zip(cases, faults, strict=True)}
        text = options.file.read_text(encoding="utf-8")
        options.file.write_text(marked(text, by_id), encoding="utf-8")
    sys.stdout.write("\n".join(report(cases, faults)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
