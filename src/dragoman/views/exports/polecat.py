"""POLECAT's table: acts in; tab-separated rows with its 40 columns out.

Several values of a cell are joined with `; `, and a side that nobody stands on is `None`, as in the
published files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dragoman import codebook
from dragoman.forms.cells import Cell, sides
from dragoman.forms.leaf import Leaf
from dragoman.forms.rows import HappeningRow
from dragoman.views.exports.acts import Act, done, of_happening, of_record
from dragoman.views.exports.tabs import tab_line
from dragoman.views.exports.tally import Tally

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude",
    "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date",
    "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
_NOBODY = "None"
_MENTIONED = {
    "person": "Story People",
    "organisation": "Story Organizations",
    "group": "Story Organizations",
    "state": "Story Locations",
    "place": "Story Locations",
}


class Polecat:
    """The POLECAT export. `every_status` takes in acts that were not done; `merged`, happenings."""

    def __init__(self, *, every_status: bool = False, merged: bool = False) -> None:
        self.tally = Tally()
        self.takes_leaves = not merged
        self.takes_happenings = merged
        self._every_status = every_status

    def head(self) -> str:
        """Return the header."""
        return tab_line(COLUMNS)

    def leaf(self, leaf: Leaf) -> str:
        """Return a row for each event of a document."""
        mentioned = _mentioned(leaf)
        lines = []
        for row in leaf.records:
            if row["kind"] != "event":
                self.tally.drop(f"{row['kind']} records")
                continue
            story = {**mentioned, "Language": leaf.document["language"]}
            lines.append(self._line(of_record(row, leaf), story))
        return "".join(lines)

    def happening(self, row: HappeningRow) -> str:
        """Return the row of a happening."""
        return self._line(of_happening(row), {})

    def foot(self) -> str:
        """Return nothing: a table has no end mark."""
        return ""

    def _line(self, act: Act, story: Mapping[str, Cell]) -> str:
        if not self._every_status and not done(act, self.tally):
            return ""
        self.tally.rows += 1
        self.tally.edited += act.edited
        self.tally.shorten("last days of acts that took several", act.last_day != act.day)
        cells = {**_act_cells(act), **_place_cells(act.place), **story}
        for side, parties in (("Actor", act.actors), ("Recipient", act.recipients)):
            cells.update(_party_cells(side, parties))
        return tab_line(cells.get(name) for name in COLUMNS)


def _act_cells(act: Act) -> dict[str, Cell]:
    return {
        "Event ID": act.id,
        "Event Date": act.day,
        "Event Type": act.root,
        "Event Mode": _joined(act.modes),
        "Intensity": act.scale,
        "Quad Code": codebook.QUADS[act.quad].upper(),
        "Contexts": _joined(act.contexts),
        "Source": act.publisher,
        "Publication Date": act.published,
        "Version": f"{act.maker}, edited" if act.edited else act.maker,
    }


def _party_cells(side: str, parties: Sequence[Mapping[str, Any]]) -> dict[str, Cell]:
    cow = [codebook.cow_code(p["code"]) if p["code"] else None for p in parties]
    sectors = dict.fromkeys(s for p in parties for s in p.get("sectors", ()) or [p["sector"]])
    return {
        f"{side} Name": _each(p["name"] for p in parties),
        f"{side} Country": _each(p["code"] for p in parties),
        f"{side} COW": _each(None if number is None else str(number) for number in cow),
        f"Primary {side} Sector": _each(p["sector"] for p in parties),
        f"{side} Sectors": _joined(s for s in sectors if s) or _NOBODY,
        f"{side} Title": _joined(p.get("office") or "" for p in parties).strip("; "),
        f"{side} Name Raw": _joined(p["text"] for p in parties if "text" in p),
    }


def _place_cells(place: Mapping[str, Any] | None) -> dict[str, Cell]:
    if place is None:
        return {}
    # The reader gives coordinates to cities alone.
    is_city = place.get("lat") is not None
    return {
        "Placename": place["name"],
        "City": place["name"] if is_city else None,
        "Country": place["code"],
        "Latitude": place.get("lat"),
        "Longitude": place.get("lon"),
        "Feature Type": "PPL" if is_city else None,
    }


def _mentioned(leaf: Leaf) -> dict[str, Cell]:
    """Return who and what the records of a document name, each name once."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in leaf.records:
        for entity in (e for side in sides(row) for e in side):
            column = _MENTIONED.get(entity["kind"])
            if column is not None:
                names[column][entity["name"]] = None
        if place := row.get("place"):
            names["Story Locations"][place["name"]] = None
    return {column: _joined(found) for column, found in names.items()}


def _each(values: Iterable[str | None]) -> str:
    """Join one value a party; `None` for one that has none, and for a side without parties."""
    return _joined(value or _NOBODY for value in values) or _NOBODY


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)
