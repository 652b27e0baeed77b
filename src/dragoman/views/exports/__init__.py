"""Exports: a ledger's leaves and happenings in; files of other programs' formats out.

A text export writes a stream: `head()` once, `leaf()` for each document, `happening()` for each
happening, `foot()` once. A folder export (`Parquet`, `Stories`) writes files and is closed. Both
count in `tally` what they wrote and what their format could not hold.
"""
