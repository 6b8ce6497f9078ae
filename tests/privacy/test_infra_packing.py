"""The proxy as shipped packs no page: two pages of one length stay of one length on the wire."""

import socket

from tests.privacy.behind_proxy import SHIPPED, proxy
from tests.privacy.test_infra_proxy import upstream
from tests.privacy.wire import Browser

PAGES = {"/in/quiet/": b"a" * 16384, "/in/loud/": bytes(range(32, 96)) * 256}


def answer(connection: socket.socket) -> None:
    """A page, or a style sheet, each of 16,384 signs."""
    told = b""
    while b"\r\n\r\n" not in told:
        told += connection.recv(65_536)
    path = told.split()[1].decode()
    kind = b"text/css" if path.startswith("/static/") else b"text/html; charset=utf-8"
    body = PAGES.get(path, PAGES["/in/quiet/"])
    head = b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
    connection.sendall(head % (kind, len(body)) + body)


def lengths(folder, configuration: str, *paths: str) -> list[int]:
    """Of the bodies as they cross the wire to a browser that unpacks gzip."""
    with upstream(answer) as web, proxy(folder, web=web, configuration=configuration) as there:
        browser = Browser(there.port, "127.0.0.1", "reader")
        asked = [browser.ask(path, **{"accept-encoding": "gzip"})[1] for path in paths]
    return [len(one.partition(b"\r\n\r\n")[2]) for one in asked]


def test_a_page_keeps_its_length_and_a_style_sheet_is_packed(tmp_path):
    *pages, sheet = lengths(tmp_path / "shipped", SHIPPED, *PAGES, "/static/circle.css")
    assert pages == [16384, 16384]
    assert sheet < 16384 / 2


def test_types_do_not_keep_pages_out(tmp_path):
    """What it was: packed for style sheets alone, and pages with them."""
    only_sheets = "gzip on; gzip_types text/css;"
    quiet, loud = lengths(tmp_path / "worse", SHIPPED.replace("gzip off;", only_sheets), *PAGES)
    assert quiet < loud < 16384
