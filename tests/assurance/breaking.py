"""How tests break an installation, one thing at a time."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection


@dataclass(frozen=True)
class Installation:
    """What a break may use; everything it does is undone after the test."""

    settings: Any
    folder: Path
    monkeypatch: pytest.MonkeyPatch
    request: pytest.FixtureRequest

    def sql(self, statement: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)

    @property
    def cast(self) -> Any:
        return self.request.getfixturevalue("cast")

    def afterwards(self, undo: Callable[[], Any]) -> None:
        self.request.addfinalizer(undo)

    def pretend_setting(self, name: str, setting: str) -> None:
        """A server setting that only a restart can change, as the catalogue would show it."""
        self.sql("CREATE SCHEMA IF NOT EXISTS broken")
        self.sql(
            "CREATE VIEW broken.pg_settings AS SELECT name, CASE name WHEN %s THEN %s"
            " ELSE setting END AS setting FROM pg_catalog.pg_settings",
            name,
            setting,
        )
        self.sql("SET LOCAL search_path = broken, pg_catalog, public")

    def proxy(self, *changes: tuple[str, str]) -> None:
        """The shipped proxy configuration with words exchanged."""
        text = (self.settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        self.settings.PROXY_CONFIG = self.folder / "nginx.conf"
        self.settings.PROXY_CONFIG.write_text(text)


Break = Callable[[Installation], None]
BREAKS: list[tuple[str, Break]] = []


def breaks(key: str) -> Callable[[Break], Break]:
    """This function breaks what the check looks at, and nothing else."""

    def enter(how: Break) -> Break:
        BREAKS.append((key, how))
        return how

    return enter


def audit(**options: Any) -> tuple[dict[str, Any], bool]:
    """What the command says, and whether it ended well."""
    out = StringIO()
    try:
        call_command("audit_anonymity", format="json", stdout=out, **options)
    except CommandError:
        return json.loads(out.getvalue()), False
    return json.loads(out.getvalue()), True


def lines_that(outcome: str, certificate: dict[str, Any]) -> dict[str, list[str]]:
    """The lines with this outcome, and what each found."""
    return {
        line["key"]: line["found"] for line in certificate["lines"] if line["outcome"] == outcome
    }
