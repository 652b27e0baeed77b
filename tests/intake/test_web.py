from __future__ import annotations

import gzip
import ipaddress
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dragoman.errors import FetchError, InputError
from dragoman.forms.article import Article
from dragoman.intake import Limits, articles
from dragoman.intake.addresses import allowed
from dragoman.intake.web import Fetcher

PAGE = b"<html><h1>Talks</h1><p>China and Cuba held talks.</p></html>"
ROBOTS = b"User-agent: *\nDisallow: /private\n"


class Site(BaseHTTPRequestHandler):
    """A site with one page, its robots.txt and several ways to fail."""

    robots = (200, ROBOTS)
    asked: list[tuple[str, str]] = []  # noqa: RUF012 - emptied by the fixture

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["User-Agent"]))
        if self.path == "/robots.txt":
            self.answer(*self.robots)
        elif self.path == "/cookie":
            self.answer(200, str(self.headers["Cookie"]).encode(), Set_Cookie="a=b; Path=/")
        elif self.path.startswith("/for-good/"):
            self.answer(308, Location=self.path.removeprefix("/for-good"))
        elif self.path.startswith("/to/"):
            self.answer(302, Location=self.path.removeprefix("/to/"))
        elif self.path == "/loop":
            self.answer(302, Location="/loop")
        elif self.path == "/latin":
            self.answer(200, "<p>São".encode("cp1252"), Content_Type="text/html; charset=latin-1")
        elif self.path == "/packed":
            self.answer(200, gzip.compress(PAGE), Content_Encoding="gzip", Content_Type="text/html")
        elif self.path == "/bomb":
            self.answer(200, gzip.compress(b"a" * 20_000_000), Content_Encoding="gzip")
        elif self.path == "/large":
            self.answer(200, b"a" * 9_000_000, Content_Type="text/html")
        elif self.path == "/image":
            self.answer(200, b"\x89PNG", Content_Type="image/png")
        elif self.path == "/json":
            self.answer(200, b'{"text": "Talks opened."}', Content_Type="application/json")
        elif self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(30):
                time.sleep(0.1)
                try:
                    self.wfile.write(b"a")
                except OSError:
                    return
        elif self.path == "/gone":
            self.answer(404, b"no")
        else:
            self.answer(200, PAGE, Content_Type="text/html")


@pytest.fixture
def site() -> Iterator[str]:
    Site.robots, Site.asked = (200, ROBOTS), []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def fetch(url: str, **limits: float) -> Article | InputError:
    [found] = articles([url], allow_loopback=True, limits=Limits(**limits))  # type: ignore[arg-type]
    return found


def refused(url: str, **limits: float) -> str:
    found = fetch(url, **limits)
    assert isinstance(found, FetchError) and found.item == url, found
    return found.reason


def test_a_page_is_fetched_under_our_name(site: str) -> None:
    made = fetch(f"{site}/a")
    assert isinstance(made, Article)
    assert (made.content, made.url, made.markup) == (PAGE.decode(), f"{site}/a", "html")
    assert all(agent.startswith("Dragoman/") for _, agent in Site.asked)


def test_loopback_is_refused_unless_it_is_allowed(site: str) -> None:
    [found] = articles([f"{site}/a"])
    assert isinstance(found, FetchError) and "private or local" in found.reason
    assert Site.asked == []


def test_a_redirect_is_followed_to_its_url(site: str) -> None:
    made = fetch(f"{site}/to//a")
    assert isinstance(made, Article) and made.url == f"{site}/a"


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest",
        "http://[fe80::1]/",
        "http://192.168.1.1/",
    ],
)
def test_a_redirect_into_a_private_network_is_refused(site: str, target: str) -> None:
    assert "private or local" in refused(f"{site}/to/{target}")


@pytest.mark.parametrize("url", ["http://[::1/a", "http://[/", "https://"])
def test_a_broken_address_is_refused(url: str) -> None:
    assert refused(url)


