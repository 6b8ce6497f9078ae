"""Sealing: whatever goes in comes out at one fixed length, and only the private key opens it.

X25519 with a new key pair for each seal, HKDF-SHA-256, ChaCha20-Poly1305. The layout is
the seal's public key (32 bytes) and the ciphertext with its tag (16 bytes).
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES, NONCE_BYTES, TAG_BYTES, SIZE_BYTES = 32, 12, 16, 4
OVERHEAD = KEY_BYTES + TAG_BYTES + SIZE_BYTES


class TooLong(Exception):
    """The content does not fit into the fixed length."""


class Damaged(Exception):
    """Something sealed cannot be opened with this key for this purpose."""


def seal(public_key: bytes, content: bytes, *, length: int, purpose: bytes) -> bytes:
    """``length`` bytes that only the owner of ``public_key`` can open, and only for ``purpose``.

    Raises TooLong if the content is longer than ``length - OVERHEAD``.
    """
    if len(content) > length - OVERHEAD:
        raise TooLong
    padding = length - OVERHEAD - len(content)
    padded = len(content).to_bytes(SIZE_BYTES, "big") + content + bytes(padding)
    once = X25519PrivateKey.generate()
    front = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public_key))
    key, nonce = _derive(shared, front + public_key, purpose)
    return front + ChaCha20Poly1305(key).encrypt(nonce, padded, purpose)


def unseal(private_key: X25519PrivateKey, sealed: bytes, *, purpose: bytes) -> bytes:
    """The content; Damaged if it was changed, or sealed to another key or purpose."""
    front, rest = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    shared = private_key.exchange(X25519PublicKey.from_public_bytes(front))
    public_key = private_key.public_key().public_bytes_raw()
    key, nonce = _derive(shared, front + public_key, purpose)
    try:
        padded = ChaCha20Poly1305(key).decrypt(nonce, rest, purpose)
    except InvalidTag:
        raise Damaged from None
    size = int.from_bytes(padded[:SIZE_BYTES], "big")
    return padded[SIZE_BYTES : SIZE_BYTES + size]


def _derive(shared: bytes, salt: bytes, purpose: bytes) -> tuple[bytes, bytes]:
    # The nonce may come from the key: every seal has a key of its own.
    made = HKDF(
        SHA256(), KEY_BYTES + NONCE_BYTES, salt=salt, info=b"practice-circle seal 1\0" + purpose
    ).derive(shared)
    return made[:KEY_BYTES], made[KEY_BYTES:]
