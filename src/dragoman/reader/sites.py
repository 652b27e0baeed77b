"""Words of a sentence in, where a site with its place ends out: "the camp near Goma"."""

from __future__ import annotations

from dragoman.reader import nouns
from dragoman.reader.nouns import Line, heads


def sited(line: Line, n: int) -> bool:
    """Say whether word `n` begins where a site is: "the camp near Goma"."""
    classes = nouns.load()
    if line.word(n) not in classes.where or not 0 < n < len(line.words) - 1:
        return False
    site = line.words[n - 1]
    name = line.past_article(n + 1)
    return (
        (site in classes.sites or (site.endswith("s") and site[:-1] in classes.sites))
        and line.capital(name)
        and line.word(name) not in classes.times
    )


def site_end(line: Line, b: int) -> int:
    """Give where a site that the words up to `b` name ends: with its place's name.

    In the marked stories 21 of 26 recipients that are a site keep the place behind it.
    """
    n = line.past_article(b + 1)
    while line.capital(n) and line.plain(n):
        n += 1
    # "A market in the Burkinabe town of Dakola" would be half a name.
    more = n < len(line.words) and (heads(line.words[n]) or line.words[n] in nouns.load().sites)
    return b if more else n
