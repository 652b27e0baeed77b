"""Phrases to countries, sectors and persons: `dragoman.resolve.actor`."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.resolve.actor import ActorCode, resolve_phrase

WORDS = (
    "the", "former", "of", "'s", "'", ",", "Russia's", "US-backed", "rebels", "president", "in",
    "Kyiv", "and", "to", "Kim", "-", "(", "ex-", "wife", "members", "Georgia", "GENERAL", "police",
)  # fmt: skip


def both(text: str, **about: object) -> tuple[str | None, str | None]:
    found = resolve_phrase(text, **about)  # type: ignore[arg-type]
    return found.code, found.sector


@pytest.mark.parametrize(
    ("phrase", "code", "sector"),
    [
        ("Israel", "ISR", None),
        ("the Armenian Prime Minister", "ARM", "GOV"),
        ("Moscow", "RUS", "GOV"),
        ("police in Nairobi", "KEN", "COP"),
        ("Norway's navy", "NOR", "MIL"),
        ("members of the European Parliament", "EUR", "LEG"),
        ("Indian farmers", "IND", "AGR"),
        ("gunmen", None, "UAF"),
        ("a group of tourists", None, "CVL"),
        ("the ruling junta of Guinea", "GIN", "GOV"),
        ("Chile", "CHL", None),
        ("Cuban doctors", "CUB", "MED"),
        ("UN peacekeepers in Mali", "UNO", "MIL"),
    ],
)
def test_a_phrase_has_its_country_and_sector(
    phrase: str, code: str | None, sector: str | None
) -> None:
    assert both(phrase) == (code, sector)


def test_an_ambassador_belongs_to_who_sends_them() -> None:
    assert both("Russia's ambassador to Poland") == ("RUS", "GOV")


def test_an_embassy_belongs_to_its_state_not_to_its_city() -> None:
    assert both("the US embassy in Kabul") == ("USA", "GOV")


def test_an_envoy_of_an_unnamed_sender_has_no_country() -> None:
    assert both("the ambassador to Poland") == (None, "GOV")


def test_a_backer_is_not_the_country_of_the_backed() -> None:
    assert both("Turkish-backed Syrian rebels") == ("SYR", "REB")


def test_what_a_group_is_against_is_not_its_country() -> None:
    assert both("anti-Russian protesters") == (None, "OPP")


def test_a_state_named_before_a_foreign_name_wins_over_its_usual_country() -> None:
    assert both("Pakistan's Foreign Office") == ("PAK", "GOV")


def test_a_state_named_before_an_international_body_wins() -> None:
    assert both("the Turkish Red Crescent") == ("TUR", "MED")


@pytest.mark.parametrize(
    "phrase",
    [
        "a former White House official",
        "ex-prime minister Imran Khan",
        "the retired general",
        "a disgraced former minister",
    ],
)
def test_who_has_left_a_post_is_of_the_former_elite(phrase: str) -> None:
    assert resolve_phrase(phrase).sector == "ELI"


def test_a_former_rebel_is_no_former_elite() -> None:
    assert resolve_phrase("former rebel fighters").sector == "REB"


def test_a_body_gives_its_sector_to_who_speaks_for_it() -> None:
    assert both("a spokesman for the Ukrainian Air Force") == ("UKR", "MIL")


def test_an_armed_group_gives_its_sector_to_its_gunmen() -> None:
    assert both("Boko Haram gunmen") == ("NGA", "REB")


def test_a_partly_recognised_land_is_marked_beside_the_sector() -> None:
    found = resolve_phrase("Somaliland's president")
    assert (found.code, found.sectors) == ("SOM", ("GOV", "PRE"))


def test_the_same_person_is_in_office_before_and_former_after_the_end_of_a_term() -> None:
    assert both("Angela Merkel", on=date(2019, 5, 1)) == ("DEU", "GOV")
    assert both("Angela Merkel", on=date(2023, 5, 1)) == ("DEU", "ELI")


def test_a_person_between_two_terms_is_former() -> None:
    assert resolve_phrase("Donald Trump", on=date(2022, 1, 1)).sector == "ELI"
    assert resolve_phrase("Donald Trump", on=date(2026, 1, 1)).sector == "GOV"


def test_a_rebel_who_took_power_changes_sector_on_that_day() -> None:
    assert resolve_phrase("Ahmed al-Sharaa", on=date(2020, 1, 1)).sector == "REB"
    assert resolve_phrase("Ahmed al-Sharaa", on=date(2025, 6, 1)).sector == "GOV"


def test_without_a_day_long_gone_office_makes_former() -> None:
    assert resolve_phrase("Tony Blair").sector == "ELI"


def test_a_surname_after_a_title_is_the_person() -> None:
    found = resolve_phrase("President Museveni")
    assert (found.name, found.id, found.kind) == (
        "Yoweri Museveni",
        "person:yoweri-museveni",
        "person",
    )


def test_a_known_surname_with_another_first_name_is_somebody_else() -> None:
    assert resolve_phrase("Larry Kuleba").id is None


def test_a_person_named_after_a_comma_is_who_the_office_means() -> None:
    found = resolve_phrase("the ousted president of Niger, Mohamed Bazoum")
    assert (found.name, found.code, found.sector) == ("Mohamed Bazoum", "NER", "ELI")


def test_an_office_on_a_day_names_its_holder() -> None:
    found = resolve_phrase("the French president", on=date(2010, 6, 1))
    assert found.name == "Nicolas Sarkozy"
    assert resolve_phrase("French presidents", on=date(2010, 6, 1)).name == "French presidents"


def test_a_name_of_two_states_is_left_open_without_evidence() -> None:
    found = resolve_phrase("Georgia")
    assert (found.code, found.why) == (None, "ambiguous:Georgia")


def test_the_story_around_decides_between_two_meanings() -> None:
    assert resolve_phrase("Georgia", context="Voters in Atlanta and Savannah queued.").code == "USA"
    assert resolve_phrase("Georgia", context="Tbilisi said the border is quiet.").code == "GEO"
    kinshasa = "Kinshasa said fighting near Goma went on."
    assert resolve_phrase("Congolese troops", context=kinshasa).code == "COD"


def test_a_surname_with_another_first_name_in_the_story_is_somebody_else() -> None:
    assert resolve_phrase("Gallant").name == "Yoav Gallant"
    assert resolve_phrase("Rabbani", context="Ms. Lea Rabbani won.").id is None


def test_an_envoy_to_a_body_belongs_to_the_state_that_owns_them() -> None:
    assert both("Iran's U.N. ambassador") == ("IRN", "GOV")


def test_a_pronoun_is_nobody() -> None:
    assert both("I") == (None, None)


def test_every_answer_says_why() -> None:
    assert resolve_phrase("the Baltic Fleet").why == "gazetteer:name;gazetteer:organisation"


def test_sector_is_the_first_of_the_sectors() -> None:
    found = resolve_phrase("the Italian defence minister")
    assert found.sectors[0] == found.sector == "GOV"
    assert "MIL" in found.sectors


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    assert isinstance(resolve_phrase(text), ActorCode)


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=12,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_heap_of_words_makes_it_raise(words: list[str]) -> None:
    found = resolve_phrase(" ".join(words), context="Seoul", on=date(2024, 1, 1))
    assert (found.sector is None) == (not found.sectors)


def test_a_very_long_phrase_is_cut_and_answered() -> None:
    assert resolve_phrase("Russian " * 50_000).code == "RUS"


def test_a_given_name_is_no_firm_and_a_portfolio_no_party() -> None:
    assert resolve_phrase("Coast Guard spokesman Commodore Rafael Dimaano").code is None
    assert resolve_phrase("Labour Minister Seamus Brannigan").code is None
    assert resolve_phrase("Rafael").code == "ISR"
    assert resolve_phrase("Labour leader Nora Brannigan").code == "GBR"
