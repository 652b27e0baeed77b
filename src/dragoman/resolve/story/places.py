"""Where an act took place: the places named beside its trigger in, a Place or None out."""

from __future__ import annotations

from dragoman.forms.claims import Place
from dragoman.forms.document import Span
from dragoman.forms.reading import Act
from dragoman.gazetteer import Entry, Found
from dragoman.resolve.story.scene import Scene

_REACH = 25  # words from the trigger to its place; farther ones are mostly another act's


class Placer:
    """Finds the places of one story's acts."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._codes = {code for code, _ in scene.main_states()}
        self._by_sentence: dict[int, list[tuple[Found, Entry]]] = {}
        named = {i for u in scene.uses for i in range(u.first, u.last)}
        for item in scene.found:
            entry = self._as_place(item)
            tokens = scene.words.between(item.start, item.end)
            if entry is None or len(tokens) == 0 or any(i in named for i in tokens):
                continue
            sentence = scene.words.sentence_of[tokens.start]
            self._by_sentence.setdefault(sentence, []).append((item, entry))

    def _as_place(self, item: Found) -> Entry | None:
        """Return the place or state meant by a name, by the story's own states where it is many."""
        places = [e for e in item.entries if e.kind == "place"]
        states = [
            e for e in item.entries if e.kind == "state" and e.role in ("name", "alias", "acronym")
        ]
        if places:
            for entry in places:
                if entry.code in self._codes:
                    return entry
            return states[0] if states else places[0]
        return states[0] if states else None

    def place(self, act: Act) -> Place | None:
        """Return the place told by "in X", "at the X talks" nearest to the trigger, or None."""
        words = self._scene.words
        trigger = words.between(act.trigger.start, act.trigger.end)
        if len(trigger) == 0:
            return None
        best: tuple[float, Found, Entry] | None = None
        for item, entry in self._by_sentence.get(words.sentence_of[trigger.start], ()):
            at = words.at(item.start)
            cost = self._cost(trigger, at, item)
            if cost < _REACH and (best is None or cost < best[0]):
                best = (cost, item, entry)
        if best is None:
            return None
        _, item, entry = best
        return Place(entry.name, entry.code, entry.lat, entry.lon, Span(item.start, item.end))

    def _cost(self, trigger: range, at: int, item: Found) -> float:
        words, lex = self._scene.words, self._scene.lex
        before = at - 1
        while before > 0 and words.lower[before] in lex.place_modifiers:
            before -= 1
        link = words.lower[before] if before >= 0 else ""
        if link == ",":
            # "in Khartoum, Sudan": the place before the comma is nearer.
            return 99.0
        if link not in lex.where:
            return 99.0
        if link in lex.whither and not self._moves(trigger):
            return 99.0
        low, high = (trigger.stop, at) if at >= trigger.stop else (at, trigger.start)
        cost = float(high - low)
        for i in range(low, high):
            if words.forms[i] in (",", "“", "”", '"', ";"):
                cost += 4
            elif words.lower[i] in ("after", "before", "that", "which", "who", "when", "while"):
                cost += 6
        return cost

    def _moves(self, trigger: range) -> bool:
        """Say whether the act itself is a going ("the visit to", "travelled to")."""
        going = tuple(self._scene.lex.going)
        return any(self._scene.words.lower[i].startswith(going) for i in trigger)
