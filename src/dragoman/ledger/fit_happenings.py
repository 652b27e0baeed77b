"""Fitting the weights of likeness: ledgers of judged stories in, `weights.csv` out.

    python -m dragoman.ledger.fit_happenings dev.db annotated.db > weights.csv

The weights are those of a logistic regression (Newton's method) that starts from what a person
would weigh (`prior_within`, `prior_across`) and leaves it as far as the judgments say (a ridge
around the priors): in few stories do two states meet twice. The judgments are those of every other
story (`dragoman.ledger.measure_happenings.fitted`): of a mention and the acts that its
document told before it, of a document's acts and those of the documents before it. A story counts
by the root of its examples, so that one long story does not outweigh the rest.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from dragoman.ledger import schema
from dragoman.ledger.happenings.comparing import compare
from dragoman.ledger.happenings.grouping import chiefs, whole_of
from dragoman.ledger.happenings.likeness import compatible, features, weights
from dragoman.ledger.happenings.mention import ordinal, profile
from dragoman.ledger.happenings.profile import Profile, join
from dragoman.ledger.measure_happenings import Judged, fitted, judged
from dragoman.ledger.store import Ledger

D, R = schema.documents, schema.records
RIDGE = 6.0  # worth of the priors: so many judgments for each
STEPS = 25
_HEAD = """\
# What each thing that two mentions have in common weighs, in log odds, for their telling one act.
# Origin: python -m dragoman.ledger.fit_happenings, on every other story of judged.csv.
# Licence: Apache-2.0. Date: 2026-11. within: a mention and an act of its document before it.
# across: the acts of two documents.
# Known gaps: English news of 2016 to 2025; few stories of talks and agreements between states.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """What two profiles have in common, and whether they tell one act."""

    story: str
    values: dict[str, float]
    same: bool


def profiles_of(
    ledger: Ledger, documents: Iterable[str]
) -> dict[str, tuple[str, list[tuple[int, Profile]]]]:
    """Return of documents (by the first digits of their ids) their day and mentions in order."""
    wanted = set(documents)
    found: dict[str, tuple[str, list[tuple[int, Profile]]]] = {}
    query = (
        select(D.c.id, D.c.number, D.c.published, D.c.story, R.c.data)
        .join_from(R, D, R.c.document == D.c.number)
        .where(R.c.kind == "event", R.c.live)
        .order_by(R.c.number)
    )
    with ledger.reading() as connection:
        for row in connection.execute(query):
            key = row.id.split(":")[-1][:16]
            if key in wanted:
                day = ordinal(row.published) if row.published else None
                made = profile(row.data, document=row.number, published=day, story=row.story)
                start = row.data["trigger"]["start"]
                found.setdefault(key, (row.published or "", []))[1].append((start, made))
    return found


def examples(
    judgments: Sequence[Judged], found: dict[str, tuple[str, list[tuple[int, Profile]]]]
) -> Iterator[tuple[bool, Example]]:
    """Yield examples; True marks one within a document."""
    acts_of = {(one.document, one.start): one.act for one in judgments}
    stories: dict[str, dict[str, None]] = defaultdict(dict)
    for one in judgments:
        if one.document in found:
            stories[one.story][one.document] = None
    for story, documents in stories.items():
        told: list[tuple[str, Profile]] = []
        for document in sorted(documents, key=lambda key: (found[key][0], key)):
            mentions = [
                (acts_of[document, start], made)
                for start, made in found[document][1]
                if (document, start) in acts_of
            ]
            yield from ((True, one) for one in _within(story, mentions))
            acts = _joined(mentions)
            yield from ((False, one) for one in _across(story, acts, told))
            told = _added(told, acts)


def _within(story: str, mentions: Sequence[tuple[str, Profile]]) -> Iterator[Example]:
    names: list[str] = []
    acts: list[Profile] = []
    for act, made in mentions:
        chief = chiefs(acts)
        for number, (name, earlier) in enumerate(zip(names, acts, strict=True)):
            if compatible(made.root, earlier.root):
                values = compare(made, earlier, leads=chief[earlier.root] == number)
                yield Example(story, values, bool(act) and act == name)
        if act and act in names:
            acts[names.index(act)] = join([acts[names.index(act)], made])
        else:
            names.append(act)
            acts.append(made)


def _joined(mentions: Sequence[tuple[str, Profile]]) -> list[tuple[str, Profile]]:
    places: dict[object, list[int]] = {}
    for place, (act, _) in enumerate(mentions):
        places.setdefault(act or place, []).append(place)
    groups = list(places.values())
    whole = whole_of([made for _, made in mentions], groups)
    return [(mentions[group[0]][0], act) for group, act in zip(groups, whole, strict=True)]


def _across(
    story: str, acts: Sequence[tuple[str, Profile]], told: Sequence[tuple[str, Profile]]
) -> Iterator[Example]:
    for act, made in acts:
        for name, earlier in told:
            if compatible(made.root, earlier.root):
                yield Example(story, compare(made, earlier), bool(act) and act == name)


def _added(
    told: list[tuple[str, Profile]], acts: Sequence[tuple[str, Profile]]
) -> list[tuple[str, Profile]]:
    named = {name: place for place, (name, _) in enumerate(told) if name}
    for name, made in acts:
        if name in named:
            told[named[name]] = (name, join([told[named[name]][1], made]))
        else:
            told = [*told, (name, made)]
    return told


def fit(given: Sequence[Example], prior: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of what is compared (float64, one each), near the prior ones."""
    names = features()
    x = np.array([[one.values.get(name, 0.0) for name in names] for one in given])
    y = np.array([one.same for one in given], np.float64)
    counts = Counter(one.story for one in given)
    share = np.array([1 / np.sqrt(counts[one.story]) for one in given])
    share *= len(given) / share.sum()
    fitted_ones = prior.copy()
    ridge = np.full(len(names), RIDGE)
    for _ in range(STEPS):
        odds = 1 / (1 + np.exp(-np.clip(x @ fitted_ones, -30, 30)))
        slope = x.T @ (share * (odds - y)) + ridge * (fitted_ones - prior)
        curve = (x * (share * odds * (1 - odds))[:, None]).T @ x + np.diag(ridge)
        fitted_ones -= np.linalg.solve(curve, slope)
    return fitted_ones


def main(arguments: Sequence[str]) -> int:
    """Write the weights; with `--other` those fitted on the stories that are held out."""
    places = [word for word in arguments if not word.startswith("--")]
    judgments = judged()
    half = fitted(one.story for one in judgments)
    if "--other" in arguments:
        half = {one.story for one in judgments} - half
    found: dict[str, tuple[str, list[tuple[int, Profile]]]] = {}
    for where in places:
        with Ledger.open(where, create=False) as ledger:
            found |= profiles_of(ledger, {one.document for one in judgments})
    given = list(examples([one for one in judgments if one.story in half], found))
    priors = tuple(
        np.array([weights(which).get(name, 0.0) for name in features()])
        for which in ("prior_within", "prior_across")
    )
    within = fit([one for inside, one in given if inside], priors[0])
    across = fit([one for inside, one in given if not inside], priors[1])
    sys.stdout.write(_HEAD + "feature,prior_within,prior_across,within,across\n")
    for place, name in enumerate(features()):
        told = (*(p[place] for p in priors), within[place], across[place])
        sys.stdout.write(f"{name},{','.join(f'{weight:.2f}' for weight in told)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
