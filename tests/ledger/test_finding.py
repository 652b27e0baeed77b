"""Finding happenings and records again by keys and days, on both databases."""

from __future__ import annotations

from random import Random

from sqlalchemy import insert, select

from dragoman.ledger import Ledger, schema
from dragoman.ledger.happenings.finding import PER_KEY, WINDOW, Finding, days, keys
from dragoman.ledger.happenings.kept import Kept
from dragoman.ledger.happenings.known import Known
from dragoman.ledger.happenings.profile import Profile
from dragoman.ledger.made_up import made_up
from dragoman.ledger.registers import finding as registers
from dragoman.ledger.registers.compared import Compared
from dragoman.ledger.settling import settle
from ledger.acts_told import MEETING, report

DAY = 738_000


def act(day: int, *, root: str = "CONSULT") -> Profile:
    """Return an act between two countries, told on a day."""
    return Profile(
        roots={root: 1}, actor={"c:NOR": 1}, recipient={"c:SDN": 1}, reports={day: 1}, mentions=1
    )


def test_of_a_key_with_many_happenings_the_nearest_days_are_looked_at(ledger: Ledger) -> None:
    random = Random(1)
    wanted = act(DAY)
    key = keys(wanted)[0]
    told = {f"happening:{n:03}": DAY + random.randrange(-30, 31) for n in range(400)}
    with ledger.writing() as connection:
        rows = [{"key": key, "day": day, "happening": h} for h, day in told.items()]
        connection.execute(insert(schema.happening_keys), rows)
        finding = Finding(connection)
        finding.look_up([wanted])
        [found] = finding.near([wanted], 1_000)
    order = sorted(told, key=lambda h: (abs(told[h] - DAY), h))
    assert found == [h for h in order if abs(told[h] - DAY) <= WINDOW][:PER_KEY]


def test_what_is_merged_and_not_written_yet_is_found_too(ledger: Ledger) -> None:
    wanted, far = act(DAY), act(DAY + WINDOW + 1)
    with ledger.writing() as connection:
        finding = Finding(connection)
        finding.look_up([wanted, far])
        finding.add("happening:new", act(DAY - 1))
        assert finding.near([wanted, far], 5) == [["happening:new"], []]


def test_the_days_told_most_are_those_by_which_an_act_is_found() -> None:
    told = {(DAY + n, DAY + n): 1 + (n % 2) for n in range(30)}
    found = days(Profile(days=told, reports={}))
    assert found == [DAY + n for n in range(1, 24, 2)]


def test_of_a_key_with_many_records_the_latest_are_looked_at(ledger: Ledger) -> None:
    for number in range(8):
        ledger.add(made_up(number))
    random = Random(2)
    with ledger.writing() as connection:
        numbers = list(connection.scalars(select(schema.records.c.number)))
        told = {number: DAY + random.randrange(40) for number in numbers}
        rows = [{"key": 7, "day": day, "record": number} for number, day in told.items()]
        connection.execute(insert(schema.entry_keys), rows)
        finding = registers.Finding(connection)
        finding.look_up([(7, DAY, DAY + 30)])
        finding.add(10**6, DAY + 29, [7])
        found = finding.near([7], DAY, DAY + 30, 1)
    told[10**6] = DAY + 29
    latest = sorted(((d, n) for n, d in told.items() if d <= DAY + 30), reverse=True)
    counted = {number for _, number in latest[: registers.PER_KEY]}
    assert found == sorted(counted, reverse=True)[: registers.MOST]
    assert len(latest) > registers.PER_KEY


def test_acts_given_to_a_new_happening_are_told_in_it(ledger: Ledger) -> None:
    ledger.add(report([MEETING]))
    settle(ledger)
    [old] = [row["id"] for row in ledger.happenings()]
    with ledger.writing() as connection:
        kept = Kept(connection, Known())
        assert kept.is_taken(old)
        kept.move(old, "happening:new")
        assert [len(acts) for acts in kept.told_in(["happening:new"]).values()] == [1]


def test_facts_are_forgotten_after_a_correction(ledger: Ledger) -> None:
    ledger.add(report([MEETING]))
    compared = Compared()
    with ledger.reading() as connection:
        compared.begin(connection)
        compared.facts[1] = None  # type: ignore[assignment]
        compared.begin(connection)
        assert compared.facts
    ledger.correct(next(ledger.records())["id"], "accepted", by="Ada", reason="as said")
    with ledger.reading() as connection:
        compared.begin(connection)
    assert not compared.facts
