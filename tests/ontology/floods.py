"""A small ontology, as its file has it."""

LESSON = """
name: floods
types:
  RISE:
    definition: A river rises over its banks.
    quad_code: 4
    event_scale: -3
    mode: [slow]
    context: [weather]
  HELP:
    definition: Somebody helps those in the water.
    like: AID
examples:
  - The Tarn [[rose|RISE]] at dawn.
  - The Lot [[burst|RISE]] its dam.
  - Water [[covered|RISE]] the square of Albi.
  - Norway [[sent|HELP]] boats.
  - text: Soldiers carried sacks, and soldiers carried children.
    marks: [{type: HELP, words: carried, nth: 2}]
  - Nurses [[fed|HELP]] the old.
  - The sun shone on Millau.
"""
