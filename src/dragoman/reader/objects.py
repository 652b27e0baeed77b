"""Acts without anybody they are done to in, with the verb's direct object out where it is somebody.

"Accusing it of ...", "arrested the editor": the word right behind the verb. Of the written stories
read by a model that had not learned them the object so given was marked in one of two cases, as
often as the recipients that the model gives.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.forms.reading import Act
from dragoman.reader import nouns
from dragoman.reader.lists import named
from dragoman.reader.nouns import Line, verb


def direct(act: Act, line: Line, trigger: tuple[int, int]) -> Act:
    """Give an act whose trigger is the words [a, b) its direct object as recipient."""
    classes = nouns.load()
    last, b = line.word(trigger[1] - 1), trigger[1]
    if act.recipients or not last:
        return act
    telling = verb(last) or last.endswith("ing")
    if line.word(b) in classes.object:
        if not (telling or last in classes.toward):
            return act
        start, end = b, b + 1
    elif telling and act.root.lower() in classes.done_to:
        start = line.past_article(b)
        noun = start + 1 if line.word(start) in classes.owning else start
        end = named(line, noun, trigger)
        if end == noun:
            return act
    else:
        return act
    found = line.span(start, end)
    if any(found.start < p.end and p.start < found.end for p in act.actors):
        return act
    return replace(act, recipients=(found,))
