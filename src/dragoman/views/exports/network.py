"""The network of actors: acts in; who acts toward whom, how often and how, out as a graph.

A node is a country or body, one of its sectors, or a named party. An edge goes from who acts to
whom it is done and counts each act once. What parties do together (a meeting) counts on the edges
both ways, and `reciprocal` says how much of an edge that is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations, product
from typing import Any, Literal, get_args

from dragoman.errors import UsageError
from dragoman.forms.leaf import Leaf
from dragoman.forms.rows import HappeningRow
from dragoman.gazetteer import states
from dragoman.views.exports.acts import Act, done, of_happening, of_record
from dragoman.views.exports.graph import Attributes, gexf, graphml
from dragoman.views.exports.tally import Tally

Level = Literal["country", "sector", "name"]
LEVELS: tuple[Level, ...] = get_args(Level)
_QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_WRITERS = {"graphml": graphml, "gexf": gexf}

NODE = {"label": str, "code": str, "sector": str, "kind": str, "acts": int}
EDGE = {
    "acts": int,
    "documents": int,
    "sources": int,
    **{name: int for name in _QUADS},
    "scale_mean": float,
    "reciprocal": int,
    "roots": str,
    "first": str,
    "last": str,
}


@dataclass(slots=True)
class _Node:
    label: str
    code: str
    sector: str
    kind: str
    acts: int = 0


@dataclass(slots=True)
class _Edge:
    acts: int = 0
    documents: int = 0
    sources: int = 0
    scale: float = 0.0
    reciprocal: int = 0
    quads: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    roots: Counter[str] = field(default_factory=Counter)
    first: str | None = None
    last: str | None = None

    def count(self, act: Act, *, reciprocal: bool) -> None:
        self.acts += 1
        self.documents += act.documents or 1
        self.sources += act.sources or 1
        self.scale += act.scale
        self.reciprocal += reciprocal
        self.quads[act.quad - 1] += 1
        self.roots[act.root] += 1
        if act.day is not None:
            self.first = min(self.first or act.day, act.day)
            self.last = max(self.last or act.day, act.day)


class Network:
    """The GraphML and GEXF exports: the graph is held until `foot()` writes it.

    `level` says what a node is. `merged` counts happenings, else every record that tells an act.
    """

    def __init__(
        self,
        form: str,
        *,
        level: str = "country",
        merged: bool = True,
        every_status: bool = False,
    ) -> None:
        if level not in LEVELS:
            raise UsageError(f"no nodes by {level!r}: choose one of {', '.join(LEVELS)}")
        self.tally = Tally()
        self.takes_leaves = not merged
        self.takes_happenings = merged
        self._write = _WRITERS[form]
        self._level = level
        self._every_status = every_status
        self._nodes: dict[str, _Node] = {}
        self._edges: dict[tuple[str, str], _Edge] = {}

    def head(self) -> str:
        """Return nothing: a graph is written whole."""
        return ""

    def leaf(self, leaf: Leaf) -> str:
        """Count the events of a document."""
        for row in leaf.records:
            if row["kind"] == "event":
                self._count(of_record(row, leaf))
            else:
                self.tally.drop(f"{row['kind']} records")
        return ""

    def happening(self, row: HappeningRow) -> str:
        """Count a happening."""
        self._count(of_happening(row))
        return ""

    def foot(self) -> str:
        """Return the graph."""
        self.tally.rows = len(self._edges)
        nodes = {name: _node_cells(node) for name, node in sorted(self._nodes.items())}
        edges = {ends: _edge_cells(edge) for ends, edge in sorted(self._edges.items())}
        return self._write(nodes, edges, NODE, EDGE)

    def _count(self, act: Act) -> None:
        if not self._every_status and not done(act, self.tally):
            return
        actors, recipients = self._known(act.actors), self._known(act.recipients)
        together = not act.recipients and len(actors) > 1
        ends = permutations(actors, 2) if together else product(actors, recipients)
        found = [(one, other) for one, other in ends if one != other]
        if not found:
            self.tally.drop(self._why_not(act))
            return
        for name in {name for pair in found for name in pair}:
            self._nodes.setdefault(name, {**actors, **recipients}[name]).acts += 1
        for pair in found:
            self._edges.setdefault(pair, _Edge()).count(act, reciprocal=together)

    def _known(self, parties: Sequence[Mapping[str, Any]]) -> dict[str, _Node]:
        """Return the nodes of parties, each once; those that the level cannot name are left out."""
        return {name: node for party in parties for name, node in self._node(party)}

    def _node(self, party: Mapping[str, Any]) -> Iterator[tuple[str, _Node]]:
        code, sector = party["code"] or "", party["sector"] or ""
        if self._level == "name":
            key = " ".join(part for part in (party["name"], code) if part)
            yield key, _Node(party["name"], code, sector, party.get("kind") or "")
        elif code and self._level == "country":
            yield code, _Node(states().get(code, code), code, "", "")
        elif code:
            label = " ".join(part for part in (states().get(code, code), sector) if part)
            yield f"{code} {sector}".strip(), _Node(label, code, sector, "")

    def _why_not(self, act: Act) -> str:
        if not act.actors or (not act.recipients and len(act.actors) == 1):
            return "acts told of one side alone"
        known = [bool(self._known(side)) for side in (act.actors, act.recipients or act.actors)]
        return "acts within one node" if all(known) else "acts with a party of no known country"


def _node_cells(node: _Node) -> Attributes:
    return {name: getattr(node, name) for name in NODE}


def _edge_cells(edge: _Edge) -> Attributes:
    return {
        "acts": edge.acts,
        "documents": edge.documents,
        "sources": edge.sources,
        **dict(zip(_QUADS, edge.quads, strict=True)),
        "scale_mean": round(edge.scale / edge.acts, 3),
        "reciprocal": edge.reciprocal,
        "roots": "; ".join(f"{root} {times}" for root, times in edge.roots.most_common()),
        "first": edge.first or "",
        "last": edge.last or "",
    }
