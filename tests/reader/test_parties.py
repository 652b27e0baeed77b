"""Where parties begin, end and part, and which are none: rules by wording."""

from dataclasses import replace

import numpy as np
import pytest

from dragoman.forms.document import Span
from dragoman.forms.reading import Act
from dragoman.reader.edges import mend
from dragoman.reader.lists import asides, complete, placeless
from dragoman.reader.nouns import line
from dragoman.reader.objects import asker, direct, somebody
from dragoman.reader.sieve import sieved


def of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def mended(text: str, trigger: str, *seen: str) -> list[str]:
    cut = line(text, Span(0, len(text)))
    parties = mend([of(text, words) for words in seen], cut, cut.at(of(text, trigger)))
    return [party.of(text) for party in parties]


def act(text: str, trigger: str, actors: list[str], recipients: list[str]) -> Act:
    return Act(
        trigger=of(text, trigger),
        root="ASSAULT",
        modes=(),
        contexts=(),
        status="asserted",
        actors=tuple(of(text, words) for words in actors),
        recipients=tuple(of(text, words) for words in recipients),
        confidence=0.9,
        roots=(),
    )


@pytest.mark.parametrize(
    ("text", "trigger", "seen", "whole"),
    [
        ("Two nurses and a guard were killed.", "killed", ["nurses"], ["nurses"]),
        (
            "Envoys of the two rival camps met.",
            "met",
            ["Envoys"],
            ["Envoys of the two rival camps"],
        ),
        ("Judges in Lomé went on strike.", "went on strike", ["Judges"], ["Judges in Lomé"]),
        ("No envoy has met them.", "met", ["envoy"], ["No envoy"]),
        ("Jets bombed a camp near Goma twice.", "bombed", ["camp"], ["camp near Goma"]),
        ("They freed more than 20 men.", "freed", ["20 men"], ["more than 20 men"]),
        ("Oslo summoned its ambassador.", "summoned", ["ambassador"], ["its ambassador"]),
        ("Troops shot at Kenya's police.", "shot at", ["Kenya"], ["Kenya's police"]),
        ("Police beat French troops there.", "beat", ["French"], ["French troops"]),
        ("Saudi Arabia sued the firm.", "sued", ["Saudi"], ["Saudi Arabia"]),
        (
            "They jailed the mayor, Ama Mensah, on Monday.",
            "jailed",
            ["mayor"],
            ["mayor, Ama Mensah"],
        ),
    ],
)  # fmt: skip
def test_a_party_that_was_seen_in_part_is_made_whole(
    text: str, trigger: str, seen: list[str], whole: list[str]
) -> None:
    assert mended(text, trigger, *seen) == whole


@pytest.mark.parametrize(
    ("text", "trigger", "seen", "left"),
    [
        ("Gunmen stormed a hotel in the port.", "stormed", "hotel in the port", "hotel"),
        ("He met Ama Mensah, the mayor.", "met", "Ama Mensah, the mayor", "Ama Mensah"),
        ("He met men who had fled.", "met", "men who had fled", "men"),
        ("Sixteen rebels had been killed.", "killed", "Sixteen rebels had", "Sixteen rebels"),
        ("They sued the Sea Board (SB) again.", "sued", "Sea Board (SB)", "Sea Board"),
        ("Guards shot the clerk Friday.", "shot", "clerk Friday", "clerk"),
    ],
)
def test_what_is_no_part_of_a_party_is_cut_off(
    text: str, trigger: str, seen: str, left: str
) -> None:
    assert mended(text, trigger, seen) == [left]


def test_those_who_keep_their_clause() -> None:
    text = "The army thanked those who stayed."
    assert mended(text, "thanked", "those who stayed") == ["those who stayed"]


def test_a_dateline_is_no_part_of_the_first_party() -> None:
    text = "LOMÉ - Togo freed a nurse."
    assert mended(text, "freed", "LOMÉ - Togo") == ["Togo"]


def test_parties_that_are_joined_stand_apart() -> None:
    text = "A bomb killed a Danish nurse and nine Danish soldiers."
    seen = "Danish nurse and nine Danish soldiers"
    assert mended(text, "killed", seen) == ["Danish nurse", "nine Danish soldiers"]


def test_a_name_with_and_stays_one() -> None:
    text = "The Department of Water and Forests sued the firm."
    name = "Department of Water and Forests"
    assert mended(text, "sued", name) == [name]


def test_pieces_of_one_noun_phrase_are_one_party() -> None:
    text = "He met his Danish colleague."
    assert mended(text, "met", "his", "Danish colleague") == ["his Danish colleague"]


def test_an_accusation_is_no_part_of_the_accused() -> None:
    text = "They accused soldiers of killing nurses."
    assert mended(text, "accused", "soldiers") == ["soldiers"]


