"""Seed sentences in, how often the record does what the change to its sentence asks out.

    python -m dragoman.learn.behaviour tests/reader/behaviour_seeds.yaml

Each seed is read as it stands and changed: parties swapped, countries renamed, told as not done or
as still to come, in the passive, with unrelated paragraphs around it. A rate counts the seeds whose
own sentence is read with its root and both sides; `read` is the rate of those among all.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from dragoman.learn.cases import DAY

NAMES = (
    ("Kenya", "KEN"), ("Peru", "PER"), ("Japan", "JPN"), ("Norway", "NOR"), ("Egypt", "EGY"),
    ("Poland", "POL"), ("Nepal", "NPL"), ("Brazil", "BRA"), ("Turkey", "TUR"), ("Ghana", "GHA"),
    ("South Korea", "KOR"), ("Chile", "CHL"), ("Saudi Arabia", "SAU"), ("Fiji", "FJI"),
)  # fmt: skip

_DONE, _NOT, _TO_COME = range(3)
_WORDINGS = re.compile(r"\[([^|\]]+)\|([^|\]]+)\|([^|\]]+)\]")

OTHER = (
    "Rain fell over the hills for most of the night, and the lake rose by a hand.",
    "The choir sang two old songs before supper, and the hall was full.",
)
"""Paragraphs that tell no act between parties."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A sentence with its parties open; `both` where they do it together."""

    root: str
    text: str
    passive: str | None
    both: bool

    def told(self, a: str, b: str, wording: int = _DONE) -> str:
        """Give the sentence with its parties, told as done, not done, or to come."""
        text = _WORDINGS.sub(lambda m: m.group(wording + 1), self.text)
        return _capital(text.format(a=a, b=b))


@dataclass(frozen=True, slots=True)
class Seen:
    """What a record says of an act; parties without a country are left out."""

    root: str
    mode: tuple[str, ...]
    status: str
    actors: frozenset[str]
    recipients: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the seeds that the change can be tried on behave; `failed` are their texts."""

    behaviour: str
    kept: int
    tried: int
    failed: tuple[str, ...]

    @property
    def value(self) -> float:
        """The share that behaves."""
        return self.kept / self.tried if self.tried else 0.0


def load(path: Path) -> list[Seed]:
    """Read a file of seeds."""
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Seed(r["root"], r["text"], r.get("passive"), bool(r.get("both"))) for r in rows]


def measure(seeds: Sequence[Seed]) -> list[Rate]:
    """Read every seed with every change; give the rates."""
    parties = {seed: _pair(n) for n, seed in enumerate(seeds)}
    base = dict(zip(seeds, _read([s.told(*_names(parties[s])) for s in seeds]), strict=True))
    known = {
        seed: seen
        for seed, found in base.items()
        if (seen := next((f for f in found if _right(f, seed, parties[seed])), None))
    }
    missed = tuple(s.told(*_names(parties[s])) for s in seeds if s not in known)
    rates = [Rate("read", len(known), len(seeds), missed)]
    for name, change, holds in _CHANGES:
        texts = {s: text for s in known if (text := change(s, parties[s])) is not None}
        found = _read(list(texts.values()))
        bad = [
            text
            for (seed, text), seen in zip(texts.items(), found, strict=True)
            if not holds(seed, known[seed], seen, parties[seed])
        ]
        rates.append(Rate(name, len(texts) - len(bad), len(texts), tuple(bad)))
    return rates


Parties = tuple[tuple[str, str], tuple[str, str]]
Change = Callable[[Seed, Parties], str | None]
Holds = Callable[[Seed, Seen, Sequence[Seen], Parties], bool]


def _pair(n: int) -> Parties:
    return NAMES[n % len(NAMES)], NAMES[(n * 3 + 5) % len(NAMES)]


def _other(parties: Parties) -> Parties:
    """Give two other countries."""
    left = [name for name in NAMES if name not in parties]
    return left[0], left[-1]


def _names(parties: Parties) -> tuple[str, str]:
    return parties[0][0], parties[1][0]


def _right(seen: Seen, seed: Seed, parties: Parties) -> bool:
    """Say whether a record has the seed's root and its parties on their sides."""
    a, b = parties[0][1], parties[1][1]
    if seed.both:
        return seen.root == seed.root and seen.actors == {a, b} and not seen.recipients
    return seen.root == seed.root and seen.actors == {a} and seen.recipients == {b}


