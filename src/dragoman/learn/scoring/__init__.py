"""The scorecard's rooms: gold rows and the reader's JSON in, rows of the scorecard out.

`counts` draws stories again for the intervals, `match` pairs what was found with what is marked;
`stories`, `pairs`, `parties` and `actors` each score one form of gold file; `aims` sets what is to
be reached beside.
"""
