"""The test vectors of RFC 9474, appendix A, read into keys, numbers and bytes."""

import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

DATA = Path(__file__).parent.parent / "data" / "rfc9474_vectors.json"


@dataclass(frozen=True)
class Vector:
    name: str
    key: rsa.RSAPrivateKey
    prepared: bytes
    salt: bytes
    inverse: int
    blinded: bytes
    signed: bytes
    signature: bytes
    encoded: bytes | None

    def __str__(self) -> str:
        return self.name

    @property
    def n(self) -> int:
        return self.key.public_key().public_numbers().n

    @property
    def factor(self) -> int:
        """The appendix gives the inverse alone."""
        return pow(self.inverse, -1, self.n)


def der(key: rsa.RSAPublicKey) -> bytes:
    """A public key the way the program hands it out."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _read(given: dict[str, str]) -> Vector:
    p, q, n, e, d = (int(given[name], 16) for name in ("p", "q", "n", "e", "d"))
    key = rsa.RSAPrivateNumbers(
        p,
        q,
        d,
        rsa.rsa_crt_dmp1(d, p),
        rsa.rsa_crt_dmq1(d, q),
        rsa.rsa_crt_iqmp(p, q),
        rsa.RSAPublicNumbers(e, n),
    ).private_key()
    names = ("input_msg", "salt", "blinded_msg", "blind_sig", "sig")
    prepared, salt, blinded, signed, signature = (bytes.fromhex(given[name]) for name in names)
    encoded = bytes.fromhex(given["encoded_msg"]) if "encoded_msg" in given else None
    inverse = int(given["inv"], 16)
    return Vector(given["name"], key, prepared, salt, inverse, blinded, signed, signature, encoded)


VECTORS = [_read(given) for given in json.loads(DATA.read_text())]
