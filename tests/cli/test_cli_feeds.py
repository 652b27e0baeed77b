"""`dragoman watch` and `dragoman feeds`: feeds of a real server into a real ledger."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.app import app
from dragoman.cli.feeds import seconds
from dragoman.errors import UsageError
from dragoman.ledger import Ledger
from intake.feed_site import Site, rss, serving

LOCAL = ("--allow-loopback", "--delay", "0")
STORY = (
    "<html><body><article><h1>Ports accord {0}</h1><p>Kenya and Norway signed ports accord number "
    "{0} in Mombasa on Friday, ending two years of talks.</p><p>The accord opens {0} harbours to "
    "ships from Bergen, said Kenya's president, Amina Odhiambo.</p></article></body></html>"
)
CARRIED = (
    "<item><title>Lund condemns Sudan</title><link>SITE/none</link>"
    "<pubDate>Sat, 14 Mar 2026 10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>President Odd "
    "Lund of Norway condemned Sudan on Friday.</p><p>Norway will close its embassy in Khartoum, "
    "Lund told reporters.</p>]]></content:encoded></item>"
)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        for number in (1, 2):
            made.put(f"/{number}", STORY.format(number))
        made.put("/feed", rss("1", "2", CARRIED))
        yield made


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.stdout, done.stderr


def watch(where: str, *arguments: str) -> tuple[int, str, str]:
    return run("watch", *arguments, "--ledger", where, "--once", *LOCAL)


def test_a_feeds_articles_are_read_into_the_ledger_once(site: Site, tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    code, out, _ = watch(where, f"{site.at}/feed", "--format", "json")
    told = [json.loads(line) for line in out.splitlines()]
    assert (code, [line["outcome"] for line in told]) == (0, ["new"] * 3)
    assert all(line["added"][0]["records"] > 0 for line in told)
    assert watch(where, f"{site.at}/feed", "--format", "json")[:2] == (0, "")
    with Ledger.open(where) as ledger:
        documents = {d["url"]: d for d in ledger.documents()}
        assert ledger.check().faults == []
    carried = documents[f"{site.at}/none"]
    assert (carried["title"], carried["published"]) == ("Lund condemns Sudan", "2026-03-14")
    assert {d["publisher"] for d in documents.values()} == {"Coast Herald"}
    assert all(d["story"] for d in documents.values())


def test_a_ledgers_own_feeds_are_followed_where_none_is_named(site: Site, tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    site.put("/feed", rss("1"))
    watch(where, f"{site.at}/feed")
    site.put("/feed", rss("1", "2"))
    code, _, err = watch(where)
    assert (code, "ledger: 1 new" in err) == (0, True)


def test_a_watch_without_any_feed_is_wrong_usage(tmp_path: Path) -> None:
    code, _, err = watch(str(tmp_path / "news.db"))
    assert (code, "no feeds" in err) == (2, True)


def test_a_failing_feed_is_named_and_the_others_are_followed(site: Site, tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    code, _, err = watch(where, f"{site.at}/gone", f"{site.at}/feed", "--quiet")
    assert (code, f"{site.at}/gone: the server answers 404" in err) == (1, True)
    code, out, _ = run("feeds", "--ledger", where, "--format", "json")
    rows = {row["url"]: row for row in map(json.loads, out.splitlines())}
    gone, feed = rows[f"{site.at}/gone"], rows[f"{site.at}/feed"]
    assert (code, gone["status"], gone["failures"], gone["seen"]) == (0, 404, 1, 0)
    assert gone["due_at"] > feed["due_at"]
    assert (feed["status"], feed["title"], feed["items"]) == (200, "Coast Herald", {"new": 3})


def test_the_status_is_told_in_words(site: Site, tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    site.put("/feed", rss("1", "lost", title="Herald\x1b[31m"))
    watch(where, f"{site.at}/feed", f"{site.at}/gone")
    code, out, _ = run("feeds", "--ledger", where, "--format", "text")
    assert code == 0
    assert "failed 1 time in a row" in out
    assert "2 items seen: 1 new, 1 unfetched" in out
    assert f"{site.at}/lost: the server answers 404" in out
    assert "\x1b" not in out


def test_feeds_of_private_networks_are_refused(tmp_path: Path) -> None:
    where = str(tmp_path / "news.db")
    code, _, err = run("watch", "http://127.0.0.1:9/f", "--ledger", where, "--once")
    assert (code, "private or local address" in err) == (1, True)


def test_a_span_of_time_is_read() -> None:
    assert [seconds(s) for s in ("90s", "15m", "2h", "1d")] == [90, 900, 7_200, 86_400]


@pytest.mark.parametrize("told", ["15", "1w", "-5m", "1s", ""])
def test_a_span_that_is_none_or_too_short_is_wrong_usage(told: str) -> None:
    with pytest.raises(UsageError, match="--every"):
        seconds(told)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_after_the_document_at_hand(
    site: Site, tmp_path: Path, number: signal.Signals
) -> None:
    where = str(tmp_path / "news.db")
    command = [sys.executable, "-m", "dragoman", "watch", f"{site.at}/feed", "--ledger", where,
               *LOCAL, "--format", "json"]  # fmt: skip
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    ) as child:  # fmt: skip
        assert child.stdout is not None and child.stderr is not None
        first = json.loads(child.stdout.readline())
        child.send_signal(number)
        began = time.monotonic()
        rest = child.stdout.read()
        err = child.stderr.read()
    assert (child.returncode, err.splitlines()[-1]) == (0, "stopped")
    assert time.monotonic() - began < 10
    told = [first, *map(json.loads, rest.splitlines())]
    with Ledger.open(where) as ledger:
        held = {d["id"] for d in ledger.documents()}
        assert held == {line["added"][0]["document"] for line in told}
        assert ledger.check().faults == []
    watch(where)
    with Ledger.open(where) as ledger:
        assert ledger.info().documents == 3
