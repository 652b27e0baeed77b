"""Actor codes of CAMEO and PLOVER: "AFGGOVMIL" in, country and sectors out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from dragoman.gazetteer.sheets import data_folder, read_table

_CODE = re.compile(r"(?:[A-Z]{3}|---)(?:[A-Z]{3})*")


@dataclass(frozen=True, slots=True)
class Actor:
    """What a code says: PLOVER code and sectors; `state` is the name of the state it is, if one."""

    code: str | None
    sectors: tuple[str, ...]
    state: str | None = None


@cache
def _table() -> Mapping[str, tuple[str, str]]:
    _, rows = read_table(data_folder("codebook") / "cameo_actors.csv")
    return {code: (kind, plover) for code, kind, plover in rows}


@lru_cache(maxsize=4_096)
def read_code(code: str) -> Actor | None:
    """Read a code of three letters, repeated; None for what is none.

    The first three are a country, a body that is no state (IGO, NGO) or a sector; `---` is nobody.
    What PLOVER has no sector for (a religion, a particular body) is passed over.

    >>> read_code("USAGOVMIL").sectors, read_code("IGOUNO").code, read_code("ZZZ")
    (('GOV', 'MIL'), 'UNO', None)
    """
    # Here, not above: the index asks this module's callers for their dictionaries.
    from dragoman.gazetteer.index import states

    code = code.strip().upper()
    if not _CODE.fullmatch(code):
        return None
    first, rest = code[:3], [code[i : i + 3] for i in range(3, len(code), 3)]
    kind, plover = _table().get(first, ("", ""))
    names = states()
    own: str | None = None
    sectors: list[str] = []
    if first in names:
        own = first
    elif kind in ("country", "code"):
        own = plover
    elif kind == "sector":
        sectors.append(plover)
    elif first != "---" and kind != "region":
        return None
    for part in rest:
        kind, plover = _table().get(part, ("", ""))
        if kind == "sector":
            sectors.append(plover)
        elif kind == "code" and own == "IGO":
            own = plover
    return Actor(own, tuple(dict.fromkeys(sectors)), names.get(own or ""))
