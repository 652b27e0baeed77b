"""The row of a document's vectors: meanings in, bytes out, and back.

A row is the length of one vector (two bytes), then for the whole story and for each passage its
span (two numbers of four bytes) and its vector, a signed byte for each dimension.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, insert

from dragoman.forms.reading import Meaning
from dragoman.ledger import schema

_SPAN = np.dtype("<i4")
_HEAD = 2 * _SPAN.itemsize


def put_meanings(
    connection: Connection, document: int, model: str, meanings: Sequence[Meaning]
) -> None:
    """Keep a document's meanings by a model, in place of earlier ones by it."""
    if not meanings:
        return
    v = schema.vectors
    here = delete(v).where(v.c.document == document, v.c.model == model)
    connection.execute(here)
    body = pack(meanings)
    connection.execute(insert(v).values(document=document, model=model, body=body))


def pack(meanings: Sequence[Meaning]) -> bytes:
    """Write a document's meanings as one row, the whole story's first."""
    length = len(meanings[0].body).to_bytes(2, "little")
    spans = np.array([(m.span.start, m.span.end) for m in meanings], _SPAN)
    rows = zip(spans, meanings, strict=True)
    return length + b"".join(span.tobytes() + meaning.body for span, meaning in rows)


def whole(body: bytes) -> NDArray[np.int8]:
    """Return the vector of the whole story."""
    return np.frombuffer(body, np.int8, int.from_bytes(body[:2], "little"), 2 + _HEAD)


def parts(body: bytes) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the spans (N, 2) and the vectors (N, dimensions) of a row, the whole story's first."""
    length = int.from_bytes(body[:2], "little")
    table = np.frombuffer(body, np.uint8, offset=2).reshape(-1, _HEAD + length)
    spans = np.ascontiguousarray(table[:, :_HEAD]).view(_SPAN)
    vectors = np.ascontiguousarray(table[:, _HEAD:]).view(np.int8)
    return spans, vectors.astype(np.float32)
