"""Private keys: files outside the database and its backups, destroyed when they have served.

A survey has a box key and, if papers are given out for it, a paper key and a secret for codes; a
period has a box key.
Each owner has a folder of its own in the key directory.
"""

import datetime as dt
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)
from django.conf import settings
from django.db import transaction

from cop.core import clock

PAPER_BITS = 2048
BOX, PAPER, CODES = "box.key", "paper.key", "codes.secret"
PEPPER = "imports.pepper"
BEGUN = "begun.on"

_made: ContextVar[set[UUID] | None] = ContextVar("made", default=None)


class KeyMissing(Exception):
    """A private key that is still needed is not in the key directory."""


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The halves that may be known: ``box`` is 32 raw bytes, ``paper`` DER or empty."""

    box: bytes
    paper: bytes

    @property
    def fingerprint(self) -> str:
        """SHA-256 over both, in hexadecimal."""
        return hashlib.sha256(self.paper + self.box).hexdigest()


@dataclass(frozen=True, slots=True)
class Kept:
    """A key that lies in the key directory, and for how many days it has."""

    owner: UUID
    days: float


@contextmanager
def undone_on_failure() -> Iterator[None]:
    """Destroy the keys made inside if it fails: rows are rolled back, files are not.

    What is committed stays, even if something after the commit fails.
    """
    made = _made.get()
    held = set() if made is None else made
    before = frozenset(held)
    token = _made.set(held)
    try:
        yield
    except BaseException:
        for owner in held - before:
            destroy(owner)
        raise
    finally:
        _made.reset(token)


def make_survey_keys(survey: UUID, *, with_papers: bool = True) -> PublicKeys:
    """Make and keep a survey's keys. Imported answers need no papers."""
    box = X25519PrivateKey.generate()
    _keep(survey, BOX, box.private_bytes_raw())
    if not with_papers:
        return PublicKeys(box.public_key().public_bytes_raw(), b"")
    paper = generate_private_key(public_exponent=65537, key_size=PAPER_BITS)
    _keep(survey, PAPER, paper.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    _keep(survey, CODES, secrets.token_bytes(32))
    public = paper.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return PublicKeys(box.public_key().public_bytes_raw(), public)


def make_period_key(period: UUID) -> bytes:
    """Make and keep a period's box key; its public half, 32 bytes."""
    box = X25519PrivateKey.generate()
    _keep(period, BOX, box.private_bytes_raw())
    return box.public_key().public_bytes_raw()


def has_box_key(owner: UUID) -> bool:
    """Whether what was sealed for the owner can still be opened."""
    return (_folder(owner) / BOX).exists()


def begun_on() -> dt.date | None:
    """The day on which the first key was put into this key directory; None: no key ever was.

    A directory begun after a key was made is another one: the right volume is not mounted.
    """
    try:
        return dt.date.fromisoformat((Path(settings.KEY_DIR) / BEGUN).read_text().strip())
    except (OSError, ValueError):
        return None


def box_key(owner: UUID) -> X25519PrivateKey:
    """The key that opens what was sealed for a survey or a period; KeyMissing without it."""
    return X25519PrivateKey.from_private_bytes(_read(owner, BOX))


def paper_key(survey: UUID) -> RSAPrivateKey:
    """The key that signs a survey's papers; KeyMissing without it.

    Not examined each time, which takes eight times as long as signing: every signature is checked.
    """
    der = _read(survey, PAPER)
    key = load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
    return cast(RSAPrivateKey, key)


def code_secret(survey: UUID) -> bytes:
    """32 random bytes that make and check a survey's codes; KeyMissing without them."""
    return _read(survey, CODES)


def pepper() -> bytes:
    """32 random bytes of this installation, made once: they go into digests of imported answers."""
    path = Path(settings.KEY_DIR) / PEPPER
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        _write_once(path, secrets.token_bytes(32))
    return path.read_bytes()


def _write_once(path: Path, content: bytes) -> None:
    """Written whole under another name first, so that two at once make one."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    _write(draft, content)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync(path.parent)


def empty(owner: UUID) -> None:
    """Overwrite and remove an owner's keys. Their folder stays: ``kept`` still has it."""
    folder = _folder(owner)
    if not folder.exists():
        return
    for path in sorted(folder.iterdir()):
        _overwrite(path)
        path.unlink(missing_ok=True)
    _sync(folder)


def destroy(owner: UUID) -> None:
    """Overwrite and remove an owner's keys; nothing happens where there are none."""
    empty(owner)
    folder = _folder(owner)
    if folder.exists():
        shutil.rmtree(folder, ignore_errors=True)
        _sync(folder.parent)


def kept() -> list[Kept]:
    """Every owner with keys in the key directory."""
    directory = Path(settings.KEY_DIR)
    if not directory.exists():
        return []
    now = time.time()
    return [
        Kept(UUID(folder.name), (now - folder.stat().st_mtime) / 86_400)
        for folder in sorted(directory.iterdir())
        if folder.is_dir() and _is_owner(folder.name)
    ]


def _is_owner(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _folder(owner: UUID) -> Path:
    return Path(settings.KEY_DIR) / str(owner)


def _keep(owner: UUID, name: str, content: bytes) -> None:
    folder = _folder(owner)
    if (made := _made.get()) is not None:
        made.add(owner)
        transaction.on_commit(partial(made.discard, owner))
    for directory in (folder.parent, folder):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.chmod(0o700)
    if not (folder.parent / BEGUN).exists():
        _write_once(folder.parent / BEGUN, clock.today("UTC").isoformat().encode())
    _write(folder / name, content)
    _sync(folder)
    _sync(folder.parent)


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read(owner: UUID, name: str) -> bytes:
    try:
        return (_folder(owner) / name).read_bytes()
    except FileNotFoundError:
        raise KeyMissing(f"{name} of {owner} is not in the key directory") from None


def _overwrite(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b", buffering=0) as file:
        file.write(secrets.token_bytes(size))
        os.fsync(file.fileno())


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
