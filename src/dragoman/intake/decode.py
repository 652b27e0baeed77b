"""Bytes of an item in, its text out: encodings told, guessed or refused."""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Iterable, Iterator

from dragoman.errors import FormatError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([\w:.-]{1,40})"
    rb"|<\?xml[^>]{0,100}?encoding\s{0,3}=\s{0,3}[\"']([\w:.-]{1,40})",
    re.IGNORECASE,
)
_HEAD = 4096  # bytes of a page in which its encoding is declared; pages overrun the standard's 1024
_FILES = (
    (b"%PDF-", "a PDF file: save its text or the web page"),
    (b"PK\x03\x04", "a zip or office file: save it as text"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an office file: save it as text"),
    (b"SQLite format 3", "a database"),
    (b"BZh", "a bzip2 file: unpack it"),
    (b"\xfd7zXZ", "an xz file: unpack it"),
    (b"\x28\xb5\x2f\xfd", "a zstd file: unpack it"),
)
GZIP = b"\x1f\x8b"
# Labels that pages use for what is Windows-1252 (WHATWG Encoding Standard, section 4.2).
_WESTERN = frozenset(("iso8859-1", "ascii", "latin-1", "us-ascii", "iso-8859-1", "latin1"))
_CONTROL = frozenset(chr(c) for c in range(32)) - frozenset("\t\n\v\f\r\x1b")
GUESSED = 60_000  # bytes by which an encoding is guessed
ACCENTS = 0.15  # share of bytes above 127; other scripts have 0.3 and more, even between tags
MOST_CONTROL = 0.01  # share of control characters in what is still text


def refuse_binary(item: str, data: bytes) -> None:
    """Raise FormatError where the bytes are of a known kind of file that is not text."""
    for magic, name in _FILES:
        if data.startswith(magic):
            raise FormatError(item, f"is {name}; HTML, text, JSON and JSONL are read")


def text(item: str, data: bytes, *, told: str | None = None, markup: bool = False) -> str:
    """Decode an item's bytes; FormatError where they are no text.

    In this order: byte order mark, UTF-8 where it fits and shows itself, the encoding that the
    server (`told`) or the page declares, a guess. Nothing is normalised: line ends stay.
    """
    refuse_binary(item, data)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _checked(item, data[len(bom) :].decode(name, "replace"))
    if b"\0" in data[:_HEAD]:
        return _checked(item, _wide(item, data))
    try:
        # Bytes above 127 that are all valid UTF-8 are UTF-8, whatever the page declares.
        return _checked(item, data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    declared = told or (_declared(data) if markup else None)
    codec = _codec(declared)
    if codec == "utf-8":
        return _checked(item, _mostly_utf8(data))
    if codec is not None:
        return _checked(item, data.decode(codec, "replace"))
    return _checked(item, _guess(data))


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data, 0, _HEAD)
    return (match[1] or match[2]).decode("ascii", "replace") if match else None


def _codec(label: str | None) -> str | None:
    """Return Python's codec for an encoding's label, None for an unknown or unsafe one."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    if name in _WESTERN:
        return "cp1252"
    probe = b"a <p>"
    try:
        return name if codecs.decode(probe, name) == "a <p>" else None
    except (LookupError, ValueError, TypeError):
        return None  # "rot13", "zlib" and their like are codecs of Python, not encodings


def _wide(item: str, data: bytes) -> str:
    """Decode UTF-16 without a mark, told by where its zeros are; all else with zeros is binary."""
    sample = data[:_HEAD]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.6 * half and even < 0.05 * half:
        return data.decode("utf-16-le", "replace")
    if even > 0.6 * half and odd < 0.05 * half:
        return data.decode("utf-16-be", "replace")
    raise FormatError(item, "holds binary data; HTML, text, JSON and JSONL are read")


def _mostly_utf8(data: bytes) -> str:
    """Decode UTF-8 with a few damaged bytes; where there are many, it is something else."""
    decoded = data.decode("utf-8", "replace")
    damaged = decoded.count("\ufffd")
    high = sum(1 for c in decoded if c > "\x7f")
    return decoded if damaged <= 0.5 * high else data.decode("cp1252", "replace")


def _guess(data: bytes) -> str:
    """Guess an encoding by its letters; Windows-1252 where nothing is sure."""
    from charset_normalizer import from_bytes

    sample = data[:GUESSED]
    high = sum(byte > 127 for byte in sample)
    if high < ACCENTS * len(sample):
        # Accents and curly quotes in a text of Latin letters: Windows-1252, or nearly all UTF-8.
        # The guesses of libraries go astray on so little ("São" becomes Romanian).
        return _mostly_utf8(data)
    best = from_bytes(sample).best()
    codec = _codec(best.encoding) if best is not None else None
    return data.decode(codec or "cp1252", "replace")


def _checked(item: str, decoded: str) -> str:
    """Raise FormatError for what decodes but is no text."""
    sample = decoded[:20_000]
    control = sum(c in _CONTROL for c in sample)
    if control > MOST_CONTROL * len(sample) or sample.count("\ufffd") > 0.2 * len(sample):
        raise FormatError(item, "holds binary data; HTML, text, JSON and JSONL are read")
    return decoded


def unpack(
    item: str, pieces: Iterable[bytes], limit: int, *, wrapped: bool = True
) -> Iterator[bytes]:
    """Unpack gzip (or deflate) as it comes; FormatError where damaged or over `limit` bytes.

    The limit holds for what comes out, so that a small file cannot become a huge one.
    """
    made = 0
    opened = zlib.decompressobj(zlib.MAX_WBITS | 16 if wrapped else zlib.MAX_WBITS)
    began = False
    for piece in pieces:
        data = piece
        while data:
            if opened.eof:  # a gzip file may hold several members
                opened = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                out = opened.decompress(data, 1 << 20)
            except zlib.error as failure:
                raise FormatError(item, f"is damaged gzip data ({failure})") from None
            began = True
            made += len(out)
            if made > limit:
                raise FormatError(item, f"is larger than {limit:,} bytes when unpacked")
            if out:
                yield out
            data = opened.unused_data if opened.eof else opened.unconsumed_tail
            if opened.eof and not data.strip(b"\0"):
                break
    if began and not opened.eof:
        raise FormatError(item, "is gzip data that ends too early")
