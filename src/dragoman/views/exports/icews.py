"""ICEWS's table: acts in; tab-separated rows with its 20 columns, a row a pair of parties, out.

Codes are CAMEO's by the codebook's crosswalk, `Intensity` is CAMEO's own score. An act that its
parties do together (a meeting) has a row for each of them as source, as in the published files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations, product
from typing import Any

from dragoman import codebook
from dragoman.forms.cells import Cell
from dragoman.forms.leaf import Leaf
from dragoman.forms.rows import HappeningRow
from dragoman.gazetteer import states
from dragoman.knowledge import rows
from dragoman.views.exports.acts import Act, done, of_happening, of_record
from dragoman.views.exports.tabs import tab_line
from dragoman.views.exports.tally import Tally

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
    "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
    "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
    "Longitude",
)  # fmt: skip
_Party = Mapping[str, Any] | None


class Icews:
    """The ICEWS export. `every_status` takes in acts that were not done; `merged`, happenings."""

    def __init__(self, *, every_status: bool = False, merged: bool = False) -> None:
        self.tally = Tally()
        self.takes_leaves = not merged
        self.takes_happenings = merged
        self._every_status = every_status

    def head(self) -> str:
        """Return the header."""
        return tab_line(COLUMNS)

    def leaf(self, leaf: Leaf) -> str:
        """Return the rows of a document's events."""
        lines = []
        for row in leaf.records:
            if row["kind"] == "event":
                lines.append(self._lines(of_record(row, leaf)))
            else:
                self.tally.drop(f"{row['kind']} records")
        return "".join(lines)

    def happening(self, row: HappeningRow) -> str:
        """Return the rows of a happening."""
        return self._lines(of_happening(row))

    def foot(self) -> str:
        """Return nothing: a table has no end mark."""
        return ""

    def _lines(self, act: Act) -> str:
        if not self._every_status and not done(act, self.tally):
            return ""
        if not act.actors and not act.recipients:
            self.tally.drop("events without any party")
            return ""
        self.tally.edited += act.edited
        self.tally.shorten("last days of acts that took several", act.last_day != act.day)
        self.tally.shorten("further modes of events with several", len(act.modes) > 1)
        shared = _shared(act)
        lines = []
        for source, target in pairs(act):
            self.tally.rows += 1
            cells = {**shared, **_party("Source", source), **_party("Target", target)}
            lines.append(tab_line(cells.get(name) for name in COLUMNS))
        return "".join(lines)


def pairs(act: Act) -> Iterator[tuple[_Party, _Party]]:
    """Yield each source with each target; an unknown side is None."""
    if act.recipients:
        yield from product(act.actors or (None,), act.recipients)
    elif len(act.actors) > 1:
        yield from permutations(act.actors, 2)
    else:
        yield act.actors[0], None


def _shared(act: Act) -> dict[str, Cell]:
    mode = act.modes[0] if act.modes else None
    cameo = codebook.cameo_entry(codebook.plover_to_cameo(act.root, mode, act.contexts))
    cells: dict[str, Cell] = {
        "Event ID": act.id,
        "Event Date": act.day,
        "Event Text": cameo.label,
        "CAMEO Code": cameo.code,
        "Intensity": cameo.scale,
        "Story ID": act.document,
        "Sentence Number": act.sentence,
        "Publisher": act.publisher,
    }
    if act.place is not None:
        is_city = act.place.get("lat") is not None
        cells["City"] = act.place["name"] if is_city else None
        cells["Country"] = _country(act.place["code"])
        cells["Latitude"], cells["Longitude"] = act.place.get("lat"), act.place.get("lon")
    return cells


def _party(side: str, party: _Party) -> dict[str, Cell]:
    if party is None:
        return {}
    sectors = party.get("sectors") or [party["sector"]]
    names = dict.fromkeys(_sectors()[s] for s in sectors if s in _sectors())
    return {
        f"{side} Name": party["name"],
        f"{side} Sectors": ",".join(names),
        f"{side} Country": _country(party["code"]),
    }


def _country(code: str | None) -> str | None:
    """Return a country's name as ICEWS writes it; None for a body that is no country."""
    return _countries().get(code or "") or states().get(code or "")


@cache
def _sectors() -> Mapping[str, str]:
    return {row["sector"]: row["name"] for row in rows("exports/icews_sectors.csv")}


@cache
def _countries() -> Mapping[str, str]:
    return {row["code"]: row["name"] for row in rows("exports/icews_countries.csv")}
