"""A browser of bare sockets: every header a careless page might send, and halves of requests."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

HOST = "circle.test"


@dataclass(frozen=True)
class Browser:
    """Somebody's browser: an address, a name of the program, and bytes on a wire.

    It says all a careless page might send, so that what arrives behind the proxy is the proxy's
    doing.
    """

    port: int
    address: str
    agent: str
    cookie: str = "theme=dark"

    def connect(self, protocol: str = "http/1.1") -> ssl.SSLSocket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.set_alpn_protocols([protocol])
        plain = socket.create_connection(
            ("127.0.0.1", self.port), timeout=60, source_address=(self.address, 0)
        )
        wrapped = context.wrap_socket(plain, server_hostname=HOST)
        assert wrapped.selected_alpn_protocol() == protocol
        return wrapped

    def headers(self, length: int | None, more: dict[str, str]) -> dict[str, str]:
        given = {
            "user-agent": self.agent,
            "cookie": self.cookie,
            "referer": f"https://{HOST}/in/c/north/members/of-{self.agent}/",
            "accept-language": f"en,x-{self.agent}",
            "x-forwarded-for": self.address,
            "x-request-id": self.agent,
            "content-type": "text/plain",
        }
        return given | ({} if length is None else {"content-length": str(length)}) | more

    def head(self, method: str, path: str, length: int | None, more: dict[str, str]) -> bytes:
        lines = [f"{method} {path} HTTP/1.1", f"host: {HOST}", "connection: close"]
        lines += [f"{name}: {value}" for name, value in self.headers(length, more).items()]
        return "\r\n".join([*lines, "", ""]).encode()

    def ask(self, path: str, body: bytes | None = None, **more: str) -> tuple[int, bytes]:
        """Status and everything of the answer, headers included."""
        method = "GET" if body is None else "POST"
        length = None if body is None else len(body)
        with self.connect() as wire:
            wire.sendall(self.head(method, path, length, more) + (body or b""))
            return read_answer(wire)

    @contextmanager
    def half_sent(self, path: str, body: bytes) -> Iterator[ssl.SSLSocket]:
        """A request whose last bytes never come; leaving the block breaks it off."""
        with self.connect() as wire:
            wire.sendall(self.head("POST", path, len(body), {}) + body[:-200])
            yield wire

    def ask_http2(self, path: str, body: bytes | None = None) -> int:
        """The same request in HTTP/2, for its status alone."""
        with self.connect("h2") as wire:
            wire.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b""))
            given = {
                ":method": "GET" if body is None else "POST",
                ":scheme": "https",
                ":authority": HOST,
                ":path": path,
                **self.headers(None if body is None else len(body), {}),
            }
            block = b"".join(literal(name, value) for name, value in given.items())
            wire.sendall(frame(1, 4 if body else 5, 1, block))
            wire.sendall(frames_of(body or b""))
            return status_http2(wire)


def read_answer(wire: ssl.SSLSocket) -> tuple[int, bytes]:
    content = b""
    try:
        while more := wire.recv(65536):
            content += more
    except (ConnectionResetError, ssl.SSLError):
        pass  # refused before everything was sent
    status = int(content.split()[1]) if content else 0
    return status, content


def frame(kind: int, flags: int, stream: int, content: bytes) -> bytes:
    size = len(content).to_bytes(3, "big")
    return size + bytes([kind, flags]) + stream.to_bytes(4, "big") + content


def frames_of(body: bytes) -> bytes:
    """DATA frames; the last one ends the stream. One window (65,535 bytes) is never filled."""
    size = 16_384
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(
        frame(0, int(number == len(parts)), 1, part) for number, part in enumerate(parts, 1)
    )


def literal(name: str, value: str) -> bytes:
    """A header field in HPACK, spelt out and never indexed."""
    return b"\x10" + text_of(name) + text_of(value)


def text_of(text: str) -> bytes:
    content = text.encode()
    if len(content) < 127:
        return bytes([len(content)]) + content
    rest, size = len(content) - 127, b"\x7f"
    while rest >= 128:
        size, rest = size + bytes([rest % 128 + 128]), rest // 128
    return size + bytes([rest]) + content


# What nginx answers with, as HPACK's fixed table numbers it.
INDEXED = {0x88: 200, 0x89: 204, 0x8A: 206, 0x8B: 304, 0x8C: 400, 0x8D: 404, 0x8E: 500}


def status_http2(wire: ssl.SSLSocket) -> int:
    """The status of the first HEADERS frame."""
    with wire.makefile("rb") as stream:
        while True:
            start = stream.read(9)
            assert len(start) == 9, "no answer"
            content = stream.read(int.from_bytes(start[:3], "big"))
            if start[3] == 1:
                while content[0] & 0xE0 == 0x20:  # the size of a table, said first
                    content = content[1:]
                return INDEXED.get(content[0]) or int(content[2:5])
