"""Another client, written from docs/protocol.md alone: nothing of the program is imported.

It keeps everything in memory, signs in nobody (it is given the cookies), and shows nothing.
"""

import hashlib
import http.client
import json
import math
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import load_der_public_key

BODY = 65_536
PREFIX = 32
SALT = 48
ADDED_TO = 512


class Stop(Exception):
    """What the document says is the end of it; the status, or a word."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Elements(HTMLParser):
    """All elements of a page with their attributes, in order."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {key: value or "" for key, value in attrs}))

    def with_all(self, *names: str) -> dict[str, str]:
        for _tag, given in self.found:
            if set(names) <= set(given):
                return given
        raise Stop("no such element")

    def values(self, name: str, tag: str = "") -> list[str]:
        return [
            given[name] for one, given in self.found if name in given and (not tag or one == tag)
        ]


class SecondClient:
    def __init__(self, origin: str, survey: str) -> None:
        self.host = urlsplit(origin).netloc
        self.survey = survey
        self.sent: list[tuple[str, str, dict[str, str], bytes]] = []

    # Requests

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
    ) -> Answer:
        """A connection of its own for each request."""
        self.sent.append((method, path, headers or {}, body))
        connection = http.client.HTTPConnection(self.host, timeout=60)
        try:
            connection.request(method, path, body or None, headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    # Step 1

    def read_keys(self) -> None:
        answer = self.ask("GET", f"/feedback/{self.survey}/")
        if answer.status != 200:
            raise Stop(answer.status)
        page = Elements(answer.body)
        keys = page.with_all("data-paper-key", "data-box-key")
        self.der = to_bytes(keys["data-paper-key"])
        self.fingerprint = hashlib.sha256(self.der + to_bytes(keys["data-box-key"])).hexdigest()
        key = load_der_public_key(self.der)
        assert isinstance(key, RSAPublicKey)
        self.key, self.n, self.e = key, key.public_numbers().n, key.public_numbers().e
        end = f"/feedback/{self.survey}/"
        self.inside = next(
            (one for one in page.values("href", "a") if one.startswith("/in/c/") and end in one), ""
        )

    # Steps 2 and 3

    def enter(self, cookies: dict[str, str]) -> tuple[str, dict[str, str]]:
        """Where a paper is collected, and the headers of whoever may."""
        answer = self.ask("GET", self.inside, {"Cookie": in_one_line(cookies)})
        if answer.status != 200:
            raise Stop(answer.status)
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                cookies = {**cookies, key: rest.partition(";")[0]}
        page = Elements(answer.body)
        given = page.with_all("data-fingerprint", "data-collect", "data-mark")
        if given["data-fingerprint"] != self.fingerprint:
            raise Stop("fingerprint")
        token = next(
            one["value"] for _tag, one in page.found if one.get("name") == "csrfmiddlewaretoken"
        )
        return given["data-collect"], {
            "Cookie": in_one_line(cookies),
            "X-CSRFToken": token,
            "Referer": f"http://{self.host}{self.inside}",
        }

    def collect(self, cookies: dict[str, str]) -> None:
        address, headers = self.enter(cookies)
        if not hasattr(self, "blinded"):
            self.blind()
        headers["Content-Type"] = "application/json"
        body = json.dumps({"blinded": to_text(self.blinded)}).encode()
        self.collected = self.ask("POST", address, headers, body)
        if self.collected.status != 200:
            raise Stop(self.collected.status)
        self.finalize(to_bytes(json.loads(self.collected.body)["signature"]))

    def blind(self) -> None:
        self.message = secrets.token_bytes(PREFIX) + hashlib.sha256(self.der).digest()
        encoded = int.from_bytes(encode_pss(self.message, self.n.bit_length() - 1), "big")
        while True:
            factor = secrets.randbelow(self.n)
            if factor > 1 and math.gcd(factor, self.n) == 1:
                break
        self.undo = pow(factor, -1, self.n)
        self.blinded = (encoded * pow(factor, self.e, self.n) % self.n).to_bytes(256, "big")

    def finalize(self, signed: bytes) -> None:
        signature = int.from_bytes(signed, "big") * self.undo % self.n
        self.signature = signature.to_bytes(256, "big")
        self.key.verify(self.signature, self.message, PSS(MGF1(SHA384()), SALT), SHA384())

    # Step 4

    def read_questions(self) -> dict[str, list[str]]:
        answer = self.ask("GET", f"/box/{self.survey}/")
        page = Elements(answer.body)
        labels = [
            one["value"] for _tag, one in page.found if one.get("name") == "label" and one["value"]
        ]
        return {
            "ratings": page.values("data-rating"),
            "choices": page.values("data-choice"),
            "texts": page.values("name", "textarea"),
            "label": labels,
        }

    # Step 5

    def send(self, answers: object) -> int:
        paper = {"message": to_text(self.message), "signature": to_text(self.signature)}
        body = json.dumps({**paper, "answers": answers}).encode().ljust(BODY)
        headers = {"Content-Type": "text/plain", "Content-Length": str(len(body))}
        return self.ask("POST", f"/box/{self.survey}/", headers, body).status

    # Instead of a paper

    def collect_code(self, cookies: dict[str, str]) -> str:
        _address, headers = self.enter(cookies)
        answer = self.ask("POST", f"{self.inside}code", headers)
        if answer.status != 200:
            raise Stop(answer.status)
        found = re.search(rb"<[^>]* data-code[^>]*>([^<]+)<", answer.body)
        if found is None:
            raise Stop("no code")
        return found[1].decode().strip()

    def send_with_code(self, fields: dict[str, str], **headers: str) -> int:
        body = urlencode(fields).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.ask("POST", f"/box/{self.survey}/code/", headers, body).status

    # Step 6

    def was_counted(self) -> bool | None:
        """None: not counted yet."""
        answer = self.ask("GET", f"/box/{self.survey}/counted/")
        if answer.status == 404:
            return None
        hashes = [answer.body[at : at + 32] for at in range(0, len(answer.body), 32)]
        assert len(hashes) % ADDED_TO == 0
        assert hashes == sorted(hashes)
        return hashlib.sha256(self.message).digest() in hashes


def to_text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def to_bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def in_one_line(cookies: dict[str, str]) -> str:
    return "; ".join(f"{key}={value}" for key, value in cookies.items())


def encode_pss(message: bytes, bits: int) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017, as RFC 9474 asks for it."""
    length = -(-bits // 8)
    salt = secrets.token_bytes(SALT)
    digest = hashlib.sha384(message).digest()
    hashed = hashlib.sha384(b"\0" * 8 + digest + salt).digest()
    padded = b"\0" * (length - 2 * SALT - 2) + b"\1" + salt
    mask = b""
    for counter in range(-(-len(padded) // 48)):
        mask += hashlib.sha384(hashed + counter.to_bytes(4, "big")).digest()
    masked = int.from_bytes(padded, "big") ^ int.from_bytes(mask[: len(padded)], "big")
    masked &= (1 << (bits - 8 * (length - len(padded)))) - 1
    return masked.to_bytes(len(padded), "big") + hashed + b"\xbc"