def test_a_party_of_another_sentence_stays_as_it_is() -> None:
    text = "Rebels came. They fired."
    cut = line(text, Span(13, len(text)))
    assert mend([Span(0, 6)], cut, (1, 2)) == (Span(0, 6),)


def completed(text: str, told: Act) -> Act:
    cut = line(text, Span(0, len(text)))
    return complete(told, cut, cut.at(told.trigger))


def test_a_list_is_read_to_its_end() -> None:
    text = "The group attacked soldiers, settlers and workers on Monday."
    found = completed(text, act(text, "attacked", ["group"], ["soldiers"]))
    assert [p.of(text) for p in found.recipients] == ["soldiers", "settlers", "workers"]


def test_the_subject_of_the_next_clause_is_in_no_list() -> None:
    text = "Norway condemned Sudan and Kenya sent envoys."
    told = act(text, "condemned", ["Norway"], ["Sudan"])
    assert completed(text, told) == told


def test_a_place_beside_a_recipient_is_none() -> None:
    text = "Rebels attacked soldiers in Somalia."
    told = act(text, "attacked", ["Rebels"], ["soldiers", "Somalia"])
    cut = line(text, Span(0, len(text)))
    assert [p.of(text) for p in placeless(told, cut, (1, 2)).recipients] == ["soldiers"]
    alone = act(text, "attacked", ["Rebels"], ["Somalia"])
    assert placeless(alone, cut, (1, 2)) == alone


def tags(words: int, *recipients: tuple[int, int, float]) -> tuple[np.ndarray, np.ndarray]:
    roles = np.zeros(words, np.float32)
    logits = np.full((words, 5), -9.0, np.float32)
    logits[:, 0] = 0.0
    for a, b, share in recipients:
        roles[a], roles[a + 1 : b] = 3, 4
        logits[a:b, 3] = np.log(share / (1 - share))
    return roles, logits


def kept(words: list[str], *recipients: tuple[int, int, float]) -> list[int]:
    roles, logits = tags(len(words), *recipients)
    return np.flatnonzero(sieved(words, roles, logits)).tolist()


def test_a_second_recipient_must_be_likely() -> None:
    words = ["they", "shelled", "Homs", "while", "troops", "left", "Hama"]
    assert kept(words, (2, 3, 0.9), (6, 7, 0.5)) == [2]
    assert kept(words, (2, 3, 0.9), (6, 7, 0.7)) == [2, 6]
    assert kept(words, (6, 7, 0.4)) == [6]


def test_recipients_that_are_joined_stay_together() -> None:
    words = ["they", "shelled", "Homs", "and", "Hama"]
    assert kept(words, (2, 3, 0.9), (4, 5, 0.5)) == [2, 4]


def test_who_stands_after_by_is_left_to_the_passive() -> None:
    words = ["Homs", "was", "shelled", "for", "hours", "by", "the", "rebels"]
    assert kept(words, (0, 1, 0.9), (7, 8, 0.5)) == [0, 7]


def given(text: str, told: Act) -> list[str]:
    cut = line(text, Span(0, len(text)))
    return [p.of(text) for p in direct(told, cut, cut.at(told.trigger)).recipients]


def test_the_word_right_behind_the_verb_is_done_to() -> None:
    text = "Police arrested the Danish editor on Monday."
    assert given(text, act(text, "arrested", ["Police"], [])) == ["Danish editor"]
    text = "Norway left, accusing it of fraud."
    assert given(text, act(text, "accusing", ["Norway"], [])) == ["it"]


def test_an_act_whose_recipient_was_seen_gets_no_other() -> None:
    text = "Police arrested the editor of a Danish paper."
    assert given(text, act(text, "arrested", ["Police"], ["Danish paper"])) == ["Danish paper"]


def test_who_is_an_actor_is_not_done_to() -> None:
    text = "Norway left, accusing it of fraud."
    assert given(text, act(text, "accusing", ["it"], [])) == []


@pytest.mark.parametrize(
    ("text", "trigger", "root", "asked"),
    [
        (
            "Oslo rejected a request by Kenyan officials to wait.",
            "rejected",
            "REJECT",
            "Kenyan officials",
        ),
        ("Oslo turned down calls made by Kenya.", "turned down", "REJECT", "Kenya"),
        ("Oslo refused the offer of a truce from Kenya.", "refused", "REJECT", None),
        ("Oslo rejected the deal by Friday.", "rejected", "REJECT", None),
        ("Oslo heard a request by Kenya.", "heard", "CONSULT", None),
    ],
)
def test_who_asked_is_refused(text: str, trigger: str, root: str, asked: str | None) -> None:
    cut = line(text, Span(0, len(text)))
    told = replace(act(text, trigger, ["Oslo"], []), root=root)
    found = asker(told, cut, cut.at(told.trigger)).recipients
    assert [p.of(text) for p in found] == ([asked] if asked else [])


