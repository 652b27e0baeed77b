"""Conventions by wording: what the model saw goes in, what the codebook says comes out.

The acts are made by hand, so that these hold whatever the weights are.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dragoman import codebook
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.reading import Act, Status
from dragoman.learn.conventions import Count, count
from dragoman.learn.stories import load_stories
from dragoman.reader import conventions
from dragoman.reader.phrasing import expand, words

STORIES = Path(__file__).parents[2] / "training" / "stories"


def settled(
    text: str,
    trigger: str,
    root: str,
    *,
    modes: tuple[str, ...] = (),
    status: Status = "asserted",
    actors: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
) -> list[tuple[str, tuple[str, ...], str, list[str], list[str]]]:
    """Settle one act; give root, modes, status and the words of its sides."""
    act = made(text, trigger, root, modes, status, actors, recipients)
    return [
        (
            a.root,
            a.modes,
            a.status,
            [s.of(text) for s in a.actors],
            [s.of(text) for s in a.recipients],
        )
        for a in conventions.apply(document(text), [act])
    ]


def document(text: str) -> Document:
    whole = Span(0, len(text))
    return Document("sha256:test", text, (Paragraph(whole, (whole,)),), published=date(2026, 3, 12))


def made(
    text: str,
    trigger: str,
    root: str,
    modes: tuple[str, ...] = (),
    status: Status = "asserted",
    actors: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
) -> Act:
    def spans(parts: tuple[str, ...]) -> tuple[Span, ...]:
        return tuple(sorted(Span(text.index(p), text.index(p) + len(p)) for p in parts))

    return Act(spans((trigger,))[0], root, modes, (), status, spans(actors), spans(recipients), 0.8)


def test_captured_fighters_are_assault_and_captured_thieves_stay_an_arrest() -> None:
    assert settled("The army captured 14 rebels.", "captured", "COERCE")[0][:2] == (
        "ASSAULT",
        ("abduct",),
    )
    assert settled("Police captured two thieves.", "captured", "COERCE")[0][0] == "COERCE"


def test_a_debt_forgiven_is_aid_and_a_meeting_cancelled_is_not() -> None:
    assert settled("Oslo cancelled the loan.", "cancelled", "SANCTION")[0][0] == "AID"
    assert settled("Oslo cancelled the meeting.", "cancelled", "REJECT")[0][0] == "REJECT"


def test_a_mode_of_the_old_root_goes_with_it() -> None:
    text = "The king pardoned ten editors."
    assert settled(text, "pardoned", "RETREAT", modes=("release",))[0][:2] == ("CONCEDE", ())


def test_a_rule_looks_no_further_than_its_sentence_and_ten_words() -> None:
    far = "Police captured him " + "and then again and again " * 3 + "before rebels came."
    assert settled(far, "captured", "COERCE")[0][0] == "COERCE"
    cut = "Police captured him; rebels came."
    assert settled(cut, "captured", "COERCE")[0][0] == "COERCE"


def test_a_sentence_to_prison_is_a_conviction_and_an_arrest() -> None:
    found = settled("A court sentenced him to six years in prison.", "sentenced", "COERCE")
    assert [(root, modes) for root, modes, *_ in found] == [
        ("COERCE", ("arrest",)),
        ("SANCTION", ("convict",)),
    ]


def test_troops_that_are_stationed_somewhere_are_no_event() -> None:
    assert settled("Troops are stationed in the port.", "stationed", "MOBILIZE") == []


@pytest.mark.parametrize(
    ("tail", "status"),
    [
        ("in 1998", "historical"),
        ("in May 2019", "historical"),
        ("in 2026", "asserted"),
        ("in 2025", "asserted"),
        ("with 1998 men", "asserted"),
        ("since 1998", "asserted"),
    ],
)
def test_a_year_before_last_makes_an_act_historical(tail: str, status: str) -> None:
    assert settled(f"Oslo signed the pact {tail}.", "signed", "SUPPORT")[0][2] == status


def test_a_year_changes_no_status_but_asserted() -> None:
    text = "Oslo never signed the pact in 1998."
    assert settled(text, "signed", "SUPPORT", status="negated")[0][2] == "negated"


def test_a_noun_s_by_names_the_doer() -> None:
    text = "The bombing was a plot by Norway against Sudan."
    found = settled(text, "bombing", "ASSAULT", recipients=("Norway", "Sudan"))
    assert found[0][3:] == (["Norway"], ["Sudan"])


def test_what_is_laid_on_some_by_others_has_the_others_for_actors() -> None:
    text = "He spoke of tariffs imposed on Danish firms and farmers by Norway and Sudan."
    found = settled(text, "imposed", "SANCTION", recipients=("Danish firms", "Norway", "Sudan"))
    assert found[0][3] == ["Norway", "Sudan"]


def test_a_fight_with_somebody_has_two_actors() -> None:
    text = "Some rebels are fighting with the guards in Homs."
    found = settled(text, "fighting", "ASSAULT", actors=("rebels",), recipients=("guards",))
    assert found[0][3:] == (["rebels", "guards"], [])


def test_whom_a_visit_is_to_receives_it() -> None:
    text = "During a visit to Norway the president of Kenya spoke."
    found = settled(text, "visit", "CONSULT", actors=("Norway", "president of Kenya"))
    assert found[0][3:] == (["president of Kenya"], ["Norway"])


def test_the_accused_is_no_actor() -> None:
    text = "Norway was accused of arming rebels."
    found = settled(text, "was accused", "ACCUSE", actors=("Norway",))
    assert found[0][3:] == ([], ["Norway"])


def test_in_the_passive_the_party_after_by_acts() -> None:
    text = "The Rwandan candidate was warmly endorsed by Kenya and Uganda on Saturday."
    found = settled(text, "endorsed", "SUPPORT", actors=("Rwandan", "Kenya", "Uganda"))
    assert found[0][3:] == (["Kenya", "Uganda"], ["Rwandan candidate"])


def test_who_condemns_an_attack_by_others_does_not_take_part_in_it() -> None:
    text = "Norway denounced the raid on the village by Malian soldiers on Sunday."
    found = settled(
        text, "raid", "ASSAULT", actors=("Norway", "Malian soldiers"), recipients=("village",)
    )
    assert found[0][3:] == (["Malian soldiers"], ["village"])


def test_a_by_that_names_no_party_moves_nobody() -> None:
    text = "Oslo was warned by midnight."
    assert settled(text, "warned", "THREATEN", actors=("Oslo",))[0][3:] == (["Oslo"], [])
    text = "Kenya ended the strike by paying Uganda."
    found = settled(text, "ended", "RETREAT", actors=("Kenya",), recipients=("Uganda",))
    assert found[0][3:] == (["Kenya"], ["Uganda"])


def test_a_host_is_recipient_in_the_active_and_in_the_passive() -> None:
    text = "Bahrain hosted the Tanzanian president."
    found = settled(
        text, "hosted", "CONSULT", actors=("Bahrain",), recipients=("Tanzanian president",)
    )
    assert found[0][3:] == (["Tanzanian president"], ["Bahrain"])
    text = "The Malay minister was received by the Turkish premier."
    found = settled(text, "received", "CONSULT", actors=("Malay minister", "Turkish premier"))
    assert found[0][3:] == (["Malay minister"], ["Turkish premier"])


def test_of_a_meeting_all_parties_are_actors_but_not_of_a_visit() -> None:
    text = "Egypt met Greece in Vienna."
    found = settled(text, "met", "CONSULT", actors=("Egypt",), recipients=("Greece",))
    assert found[0][3:] == (["Egypt", "Greece"], [])
    found = settled(
        text, "met", "CONSULT", modes=("visit",), actors=("Egypt",), recipients=("Greece",)
    )
    assert found[0][3:] == (["Egypt"], ["Greece"])


def test_the_content_of_a_demand_is_no_act_of_its_own() -> None:
    text = "Oslo demanded that Bern leave the town, and Rome might leave it too."
    demand = made(text, "demanded", "REQUEST")
    inside = made(text, "leave", "RETREAT", status="hypothetical")
    outside = made(text, "might leave", "RETREAT", status="hypothetical")
    assert conventions.apply(document(text), [demand, inside, outside]) == (demand, outside)
    done = made(text, "leave", "RETREAT")
    assert done in conventions.apply(document(text), [demand, done])


def test_an_act_that_no_rule_knows_is_left_as_it_is() -> None:
    text = "Oslo praised Bern."
    act = made(text, "praised", "SUPPORT", actors=("Oslo",), recipients=("Bern",))
    assert conventions.apply(document(text), [act]) == (act,)


def test_patterns_stand_for_alternatives_and_forms_of_verbs() -> None:
    assert set(expand("{a,the} vote~")) == {
        (article, verb) for article in ("a", "the") for verb in ("vote", "votes", "voted", "voting")
    }
    assert ("denies",) in set(expand("deny~"))
    assert ("stays",) in set(expand("stay~"))
    assert ("attaches",) in set(expand("attach~"))


def test_words_of_a_sentence_keep_their_places() -> None:
    text = "x. Kenya’s U.N. envoy left."
    cut = words(text, Span(3, len(text)))
    assert cut.words == ("kenya's", "u.n", ".", "envoy", "left", ".")
    assert text[cut.starts[0] : cut.ends[0]] == "Kenya’s"


def test_every_rule_names_roots_and_modes_of_the_codebook() -> None:
    book = conventions.load()
    for rule in (*book.roots, *book.also):
        assert rule.root in codebook.roots()
        assert rule.mode is None or rule.mode in codebook.modes(str(rule.root))
    for rule in book.modes:
        assert len(rule.of) == 1 and rule.mode in codebook.modes(*rule.of)
    for rule in (*book.roots, *book.modes, *book.also, *book.none):
        assert rule.of <= set(codebook.roots())
        assert rule.act or rule.near or rule.after


@pytest.fixture(scope="module")
def counts() -> list[Count]:
    return list(count(load_stories(STORIES)))


def test_rules_agree_with_the_marks_of_the_training_stories(counts: list[Count]) -> None:
    often = [c for c in counts if c.fits >= 8]
    assert len(often) >= 15
    for c in often:
        # Lifted bans are marked RETREAT or CONCEDE: the rules leave that open.
        assert c.agrees / c.fits >= 0.6, c


@pytest.mark.parametrize(("kind", "floor"), [("root", 0.85), ("mode", 0.9)])
def test_all_rules_together_agree(counts: list[Count], kind: str, floor: float) -> None:
    fits = sum(c.fits for c in counts if c.kind == kind)
    assert sum(c.agrees for c in counts if c.kind == kind) / fits >= floor


@pytest.mark.parametrize(
    ("text", "trigger", "root", "found"),
    [
        ("Oslo did not condemn Bern.", "condemn", "ACCUSE", ("ACCUSE", "negated")),
        ("Oslo hasn't yet condemned Bern.", "condemned", "ACCUSE", ("ACCUSE", "negated")),
        ("Oslo has not condemned Bern.", "has not condemned", "ACCUSE", ("ACCUSE", "negated")),
        ("Oslo should not bomb Bern.", "bomb", "ASSAULT", ("ASSAULT", "asserted")),
        ("Oslo did not bow; it condemned Bern.", "condemned", "ACCUSE", ("ACCUSE", "asserted")),
        ("Oslo will condemn Bern.", "condemn", "ACCUSE", ("ACCUSE", "future")),
        ("Oslo is about to deport him.", "deport", "COERCE", ("COERCE", "future")),
        ("Oslo will visit Bern.", "visit", "CONSULT", ("AGREE", "asserted")),
        ("Oslo plans to send wheat.", "send", "AID", ("AGREE", "asserted")),
        ("Oslo will free him.", "free", "RETREAT", ("CONCEDE", "asserted")),
        ("Oslo will not sign.", "will not sign", "REJECT", ("REJECT", "asserted")),
        ("Oslo wants to deport him.", "deport", "COERCE", ("COERCE", "asserted")),
    ],
)
def test_the_auxiliary_before_the_verb_gives_the_status(
    text: str, trigger: str, root: str, found: tuple[str, str]
) -> None:
    assert (settled(text, trigger, root)[0][0], settled(text, trigger, root)[0][2]) == found


def test_one_noun_phrase_is_one_party() -> None:
    text = "Oslo recognised the new government of Gabon and the king of Togo."
    found = settled(
        text,
        "recognised",
        "SUPPORT",
        actors=("Oslo",),
        recipients=("new government", "Gabon", "king of Togo"),
    )
    assert found[0][4] == ["new government of Gabon", "king of Togo"]


@pytest.mark.parametrize(
    ("text", "trigger", "root", "sides"),
    [
        ("Oslo was bombed.", "bombed", "ASSAULT", ([], ["Oslo"])),
        ("Oslo has been accused of spying.", "accused", "ACCUSE", ([], ["Oslo"])),
        ("Oslo came under fire.", "fire", "ASSAULT", ([], ["Oslo"])),
        ("Oslo is concerned.", "concerned", "ACCUSE", (["Oslo"], [])),
        ("Oslo is bombing towns.", "bombing", "ASSAULT", (["Oslo"], ["towns"])),
        ("Oslo bombed towns.", "bombed", "ASSAULT", (["Oslo"], ["towns"])),
    ],
)
def test_in_a_passive_without_by_the_subject_is_done_to(
    text: str, trigger: str, root: str, sides: tuple[list[str], list[str]]
) -> None:
    assert settled(text, trigger, root, actors=("Oslo",))[0][3:] == sides


def test_a_year_right_before_an_act_dates_it() -> None:
    assert settled("A trial over the 2004 bombing of Oslo.", "bombing", "ASSAULT")[0][2] == (
        "historical"
    )


def test_cooperation_that_the_model_saw_as_future_is_a_promise() -> None:
    text = "Oslo will also meet Bern."
    assert settled(text, "meet", "CONSULT", status="future")[0][:3] == ("AGREE", (), "asserted")
    assert settled(text, "meet", "ASSAULT", status="future")[0][2] == "future"


def test_access_that_was_only_agreed_to_is_no_retreat() -> None:
    told = "Oslo allowed aid workers in."
    promised = "Oslo agreed to allow aid workers in."
    assert settled(told, "allowed", "AGREE")[0][:2] == ("RETREAT", ("access",))
    assert settled(promised, "agreed to allow", "AGREE")[0][0] == "AGREE"
