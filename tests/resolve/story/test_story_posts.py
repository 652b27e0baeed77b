"""Offices that the story's own words give."""

from __future__ import annotations

from written_readings import find, reading

from dragoman.forms.claims import Office
from dragoman.resolve import resolve


def offices(text: str) -> list[Office]:
    return list(resolve(reading(text)).offices)


def told(text: str) -> list[tuple[str, str, str | None]]:
    return [(o.person.name, o.role, o.organisation) for o in offices(text)]


def test_a_post_before_a_name_gives_role_and_organisation() -> None:
    text = "Norwegian Foreign Ministry spokesperson Kari Holm said no."
    assert told(text) == [("Kari Holm", "spokesperson", "Norwegian Foreign Ministry")]
    assert offices(text)[0].code == "NOR"


def test_the_evidence_is_the_whole_phrase() -> None:
    text = "On Monday Norwegian Foreign Ministry spokesperson Kari Holm said no."
    evidence = offices(text)[0].evidence
    assert evidence == find(text, "Norwegian Foreign Ministry spokesperson Kari Holm")


def test_an_apposition_gives_role_and_organisation() -> None:
    text = (
        "Kari Holm, a professor from the Institute of Ice at the Tromsø Polar University, agreed."
    )
    assert told(text) == [
        ("Kari Holm", "professor", "Institute of Ice at the Tromsø Polar University")
    ]


def test_two_posts_joined_by_and_are_two() -> None:
    text = (
        "Milan Dvorak, first secretary of the Central Committee of the Workers' Party of Slovakia "
        "and Slovak president, spoke."
    )
    assert [(role, body) for _, role, body in told(text)] == [
        ("first secretary", "Central Committee of the Workers' Party of Slovakia"),
        ("president", None),
    ]


def test_a_plural_post_is_everybodys_that_it_lists() -> None:
    text = "Deputy Prime Ministers Carlos Ruiz and Elena Prado came."
    assert told(text) == [
        ("Carlos Ruiz", "Deputy Prime Minister", None),
        ("Elena Prado", "Deputy Prime Minister", None),
    ]


def test_a_portfolio_in_brackets_belongs_to_the_name_before_it() -> None:
    text = "Ministers Carlos Ruiz (Foreign Trade) and Teodoro de la O (Energy and Mines) came."
    assert told(text) == [
        ("Carlos Ruiz", "Minister of Foreign Trade", "Foreign Trade"),
        ("Teodoro de la O", "Minister of Energy and Mines", "Energy and Mines"),
    ]


def test_a_long_post_with_of_stands_before_its_name() -> None:
    text = (
        "Visits by general secretary of the Reform Party of Laos Central Committee "
        "Pham Van Toan began."
    )
    assert told(text) == [
        ("Pham Van Toan", "general secretary", "Reform Party of Laos Central Committee")
    ]


def test_a_post_and_a_comma_before_a_name_count() -> None:
    text = "Chad's ambassador to Kenya, Idriss Mahamat, said no."
    assert told(text) == [("Idriss Mahamat", "ambassador to Kenya", None)]
    assert offices(text)[0].code == "TCD"


def test_who_heads_a_body_is_its_head() -> None:
    text = "Kari Holm, who heads the Arctic Council, agreed."
    assert told(text) == [("Kari Holm", "head", "Arctic Council")]


def test_a_courtesy_is_no_post() -> None:
    assert told("Mr. Carlos Ruiz came.") == []


def test_the_next_name_of_a_list_is_no_apposition() -> None:
    text = "Anna Moss, President Carlos Ruiz and others came."
    assert [name for name, _, _ in told(text)] == ["Carlos Ruiz"]


def test_a_secretary_of_state_is_a_role_without_a_body() -> None:
    assert told("U.S. Secretary of State Dean Marlow came.") == [
        ("Dean Marlow", "Secretary of State", None)
    ]


def test_later_mentions_know_the_office() -> None:
    text = "Norwegian Foreign Minister Kari Holm came. Holm said no."
    from written_readings import said

    span = find(text, "Holm", 2)
    (holm,) = resolve(reading(text, statements=[said(span)])).entities[span]
    assert (holm.code, holm.sector, holm.office) == ("NOR", "GOV", "Foreign Minister")


def codes(text: str) -> dict[str, str | None]:
    return {o.person.name: o.code for o in offices(text)}


def test_an_official_without_a_country_is_of_that_from_which_the_story_is_told() -> None:
    text = (
        "OSLO - Two Kenyan ships passed the port on Friday, Kenyan papers said.\n\n"
        "Norway closed the port. Senator Kari Holm called for talks."
    )
    assert codes(text) == {"Kari Holm": "NOR"}


def test_a_guests_country_named_before_an_official_is_not_the_officials() -> None:
    text = "OSLO - Norway is quiet. The Kenyan envoy flew in and met President Kari Holm on Friday."
    assert codes(text)["Kari Holm"] is None


def test_an_official_of_its_or_of_a_bodys_has_not_the_storys_country() -> None:
    text = "OSLO - Norway closed the port of Oslo. Its ambassador, Kari Holm, said no."
    assert codes(text)["Kari Holm"] is None
    text = "OSLO - Norway closed the port of Oslo. The parliament's speaker, Kari Holm, said no."
    assert codes(text)["Kari Holm"] == "NOR"


def test_an_outlet_that_a_caption_is_credited_to_is_no_part_of_the_post_behind_it() -> None:
    text = "Tests went on under young leader Tor Vik.\n\nReuters Norwegian leader Tor Vik looks on."
    assert {(o.person.name, o.code) for o in offices(text)} == {("Tor Vik", "NOR")}
    of_outlet = "Reuters editor Tor Vik looks on."
    assert {(o.person.code, o.person.sector) for o in offices(of_outlet)} == {("GBR", "JRN")}


def test_a_word_that_opens_a_sentence_behind_a_number_is_no_name() -> None:
    text = "Travel is near | 1:18 As Tor Vik, president of Norway, confirms it, all wait."
    assert {o.person.name for o in offices(text)} == {"Tor Vik"}
