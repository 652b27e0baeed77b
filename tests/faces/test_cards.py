import pytest
from rich.cells import cell_len
from samples import with_text

from dragoman.faces import face
from dragoman.forms.records import Records


@pytest.mark.parametrize("width", [60, 72, 100])
def test_no_line_is_wider_than_the_terminal(records: Records, width: int) -> None:
    written = face("cards", width=width).document(records)
    assert max(cell_len(line) for line in written.splitlines()) <= width


def test_without_a_terminal_evidence_stands_between_asterisks(records: Records) -> None:
    written = face("cards", width=100).document(records)
    assert "*condemned*" in written
    assert "\x1b" not in written


def test_without_colour_a_terminal_still_gets_emphasis(records: Records) -> None:
    written = face("cards", width=80, ansi=True, colour=False).document(records)
    assert "\x1b[1;4m" in written or "\x1b[4m" in written or "\x1b[1m" in written
    assert not any(f";3{n}m" in written or f"[3{n}m" in written for n in range(1, 8))


def test_a_told_event_names_its_teller_and_statement(records: Records) -> None:
    written = face("cards", width=80).document(records)
    assert "according to Odd Lund (S2)" in written


def test_every_kind_of_record_has_its_heading(records: Records) -> None:
    written = face("cards", width=80).document(records)
    for heading in ("Events (3)", "Statements (3)", "Agreements (1)", "Commitments (1)"):
        assert heading in written
    for heading in ("Positions (1)", "Visits (1)", "Offices (1)"):
        assert heading in written


def test_cooperation_and_conflict_read_without_colour(records: Records) -> None:
    written = face("cards", width=80).document(records)
    assert "+ CONSULT" in written
    assert "- ACCUSE" in written
    assert "-- ASSAULT" in written


def test_a_story_cannot_send_escapes_to_the_terminal() -> None:
    written = face("cards", width=80).document(with_text("a\x1b]0;owned\x07b\x9b31m\u202ec"))
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(written)


def test_markup_of_the_terminal_library_in_a_story_stays_text() -> None:
    assert "[red]x[/red]" in face("cards", width=80).document(with_text("[red]x[/red] said"))


def test_a_quotation_is_not_quoted_twice(records: Records) -> None:
    written = face("cards", width=80).document(records)
    assert "““" not in written
