"""The certificate: what is here, what was looked at and found, and what cannot be seen from inside.

Its fingerprint is taken over all of it, so that a printed copy can be told from a changed one.
"""

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from cop.core import clock
from feedback.assurance import (  # noqa: F401  each enters its checks
    counted,
    keys,
    order,
    postgres,
    program,
    proxy,
    structure,
    ways_out,
)
from feedback.assurance.checks import Group, Line, Outcome, Place, look_at_everything
from feedback.published import published_modules

Content = dict[str, Any]


def look(proxy_config: Path | None = None) -> Content:
    """Look at everything, and put into words what was found. Nothing is written."""
    place = Place.here(proxy_config)
    lines = look_at_everything(place)
    return {
        "made_on": clock.today(settings.TIME_ZONE).isoformat(),
        "installation": [list(said) for said in _installation(place)],
        "lines": [_as_data(line) for line in lines],
        "limits": limits(),
    }


def fingerprint(content: Content) -> str:
    """SHA-256 over the content as JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def number_of(content: Content, outcome: Outcome) -> int:
    return sum(line["outcome"] == outcome for line in content["lines"])


def by_group(content: Content) -> list[tuple[str, list[dict[str, Any]]]]:
    """The lines under their headings."""
    return [
        (str(Group(group).label), list(lines))
        for group, lines in groupby(content["lines"], key=lambda line: line["group"])
    ]


def limits() -> list[str]:
    """What no program can find out about itself, for whoever signs."""
    return [
        _(
            "Whether this program is the published one. Somebody who changes it can change these "
            "checks too. Compare the fingerprints above with those of the release, on another "
            "machine."
        ),
        _(
            "Copies made elsewhere: of the database’s disk, of the memory of a running machine, of "
            "a backup that was carried away, of a key while its survey was open."
        ),
        _(
            "The network, other proxies, firewalls and load balancers between people and this "
            "machine, and what they write down. The proxy’s configuration was read from a file; "
            "whether the running proxy uses it, only its machine can say."
        ),
        _("Logs that were written before today, and who has read them."),
        _("The devices people answer on, and who looks over their shoulder."),
        _("How somebody writes and what they tell: that can give anybody away."),
    ]


def _as_data(line: Line) -> dict[str, Any]:
    return {name: getattr(line, name) for name in Line.__slots__} | {"found": list(line.found)}


def _installation(place: Place) -> Iterator[tuple[str, str]]:
    yield _("Address"), settings.SITE_URL
    yield _("Commit"), _commit() or _("not known")
    yield _("Program of feedback, SHA-256"), _digest(sorted(_sources()))
    yield _("Database"), f"PostgreSQL {_database_version()}"
    if place.proxy_config.is_file():
        words = _("%(name)s, SHA-256 %(sha)s")
        yield (
            _("Proxy configuration"),
            words % {"name": place.proxy_config.name, "sha": _digest([place.proxy_config])},
        )
    for one in published_modules():
        words = _("%(size)d bytes, SHA-256 %(sha)s") % {"size": one.size, "sha": one.sha256}
        yield _("Script %s") % one.name, words


def _commit() -> str:
    """Where the program runs from a checkout; an image may say it in a setting."""
    if settings.COMMIT:
        return str(settings.COMMIT)
    git = settings.BASE_DIR / ".git"
    try:
        head = (git / "HEAD").read_text().strip()
        return (git / head[5:]).read_text().strip() if head.startswith("ref: ") else head
    except OSError:
        return ""


def _sources() -> Iterator[Path]:
    for pattern in ("*.py", "*.html"):
        yield from (settings.BASE_DIR / "feedback").rglob(pattern)
    yield from (settings.BASE_DIR / "templates" / "feedback").rglob("*.html")


def _digest(paths: list[Path]) -> str:
    """Over one file its own; over several, over their names and contents."""
    if len(paths) == 1:
        return hashlib.sha256(paths[0].read_bytes()).hexdigest()
    whole = hashlib.sha256()
    for path in paths:
        whole.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _database_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])
