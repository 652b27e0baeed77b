"""Who a span means, by what the story told before."""

from __future__ import annotations

import pytest
from written_readings import act, find, reading, said

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.resolve import resolve


def who(text: str, phrase: str, number: int = 1, *earlier: str) -> tuple[Entity, ...]:
    """Resolve `phrase` as a source, with `earlier` phrases as sources before it."""
    span = find(text, phrase, number)
    sources = [said(find(text, e)) for e in earlier]
    return resolve(reading(text, statements=[*sources, said(span)])).entities[span]


def names(found: tuple[Entity, ...]) -> list[str]:
    return [e.name for e in found]


VISIT = (
    "Lithuanian President Gitanas Nausėda met Zambian President Hakainde Hichilema in Vilnius on "
    "Tuesday.\nThe two leaders discussed trade. The two sides also signed a treaty, Nausėda said. "
    "He praised the Zambian leader. Both countries will ratify it."
)


def test_a_surname_is_the_person_named_in_full_before() -> None:
    assert names(who(VISIT, "Nausėda", 2)) == ["Gitanas Nausėda"]


def test_a_surname_without_its_accents_is_the_same_person() -> None:
    text = "Lithuanian President Gitanas Nausėda spoke. Nauseda left."
    assert names(who(text, "Nauseda")) == ["Gitanas Nausėda"]


def test_a_surname_first_name_is_known_by_its_first_word() -> None:
    text = "Foreign Ministry spokesperson Lin Qiaoyu spoke in Beijing. Lin said that talks go on."
    assert names(who(text, "Lin", 2)) == ["Lin Qiaoyu"]


def test_a_later_full_name_serves_an_earlier_surname() -> None:
    text = "Okonjo spoke on Monday. Trade minister Daniel Okonjo said that prices rose."
    assert names(who(text, "Okonjo")) == ["Daniel Okonjo"]


def test_two_surnames_and_one_are_the_same_person() -> None:
    text = "Minister Carlos Peña-Ruiz Ortega resigned. Peña-Ruiz said nothing."
    assert names(who(text, "Peña-Ruiz", 2)) == ["Carlos Peña-Ruiz Ortega"]


def test_the_two_leaders_are_one_entity_for_each_with_the_same_span() -> None:
    found = who(VISIT, "The two leaders")
    assert names(found) == ["Gitanas Nausėda", "Hakainde Hichilema"]
    assert {e.span for e in found} == {find(VISIT, "The two leaders")}


def test_the_two_sides_are_the_two_states() -> None:
    assert [e.code for e in who(VISIT, "The two sides")] == ["LTU", "ZMB"]


def test_both_countries_are_the_two_states() -> None:
    assert {e.code for e in who(VISIT, "Both countries")} == {"LTU", "ZMB"}


def test_a_title_with_a_state_is_that_states_leader() -> None:
    assert names(who(VISIT, "the Zambian leader")) == ["Hakainde Hichilema"]


def test_he_is_the_last_speaker() -> None:
    assert names(who(VISIT, "He", 1, "Nausėda")) == ["Gitanas Nausėda"]


def test_she_is_the_woman_even_where_a_man_was_named_later() -> None:
    text = "Spokeswoman Maria Lund spoke after Peter Lund, a lawyer, left. She said it was late."
    assert names(who(text, "She")) == ["Maria Lund"]


def test_i_in_a_quotation_is_its_speaker() -> None:
    text = "“I will not resign,” said Anna Moss, a judge."
    pronoun, source = find(text, "I"), find(text, "Anna Moss")
    story = reading(
        text,
        acts=[act(find(text, "resign"), [pronoun])],
        statements=[said(source, find(text, "“I will not resign,”"))],
    )
    assert names(resolve(story).entities[pronoun]) == ["Anna Moss"]


def test_we_in_an_officials_quotation_is_the_officials_state() -> None:
    text = "“We reject the charge,” said Norwegian Foreign Minister Kari Holm."
    pronoun = find(text, "We")
    story = reading(
        text,
        acts=[act(find(text, "reject"), [pronoun], root="REJECT")],
        statements=[
            said(
                find(text, "Norwegian Foreign Minister Kari Holm"),
                find(text, "“We reject the charge,”"),
            )
        ],
    )
    found = resolve(story).entities[pronoun]
    assert [(e.name, e.code, e.kind) for e in found] == [("Norway", "NOR", "state")]


def test_they_are_the_last_many_who_spoke() -> None:
    text = "Zambian observers praised the vote. They said that it was fair."
    assert names(who(text, "They", 1, "Zambian observers")) == ["Zambian observers"]


def test_the_country_is_the_last_one_named() -> None:
    text = "Floods hit Malawi on Sunday. The country asked for help."
    assert [e.code for e in who(text, "The country")] == ["MWI"]


