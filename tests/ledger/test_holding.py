"""Who's who over a ledger: offices seen, what later stories are read with, who somebody is."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.errors import FormatError, UsageError
from dragoman.gazetteer import Entry
from dragoman.gazetteer.names import words_of_names
from dragoman.ledger import Ledger
from dragoman.ledger.holding.knowing import holders_named
from dragoman.ledger.holding.lists import from_actors, is_extract, read_wikidata
from dragoman.ledger.holding.seen import see_new
from dragoman.ledger.holding.who import who
from dragoman.ledger.settling import settle
from ledger.registered import act, office, person, position, report, state, visit

KENYA = state("Kenya", "KEN")
LUND = person("Odd Lund", "NOR")


def seen(ledger: Ledger) -> list[tuple[str, str, str | None, str | None, int | None]]:
    see_new(ledger)
    return [(h["name"], h["role"], h["start"], h["end"], h["documents"]) for h in ledger.holders()]


def told(ledger: Ledger, name: str, role: str, day: str, code: str | None = "NOR") -> str:
    words = f"{role} {name} spoke on {day}."
    return ledger.add(report(words, day, office(person(name, code), role, code))).document


def test_an_office_is_seen_from_the_first_to_the_last_day_on_which_it_was_told(
    ledger: Ledger,
) -> None:
    told(ledger, "Odd Lund", "Foreign Minister", "2026-02-03")
    told(ledger, "Odd Lund", "foreign minister", "2026-04-05")
    told(ledger, "Odd Lund", "minister of foreign affairs", "2026-01-02")
    assert seen(ledger) == [("Odd Lund", "Foreign Minister", "2026-01-02", "2026-04-05", 3)]


def test_former_posts_and_posts_of_undated_stories_are_no_offices_seen(ledger: Ledger) -> None:
    told(ledger, "Odd Lund", "former president", "2026-02-03")
    ledger.add(report("Mayor Odd Lund spoke.", None, office(LUND, "Mayor", "NOR")))
    assert seen(ledger) == []


def test_a_rejected_record_takes_back_what_it_told(ledger: Ledger) -> None:
    told(ledger, "Odd Lund", "president", "2026-02-03")
    told(ledger, "Odd Lund", "president", "2026-04-05")
    see_new(ledger)
    last = list(ledger.records())[-1]
    ledger.correct(last["id"], "rejected", by="Ada", reason="another Lund")
    assert seen(ledger) == [("Odd Lund", "president", "2026-02-03", "2026-02-03", 1)]


def test_a_ledger_names_those_whom_a_text_may_mean_and_who_shares_their_office(
    ledger: Ledger,
) -> None:
    told(ledger, "Odd Lund", "foreign minister", "2026-02-03")
    told(ledger, "Ida Vik", "minister of foreign affairs", "2026-04-05")
    told(ledger, "Rune Dahl", "spokesperson", "2026-04-05")
    see_new(ledger)
    found = holders_named(ledger, words_of_names("Yesterday Lund said no."))
    assert [h.name for h in found] == ["Odd Lund", "Ida Vik"]
    assert found[0].start == date(2026, 2, 3)
    assert holders_named(ledger, words_of_names("nobody here")) == []


def page(ledger: Ledger) -> None:
    told(ledger, "Miguel Núñez-Prats", "president", "2026-02-03")
    nunez = person("Miguel Nunez-Prats", "NOR")
    ledger.add(report("Nunez-Prats visited Kenya.", "2026-03-01", visit(nunez, KENYA, "made")))
    ledger.add(
        report(
            "Nunez-Prats opposes tolls.",
            "2026-03-02",
            position(person("Nunez-Prats", "NOR"), "oppose", "tolls"),
        )
    )
    ledger.add(report("Nunez-Prats met Kenya.", "2026-03-03", act(nunez, "CONSULT", "met", KENYA)))
    settle(ledger)


def test_a_persons_spellings_offices_visits_positions_and_acts_stand_on_one_page(
    ledger: Ledger,
) -> None:
    page(ledger)
    [row] = who(ledger, "nunez prats")
    assert {v["name"] for v in row["names"]} == {
        "Miguel Núñez-Prats",
        "Miguel Nunez-Prats",
        "Nunez-Prats",
    }
    assert [(o["role"], o["start"], o["origin"]) for o in row["offices"]] == [
        ("president", "2026-02-03", "stories")
    ]
    assert row["offices"][0]["first"]["evidence"][0]["text"].startswith("president Miguel")  # type: ignore[index]
    assert [v["says"] for v in row["visits"]] == ["made"]
    assert [p["says"] for p in row["positions"]] == ["oppose"]
    assert [a["says"] for a in row["acts"]] == ["CONSULT asserted"]
    assert row["acts"][0]["others"][0]["code"] == "KEN"
    assert row["positions"][0]["entry"]


def test_two_persons_of_one_family_name_are_two_pages(ledger: Ledger) -> None:
    for name in ("Kim Ha Neul", "Kim So Yeon"):
        told(ledger, name, "envoy", "2026-02-03", code="KOR")
    settle(ledger)
    assert [row["name"] for row in who(ledger, "Kim")] == ["Kim So Yeon", "Kim Ha Neul"][::-1]


def test_days_and_country_narrow_a_page(ledger: Ledger) -> None:
    page(ledger)
    [row] = who(ledger, "Nunez-Prats", first="2026-03-03")
    assert (row["counts"]["visits"], row["counts"]["acts"]) == (0, 1)
    assert who(ledger, "Nunez-Prats", code="KEN") == []


def test_a_name_without_a_word_is_wrong_usage(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="no name"):
        who(ledger, " - ")


def test_a_person_of_an_outside_list_alone_is_found_too(ledger: Ledger) -> None:
    ledger.put_holders(
        "list",
        [
            {
                "name": "Ana Prats", "role": "president", "organisation": None, "code": "PER",
                "sector": "GOV", "entity": "wikidata:Q5", "start": "2020-01-01", "end": None,
            }
        ],
    )  # fmt: skip
    [row] = who(ledger, "prats")
    assert (row["name"], row["id"], row["offices"][0]["origin"]) == (
        "Ana Prats",
        "wikidata:Q5",
        "list",
    )


def test_the_ledgers_own_origin_is_refused_for_a_list(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="stories"):
        ledger.put_holders("stories", [])


EXTRACT = """item,label,position,start,end,country
http://www.wikidata.org/entity/Q12,Ana Prats,President of Peru,2020-07-28T00:00:00Z,2021,PE
Q13,Q13,Mayor,2020,,Peru
Q14,Odd Lund,Minister of Fisheries,,,Norway
"""


def test_an_extract_of_wikidata_is_read_with_its_days_codes_and_ids(tmp_path: Path) -> None:
    file = tmp_path / "ministers.csv"
    file.write_text(EXTRACT, "utf-8")
    assert is_extract(file)
    first, second = read_wikidata(file)
    assert (first["name"], first["role"], first["code"]) == ("Ana Prats", "President", "PER")
    assert (first["start"], first["end"], first["entity"]) == (
        "2020-07-28",
        "2021-12-31",
        "wikidata:Q12",
    )
    assert (second["name"], second["code"], second["start"]) == ("Odd Lund", "NOR", None)


def test_json_lines_and_the_query_services_own_json_are_read_too(tmp_path: Path) -> None:
    lines = tmp_path / "ministers.jsonl"
    lines.write_text(json.dumps({"label": "Ana Prats", "position": "President of Peru"}), "utf-8")
    service = tmp_path / "query.json"
    cells = {"personLabel": "Ana Prats", "positionLabel": "President of Peru"}
    binding = {name: {"type": "literal", "value": value} for name, value in cells.items()}
    service.write_text(json.dumps({"head": {}, "results": {"bindings": [binding]}}), "utf-8")
    for file in (lines, service):
        assert [(row["name"], row["code"]) for row in read_wikidata(file)] == [("Ana Prats", "PER")]


@pytest.mark.parametrize("text", ["{broken", "[1]\n{", '{"label": 1}\nx'])
def test_a_damaged_extract_is_named_with_its_row(tmp_path: Path, text: str) -> None:
    file = tmp_path / "ministers.jsonl"
    file.write_text(text, "utf-8")
    if text.startswith("["):
        assert list(read_wikidata(file)) == []
        return
    with pytest.raises(FormatError, match="ministers"):
        list(read_wikidata(file))


def test_of_actors_the_dated_offices_of_persons_count() -> None:
    rows = list(
        from_actors(
            [
                Entry("Odd Lund", "person", "NOR", "ELI"),
                Entry("Odd Lund", "person", "NOR", "GOV", start=date(2020, 1, 1)),
                Entry("Norway", "state", "NOR"),
            ]
        )
    )
    assert [(r["name"], r["sector"], r["start"]) for r in rows] == [
        ("Odd Lund", "GOV", "2020-01-01")
    ]


def test_the_commands_show_registers_and_persons_in_both_forms(tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    with Ledger.open(where) as ledger:
        page(ledger)
    for words in (["visits"], ["positions"], ["who", "Nunez-Prats"], ["promises"], ["agreements"]):
        for form in ("json", "text"):
            done = CliRunner().invoke(app, [*words, "--ledger", where, "--format", form])
            assert done.exit_code == 0, done.output
            if form == "json":
                rows = [json.loads(line) for line in done.stdout.splitlines()]
                assert len(rows) == (1 if words[0] in ("visits", "positions", "who") else 0)
            elif words == ["visits"]:
                assert "“Nunez-Prats visited Kenya.” " not in done.stdout
                assert "Nunez-Prats visited Kenya." in done.stdout
                assert "MADE since 2026-03-01" in done.stdout


def test_the_command_takes_in_a_list_and_says_how_many(tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    Ledger.open(where).close()
    file = tmp_path / "ministers.csv"
    file.write_text(EXTRACT, "utf-8")
    done = CliRunner().invoke(app, ["ledger", "holders", str(file), "--ledger", where])
    assert done.exit_code == 0, done.output
    with Ledger.open(where) as ledger:
        assert [h["origin"] for h in ledger.holders(code="PER")] == ["ministers"]


@pytest.mark.parametrize(
    "words",
    [
        ["visits", "--state", "open"],
        ["promises", "--since", "soon"],
        ["who", "Lund", "--format", "xml"],
        ["positions", "--stance", "maybe"],
        ["agreements", "--format", "xml"],
    ],
)
def test_a_wrong_word_is_wrong_usage(tmp_path: Path, words: list[str]) -> None:
    where = str(tmp_path / "news.db")
    Ledger.open(where).close()
    assert CliRunner().invoke(app, [*words, "--ledger", where]).exit_code == 2


def test_of_many_names_those_in_most_records_are_looked_at(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.ledger.holding.who._MOST_NAMES", 2)
    for day in ("2026-02-03", "2026-02-04", "2026-02-05"):
        told(ledger, "Zora Lund", "Minister", day)
    told(ledger, "Ann Lund", "Mayor", "2026-01-01")
    told(ledger, "Bo Lund", "Judge", "2026-01-02")
    told(ledger, "Bo Lund", "Judge", "2026-01-03")
    assert [row["name"] for row in who(ledger, "Lund")] == ["Zora Lund", "Bo Lund"]


def test_full_names_of_one_family_are_many_persons_however_many_there_are(ledger: Ledger) -> None:
    for name in ("Odd Lund", "Ola Lund", "O. Lund", "Odd Arne Lund", "Åse Lund"):
        told(ledger, name, "Minister", "2026-02-03")
    found = {row["name"]: {v["name"] for v in row["names"]} for row in who(ledger, "Lund")}
    assert {"Åse Lund"} in found.values()
    assert any({"Odd Lund", "Odd Arne Lund"} <= names for names in found.values())
