"""Acts in, the same acts with the status that the auxiliary before their verb gives them out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dragoman.forms.reading import Act
from dragoman.reader.phrasing import Phrases, Sentence, runs


@dataclass(frozen=True, slots=True)
class Auxiliaries:
    """The closed classes of data/conventions.yaml, `tense`; `roots` says what a root to come is."""

    negative: Phrases
    between: Phrases
    modal: Phrases
    come: Phrases
    roots: Mapping[str, str]


def tell(act: Act, sentence: Sentence, a: int, b: int, known: Auxiliaries) -> Act:
    """Give an asserted act whose trigger is the words [a, b) its status: negated after "did not",
    future after "will"; cooperation to come becomes AGREE, a retreat to come CONCEDE.

    In the marked stories 233 of 240 acts right after "did not" and the like are negated, and of
    those after "will" that are neither refused, threatened, promised nor conceded 3 are asserted.
    """
    if act.status == "future" and known.roots.get(act.root, act.root) != act.root:
        # The codebook knows no cooperation or retreat to come: it is AGREE, or CONCEDE.
        return replace(act, root=known.roots[act.root], modes=(), status="asserted")
    if act.status != "asserted":
        return act
    start = a
    while start > 0 and (sentence.words[start - 1],) in known.between:
        start -= 1
    # The trigger's last word is its verb; what stands before it there is auxiliary.
    lead = (*sentence.words[max(0, start - 2) : a], *sentence.words[a : b - 1])
    if any((word,) in known.modal or word == "to" for word in lead):
        return _to_come(act, lead, known)
    nearest = sentence.words[max(0, start - 1) : b - 1]
    if act.root != "REJECT" and any(_negative(word, known) for word in nearest):
        return replace(act, status="negated")
    return act


def _negative(word: str, known: Auxiliaries) -> bool:
    return (word,) in known.negative or word.endswith("n't")


def _to_come(act: Act, lead: tuple[str, ...], known: Auxiliaries) -> Act:
    if known.come.isdisjoint(runs(lead)) or any(_negative(word, known) for word in lead):
        return act
    root = known.roots.get(act.root)
    if root is None:
        return act
    if root == act.root:
        return replace(act, status="future")
    return replace(act, root=root, modes=())