def test_a_short_form_that_the_story_explains_is_the_full_name() -> None:
    text = (
        "The Northern Delta Liberation Front, or NDLF, struck. The NDLF said that it would go on."
    )
    assert names(who(text, "The NDLF")) == ["Northern Delta Liberation Front"]


def test_a_name_that_only_completes_a_noun_is_not_who_is_meant() -> None:
    text = "President Gitanas Nausėda was away. An adviser to Nausėda said so."
    assert names(who(text, "An adviser to Nausėda")) != ["Gitanas Nausėda"]


def test_a_name_after_its_office_and_a_comma_is_who_is_meant() -> None:
    text = "Moss's lawyer, Peter Lund, said that Anna Moss, a judge, was ill."
    assert names(who(text, "Moss's lawyer, Peter Lund")) == ["Peter Lund"]


def test_officials_without_a_country_are_of_the_storys() -> None:
    text = "A bomb hit a market in Niger on Monday. Officials said that nobody was hurt in Niger."
    assert [e.code for e in who(text, "Officials")] == ["NER"]


def test_us_in_capitals_is_the_state_and_no_pronoun() -> None:
    assert [e.code for e in who("The US said no.", "US")] == ["USA"]


@pytest.mark.parametrize("pronoun", ["He", "She", "They", "It", "We", "I"])
def test_a_pronoun_that_nothing_precedes_is_nobody(pronoun: str) -> None:
    assert who(f"{pronoun} said so.", pronoun) == ()


def test_every_span_that_the_reading_uses_has_an_answer() -> None:
    span = find(VISIT, "Hakainde Hichilema")
    story = reading(VISIT, acts=[act(find(VISIT, "met"), [span], [Span(0, 10)])])
    assert set(resolve(story).entities) >= {span, Span(0, 10)}


def test_two_sides_are_parties_where_no_act_was_read() -> None:
    text = "Kenya met Norway in Oslo. The two sides issued a joint statement."
    story = reading(text, acts=[act(find(text, "met"), [find(text, "Kenya")])])
    sides = resolve(story).entities[find(text, "two sides")]
    assert [e.code for e in sides] == ["KEN", "NOR"]


def test_a_list_of_names_is_everybody_in_it() -> None:
    text = "Chad and Niger agreed. Anna Moss and Peter Lund, judges, said so."
    assert [e.code for e in who(text, "Chad and Niger")] == ["TCD", "NER"]
    assert names(who(text, "Anna Moss and Peter Lund")) == ["Anna Moss", "Peter Lund"]


def test_a_span_that_cuts_into_a_name_is_that_person() -> None:
    text = "Minister Carlos Peña-Ruiz came. Peña-Ruiz said nothing."
    span = Span(text.rindex("Peña"), text.rindex("Peña") + 4)
    found = resolve(reading(text, statements=[said(span)])).entities[span]
    assert names(found) == ["Carlos Peña-Ruiz"]


def test_an_article_alone_is_nobody() -> None:
    assert who("So the one said.", "the") == ()


def test_many_states_are_not_given_the_storys_own() -> None:
    text = "Chad spoke for Chad. Other countries said no."
    assert [e.code for e in who(text, "Other countries")] == [None]


def test_an_agency_is_no_person() -> None:
    text = "According to news agency Prensa Libre, Anna Moss, a judge, resigned."
    assert [e.kind for e in who(text, "Prensa Libre")] != ["person"]


def test_a_story_set_in_a_city_is_about_its_own_government() -> None:
    text = (
        "Thousands marched in Skopje against a fee that Greece wants. "
        "Greece and Greece alone asked for it. North Macedonia agreed.\n"
        "Police detained nobody."
    )
    assert [e.code for e in who(text, "Police")] == ["MKD"]


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        ("Mayor Ada Quist met Ole Bratt, who said nothing.", "who", "Ole Bratt"),
        ("Ada Quist met the driver, who said nothing.", "who", "driver"),
        ("Ada Quist praised a group of lawmakers which called for talks.", "which", "lawmakers"),
    ],
)
def test_a_relative_pronoun_is_what_stands_before_it(text: str, pronoun: str, name: str) -> None:
    assert [n.split()[-1] for n in names(who(text, pronoun))] == [name.split()[-1]]


def test_the_comma_that_closes_an_apposition_is_no_part_of_the_name() -> None:
    text = "Ada Quist, the mayor of Vik, said that taxes would rise. Two aides, both young, agreed."
    assert names(who(text, "Ada Quist, the mayor of Vik,")) == ["Ada Quist"]
    assert not names(who(text, "Two aides, both young,"))[0].endswith(",")


@pytest.mark.parametrize(
    ("spokesperson", "code"), [("An Orbitex spokesperson", None), ("A government official", "GEO")]
)
def test_who_speaks_for_a_firm_has_not_the_storys_country(
    spokesperson: str, code: str | None
) -> None:
    text = f"TBILISI - Georgia closed its port.\n{spokesperson} said no.\nGeorgia waits."
    assert [e.code for e in who(text, spokesperson)] == [code]
