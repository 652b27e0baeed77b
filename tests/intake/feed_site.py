"""A site with feeds and pages, on this machine: what it answers is set by each test."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """`pages`: path -> (status, body, headers); what was asked, with the moments, in `asked`."""

    at: str = ""
    pages: dict[str, tuple[int, bytes, Mapping[str, str]]] = field(default_factory=dict)
    slow: dict[str, float] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str], float]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    def put(self, path: str, body: str, status: int = 200, **headers: str) -> None:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (status, body.replace("SITE", self.at).encode(), told)

    def paths(self) -> list[str]:
        return [path for path, *_ in self.asked if path != "/robots.txt"]

    def headers(self, path: str) -> list[dict[str, str]]:
        return [headers for asked, headers, _ in self.asked if asked == path]


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a site while the test runs."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            site.at_once += 1
            site.most_at_once = max(site.most_at_once, site.at_once)
            site.asked.append((self.path, dict(self.headers), time.monotonic()))
            time.sleep(site.slow.get(self.path, 0.0))
            status, body, headers = site.pages.get(self.path, (404, b"no", {}))
            if status == 200 and headers.get("ETag", "?") == self.headers.get("If-None-Match"):
                status, body = 304, b""
            site.at_once -= 1
            try:
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.at = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def rss(*items: str, title: str = "Coast Herald") -> str:
    """An RSS 2.0 feed of items, each an id (its page is /id) or a whole `<item>`."""
    made = [
        item
        if item.startswith("<item")
        else f"<item><title>About {item}</title><link>SITE/{item}</link><guid>{item}</guid></item>"
        for item in items
    ]
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title>{''.join(made)}</channel></rss>"
    )
