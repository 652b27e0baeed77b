"""Where acts took place."""

from __future__ import annotations

from written_readings import act, find, reading

from dragoman.forms.claims import Place
from dragoman.resolve import resolve


def place(text: str, trigger: str) -> Place | None:
    return resolve(reading(text, acts=[act(find(text, trigger))])).places[0]


def test_in_a_city_is_the_city_with_its_state_and_coordinates() -> None:
    found = place("Envoys held talks in Nairobi on Monday.", "talks")
    assert found is not None and found.lat is not None
    assert (found.name, found.code, round(found.lat)) == ("Nairobi", "KEN", -1)


def test_in_a_state_is_the_state() -> None:
    found = place("Envoys held talks in Kenya on Monday.", "talks")
    assert found is not None and (found.name, found.code) == ("Kenya", "KEN")


def test_a_party_is_no_place() -> None:
    assert place("Kenya praised Uganda.", "praised") is None


def test_a_city_of_the_storys_own_state_is_meant() -> None:
    text = "Georgia's parliament met. Troops from Georgia and Armenia drilled in Tbilisi."
    found = place(text, "drilled")
    assert found is not None and found.code == "GEO"
