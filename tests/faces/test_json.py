import json

from dragoman.faces import face
from dragoman.forms.records import Records


def test_a_document_is_one_line_of_json(records: Records) -> None:
    written = face("json").document(records)
    assert written.count("\n") == 1
    assert written.endswith("\n")
    json.loads(written)


def test_every_evidence_span_cites_its_words(records: Records) -> None:
    made = json.loads(face("json").document(records))
    text = made["document"]["text"]
    spans = [e for record in made["records"] for e in record["evidence"]]
    assert spans
    assert all(text[e["start"] : e["end"]] == e["text"] for e in spans)


def test_the_document_has_exactly_the_documented_fields(records: Records) -> None:
    made = json.loads(face("json").document(records))
    assert list(made) == ["document", "records", "made_by"]
    assert list(made["document"]) == [
        "id",
        "url",
        "title",
        "published",
        "publisher",
        "authors",
        "language",
        "text",
        "body",
        "credits",
    ]
    assert set(made["made_by"]) == {"dragoman", "model", "codebook"}


def test_every_kind_has_the_documented_fields(records: Records) -> None:
    common = {"kind", "id", "evidence", "confidence", "according_to"}
    own = {
        "event": "event mode context status actor recipient trigger date place quad_code "
        "event_scale",
        "statement": "manner speaker cue content told_to",
        "office": "person role organisation code",
        "agreement": "party title area state",
        "commitment": "by to what area state",
        "position": "holder issue stance",
        "visit": "visitor host place date state",
    }
    made = {r["kind"]: set(r) for r in json.loads(face("json").document(records))["records"]}
    assert made == {kind: common | set(names.split()) for kind, names in own.items()}


def test_an_entity_has_exactly_the_documented_fields(records: Records) -> None:
    event = json.loads(face("json").document(records))["records"][0]
    assert list(event["actor"][0]) == [
        "text",
        "start",
        "end",
        "name",
        "kind",
        "code",
        "sector",
        "sectors",
        "id",
        "office",
        "why",
    ]


def test_an_event_date_is_written_as_iso_days(records: Records) -> None:
    event = json.loads(face("json").document(records))["records"][2]
    assert event["date"] == {
        "start": "2026-03-02",
        "end": "2026-03-08",
        "text": "last week",
        "basis": "text",
    }
