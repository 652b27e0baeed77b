"""Short reports written for the tests of copies and stories."""

from __future__ import annotations

from datetime import date

from dragoman.ledger.prints import Made, make
from dragoman.ledger.shelf import Told

TALKS = (
    "Foreign ministers of Norway and Sudan opened two days of talks in Bergen on Friday about "
    "the release of a Norwegian cargo crew held in Port Sudan since January.",
    "The minister for shipping told reporters that a team of doctors would be allowed on board "
    "the Nordlys Star before the end of the week, and that a ransom had never been discussed.",
    "Sudanese officials accuse the ship of carrying machine parts without papers. Its owner, a "
    "small company in Stavanger, denies that and has asked a court in London to hear the case.",
    "Nineteen sailors are on board. Their families met the prime minister on Thursday evening.",
)
OTHER_WORDS = (
    "The crew of the Nordlys Star may soon see a doctor. That much was agreed when the Sudanese "
    "and Norwegian foreign ministers sat down in Bergen for negotiations over the seized vessel.",
    "Port Sudan has kept the freighter and its nineteen sailors for two months, saying that "
    "machine parts were found for which nobody could show papers. Stavanger's shipowner says no.",
)
DROUGHT = (
    "Kenya will buy two million bags of maize from Zambia after the failure of the long rains, "
    "the agriculture ministry in Nairobi said on Saturday.",
    "The grain is to reach Mombasa by rail in May. Farmers in the Rift Valley had asked for a "
    "higher guaranteed price, which the treasury turned down for the second year in a row.",
)
DAY = date(2026, 3, 14).toordinal()


def told(
    name: str,
    paragraphs: tuple[str, ...],
    *,
    title: str = "",
    day: int = DAY,
    publisher: str | None = "Coast Herald",
    credits: tuple[str, ...] = (),
    url: str | None = None,
) -> tuple[Told, Made]:
    """Return a document as it is placed, with its print and keys."""
    made = make(title, paragraphs)
    return Told(name, day, url, publisher, credits, made.body), made
