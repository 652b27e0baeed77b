"""An http(s) URL in, the page's bytes and what the server says of them out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from http.cookiejar import CookieJar, DefaultCookiePolicy
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpx

from dragoman.errors import FetchError, FormatError
from dragoman.intake import addresses, decode
from dragoman.intake.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from protego import Protego

REDIRECTS = frozenset((301, 302, 303, 307, 308))
FOR_GOOD = frozenset((301, 308))
ROBOTS_KEPT_S = 86_400.0  # RFC 9309, 2.4: a robots.txt is not used for longer than a day
PAGES = "text/html,application/xhtml+xml,application/json;q=0.9,text/plain;q=0.8"
# What a server says beside the page that following a feed goes by.
_KEPT_HEADERS = ("etag", "last-modified", "retry-after")
PORTS = {"http": 80, "https": 443}
LONGEST_URL = 4_000  # characters
AGENT_NAME = "Dragoman"


def agent() -> str:
    """Return the user agent that servers and their robots.txt see."""
    try:
        number = version("dragoman")
    except PackageNotFoundError:
        number = "0"
    return f"{AGENT_NAME}/{number} (news reader; follows robots.txt; python-httpx)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a URL gave: its bytes unpacked, `charset` and `kind` as the server told, lower case.

    `url` is where the last redirect led, `moved` where the redirects led that are meant to last,
    None where there were none. `headers` are a few of the server's, their names in lower case.
    """

    url: str
    status: int
    data: bytes
    kind: str
    charset: str | None
    headers: Mapping[str, str]
    moved: str | None = None


