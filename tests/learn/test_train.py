"""What a phase of training learns from, and where it ends."""

from __future__ import annotations

from typing import Any

import pytest

torch: Any = pytest.importorskip("torch")

from dragoman.learn.batches import SKIP, collate, cut_items  # noqa: E402
from dragoman.learn.corpora import GoldAct, Item  # noqa: E402
from dragoman.learn.curriculum import story_pairs  # noqa: E402
from dragoman.learn.network import encoder_folder  # noqa: E402
from dragoman.learn.trainer import classes, move_back, states  # noqa: E402
from dragoman.reader import labels  # noqa: E402
from dragoman.reader.passages import load_tokenizer  # noqa: E402

TEXT = "Chad, Niger and Mali patrolled the border together. Chad sent tents to Niger."
CHAD, NIGER, MALI, PATROL = (0, 4), (6, 11), (16, 20), (21, 30)


class _Two:
    """Two tiny networks in a trainer's place."""

    def __init__(self) -> None:
        self.networks = (torch.nn.Linear(2, 2), torch.nn.Linear(3, 1))


def test_the_weights_end_at_the_share_between_start_and_goal() -> None:
    two: Any = _Two()
    began = states(two)
    for network in two.networks:
        with torch.no_grad():
            for weight in network.parameters():
                weight.add_(1.0)
    move_back(two, began, 0.25)
    for network, before in zip(two.networks, began, strict=True):
        for name, weight in network.state_dict().items():
            assert torch.allclose(weight, before[name] + 0.25)


def _act(root: str, actors: Any, recipients: Any = (), trigger: Any = PATROL) -> GoldAct:
    return GoldAct((trigger,), root, None, "asserted", (), actors, recipients)


def test_parties_that_act_together_are_pairs_of_each_end_with_the_others() -> None:
    item = Item("written", "s", TEXT, acts=(_act("COOPERATE", (CHAD, NIGER, MALI)),))
    pairs = [i.pair[:2] for i in story_pairs([item]) if i.pair]
    assert pairs == [((CHAD,), (NIGER, MALI)), ((MALI,), (CHAD, NIGER))]


def test_actor_and_recipient_of_one_sentence_are_a_pair_and_lone_actors_are_none() -> None:
    sent = _act("AID", ((52, 56),), ((71, 76),), trigger=(57, 61))
    item = Item("written", "s", TEXT, acts=(sent, _act("ASSAULT", (CHAD, NIGER))))
    (only,) = story_pairs([item])
    assert only.text == "Chad sent tents to Niger."
    assert only.pair == (((0, 4),), ((19, 24),), "AID", None)


def test_of_a_partial_passage_only_what_is_known_is_taught() -> None:
    """Trigger, parties and what stands beside the trigger are known; other acts are not."""
    text = "After talks Peru vetoed the plan of Chile on Friday."
    act = GoldAct(((17, 23),), "REJECT", None, "", (), ((12, 16),), (), ((28, 41),))
    tokenizer = load_tokenizer(str(encoder_folder() / "tokenizer.json"))
    cut = cut_items(tokenizer, [Item("told", "x", text, (act,), partial=True)])
    batch = collate(cut, classes())
    tags = batch.trigger[0, batch.first[0]].tolist()
    reject = 1 + labels.ROOTS.index("REJECT")
    assert tags == [SKIP, SKIP, 0, reject, 0, 0, 0, 0, SKIP, SKIP, SKIP]
    assert batch.anchors is not None
    assert batch.anchors.parties[0].tolist() == [0, 0, 1, 0, 0, SKIP, SKIP, SKIP, 0, 0, 0]