def test_a_redirect_to_a_broken_address_is_refused(site: str) -> None:
    assert "could not be fetched" in refused(f"{site}/to/http://[::1/a")


def test_no_cookie_is_sent_back(site: str) -> None:
    fetch(f"{site}/cookie")
    fetcher = Fetcher(allow_loopback=True)
    for _ in range(2):
        assert fetcher.fetch(f"{site}/cookie").data == b"None"
    fetcher.close()


def test_a_lasting_redirect_is_told_and_one_behind_a_passing_one_is_not(site: str) -> None:
    fetcher = Fetcher(allow_loopback=True)
    assert fetcher.ask(f"{site}/for-good/a").moved == f"{site}/a"
    assert fetcher.ask(f"{site}/for-good/to//a").moved == f"{site}/to//a"
    assert fetcher.ask(f"{site}/to//for-good/a").moved is None
    fetcher.close()


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://a.example/", "gopher://x/"])
def test_a_redirect_to_another_scheme_is_refused(site: str, target: str) -> None:
    assert "only http and https" in refused(f"{site}/to/{target}")


def test_robots_txt_is_obeyed(site: str) -> None:
    assert "robots.txt" in refused(f"{site}/private/a")
    assert "robots.txt" in refused(f"{site}/to//private/a")
    assert not any(path.startswith("/private") for path, _ in Site.asked)


def test_a_missing_robots_txt_allows_and_a_failing_one_does_not(site: str) -> None:
    Site.robots = (404, b"")
    assert isinstance(fetch(f"{site}/private/a"), Article)
    Site.robots = (503, b"")
    assert "robots.txt" in refused(f"{site}/a")


def test_robots_txt_is_asked_once_for_a_site(site: str) -> None:
    found = list(articles([f"{site}/a", f"{site}/b"], allow_loopback=True))
    assert all(isinstance(one, Article) for one in found)
    assert [path for path, _ in Site.asked] == ["/robots.txt", "/a", "/b"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/loop", "redirects more"),
        ("/gone", "404"),
        ("/large", "larger than"),
        ("/bomb", "larger than"),
        ("/image", "image/png"),
    ],
)
def test_a_page_that_cannot_be_had_says_why(site: str, path: str, words: str) -> None:
    assert words in refused(site + path)


def test_a_page_that_drips_is_given_up(site: str) -> None:
    assert "longer than" in refused(f"{site}/slow", fetch_s=0.5)


def test_encodings_and_forms_are_taken_from_the_server(site: str) -> None:
    latin, packed, parsed = (fetch(site + path) for path in ("/latin", "/packed", "/json"))
    assert isinstance(latin, Article) and "São" in latin.content
    assert isinstance(packed, Article) and packed.content == PAGE.decode()
    assert isinstance(parsed, Article) and parsed.content == "Talks opened."


def test_one_private_address_among_several_refuses_the_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 80)) for a in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    assert "10.0.0.1" in refused("http://news.example/a")


def test_a_name_is_resolved_once_and_its_address_is_what_is_connected_to(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.rpartition(":")[2])
    real, names = socket.getaddrinfo, []

    def rebinding(host: str, *rest: object, **options: object) -> object:
        names.append(host)
        return real("127.0.0.1", *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    Site.robots = (404, b"")
    assert isinstance(fetch(f"http://news.example:{port}/a"), Article)
    assert set(names) <= {"news.example", "127.0.0.1"} and names.count("news.example") == 2


def test_a_url_with_a_password_is_refused(site: str) -> None:
    assert "user name" in refused(site.replace("//", "//me:secret@") + "/a")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.1.1", "100.64.0.1", "0.0.0.0",
     "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
     "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::a00:1", "2002:a00:1::",
     "2001:0:1::1", "fec0::1"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_not_allowed(address: str) -> None:
    assert not allowed(ipaddress.ip_address(address))


def test_public_addresses_are_allowed() -> None:
    assert allowed(ipaddress.ip_address("8.8.8.8"))
    assert allowed(ipaddress.ip_address("2606:4700::1111"))
