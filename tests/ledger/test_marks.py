"""What merging, registers, feeds and imports write on a ledger comes back."""

from __future__ import annotations

from dragoman.ledger import Ledger
from dragoman.ledger.ask import Wanted
from dragoman.ledger.marks import HolderRow, LinkRow
from ledger.told import story


def test_stories_and_copies_stand_on_documents_and_records(ledger: Ledger) -> None:
    one = ledger.add(story()).document
    other = ledger.add(story(publisher="Herald")).document
    ledger.set_stories({one: ("s1", None), other: ("s1", one)})
    assert [(d["story"], d["copy_of"]) for d in ledger.documents()] == [("s1", None), ("s1", one)]
    assert len(list(ledger.records(Wanted(story="s1")))) == 6
    ledger.put_stories([{"id": "s1", "documents": 2, "sources": 1, "data": {}}])
    assert ledger.check().faults == []


def test_states_and_vectors_come_back_byte_by_byte(ledger: Ledger) -> None:
    document = ledger.add(story()).document
    ledger.set_state("copies", b"\x00\xff")
    ledger.set_state("copies", b"\x01")
    ledger.put_vectors("m", {document: b"\x02"})
    assert (ledger.state("copies"), ledger.state("none")) == (b"\x01", None)
    assert list(ledger.vectors("m")) == [(1, document, b"\x02")]


def test_a_link_is_kept_once(ledger: Ledger) -> None:
    ledger.add(story())
    event, statement, _ = ledger.records()
    link = LinkRow(
        earlier=event["id"], later=statement["id"], state="kept", confidence=0.5, why="same-act"
    )
    ledger.add_links([link])
    ledger.add_links([link])
    assert ledger.links([event["id"]]) == [link]


def test_office_holders_of_a_list_are_found_without_accents_and_replaced_with_it(
    ledger: Ledger,
) -> None:
    holder = HolderRow(
        name="Åse Bø-Lund", role="minister", organisation=None, code="NOR", sector="GOV",
        entity="Q1", start="2020-01-01", end=None,
    )  # fmt: skip
    assert ledger.put_holders("list", [holder, holder]) == 2
    assert ledger.put_holders("list", [holder]) == 1
    [found] = ledger.holders(name="ase bo lund")
    assert (found["entity"], found["origin"]) == ("Q1", "list")
    assert ledger.holders(code="SWE") == []


def test_feeds_remember_what_they_have_seen(ledger: Ledger) -> None:
    ledger.put_feed("https://a.example/rss", {"etag": "x"})
    ledger.put_feed("https://a.example/rss", {"etag": "y"})
    ledger.see_item("https://a.example/rss", "1", "new")
    ledger.see_item("https://a.example/rss", "1", "unchanged")
    assert ledger.feeds() == {"https://a.example/rss": {"etag": "y"}}
    assert ledger.seen_items("https://a.example/rss", ["1", "2"]) == {"1"}


def test_names_are_found_by_their_words_with_how_often_they_stand(ledger: Ledger) -> None:
    ledger.add(story())
    [name] = ledger.names("bo lund")
    assert (name["name"], name["code"], name["records"]) == ("Åse Bø-Lund", "NOR", 1)
    assert [n["name"] for n in ledger.names("nor*")] == ["Norway"]
    assert ledger.names("'; DROP TABLE names; --") == []
