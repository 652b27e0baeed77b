"""Graphs as XML: nodes and edges with their attributes in; GraphML or GEXF out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

Attributes = Mapping[str, str | int | float]
Nodes = Mapping[str, Attributes]
Edges = Mapping[tuple[str, str], Attributes]
Types = Mapping[str, type]

# What XML 1.0 cannot hold, escaped or not.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TYPES = {str: "string", int: "long", float: "double"}


def graphml(nodes: Nodes, edges: Edges, of_node: Types, of_edge: Types) -> str:
    """Return a directed graph as GraphML; types name each attribute of nodes and of edges."""
    return "".join(_graphml(nodes, edges, of_node, of_edge))


def gexf(nodes: Nodes, edges: Edges, of_node: Types, of_edge: Types) -> str:
    """Return a directed graph as GEXF 1.2; an edge's weight is its `acts`, a node's label its own.

    A node needs the attribute `label`, an edge `acts`.
    """
    return "".join(_gexf(nodes, edges, of_node, of_edge))


def _graphml(nodes: Nodes, edges: Edges, of_node: Types, of_edge: Types) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for letter, kind, types in (("n", "node", of_node), ("e", "edge", of_edge)):
        for name, type_ in types.items():
            yield (
                f'  <key id="{letter}_{name}" for="{kind}" attr.name="{name}" '
                f'attr.type="{_TYPES[type_]}"/>\n'
            )
    yield '  <graph edgedefault="directed">\n'
    for name, attributes in nodes.items():
        yield f"    <node id={_quoted(name)}>{_data('n', attributes)}</node>\n"
    for (source, target), attributes in edges.items():
        ends = f"source={_quoted(source)} target={_quoted(target)}"
        yield f"    <edge {ends}>{_data('e', attributes)}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def _data(letter: str, attributes: Attributes) -> str:
    return "".join(
        f'<data key="{letter}_{name}">{escape(legal(str(value)))}</data>'
        for name, value in attributes.items()
    )


def _gexf(nodes: Nodes, edges: Edges, of_node: Types, of_edge: Types) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield '  <graph defaultedgetype="directed" mode="static">\n'
    for kind, types in (("node", of_node), ("edge", of_edge)):
        yield f'    <attributes class="{kind}">\n'
        for name, type_ in types.items():
            yield f'      <attribute id="{name}" title="{name}" type="{_TYPES[type_]}"/>\n'
        yield "    </attributes>\n"
    yield "    <nodes>\n"
    for name, attributes in nodes.items():
        head = f"id={_quoted(name)} label={_quoted(str(attributes['label']))}"
        yield f"      <node {head}>{_attvalues(attributes)}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    for number, ((source, target), attributes) in enumerate(edges.items()):
        ends = f"source={_quoted(source)} target={_quoted(target)}"
        head = f'id="{number}" {ends} weight="{attributes["acts"]}"'
        yield f"      <edge {head}>{_attvalues(attributes)}</edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _attvalues(attributes: Attributes) -> str:
    values = "".join(
        f'<attvalue for="{name}" value={_quoted(str(value))}/>'
        for name, value in attributes.items()
    )
    return f"<attvalues>{values}</attvalues>"


def _quoted(value: str) -> str:
    return quoteattr(legal(value))


def legal(value: str) -> str:
    """Return text without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", value)
