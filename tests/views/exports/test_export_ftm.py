"""FollowTheMoney: entities that its own library takes, whole and without a loss."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

pytest.importorskip("followthemoney", reason="the extra [exchange] is not installed")

from followthemoney import model

Exported = Callable[..., str]


def entities(text: str) -> dict[str, Any]:
    """Return the entities, their fragments joined as `ftm aggregate` joins them."""
    found: dict[str, Any] = {}
    for line in text.splitlines():
        proxy = model.get_proxy(json.loads(line))
        if proxy.id in found:
            found[proxy.id].merge(proxy)
        else:
            found[proxy.id] = proxy
    return found


def named(found: dict[str, Any], schema: str) -> dict[str, Any]:
    return {proxy.caption: proxy for proxy in found.values() if proxy.schema.name == schema}


@pytest.mark.parametrize("merged", [True, False])
def test_every_entity_is_valid_by_the_model(exported: Exported, merged: bool) -> None:
    found = entities(exported("ftm", merged=merged))
    assert found
    for proxy in found.values():
        # Raises InvalidData, and gives nothing back, where the model does not hold the entity.
        assert proxy.schema.validate(proxy.to_dict()) is None


def test_every_value_is_clean_as_it_stands(exported: Exported) -> None:
    for line in exported("ftm").splitlines():
        given = json.loads(line)
        schema = model.get(given["schema"])
        for name, values in given["properties"].items():
            kind = schema.properties[name].type
            assert [kind.clean(value) for value in values] == values, (name, values)


def test_every_reference_leads_to_an_entity_of_a_fitting_kind(exported: Exported) -> None:
    found = entities(exported("ftm"))
    for proxy in found.values():
        for prop, value in proxy.edgepairs() if proxy.schema.edge else ():
            assert prop in found
            assert value in found
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert found[value].schema.is_a(prop.range), (prop, found[value].schema)


def test_a_person_told_of_in_two_documents_is_one(exported: Exported) -> None:
    lund = named(entities(exported("ftm")), "Person")["Odd Lund"]
    assert lund.get("wikidataId") == ["Q900001"]
    assert lund.get("country") == ["no"]
    assert lund.get("position") == ["President"]


def test_an_act_is_one_event_with_its_articles_as_proof(exported: Exported) -> None:
    found = entities(exported("ftm"))
    event = named(found, "Event")["CONSULT asserted: Odd Lund → Kenya"]
    assert set(event.get("recordId")) == {"ev-visit", "ev-visit-2"}
    assert {found[key].caption for key in event.get("proof")} == {
        "Lund ends Kenya visit",
        "Lund in Kenya",
    }
    assert event.get("date") == ["2026-03-13"]
    assert "documents: 2, independent sources: 2" in event.get("notes")


def test_each_mention_is_an_event_of_its_own_where_one_asks_for_that(exported: Exported) -> None:
    found = entities(exported("ftm", merged=False))
    events = [p for p in found.values() if "visit" in p.get("keywords", quiet=True)]
    visits = [p for p in events if p.first("recordId") in ("ev-visit", "ev-visit-2")]
    assert len(visits) == 2


def test_links_say_who_acts_toward_whom(exported: Exported) -> None:
    found = entities(exported("ftm"))
    links = {
        (found[p.first("subject")].caption, p.first("role"), found[p.first("object")].caption)
        for p in found.values()
        if p.schema.name == "UnknownLink"
    }
    assert ("Odd Lund", "REQUEST asserted", "Sudan") in links


def test_an_office_is_a_position_and_who_holds_it(exported: Exported) -> None:
    found = entities(exported("ftm"))
    (held,) = [p for p in found.values() if p.schema.name == "Occupancy"]
    assert found[held.first("holder")].caption == "Amina Wanjiru"
    assert found[held.first("post")].caption == "Foreign Minister"


def test_what_was_said_promised_and_opposed_are_notes(exported: Exported) -> None:
    found = entities(exported("ftm")).values()
    notes = {proxy.first("name"): proxy for proxy in found if proxy.schema.name == "Note"}
    assert notes["commitment open: Odd Lund → Kenya"].first("description") == (
        "open a consulate here by June"
    )
    assert notes["position oppose: Kenya"].first("description") == "any toll on the strait"


def test_an_edited_act_says_who_edited_it(exported: Exported) -> None:
    events = named(entities(exported("ftm")), "Event")
    assert "ev-condemn: edited by Ada: he only demanded it" in events[
        "REQUEST asserted: Odd Lund → Sudan"
    ].get("notes")


def test_no_line_comes_twice(exported: Exported) -> None:
    lines = Counter(exported("ftm").splitlines())
    assert max(lines.values()) == 1
