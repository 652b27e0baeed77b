from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from dragoman.gazetteer import bodies, gazetteer, members


@pytest.mark.parametrize(
    ("body", "code", "first"),
    [
        ("NATO", "FIN", date(2023, 4, 4)), ("NATO", "SWE", date(2024, 3, 7)),
        ("European Union", "HRV", date(2013, 7, 1)), ("BRICS", "EGY", date(2024, 1, 1)),
        ("BRICS", "IDN", date(2025, 1, 6)), ("SCO", "BLR", date(2024, 7, 4)),
        ("ASEAN", "TLS", date(2025, 10, 26)), ("UN", "SSD", date(2011, 7, 14)),
    ],
)  # fmt: skip
def test_a_member_is_in_from_the_day_it_joined(body: str, code: str, first: date) -> None:
    assert code in members(body, first)
    assert code not in members(body, first - timedelta(days=1))


@pytest.mark.parametrize(
    ("body", "code", "last"),
    [
        ("EU", "GBR", date(2020, 1, 31)), ("ECOWAS", "NER", date(2025, 1, 28)),
        ("ECOWAS", "MLI", date(2025, 1, 28)), ("ECOWAS", "BFA", date(2025, 1, 28)),
        ("OPEC", "AGO", date(2023, 12, 31)), ("Council of Europe", "RUS", date(2022, 3, 16)),
        ("OAS", "NIC", date(2023, 11, 19)),
    ],
)  # fmt: skip
def test_a_member_is_out_from_the_day_after_its_last(body: str, code: str, last: date) -> None:
    assert code in members(body, last)
    assert code not in members(body, last + timedelta(days=1))


@pytest.mark.parametrize(
    ("body", "count"),
    [("EU", 27), ("NATO", 32), ("UN", 193), ("African Union", 55), ("G7", 7), ("ASEAN", 11),
     ("Arab League", 22), ("GCC", 6), ("OECD", 38), ("ECOWAS", 12), ("SCO", 10), ("BRICS", 10),
     ("Commonwealth", 56), ("Organisation of Islamic Cooperation", 57), ("SADC", 16), ("EAC", 8),
     ("Council of Europe", 46), ("CELAC", 33), ("Pacific Islands Forum", 18), ("CARICOM", 15),
     ("ICC", 125)],
)  # fmt: skip
def test_a_body_has_as_many_members_as_it_says(body: str, count: int) -> None:
    assert len(members(body, date(2025, 11, 1))) == count


def test_the_security_council_has_fifteen_members_every_year() -> None:
    for year in range(2020, 2026):
        assert len(members("UN Security Council", date(year, 6, 1))) == 15


def test_an_unknown_body_has_no_members() -> None:
    assert members("Ruritanian League", date(2020, 1, 1)) == ()


def test_every_body_with_members_is_a_name_of_the_gazetteer_or_a_set_of_states() -> None:
    unknown = [b for b in bodies() if not gazetteer().lookup(b)]
    assert unknown == []


def test_no_member_has_two_terms_at_once() -> None:
    from dragoman.gazetteer.bodies import _terms

    for body, terms in _terms().items():
        spans: dict[str, list[tuple[date, date]]] = {}
        for code, start, end in terms:
            spans.setdefault(code, []).append((start or date.min, end or date.max))
        for code, held in spans.items():
            held.sort()
            for (_, ended), (begun, _) in itertools.pairwise(held):
                assert ended < begun, (body, code)
