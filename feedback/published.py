"""The scripts that run in a browser between the mail's link and the box, as they are served."""

import hashlib
import posixpath
import re
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static

# What the pages of the path ask for; everything else is found by what these import.
ENTRIES = ("js/paper.js", "js/box.js", "js/counted.js", "js/circle.js")
IMPORTED = re.compile(rb"""\b(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")


@dataclass(frozen=True, slots=True)
class PublishedModule:
    """A script: its name in the source, where it is fetched, and what is fetched there."""

    name: str
    url: str
    size: int
    sha256: str


def published_modules() -> list[PublishedModule]:
    """Every script of the path. Read afresh each time: it says what is served now."""
    names = list(ENTRIES)
    for name in names:  # grows while it is walked
        names += [one for one in _imports(name) if one not in names]
    return [_published(name) for name in names]


def _imports(name: str) -> list[str]:
    found = IMPORTED.findall(_source(name))
    here = posixpath.dirname(name)
    return list(dict.fromkeys(posixpath.normpath(f"{here}/{one.decode()}") for one in found))


def _published(name: str) -> PublishedModule:
    content = _served(name)
    return PublishedModule(name, static(name), len(content), hashlib.sha256(content).hexdigest())


def _served(name: str) -> bytes:
    """The content behind the file's address, whose name and imports may carry hashes."""
    stored = static(name).removeprefix(static(""))
    if stored == name:
        return _source(name)
    with staticfiles_storage.open(stored) as file:
        return bytes(file.read())


def _source(name: str) -> bytes:
    path = finders.find(name)
    if not isinstance(path, str):
        raise FileNotFoundError(name)
    return Path(path).read_bytes()
