"""Entities made for a span of a scene."""

from __future__ import annotations

from dataclasses import replace

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.resolve.story.scene import Scene


def person_at(scene: Scene, span: Span, index: int, why: str) -> Entity:
    """Return the person `index` of the scene as meant by `span`."""
    person = scene.persons[index]
    return Entity(
        span.of(scene.words.text), span.start, span.end, person.name, "person", person.code,
        person.sector, person.sectors, person.id, person.office, f"{why};{person.why}",
    )  # fmt: skip


def state_at(scene: Scene, span: Span, state: tuple[str, str], why: str) -> Entity:
    """Return a state, given as code and name, as meant by `span`."""
    code, name = state
    text = span.of(scene.words.text)
    return Entity(
        text, span.start, span.end, name, "state", code, None, (), f"state:{code}", None, why
    )


def moved(scene: Scene, entity: Entity, span: Span, why: str) -> Entity:
    """Return an entity as meant by another span, with the rule that says so put first."""
    return replace(
        entity, text=span.of(scene.words.text), start=span.start, end=span.end,
        why=f"{why};{entity.why}",
    )  # fmt: skip
