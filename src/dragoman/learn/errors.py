"""Marked stories in, what the reader gets wrong by kind out.

    python -m dragoman.learn.errors --part dev GOLD.jsonl... --write docs/errors.md
    python -m dragoman.learn.errors --part dev GOLD.jsonl... --show "wrong root"

Stories go through the whole of `read`. The tables hold counts alone; `--show` prints the sentences
of one kind, for reading at the terminal.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.learn.parts import held_out
from dragoman.learn.scoring.match import (
    Range,
    bare,
    gold_acts,
    match_acts,
    overlap,
    pair_up,
    spans_of,
)
from dragoman.learn.scoring.stories import found_acts, read_stories, records_of

KINDS = {
    "missed trigger": "a marked act at which no act was read",
    "invented trigger": "an act read where none is marked",
    "wrong root": "an act read at a marked one, with another root",
    "trigger's edge": "root right, trigger longer or shorter than marked",
    "wrong mode": "root right, mode marked and another or none read",
    "wrong status": "root right, another status",
    "missing party": "root right, a marked party on neither side",
    "invented party": "root right, a party that is not marked on either side",
    "wrong side": "root right, a party on the other side",
    "party's edge": "root right, party longer or shorter than marked",
    "missed cue": "a marked attribution at whose cue none was read",
    "invented cue": "an attribution read where none is marked",
    "wrong source": "cue right, source missing or another",
    "content's edge": "cue right, content longer, shorter or in other parts",
    "coreference": "source right, a pronoun or bare noun, speaker another or nobody",
    "name": "source right, a name, speaker's name another or none",
    "code": "a named person with another country or sector than noted",
}
"""Kinds of errors, in the order of the page."""

START, END = "<!-- counted -->", "<!-- counted to here -->"

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """One error: its kind, the classes it is between (gold, found), where it stands."""

    kind: str
    gold: str
    found: str
    at: Range
    story: str


def faults(gold: Row, got: Row) -> Iterator[Fault]:
    """Give the errors of one story."""
    story = str(gold.get("id", ""))
    text = gold["text"]
    for kind, want, have, at in (
        *_events(text, gold["events"], records_of(got, "event")),
        *_statements(text, gold["statements"], records_of(got, "statement")),
        *_people(gold.get("people") or (), got["records"]),
    ):
        yield Fault(kind, want, have, at, story)


Found = Iterator[tuple[str, str, str, Range]]


def _events(text: str, gold: Sequence[Row], found: Sequence[Row]) -> Found:
    acts, wanted = found_acts(found), gold_acts(gold)
    pairs = match_acts(acts, wanted)
    for j in sorted(set(range(len(gold))) - {j for _, j in pairs}):
        yield "missed trigger", wanted[j][1], "", wanted[j][0]
    for i in sorted(set(range(len(found))) - {i for i, _ in pairs}):
        yield "invented trigger", "", acts[i][1], acts[i][0]
    for i, j in pairs:
        (span, root), (marked, right) = acts[i], wanted[j]
        if root != right:
            yield "wrong root", right, root, marked
            continue
        if span != marked:
            yield "trigger's edge", right, root, marked
        if gold[j].get("mode") and gold[j]["mode"] not in found[i]["mode"]:
            yield "wrong mode", gold[j]["mode"], " ".join(found[i]["mode"]) or "none", marked
        if gold[j]["status"] != found[i]["status"]:
            yield "wrong status", gold[j]["status"], found[i]["status"], marked
        yield from _parties(text, gold[j], found[i])


def _parties(text: str, gold: Row, found: Row) -> Found:
    """Give what is wrong of the parties of an act whose root is right."""
    marked = [("actor", bare(text, (s, e))) for s, e in gold["actors"]]
    marked += [("recipient", bare(text, (s, e))) for s, e in gold["recipients"]]
    read = [(side, bare(text, s)) for side in ("actor", "recipient") for s in spans_of(found[side])]

    def fit(mine: tuple[str, Range], want: tuple[str, Range]) -> float:
        return overlap(mine[1], want[1]) * (1 if mine[0] == want[0] else 0.5)

    pairs = pair_up(read, marked, fit)
    for n in sorted(set(range(len(marked))) - {j for _, j in pairs}):
        yield "missing party", marked[n][0], "", marked[n][1]
    for n in sorted(set(range(len(read))) - {i for i, _ in pairs}):
        yield "invented party", "", read[n][0], read[n][1]
    for i, j in pairs:
        if read[i][0] != marked[j][0]:
            yield "wrong side", marked[j][0], read[i][0], marked[j][1]
        elif read[i][1] != marked[j][1]:
            yield "party's edge", marked[j][0], read[i][0], marked[j][1]


def _statements(text: str, gold: Sequence[Row], found: Sequence[Row]) -> Found:
    cues = {(r["cue"]["start"], r["cue"]["end"]): r for r in found if r["cue"]}
    marked = {(g["cue"][0][0], g["cue"][0][1]): g for g in gold if g["cue"]}
    pairs = pair_up(sorted(cues), sorted(marked), overlap)
    hit = {sorted(cues)[i]: sorted(marked)[j] for i, j in pairs}
    for cue in sorted(set(marked) - set(hit.values())):
        yield "missed cue", marked[cue]["kind"], "", cue
    for cue in sorted(set(cues) - set(hit)):
        yield "invented cue", "", cues[cue]["manner"], cue
    for mine, cue in sorted(hit.items()):
        record, mark = cues[mine], marked[cue]
        source = {bare(text, (s, e)) for s, e in mark["source"]}
        read = {bare(text, s) for s in spans_of([record["speaker"]])}
        if source != read:
            yield "wrong source", "named" if source else "none", "another" if read else "none", cue
        elif record["speaker"] and mark.get("speaker"):
            yield from _speaker(record["speaker"], mark, cue)
        if {tuple(s) for s in mark["content"]} != spans_of(record["content"]):
            yield "content's edge", mark["kind"], record["manner"], cue


def _speaker(entity: Row, mark: Row, cue: Range) -> Found:
    """Say whether the speaker of a right source is somebody else."""
    if _same_name(entity["name"], mark["speaker"]):
        return
    said = entity["text"]
    named = any(w[:1].isupper() for w in said.split()[1:]) or said[:1].isupper()
    pronoun = said.lower() in {"he", "she", "they", "it", "i", "we", "who"}
    yield "name" if named and not pronoun else "coreference", "speaker", entity["kind"], cue


def _same_name(a: str, b: str) -> bool:
    """Say whether one name's words are among the other's, case and titles apart."""
    one, other = set(a.lower().split()), set(b.lower().split())
    return bool(one & other) and (one <= other or other <= one or bool(one & other - _TITLES))


_TITLES = frozenset({"the", "of", "mr.", "ms.", "president", "minister", "general", "a", "and"})


def _people(people: Iterable[Mapping[str, Any]], records: Sequence[Row]) -> Found:
    """Give named persons whose records have another country or sector than the notes."""
    named: dict[str, Row] = {}
    for record in records:
        for key in ("actor", "recipient"):
            for entity in record.get(key) or ():
                if isinstance(entity, dict) and entity["kind"] == "person":
                    named.setdefault(entity["name"], entity)
        for key in ("speaker", "person"):
            if isinstance(record.get(key), dict):
                named.setdefault(record[key]["name"], record[key])
    for person in people:
        found = named.get(person["name"])
        if found is None:
            continue
        for key, code in (("country", "code"), ("sector", "sector")):
            if person.get(key) and person[key] != found[code]:
                at = (found["start"], found["end"])
                yield "code", f"{key} {person[key]}", str(found[code]), at


def tables(found: Sequence[Fault], events: int, statements: int) -> Iterator[str]:
    """Yield the page's tables: counts by kind, the commonest confusions, misses by root."""
    counts = Counter(fault.kind for fault in found)
    yield f"Of {events} marked events and {statements} marked statements:\n"
    yield "| kind | count | what |\n|---|---|---|"
    yield from (f"| {kind} | {counts[kind]} | {what} |" for kind, what in KINDS.items())
    for kind, head in (
        ("missed trigger", "marked root"),
        ("invented trigger", "root read"),
        ("wrong root", "marked, read"),
        ("wrong status", "marked, read"),
        ("wrong mode", "marked, read"),
    ):
        of = Counter(", ".join(filter(None, (f.gold, f.found))) for f in found if f.kind == kind)
        if of:
            row = "; ".join(f"{name} {n}" for name, n in of.most_common(12))
            yield f"\n**{kind.capitalize()}** ({head}): {row}."


