"""FollowTheMoney's people and bodies: an entity of a record in; an FtM entity out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha1
from typing import Any

import pycountry

from dragoman.views.exports.graph import legal

Property = dict[str, Any]

# A state, and a body of these sectors, is a public body.
_PUBLIC = frozenset({"COP", "GOV", "JUD", "LEG", "MIL", "SPY"})
_SCHEMATA = {"person": "Person", "organisation": "Organization", "state": "PublicBody"}
# FtM's own codes where ISO 3166 has none.
_COUNTRIES = {"EUR": "eu", "XKX": "xk"}
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
# Characters that a value may have, by FtM's types.
_LONGEST = {"name": 384, "country": 16}
_OTHERWISE = 1_024
_TEXTS = frozenset({"bodyText", "description", "notes", "summary"})  # these keep their lines
_LONGEST_TEXT = 65_000


def party(given: Mapping[str, Any], document: str) -> Property:
    """Return the FtM entity of a record's party.

    A person or body is the same in all documents; a group without a name of its own ("protesters")
    only within one.
    """
    schema = _schema(given)
    if given["id"] is not None:
        key = identity("party", schema, given["id"])
    elif schema == "LegalEntity":
        key = identity("party", schema, given["name"], given["code"] or "", document)
    else:
        key = identity("party", schema, given["name"], given["code"] or "")
    known = given["id"] if given["id"] and _WIKIDATA.fullmatch(given["id"]) else None
    more = {"position": given["office"]} if schema == "Person" else {}
    return entity(
        schema,
        key,
        name=given["name"],
        country=country(given["code"]),
        sector=given["sectors"],
        topics="gov" if schema == "PublicBody" else None,
        wikidataId=known,
        **more,
    )


def entity(schema: str, key: str, **properties: str | Sequence[str] | None) -> Property:
    """Return an entity in FtM's form; empty properties are left out, long values cut."""
    made: dict[str, list[str]] = {}
    for name, given in properties.items():
        values = [given] if isinstance(given, str) else list(given or ())
        clean = (_clean(name, value) for value in values if value)
        kept = [value for value in dict.fromkeys(clean) if value]
        if kept:
            made[name] = kept
    return {"id": key, "schema": schema, "properties": made}


def _clean(name: str, value: str) -> str:
    value = legal(value).replace("\u200b", "")  # FtM takes blanks of no width out
    if name in _TEXTS:
        return value.strip()[:_LONGEST_TEXT].strip()
    return " ".join(value.split())[: _LONGEST.get(name, _OTHERWISE)].strip()


def identity(*parts: str) -> str:
    """Return the id of what these parts name."""
    words = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return f"dragoman-{sha1(words, usedforsecurity=False).hexdigest()}"


@cache
def country(code: str | None) -> str | None:
    """Return FtM's code of a country; None for a body that is none."""
    if code is None:
        return None
    found = pycountry.countries.get(alpha_3=code)
    return found.alpha_2.lower() if found else _COUNTRIES.get(code)


def _schema(given: Mapping[str, Any]) -> str:
    if given["kind"] == "organisation" and given["sector"] in _PUBLIC:
        return "PublicBody"
    if given["kind"] == "organisation" and given["sector"] == "BUS":
        return "Company"
    return _SCHEMATA.get(given["kind"], "LegalEntity")
