"""Disagreeing: the reports of one act in, what they do not agree on out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from dragoman.forms.rows import DisagreementRow
from dragoman.ledger.happenings.reported import Reported

About = Literal["actor", "recipient", "date", "place", "dead", "wounded", "denied"]
_RECIPROCAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_BROAD = 20  # days: a longer span names a month or a year
_VIOLENT = frozenset({"ASSAULT", "COERCE", "PROTEST"})


def disagreements(event: str, reports: Sequence[Reported]) -> list[DisagreementRow]:
    """Return what the reports say differently; what one leaves open is no disagreement."""
    if len(reports) < 2:
        return []
    found: list[DisagreementRow] = []
    if event not in _RECIPROCAL:
        _add(found, "actor", reports, lambda r: _codes(r, "actor"), apart=True)
        _add(found, "recipient", reports, lambda r: _codes(r, "recipient"), apart=True)
    _add(found, "date", reports, _day)
    _add(found, "place", reports, _country)
    if event in _VIOLENT:
        _add(found, "dead", reports, lambda r: _number(r.mention["dead"]))
        _add(found, "wounded", reports, lambda r: _number(r.mention["wounded"]))
    denials = [r for r in reports if r.mention["status"] == "negated"]
    if denials and len(denials) < len(reports):
        values: dict[str, list[str]] = defaultdict(list)
        for report in denials:
            values[report.mention["speaker"] or "?"].append(report.mention["record"])
        found.append(_row("denied", values))
    return found


def _add(
    found: list[DisagreementRow],
    about: About,
    reports: Sequence[Reported],
    value_of: Callable[[Reported], str | None],
    *,
    apart: bool = False,
) -> None:
    """Add a row where reports give several values; with `apart` such as share no code."""
    values: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        value = value_of(report)
        if value is not None:
            values[value].append(report.mention["record"])
    if apart:
        sets = {value: set(value.split(" ")) for value in values}
        alone = [v for v in values if any(not sets[v] & other for other in sets.values())]
        values = {value: values[value] for value in alone}
    if len(values) > 1:
        found.append(_row(about, values))


def _row(about: About, values: dict[str, list[str]]) -> DisagreementRow:
    """Return a row, the value with most records first."""
    order = sorted(values, key=lambda value: (-len(values[value]), value))
    return {"about": about, "values": [{"value": v, "records": values[v]} for v in order]}


def _codes(report: Reported, role: Literal["actor", "recipient"]) -> str | None:
    codes = {party["code"] for party in report.mention[role] if party["code"] is not None}
    return " ".join(sorted(codes)) or None


def _day(report: Reported) -> str | None:
    when = report.mention["date"]
    if when is None:
        return None
    length = date.fromisoformat(when["end"]) - date.fromisoformat(when["start"])
    if length.days >= _BROAD:
        return None
    return when["start"] if when["start"] == when["end"] else f"{when['start']}/{when['end']}"


def _country(report: Reported) -> str | None:
    place = report.mention["place"]
    return None if place is None else place["code"]


def _number(count: int | None) -> str | None:
    return None if count is None else str(count)
