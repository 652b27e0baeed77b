"""`dragoman stories`: a ledger in, its stories out, with the documents that tell each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dragoman.errors import UsageError
from dragoman.faces.words import clean

if TYPE_CHECKING:
    from dragoman.ledger.placing import ToldStory

FORMS = ("json", "text")


def run(where: str, form: str | None) -> int:
    """Place what came in since the last time, write all stories; return the exit code.

    Raises UsageError for an unknown form, PartError where the ledger is not there or damaged.
    """
    from dragoman.ledger import Ledger
    from dragoman.ledger.placing import place_new, told_stories

    form = form or ("text" if sys.stdout.isatty() else "json")
    if form not in FORMS:
        raise UsageError(f"no format {form!r}: stories come as {' or '.join(FORMS)}")
    with Ledger.open(where, create=False) as ledger:
        place_new(ledger)
        for story in told_stories(ledger):
            lines = [json.dumps(story, ensure_ascii=False)] if form == "json" else _lines(story)
            for line in lines:
                sys.stdout.write(f"{line}\n")
    return 0


def _lines(story: ToldStory) -> Iterator[str]:
    documents = story["documents"]
    sources = len({d["publisher"] or d["id"] for d in documents if d["copy_of"] is None})
    yield f"{story['id']}  {len(documents)} documents, {sources} independent"
    for document in documents:
        mark = "copy" if document["copy_of"] else ""
        told = f"{document['publisher'] or '?'}: {document['title'] or document['id']}"
        yield clean(f"  {document['published'] or '?':10}  {mark:4}  {told}")