class Fetcher:
    """Fetches pages and remembers each site's robots.txt for as long as it lives.

    With `allow_loopback` addresses of this machine may be fetched (for tests and local servers);
    private networks stay refused. `stopped` is asked between the pieces of an answer: once it says
    so, the request is given up. One fetcher serves several threads.
    """

    def __init__(
        self,
        limits: Limits = DEFAULT,
        *,
        allow_loopback: bool = False,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._limits = limits
        self._loopback = allow_loopback
        self._stopped = stopped
        self._robots: dict[str, tuple[float, Protego | None]] = {}
        # The environment's proxies are not used: a proxy would connect to names unchecked.
        self._client = httpx.Client(
            trust_env=False,
            follow_redirects=False,
            timeout=limits.wait_s,
            # A kept connection is known by its address: it would serve the next host at the same
            # address under the first one's certificate.
            limits=httpx.Limits(max_keepalive_connections=0),
            # No site gets a cookie back, its own or another's.
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            headers={
                "User-Agent": agent(),
                "Accept-Language": "en",
                "Accept-Encoding": "gzip",
            },
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def fetch(self, url: str) -> Answer:
        """Fetch a page, following redirects one by one, each of them checked anew.

        Raises FetchError for what is refused, too slow, too large, not found or not allowed by
        robots.txt.
        """
        answer = self.ask(url)
        if answer.status != 200:
            raise FetchError(url, f"the server answers {answer.status} for {answer.url}")
        return answer

    def ask(
        self, url: str, *, headers: Mapping[str, str] | None = None, most: int | None = None
    ) -> Answer:
        """Fetch a page as `fetch` does and return the server's answer whatever its status is.

        `headers` are sent beside our own; `most` bytes are taken (default: of the limits). Raises
        FetchError where no answer came or none was asked for.
        """
        ends = time.monotonic() + self._limits.fetch_s
        at, moved, lasting = url, None, True
        for _ in range(self._limits.redirects + 1):
            self._ask_robots(url, at, ends)
            answer, onward = self._get(
                url, at, ends, most or self._limits.item_bytes, headers or {"Accept": PAGES}
            )
            if onward is None:
                return replace(answer, moved=moved)
            # A lasting redirect behind one that does not last says nothing of the first address.
            lasting = lasting and answer.status in FOR_GOOD
            moved = onward if lasting else moved
            at = onward
        raise FetchError(url, f"redirects more than {self._limits.redirects} times")

    def crawl_delay(self, url: str) -> float:
        """Return the seconds that the site's robots.txt wants between requests, 0 where unknown."""
        try:
            _, rules = self._robots.get(_site(url), (0.0, None))
        except ValueError:
            return 0.0
        return float((rules.crawl_delay(AGENT_NAME) if rules is not None else None) or 0.0)

    def _get(
        self, item: str, url: str, ends: float, most: int, more: Mapping[str, str]
    ) -> tuple[Answer, str | None]:
        """Make one request to a checked address; the second value is where a redirect leads."""
        target, host, headers = self._target(item, url)
        request = self._client.build_request(
            "GET", target, headers={**more, **headers}, extensions={"sni_hostname": host}
        )
        request.extensions["timeout"] = httpx.Timeout(
            max(0.01, min(self._limits.wait_s, ends - time.monotonic()))
        ).as_dict()
        try:
            response = self._client.send(request, stream=True)
        except (httpx.HTTPError, httpx.InvalidURL) as failure:
            raise FetchError(item, _reason(failure, url)) from None
        try:
            location = response.headers.get("location")
            if response.status_code in REDIRECTS and location:
                return _answer(url, response, b""), _joined(item, url, location.strip())
            pieces = self._pieces(item, response, ends, most)
            data = b"".join(_decoded(item, response, pieces, most))
        except (httpx.HTTPError, httpx.StreamError) as failure:
            raise FetchError(item, _reason(failure, url)) from None
        except FormatError as failure:
            raise FetchError(item, failure.reason) from None
        finally:
            response.close()
        return _answer(url, response, data), None

    def _target(self, item: str, url: str) -> tuple[httpx.URL, str, dict[str, str]]:
        """Return the URL with a checked address in place of its host, the host, and its header."""
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, ValueError, TypeError) as failure:
            raise FetchError(item, f"is no URL that can be fetched ({failure})") from None
        host = parsed.host
        if len(url) > LONGEST_URL or parsed.scheme not in PORTS or not host:
            raise FetchError(item, f"leads to {url[:80]!r}: only http and https pages are fetched")
        if parsed.userinfo:
            raise FetchError(item, "has a user name in it: remove it")
        port = parsed.port or PORTS[parsed.scheme]
        found = addresses.resolve(
            item, parsed.raw_host.decode("ascii"), port, loopback=self._loopback
        )
        return (
            parsed.copy_with(host=found[0], port=port, fragment=None),
            parsed.raw_host.decode("ascii"),
            {"Host": parsed.netloc.decode("ascii")},
        )

    def _pieces(
        self, item: str, response: httpx.Response, ends: float, most: int
    ) -> Iterator[bytes]:
        """Yield the raw answer while it stays within its size and time."""
        told = response.headers.get("content-length", "")
        if told.isdigit() and int(told) > most:
            raise FetchError(item, f"is larger than {most:,} bytes")
        got = 0
        for piece in response.iter_raw():
            got += len(piece)
            if got > most:
                raise FetchError(item, f"is larger than {most:,} bytes")
            if time.monotonic() > ends:
                raise FetchError(item, f"took longer than {self._limits.fetch_s:g} s")
            if self._stopped():
                raise FetchError(item, "was given up: the work is being stopped")
            yield piece

    def _ask_robots(self, item: str, url: str, ends: float) -> None:
        """Raise FetchError where the site's robots.txt does not allow the page."""
        try:
            site, now = _site(url), time.monotonic()
        except ValueError as failure:
            raise FetchError(item, f"is no URL that can be fetched ({failure})") from None
        kept = self._robots.get(site)
        if kept is None or now - kept[0] > ROBOTS_KEPT_S:
            kept = self._robots[site] = (now, self._read_robots(item, site, ends))
        rules = kept[1]
        if rules is not None and not rules.can_fetch(url, AGENT_NAME):
            raise FetchError(item, f"robots.txt of {urlsplit(url).netloc} does not allow it")

    def _read_robots(self, item: str, site: str, ends: float) -> Protego | None:
        """Read a site's robots.txt as RFC 9309 says; None where it sets no rules.

        Not there (4xx): all is allowed. A server that fails (5xx) or does not answer allows
        nothing. Of a file over the limit, nothing is trusted either.
        """
        from protego import Protego

        at = f"{site}/robots.txt"
        for _ in range(self._limits.redirects + 1):
            answer, onward = self._get(item, at, ends, self._limits.robots_bytes, {"Accept": "*/*"})
            if onward is None:
                break
            at = onward
        else:
            return None  # RFC 9309, 2.3.1.2: beyond five redirects it counts as not there
        if answer.status >= 500:
            raise FetchError(item, f"robots.txt of the site answers {answer.status}: not fetched")
        if answer.status != 200:
            return None
        return Protego.parse(answer.data.decode("utf-8", "replace"))


def _site(url: str) -> str:
    """Return the part of a URL that one robots.txt speaks for."""
    split = urlsplit(url)
    return f"{split.scheme}://{split.netloc}".lower()


def _joined(item: str, url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as failure:
        raise FetchError(item, f"redirects to no URL ({failure})") from None


def _answer(url: str, response: httpx.Response, data: bytes) -> Answer:
    kind, _, rest = response.headers.get("content-type", "").partition(";")
    charset = None
    for part in rest.split(";"):
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'") or None
    headers = {n: response.headers[n][:1_000] for n in _KEPT_HEADERS if n in response.headers}
    return Answer(url, response.status_code, data, kind.strip().lower(), charset, headers)


def _decoded(
    item: str, response: httpx.Response, pieces: Iterator[bytes], most: int
) -> Iterator[bytes]:
    """Unpack an answer as its header says; FetchError for packings that were not asked for."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        return pieces
    if packing in ("gzip", "x-gzip"):
        return decode.unpack(item, pieces, most)
    if packing == "deflate":
        return decode.unpack(item, pieces, most, wrapped=False)
    raise FetchError(item, f"is packed as {packing!r}, which was not asked for")


def _reason(failure: Exception, url: str) -> str:
    if isinstance(failure, httpx.TimeoutException):
        return f"{url} did not answer in time"
    return f"{url} could not be fetched ({str(failure) or type(failure).__name__})"
