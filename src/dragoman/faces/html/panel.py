"""The records beside the story: records in, an HTML list by kind out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dragoman.faces import words
from dragoman.faces.html.escape import h
from dragoman.faces.html.marks import anchor
from dragoman.faces.words import Numbered
from dragoman.forms.claims import Entity
from dragoman.forms.records import (
    Agreement,
    Commitment,
    Event,
    OfficeRecord,
    Position,
    Record,
    Statement,
    Visit,
)

Groups = list[tuple[str, list[Numbered]]]


def panel(groups: Groups, prefix: str, marked: set[str]) -> str:
    """Return the records under their headings; `marked` holds those that the story links to."""
    labels = {row.record.id: row for _, rows in groups for row in rows}
    sections = []
    for heading, rows in groups:
        kind = rows[0].record.kind
        items = "\n".join(_item(row, prefix, labels, marked) for row in rows)
        sections.append(
            f'<section class="group" data-kind="{kind}"><h3>{heading} '
            f'<span class="n">{len(rows)}</span></h3>\n<ol>\n{items}\n</ol></section>'
        )
    return "\n".join(sections) or '<p class="none">No act or statement was found.</p>'


def filters(groups: Groups) -> str:
    """Return a switch for each kind; they show themselves where scripts run."""
    buttons = "".join(
        f'<button type="button" aria-pressed="true" data-kind="{rows[0].record.kind}">'
        f'{heading} <span class="n">{len(rows)}</span></button>'
        for heading, rows in groups
    )
    return f'<div class="filters" role="group" aria-label="Kinds of record" hidden>{buttons}</div>'


def _item(row: Numbered, prefix: str, labels: Mapping[str, Numbered], marked: set[str]) -> str:
    record, key = row.record, anchor(prefix, row.label)
    quad = f" q{record.quad_code}" if isinstance(record, Event) else ""
    back = f' href="#m-{key}"' if key in marked else ""
    return (
        f'<li id="{key}" class="rec {record.kind}{quad}" tabindex="-1">'
        f'<a class="label"{back} title="Show it in the story">{row.label}</a>'
        f'<div class="body">{_heading(record)}{_quoted(record)}{_facts(record)}'
        f"{_teller(record, prefix, labels)}{_proof(record)}</div></li>"
    )


def _heading(record: Record) -> str:
    match record:
        case Event():
            sign = h(words.SIGNS.get(record.quad_code, ""))
            mode = f' <span class="mode">{h(", ".join(record.mode))}</span>' if record.mode else ""
            trigger = f'<span class="trig">“{h(record.trigger.text)}”</span>'
            status = "" if record.status == "asserted" else _chip(record.status)
            return (
                f'<p class="code"><abbr title="{h(words.QUADS.get(record.quad_code, ""))}">'
                f"{sign}</abbr> <b>{h(record.event)}</b>{mode} {trigger}{status}</p>"
                f'<p class="who">{_toward(record.actor, record.recipient)}</p>'
            )
        case Statement():
            who = _entity(record.speaker) if record.speaker else "An unnamed source"
            told = f' <span class="mode">to {h(record.told_to)}</span>' if record.told_to else ""
            return f'<p class="who">{who}{told}</p>'
        case OfficeRecord():
            parts = [record.role, record.organisation, record.code]
            text = h(", ".join(dict.fromkeys(p for p in parts if p)))
            return f'<p class="who">{_entity(record.person)}</p><p class="fact">{text}</p>'
        case Agreement():
            return (
                f'<p class="who">{h(record.title)}{_chip(record.state)}</p>'
                f'<p class="fact">{_entities(record.party)}</p>'
            )
        case Commitment():
            to = f" to {_entities(record.to)}" if record.to else ""
            return f'<p class="who">{_entities(record.by)}{to}{_chip(record.state)}</p>'
        case Position():
            return f'<p class="who">{_entity(record.holder)}{_chip(record.stance + "s")}</p>'
        case Visit():
            who = _toward(record.visitor, record.host)
            return f'<p class="who">{who}{_chip(record.state)}</p>'
        case _:
            return f'<p class="who">{h(record.kind)}</p>'


def _quoted(record: Record) -> str:
    if not isinstance(record, Statement | Commitment | Position):
        return ""
    quoted = " … ".join(h(e.text) for e in words.cited(record))
    return f'<p class="quoted">{quoted}</p>' if quoted else ""


def _facts(record: Record) -> str:
    facts: list[str] = []
    if isinstance(record, Event | Visit):
        facts += [words.days(record.date), words.where(record.place)]
    if isinstance(record, Event):
        facts += [c.replace("_", " ") for c in record.context]
    if isinstance(record, Agreement | Commitment):
        facts += list(record.area)
    text = " · ".join(h(fact) for fact in facts if fact)
    return f'<p class="fact">{text}</p>' if text else ""


def _teller(record: Record, prefix: str, labels: Mapping[str, Numbered]) -> str:
    teller = labels.get(record.according_to or "")
    if teller is None or not isinstance(teller.record, Statement):
        return ""
    link = f'<a href="#{anchor(prefix, teller.label)}">{h(words.speaker(teller.record))}</a>'
    return f'<p class="told">according to {link} <span class="ref">{teller.label}</span></p>'


def _proof(record: Record) -> str:
    """Return the record's small print: exact offsets, confidence, why each party is who it is."""
    spans = "".join(
        f'<li><span class="at">{e.start}–{e.end}</span> {h(e.text)}</li>' for e in record.evidence
    )
    why = "".join(
        f'<li><span class="at">{h(e.why)}</span> “{h(e.text)}” is {h(e.name)}</li>'
        for e in dict.fromkeys(words.parties(record))
    )
    scale = (
        f" · PLOVER score {record.event_scale:+.1f}, {h(words.QUADS.get(record.quad_code, ''))}"
        if isinstance(record, Event)
        else ""
    )
    return (
        f"<details><summary>Evidence</summary><ul>{spans}{why}</ul>"
        f'<p class="small">confidence {record.confidence:.0%}{scale}</p></details>'
    )


def _chip(state: str) -> str:
    return f' <span class="chip {h(state)}">{h(state)}</span>'


def _toward(actors: Iterable[Entity], recipients: Iterable[Entity]) -> str:
    left = _entities(actors) or '<span class="nobody">nobody named</span>'
    right = _entities(recipients)
    arrow = ' <span class="arrow" role="img" aria-label="toward">→</span> '
    return f"{left}{arrow}{right}" if right else left


def _entities(entities: Iterable[Entity]) -> str:
    return ", ".join(dict.fromkeys(_entity(e) for e in entities))


def _entity(entity: Entity) -> str:
    code = words.code(entity)
    tag = f' <span class="iso">{h(code)}</span>' if code else ""
    return f'<span class="entity">{h(entity.name)}{tag}</span>'
