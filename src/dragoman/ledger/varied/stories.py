"""Stories varied: seeds in; for each number a finished reading out, always the same one.

Documents come in by day, so many a day. Some tell a text that came before in other words or copy
it, as news do; then they stand within days of it and tell of the same countries and persons.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import blake2b, sha256
from random import Random

import numpy as np

from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.reading import Meaning
from dragoman.forms.records import Records
from dragoman.ledger.varied.countries import Company, names
from dragoman.ledger.varied.moving import Move
from dragoman.ledger.varied.people import Pool, Someone, persons_of
from dragoman.ledger.varied.seeds import Seed
from dragoman.ledger.varied.wording import Slot, Wording, scaled, shifted

FIRST_DAY = date(2019, 1, 1)
A_DAY = 46  # documents: 100,000 of them are six years
COPIES = 0.15  # share of documents that copy one of the days before
RETOLD = 0.25  # share of those that tell what another text of the days before told
_BACK = 30.0  # documents, on average, between one and its copy
_MOST_BACK = 150
# How much of a text a document has: of its paragraphs, with how likely it is. A wire's item is
# shorter than what the seeds are; with these the average document has some twenty records.
_LENGTHS = ((0.3, 0.45), (0.6, 0.3), (1.0, 0.25))
_PERSONS = 300  # of a country, of whom the n-th is told of 1/n as often as the first
_TERM = 4  # years for which one person holds an office
_NOISE = 12.0  # of a vector's signed bytes: the vectors of varied texts are not the same
_KEPT = 4_000  # texts that are kept cut
_MOST_PHRASES = 100_000  # names and titles whose wording is kept


@dataclass(frozen=True, slots=True)
class Plan:
    """What a document is made of: `told` is the number of the one that told it first."""

    told: int
    seed: int
    is_copy: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """The first paragraphs of a seed, with what of its records stands in them."""

    reading: Records
    wording: Wording


class Varied:
    """Any number of finished readings, made of those of real texts."""

    def __init__(self, seeds: Sequence[Seed], *, seed: int = 1) -> None:
        if not seeds:
            raise ValueError("no seeds: nothing to vary")
        self._seeds = seeds
        self._seed = seed
        self._persons = [persons_of(one.reading) for one in seeds]
        self._pool = Pool(self._persons)
        self._stories: dict[str, list[int]] = {}
        for place, one in enumerate(seeds):
            self._stories.setdefault(one.story, []).append(place)
        self._codes = {story: self._ranked(places) for story, places in self._stories.items()}
        everywhere = self._ranked(range(len(seeds)))
        known = names().countries
        rest = sorted(set(known) - set(everywhere), key=lambda c: (-known[c].population, c))
        self._company = Company([*everywhere, *rest], seed)
        self._order = list(range(len(seeds)))
        Random(f"{seed} order").shuffle(self._order)
        publishers = Counter(one.reading.document.publisher for one in seeds)
        self._publishers = [p for p, _ in publishers.most_common() if p] or ["Herald"]
        self._phrases: dict[tuple[int, str], Wording] = {}
        self._cuts: OrderedDict[tuple[int, float], Cut] = OrderedDict()

    def documents(self, count: int, *, start: int = 0) -> Iterator[Records]:
        """Yield `count` documents from number `start` on."""
        for number in range(start, start + count):
            yield self.document(number)

    def plan(self, number: int) -> Plan:
        """Return what the document of a number is made of."""
        random = Random(f"{self._seed} plan {number}")
        roll = random.random()
        first = Plan(number, self._order[number % len(self._order)], False)
        if roll >= COPIES + RETOLD or not number:
            return first
        back = min(_MOST_BACK, 1 + int(random.expovariate(1 / _BACK)))
        before = self.plan(max(0, number - back))
        if roll < COPIES:
            return Plan(before.told, before.seed, True)
        mates = [s for s in self._stories[self._seeds[before.seed].story] if s != before.seed]
        return Plan(before.told, random.choice(mates), False) if mates else first

    def document(self, number: int) -> Records:
        """Return the document of a number."""
        plan = self.plan(number)
        random = Random(f"{self._seed} document {number}")
        length = random.choices([n for n, _ in _LENGTHS], [w for _, w in _LENGTHS])[0]
        if plan.is_copy and random.random() < 0.6:  # the others are copied in part, or whole
            told = Random(f"{self._seed} document {plan.told}")
            length = told.choices([n for n, _ in _LENGTHS], [w for _, w in _LENGTHS])[0]
        cut = self._cut(plan.seed, length)
        published = FIRST_DAY + timedelta(days=number // A_DAY)
        seen = cut.reading.document.published or FIRST_DAY
        # All who tell of it move its days alike, so that its dates stay those of one happening.
        days = (FIRST_DAY + timedelta(days=plan.told // A_DAY) - seen).days
        return self._made(number, plan, cut, published, days, random)

    def _made(
        self, number: int, plan: Plan, cut: Cut, published: date, days: int, random: Random
    ) -> Records:
        voice = _Voice(self, plan, days, published)
        text, starts, ends = cut.wording.moved(voice.words)
        given = cut.reading.document
        rank = min(int(random.paretovariate(0.8)) - 1, 10_000) % len(self._publishers)
        url = f"https://{rank}.news.example/{self._seed}/{number}"
        digest = sha256(f"{text}\0{url}".encode("utf-8", "surrogatepass")).hexdigest()
        move = Move(
            text, starts, ends, voice.told, voice.code, days, lambda old: f"{old}{number:x}"
        )
        document = Document(
            id=f"sha256:{digest}",
            text=text,
            paragraphs=tuple(
                Paragraph(span, (span,)) for span in (move.span(p.span) for p in given.paragraphs)
            ),
            title=given.title and voice.told(given.title),
            url=url,
            published=published,
            publisher=self._publishers[rank],
            language=given.language,
        )
        meanings = tuple(self._meanings(cut.reading.meanings, move, plan.told))
        told = tuple(move.record(record) for record in cut.reading.records)
        return Records(document, told, cut.reading.made_by, meanings)

    def _meanings(self, given: Sequence[Meaning], move: Move, told: int) -> Iterator[Meaning]:
        noise = np.random.default_rng([self._seed, told])
        for one in given:
            vector = np.frombuffer(one.body, np.int8)
            body = np.clip(vector + noise.normal(0, _NOISE, len(vector)), -127, 127)
            yield Meaning(move.span(one.span), body.astype(np.int8).tobytes())

    def _cut(self, place: int, length: float) -> Cut:
        key = (place, length)
        if key in self._cuts:
            self._cuts.move_to_end(key)
            return self._cuts[key]
        whole = self._seeds[place].reading
        reading = shortened(whole, max(1, round(length * len(whole.document.paragraphs))))
        day = whole.document.published or FIRST_DAY
        made = Cut(reading, Wording(reading.document.text, self._persons[place], day))
        self._cuts[key] = made
        if len(self._cuts) > _KEPT:
            self._cuts.popitem(last=False)
        return made

    def _phrase(self, place: int, words: str) -> Wording:
        """Return the wording of a name, a title or an office in a seed."""
        key = (place, words)
        if key not in self._phrases:
            if len(self._phrases) >= _MOST_PHRASES:
                self._phrases.clear()
            day = self._seeds[place].reading.document.published or FIRST_DAY
            self._phrases[key] = Wording(words, self._persons[place], day)
        return self._phrases[key]

    def _ranked(self, places: Sequence[int]) -> list[str]:
        """Return the countries of some seeds, the one that most records name first."""
        counted: Counter[str] = Counter()
        for place in places:
            text = self._seeds[place].reading.document.text
            known = names()
            counted.update(known.meant[m.group()][0] for m in known.pattern.finditer(text))
        return [code for code, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


class _Voice:
    """How one happening is told: which country stands for which, who for whom, how many."""

    def __init__(self, varied: Varied, plan: Plan, days: int, published: date) -> None:
        self._varied = varied
        self._plan = plan
        self._days = days
        self._published = published
        self._persons = varied._persons[plan.seed]
        self._random = Random(f"{varied._seed} voice {plan.told}")
        self._key = f"{varied._seed} {plan.told}"
        self._factor = self._random.lognormvariate(0, 0.7)
        self._codes: dict[str, str] = {}
        self._known: dict[str, str] = {}
        company = varied._company
        first = company.one(self._random)
        for code in varied._codes[varied._seeds[plan.seed].story]:
            taken = set(self._codes.values())
            drawn = company.other(first, taken | {first}, self._random) if self._codes else first
            self._codes[code] = drawn

    def code(self, code: str | None) -> str | None:
        """Return the code that stands for a code; those of no country stand for themselves."""
        return None if code is None else self._codes.get(code, code)

    def words(self, slot: Slot) -> str:
        """Return what stands in a slot."""
        if slot.kind == "country":
            return names().countries[self._codes.get(slot.key, slot.key)].forms[slot.which]
        if slot.kind == "person":
            return self._name(slot.key)
        if slot.kind == "date":
            return shifted(slot, self._days)
        return scaled(slot.words, self._factor)

    def told(self, words: str) -> str:
        """Return a name, a title or an office told otherwise."""
        if words not in self._known:
            self._known[words] = self._varied._phrase(self._plan.seed, words).told(self.words)
        return self._known[words]

    def _name(self, word: str) -> str:
        someone, part = self._persons[word]
        place = "" if part == "family" else word
        if someone.name.split()[0] == word:
            place = ""
        return self._varied._pool.word(self._person(someone), part, place)

    def _person(self, someone: Someone) -> str:
        """Return who stands for someone: the holder of the office, or anyone of the country."""
        code = self.code(someone.code) or "none"
        if someone.role is not None:
            return f"{code} {someone.role} {(self._published.year + len(code)) // _TERM}"
        digest = blake2b(f"{self._key} {someone.name}".encode(), digest_size=6).digest()
        drawn = int.from_bytes(digest) / 2**48
        return f"{code} {int(_PERSONS**drawn)}"  # of rank n 1/n as often


def shortened(reading: Records, paragraphs: int) -> Records:
    """Return the beginning of a text, with the records that stand wholly in it."""
    kept = reading.document.paragraphs[:paragraphs]
    end = max(paragraph.span.end for paragraph in kept)
    document = reading.document
    told = [record for record in reading.records if _stands(record, end)]
    ids = {record.id for record in told}
    told = [record for record in told if record.according_to in ids or not record.according_to]
    meanings = [m for m in reading.meanings[1:] if m.span.end <= end]
    if reading.meanings:
        whole = reading.meanings[0]
        meanings.insert(0, Meaning(Span(whole.span.start, min(whole.span.end, end)), whole.body))
    return Records(
        Document(
            document.id, document.text[:end], kept, title=document.title, url=document.url,
            published=document.published, publisher=document.publisher, language=document.language,
        ),
        tuple(told),
        reading.made_by,
        tuple(meanings),
    )  # fmt: skip


def _stands(record: object, end: int) -> bool:
    from dragoman.ledger.derive import spans

    return all(span["end"] <= end for span in spans(record.to_dict()))  # type: ignore[attr-defined]