def _same(seed: Seed, old: Seen, found: Sequence[Seen], parties: Parties) -> bool:
    """Say whether the act is read as it was."""
    return old in found


def _swapped(seed: Seed, old: Seen, found: Sequence[Seen], parties: Parties) -> bool:
    return any(_right(f, seed, (parties[1], parties[0])) for f in found)


def _renamed(seed: Seed, old: Seen, found: Sequence[Seen], parties: Parties) -> bool:
    return any(
        (f.root, f.mode, f.status) == (old.root, old.mode, old.status)
        and _right(f, seed, _other(parties))
        for f in found
    )


def _negated(seed: Seed, old: Seen, found: Sequence[Seen], parties: Parties) -> bool:
    return any(f.root == seed.root and f.status == "negated" for f in found)


def _to_come(seed: Seed, old: Seen, found: Sequence[Seen], parties: Parties) -> bool:
    """Say whether the act is promised, threatened or future; a retreat to come is conceded."""
    others = {"AGREE", "THREATEN"} | ({"CONCEDE"} if seed.root in ("RETREAT", "CONCEDE") else set())
    told = [f.status == "future" or f.root in others for f in found]
    still = [f.root == seed.root and f.status == "asserted" for f in found]
    return any(told) and not any(s and not t for s, t in zip(still, told, strict=True))


def _passive(seed: Seed, old: Seen, found: Sequence[Seen], parties: Parties) -> bool:
    return any(_right(f, seed, parties) for f in found)


def _in_company(seed: Seed, parties: Parties) -> str:
    return f"{OTHER[0]}\n\n{seed.told(*_names(parties))}\n\n{OTHER[1]}"


def _in_passive(seed: Seed, parties: Parties) -> str | None:
    names = _names(parties)
    return _capital(seed.passive.format(a=names[0], b=names[1])) if seed.passive else None


_CHANGES: tuple[tuple[str, Change, Holds], ...] = (
    ("swapped", lambda s, p: s.told(p[1][0], p[0][0]), _swapped),
    ("renamed", lambda s, p: s.told(*_names(_other(p))), _renamed),
    ("negated", lambda s, p: s.told(*_names(p), _NOT), _negated),
    ("to come", lambda s, p: s.told(*_names(p), _TO_COME), _to_come),
    ("in company", _in_company, _same),
    ("passive", _in_passive, _passive),
)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _read(texts: Sequence[str]) -> Iterator[list[Seen]]:
    """Read each text as a document; give the event records of each."""
    from dragoman import Reader

    for records in Reader().read_many([t + "\n" for t in texts], published=DAY):
        if isinstance(records, Exception):
            raise records
        rows = records.to_dict()["records"]
        yield [_seen(row) for row in rows if row["kind"] == "event"]


def _seen(row: Mapping[str, Any]) -> Seen:
    return Seen(
        row["event"],
        tuple(row["mode"]),
        row["status"],
        frozenset(e["code"] for e in row["actor"] if e["code"]),
        frozenset(e["code"] for e in row["recipient"] if e["code"]),
    )


def main() -> None:
    """Print each rate and what fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--failed", action="store_true", help="print the sentences that fail")
    options = parser.parse_args()
    for rate in measure(load(options.file)):
        sys.stdout.write(f"{rate.behaviour:12} {rate.value:.3f}  ({rate.kept} of {rate.tried})\n")
        if options.failed:
            sys.stdout.writelines(f"    {text!r}\n" for text in rate.failed)


if __name__ == "__main__":
    main()
