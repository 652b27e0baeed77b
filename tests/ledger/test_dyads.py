"""Which countries a happening stands between, for counting."""

from __future__ import annotations

from typing import Any, cast

from dragoman.forms.rows import HappeningRow
from dragoman.ledger import Ledger
from dragoman.ledger.dyads import acts_between, acts_of, counts_between, newest_between, put_dyads


def happening(name: str, actors: str, recipients: str = "", *, quad: int = 1) -> HappeningRow:
    def parties(codes: str) -> list[dict[str, Any]]:
        return [{"code": code, "sector": None, "name": code} for code in codes.split()]

    row = {
        "id": name, "status": "asserted", "event_scale": 2.5, "quad_code": quad,
        "actor": parties(actors), "recipient": parties(recipients),
    }  # fmt: skip
    return cast(HappeningRow, row)


def put(ledger: Ledger, *rows: HappeningRow) -> None:
    with ledger.writing() as connection:
        put_dyads(connection, [(row, "2026-03-14") for row in rows])


def pairs(ledger: Ledger, one: str, other: str, **given: Any) -> list[tuple[str, str]]:
    return sorted((r.source, r.target) for r in acts_between(ledger, [one], [other], **given))


def test_each_actor_stands_to_each_recipient(ledger: Ledger) -> None:
    put(ledger, happening("h1", "NOR SWE", "SDN"))
    assert pairs(ledger, "NOR", "SDN") == [("NOR", "SDN")]
    assert pairs(ledger, "SDN", "SWE") == [("SWE", "SDN")]
    assert pairs(ledger, "NOR", "SWE") == []
    assert pairs(ledger, "SDN", "NOR", directed=True) == []


def test_those_who_cooperate_together_stand_to_one_another(ledger: Ledger) -> None:
    put(ledger, happening("talks", "NOR SDN"), happening("threat", "NOR CHN", quad=3))
    assert pairs(ledger, "NOR", "SDN") == [("NOR", "SDN"), ("SDN", "NOR")]
    assert pairs(ledger, "NOR", "CHN") == []


def test_what_stays_inside_a_country_is_of_no_pair(ledger: Ledger) -> None:
    put(ledger, happening("strike", "NOR", "NOR"), happening("alone", "NOR"))
    assert list(acts_of(ledger, ["NOR"])) == []


def test_a_country_counts_each_happening_once(ledger: Ledger) -> None:
    put(ledger, happening("h1", "NOR", "SDN CHN"), happening("h2", "SDN", "NOR"))
    assert [row.times for row in acts_of(ledger, ["NOR"])] == [2]
    assert [row.times for row in acts_of(ledger, ["NOR"], directed=True)] == [1]
    assert sorted(r.happening or "" for r in acts_of(ledger, ["NOR"], ids=True)) == ["h1", "h2"]


def test_a_happening_put_again_replaces_what_it_was(ledger: Ledger) -> None:
    put(ledger, happening("h1", "NOR", "SDN"))
    put(ledger, happening("h1", "NOR", "CHN"))
    assert pairs(ledger, "NOR", "SDN") == []
    assert pairs(ledger, "NOR", "CHN") == [("NOR", "CHN")]


def test_days_bound_what_is_asked(ledger: Ledger) -> None:
    put(ledger, happening("h1", "NOR", "SDN"))
    assert pairs(ledger, "NOR", "SDN", first="2026-03-14", last="2026-03-14") != []
    assert pairs(ledger, "NOR", "SDN", last="2026-03-13") == []


def test_counted_and_listed_the_happenings_of_a_pair_are_the_same(ledger: Ledger) -> None:
    put(ledger, happening("talks", "NOR SDN"), happening("gift", "NOR", "SDN"))
    put(ledger, happening("protest", "SDN", "NOR", quad=3), happening("other", "NOR", "CHN"))
    for by, day in (("day", "2026-03-14"), ("month", "2026-03-01"), ("year", "2026-01-01")):
        rows = list(counts_between(ledger, "NOR", "SDN", by=by))
        assert sum(row.times for row in rows) == 3
        assert {row.day for row in rows} == {day}
    one_way = counts_between(ledger, "SDN", "NOR", directed=True)
    assert sum(row.times for row in one_way) == 2
    assert newest_between(ledger, "NOR", "SDN", 10) == ["talks", "protest", "gift"]
    assert newest_between(ledger, "NOR", "SDN", 1) == ["talks"]
