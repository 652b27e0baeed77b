"""Varied stories: every span stands where it says, the same number is the same story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from dragoman.forms.claims import Entity
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.reading import Meaning
from dragoman.forms.records import (
    Event,
    EventDate,
    EventPlace,
    Evidence,
    OfficeRecord,
    Record,
    Records,
    Statement,
)
from dragoman.ledger import Ledger
from dragoman.ledger.derive import spans
from dragoman.ledger.varied import Seed, Varied, seeds_of
from dragoman.ledger.varied.seeds import record_of
from dragoman.ledger.varied.wording import Slot, Wording, shifted

FIRST = (
    "President Odd Lund of Norway condemned Kenya on Friday.\n\n"
    '"We lost 1,250 crates since 4 March 2024," Lund told reporters in Nairobi.\n\n'
    "Norwegians built the port in 1907."
)
SECOND = "Kenya was condemned by Norway's president, Odd Lund.\n\nHe spoke on March 4 of 77 crates."
DAY = date(2024, 3, 8)
MADE_BY = {"dragoman": "0.1.0", "model": "sha256:one", "codebook": "plover-2.0"}


def cited(text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence(start, start + len(words), words)


def party(text: str, words: str, name: str, kind: str, code: str) -> Entity:
    start = text.index(words)
    return Entity(words, start, start + len(words), name, kind, code, "GOV", ("GOV",))  # type: ignore[arg-type]


def reading(text: str, name: str, records: Sequence[Record]) -> Records:
    paragraphs, at = [], 0
    for part in text.split("\n\n"):
        span = Span(at, at + len(part))
        paragraphs.append(Paragraph(span, (span,)))
        at += len(part) + 2
    whole = Span(0, len(text))
    meanings = tuple(Meaning(s, bytes(384)) for s in (whole, *(p.span for p in paragraphs)))
    document = Document(
        f"sha256:{name}", text, tuple(paragraphs), title="Norway condemns Kenya",
        published=DAY, publisher="Coast Herald",
    )  # fmt: skip
    return Records(document, tuple(records), MADE_BY, meanings)


def condemned(text: str, sentence: str, trigger: str, key: str) -> Event:
    return Event(
        id=f"event:{key}", evidence=(cited(text, sentence),), confidence=0.9, event="ACCUSE",
        mode=(), context=(), status="asserted",
        actor=(party(text, "Odd Lund", "Odd Lund", "person", "NOR"),),
        recipient=(party(text, "Kenya", "Kenya", "state", "KEN"),),
        trigger=cited(text, trigger), date=EventDate(DAY, DAY, None, "text"),
        place=EventPlace("Nairobi", "KEN", -1.3, 36.8), quad_code=3, event_scale=-3.0,
    )  # fmt: skip


@pytest.fixture
def seeds() -> list[Seed]:
    """Two texts of one story."""
    lund = party(FIRST, "Odd Lund", "Odd Lund", "person", "NOR")
    one = [
        condemned(FIRST, FIRST.split("\n\n")[0], "condemned", "1"),
        Statement(
            id="statement:1", evidence=(cited(FIRST, "We lost 1,250 crates since 4 March 2024"),),
            confidence=0.8, manner="direct", speaker=lund, cue=cited(FIRST, "told"),
            content=(cited(FIRST, "lost 1,250 crates"),), told_to=None,
        ),
        OfficeRecord(
            id="office:1", evidence=(cited(FIRST, "President Odd Lund of Norway"),), confidence=0.9,
            person=lund, role="President", organisation=None, code="NOR",
        ),
    ]  # fmt: skip
    two = [condemned(SECOND, SECOND.split("\n\n")[0], "condemned", "2")]
    return [
        Seed(reading(FIRST, "one", one), "story:1"),
        Seed(reading(SECOND, "two", two), "story:1"),
    ]


def test_every_span_of_a_varied_story_stands_where_it_says(seeds: list[Seed]) -> None:
    for made in Varied(seeds).documents(120):
        text = made.document.text
        assert all(0 <= m.span.start < m.span.end <= len(text) for m in made.meanings)
        for record in made.records:
            for span in spans(record.to_dict()):
                assert text[span["start"] : span["end"]] == span["text"] != ""


def test_the_same_number_is_the_same_story_wherever_one_begins(seeds: list[Seed]) -> None:
    whole = list(Varied(seeds).documents(30))
    assert list(Varied(seeds).documents(10, start=20)) == whole[20:]
    other = list(Varied(seeds, seed=2).documents(30))
    assert [made.document.text for made in other] != [made.document.text for made in whole]
    assert len({made.document.id for made in [*whole, *other]}) == 60


def test_countries_are_many_and_a_few_pairs_are_told_of_most(seeds: list[Seed]) -> None:
    pairs: Counter[tuple[str | None, str | None]] = Counter()
    for made in Varied(seeds).documents(1_500):
        for record in made.records:
            if isinstance(record, Event):
                pairs[record.actor[0].code, record.recipient[0].code] += 1
    assert len({code for pair in pairs for code in pair}) > 100
    most = [count for _, count in pairs.most_common()]
    assert most[0] > 20 * most[len(most) // 2]


def test_names_of_a_record_are_those_of_its_text(seeds: list[Seed]) -> None:
    codes = set()
    for made in Varied(seeds).documents(50):
        event = next(r for r in made.records if isinstance(r, Event))
        actor, recipient = event.actor[0], event.recipient[0]
        assert recipient.name == recipient.text and actor.name == actor.text
        codes |= {actor.code, recipient.code}
        for office in made.records:
            if isinstance(office, OfficeRecord):
                assert office.code == office.person.code == actor.code
    assert len(codes) > 15


def test_some_copy_a_text_of_the_days_before_and_some_tell_it_in_other_words(
    seeds: list[Seed],
) -> None:
    varied = Varied(seeds)
    plans = {number: varied.plan(number) for number in range(400)}
    copies = [(n, p.told) for n, p in plans.items() if p.is_copy]
    retold = [(n, p.told) for n, p in plans.items() if not p.is_copy and p.told != n]
    assert 0.08 < len(copies) / 400 < 0.25
    assert 0.12 < len(retold) / 400 < 0.40
    same = 0
    for number, told in copies:
        one, other = varied.document(number).document, varied.document(told).document
        assert one.url != other.url and one.id != other.id
        same += one.text == other.text
    assert same > len(copies) / 10
    for number, told in retold:
        codes = [
            {e.code for r in varied.document(n).records if isinstance(r, Event) for e in r.actor}
            for n in (number, told)
        ]
        assert codes[0] == codes[1]


def test_days_go_along_and_history_stays(seeds: list[Seed]) -> None:
    text = "On Friday, 4 March 2024, in June 2023, 2022, on March 4, 2024. Built in 1907."
    wording = Wording(text, (), DAY)
    assert wording.told(lambda slot: shifted(slot, 366)) == (
        "On Sunday, 5 March 2025, in June 2024, 2023, on March 5, 2025. Built in 1907."
    )


def test_offsets_inside_a_name_go_to_its_edges() -> None:
    wording = Wording("The South Koreans came.", (), DAY)

    def tell(slot: Slot) -> str:
        return "Peruvians"

    text, starts, ends = wording.moved(tell)
    assert text == "The Peruvians came."
    assert text[starts[10] : ends[17]] == "Peruvians"
    assert text[starts[18] : ends[22]] == "came"


def test_a_record_comes_back_from_its_json(seeds: list[Seed]) -> None:
    for seed in seeds:
        for record in seed.reading.records:
            assert record_of(record.to_dict()) == record


def test_readings_that_a_ledger_keeps_are_seeds(ledger: Ledger, seeds: list[Seed]) -> None:
    list(ledger.add_many(seed.reading for seed in seeds))
    kept = seeds_of(ledger)
    assert [set(one.reading.records) for one in kept] == [set(s.reading.records) for s in seeds]
    assert [one.reading.meanings for one in kept] == [one.reading.meanings for one in seeds]
    assert [one.reading.made_by for one in kept] == [MADE_BY, MADE_BY]


def test_a_ledger_of_varied_stories_checks_clean(ledger: Ledger, seeds: list[Seed]) -> None:
    added = list(ledger.add_many(Varied(seeds).documents(60)))
    assert {one.state for one in added} == {"new"}
    assert not ledger.check().faults
