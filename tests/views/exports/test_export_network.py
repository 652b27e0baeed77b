"""The network of actors, as networkx opens it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from dragoman.errors import UsageError
from dragoman.exporting import Order, write_text
from dragoman.ledger import Ledger
from dragoman.ledger.ask import Wanted
from dragoman.views.exports.graph import gexf, graphml

networkx = pytest.importorskip("networkx")

Exported = Callable[..., str]


def opened(form: str, text: str) -> Any:
    stream = io.BytesIO(text.encode("utf-8"))
    return networkx.read_graphml(stream) if form == "graphml" else networkx.read_gexf(stream)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_who_acted_toward_whom(exported: Exported, form: str) -> None:
    graph = opened(form, exported(form))
    assert graph.is_directed()
    assert set(graph.edges()) == {("NOR", "KEN"), ("KEN", "NOR"), ("NOR", "SDN")}
    edge = graph.edges["NOR", "KEN"]
    assert (edge["acts"], edge["sources"], edge["reciprocal"]) == (3, 4, 1)
    assert edge["verbal_cooperation"] == 2
    assert edge["material_conflict"] == 1
    assert (edge["first"], edge["last"]) == ("2026-03-13", "2026-03-14")
    assert graph.nodes["NOR"]["label"] == "Norway"


def test_a_happening_counts_once_and_its_mentions_each(exported: Exported) -> None:
    merged = opened("graphml", exported("graphml")).edges["NOR", "KEN"]["acts"]
    mentions = opened("graphml", exported("graphml", merged=False)).edges["NOR", "KEN"]["acts"]
    assert (merged, mentions) == (3, 4)


def test_a_gexf_edge_weighs_as_many_acts_as_it_has(exported: Exported) -> None:
    graph = opened("gexf", exported("gexf"))
    assert graph.edges["NOR", "KEN"]["weight"] == 3


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_hostile_names_stay_names(exported: Exported, form: str) -> None:
    graph = opened(form, exported(form, level="name"))
    labels = {node["label"] for _, node in graph.nodes(data=True)}
    assert '=HYPERLINK("x") <b>\t& "Ål" ' in labels


def test_nodes_may_be_sectors(exported: Exported) -> None:
    graph = opened("graphml", exported("graphml", level="sector"))
    assert graph.nodes["NOR GOV"]["label"] == "Norway GOV"
    with pytest.raises(UsageError, match="country, sector, name"):
        exported("graphml", level="party")


def test_a_window_narrows_the_network(exported: Exported) -> None:
    graph = opened(
        "graphml", exported("graphml", wanted=Wanted(first="2026-03-13", last="2026-03-13"))
    )
    assert set(graph.edges()) == {("NOR", "KEN")}


def test_what_no_edge_can_show_is_counted(ledger: Ledger) -> None:
    tally = write_text(ledger, Order(form="graphml"), io.StringIO())
    assert tally.dropped["events that are future"] == 1
    assert tally.dropped["acts with a party of no known country"] == 1


@pytest.mark.parametrize(("form", "write"), [("graphml", graphml), ("gexf", gexf)])
def test_what_xml_cannot_hold_is_left_out(form: str, write: Callable[..., str]) -> None:
    nodes = {"a\x00<": {"label": "\x01\ud800 & ]]> '\""}, "b": {"label": ""}}
    edges = {("a\x00<", "b"): {"acts": 1}}
    graph = opened(form, write(nodes, edges, {"label": str}, {"acts": int}))
    assert graph.nodes["a<"]["label"] == " & ]]> '\""
    assert graph.edges["a<", "b"]["acts"] == 1
