"""Happenings: the mentions of acts in, one row for each act with all its reports out.

`mention` cuts an event record down to what is compared (a `profile`), `comparing` compares two,
`likeness` says how likely they tell one act, `grouping` merges the mentions of a document,
`merging` the acts of documents, `telling` sums a happening up, `kept` and `asking` are its tables.
"""