def test_a_name_with_and_in_it_is_one_party() -> None:
    text = "Kenya signed with Bosnia and Herzegovina under the Belt and Road Initiative."
    assert mended(text, "signed", "Bosnia and Herzegovina") == ["Bosnia and Herzegovina"]
    assert mended(text, "signed", "Road Initiative") == ["Belt and Road Initiative"]


def test_what_tells_since_when_is_no_party() -> None:
    text = "He was received by Kenya, the first since the 20th Party Congress."
    assert mended(text, "received", "Kenya", "20th Party Congress") == ["Kenya"]


@pytest.mark.parametrize(
    ("text", "trigger", "root", "done_to"),
    [
        ("Oslo condemned the raid at dawn.", "condemned", "ACCUSE", []),
        ("Oslo denied it again.", "denied", "REJECT", []),
        ("Oslo wants it shut.", "wants", "REQUEST", []),
        ("Oslo urged it to leave.", "urged", "REQUEST", ["it"]),
        ("Rebels bombed it twice.", "bombed", "ASSAULT", ["it"]),
    ],
)
def test_what_an_act_is_about_is_not_done_to(
    text: str, trigger: str, root: str, done_to: list[str]
) -> None:
    cut = line(text, Span(0, len(text)))
    told = replace(act(text, trigger, [], []), root=root)
    found = direct(told, cut, cut.at(told.trigger))
    assert [p.of(text) for p in found.recipients] == done_to


@pytest.mark.parametrize(
    ("text", "trigger", "seen", "left"),
    [
        ("Rebels launched 40 attacks there.", "launched", ["40 attacks"], []),
        ("Oslo praised Angola's efforts there.", "praised", ["Angola's efforts"], ["Angola"]),
        ("Oslo opposed his release there.", "opposed", ["his release"], ["his"]),
        ("Police broke up the protests.", "broke up", ["protests"], ["protests"]),
    ],
)
def test_a_deed_or_a_thing_is_no_recipient_but_its_owner_is(
    text: str, trigger: str, seen: list[str], left: list[str]
) -> None:
    cut = line(text, Span(0, len(text)))
    found = somebody(act(text, trigger, [], seen), cut)
    assert [p.of(text) for p in found.recipients] == left


@pytest.mark.parametrize(
    ("text", "trigger", "seen", "left"),
    [
        ("Six men were jailed under the generals.", "jailed", ["Six men", "generals"], ["Six men"]),
        (
            "40 guests, including nine women, were freed.",
            "freed",
            ["40 guests", "nine women"],
            ["40 guests"],
        ),
        ("Ten men were hurt, most of them badly.", "hurt", ["Ten men", "most"], ["Ten men"]),
        ("They shot ten men, two boys and a nurse.", "shot", ["ten men", "two boys"], None),
    ],
)
def test_what_stands_aside_is_no_recipient(
    text: str, trigger: str, seen: list[str], left: list[str] | None
) -> None:
    cut = line(text, Span(0, len(text)))
    told = act(text, trigger, [], seen)
    found = asides(told, cut, cut.at(told.trigger))
    assert [p.of(text) for p in found.recipients] == (seen if left is None else left)


def test_a_verb_behind_and_goes_on_no_list() -> None:
    text = "Soldiers freed two nurses and killed 30 guards."
    cut = line(text, Span(0, len(text)))
    told = act(text, "freed", ["Soldiers"], ["two nurses"])
    found = complete(told, cut, cut.at(told.trigger))
    assert [p.of(text) for p in found.recipients] == ["two nurses"]


@pytest.mark.parametrize(
    ("text", "trigger", "seen", "left"),
    [
        ("LOMÉ, Togo - Police beat a boy.", "beat", "Togo - Police", "Police"),
        ("The shooting of 14 men shook Oslo.", "shooting", "of 14 men", "14 men"),
        (
            "Four men, two of them guards, were shot.",
            "were shot",
            "Four men, two of them guards",
            "Four men",
        ),
    ],
)
def test_what_only_stands_before_or_counts_within_is_no_part(
    text: str, trigger: str, seen: str, left: str
) -> None:
    assert mended(text, trigger, seen) == [left]


def test_where_somebody_was_held_is_nobody() -> None:
    text = "The nurses were held in Sanaa."
    cut = line(text, Span(0, len(text)))
    told = replace(act(text, "held", [], ["Sanaa"]), root="COERCE")
    assert placeless(told, cut, cut.at(told.trigger)).recipients == ()
    struck = replace(told, root="ASSAULT")
    assert placeless(struck, cut, cut.at(told.trigger)) == struck