def rewrite(page: str, table: str) -> str:
    """Put a new table between the page's marks."""
    head, _, rest = page.partition(START)
    return f"{head}{START}\n{table}\n{END}{rest.partition(END)[2]}"


def main() -> int:
    """Count; print the tables, write them into a page, or show one kind's sentences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--part", choices=("all", "dev"), default="dev")
    parser.add_argument("--write", type=Path, help="a page with the two marks")
    parser.add_argument("--show", metavar="KIND", choices=[*KINDS, "all"])
    asked = parser.parse_args()
    stories = [
        pair
        for path in asked.gold
        for pair in read_stories(path, lambda g: asked.part == "all" or held_out(str(g["id"])))
    ]
    found = [fault for gold, got in stories for fault in faults(gold, got)]
    if asked.show:
        texts = {str(gold.get("id", "")): gold["text"] for gold, _ in stories}
        for fault in found:
            if asked.show in (fault.kind, "all"):
                sys.stdout.write(_shown(fault, texts[fault.story]) + "\n")
        return 0
    events, statements = (sum(len(g[key]) for g, _ in stories) for key in ("events", "statements"))
    table = "\n".join(tables(found, events, statements))
    if asked.write:
        page = asked.write.read_text(encoding="utf-8")
        asked.write.write_text(rewrite(page, table), encoding="utf-8")
    else:
        sys.stdout.write(table + "\n")
    return 0


def _shown(fault: Fault, text: str) -> str:
    start, end = fault.at
    around = f"{text[max(0, start - 90) : start]}[[{text[start:end]}]]{text[end : end + 90]}"
    return f"{fault.kind}: {fault.gold} -> {fault.found} | {' '.join(around.split())}"


if __name__ == "__main__":
    sys.exit(main())
