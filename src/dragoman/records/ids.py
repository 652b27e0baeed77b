"""Stable ids: the same document read by the same model gives the same ids."""

from __future__ import annotations

from hashlib import sha256

from dragoman.forms.claims import Claims


def record_id(claims: Claims, kind: str, *parts: object) -> str:
    """Return `kind:` and 16 hex digits over document, model, kind and what tells records apart.

    Parts are spans, codes and strings; their repr is length-prefixed so that no two part lists
    run together into one.
    """
    digest = sha256()
    for part in (claims.reading.document.id, claims.reading.model, kind, *parts):
        word = repr(part).encode("utf-8")
        digest.update(len(word).to_bytes(4, "big") + word)
    return f"{kind}:{digest.hexdigest()[:16]}"
