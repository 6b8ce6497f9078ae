"""A check, the list of all of them, and how they are run."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from redis import RedisError

LONGEST = "10s"  # for one statement


class Group(TextChoices):
    """In the order people read them."""

    TABLES = "tables", gettext_lazy("What the database can hold")
    ORDER = "order", gettext_lazy("What the order of rows could tell")
    COUNTED = "counted", gettext_lazy("What is left after a count")
    KEYS = "keys", gettext_lazy("Keys")
    PROGRAM = "program", gettext_lazy("How the program is set up")
    POSTGRES = "postgres", gettext_lazy("What PostgreSQL writes down and hands on")
    BROKER = "broker", gettext_lazy("Valkey")
    PROXY = "proxy", gettext_lazy("What the proxy writes down and hands on")
    WAYS_OUT = "ways_out", gettext_lazy("Mail, files and the support desk")


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


class CannotLook(Exception):
    """Why a check cannot be made here, in a sentence."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one check found, in words that can be filed."""

    key: str
    group: str
    title: str
    looked_at: str
    outcome: Outcome
    found: tuple[str, ...]
    todo: str


@dataclass(frozen=True, slots=True)
class Place:
    """The installation, as checks see it."""

    proxy_config: Path

    @classmethod
    def here(cls, proxy_config: Path | None = None) -> "Place":
        return cls(proxy_config or Path(settings.PROXY_CONFIG))

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a statement returns; CannotLook where the database does not let us."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, values)
                return cursor.fetchall()
        except DatabaseError as problem:
            reason = str(problem).splitlines()[0]
            raise CannotLook(_("The database did not answer: %s") % reason) from None


Look = Callable[[Place], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Check:
    """``look`` yields a sentence for each thing that is not as it must be."""

    key: str
    group: Group
    title: str | Promise
    looked_at: str | Promise
    todo: str | Promise
    look: Look

    def line(self, place: Place) -> Line:
        return partial(Line, self.key, self.group.value, str(self.title), str(self.looked_at))(
            *self._outcome(place)
        )

    def _outcome(self, place: Place) -> tuple[Outcome, tuple[str, ...], str]:
        try:
            found = tuple(self.look(place))
        except CannotLook as why:
            return Outcome.UNKNOWN, (str(why),), ""
        except (DatabaseError, OSError, RedisError) as problem:
            return Outcome.UNKNOWN, (type(problem).__name__,), ""
        if found:
            return Outcome.FAILED, found, str(self.todo)
        return Outcome.PASSED, (), ""


CHECKS: list[Check] = []


def check(
    group: Group, title: str | Promise, *, looked_at: str | Promise, todo: str | Promise
) -> Callable[[Look], Look]:
    """Enter a check; its name is its key."""

    def enter(look: Look) -> Look:
        CHECKS.append(Check(look.__name__, group, title, looked_at, todo, look))
        return look

    return enter


def look_at_everything(place: Place) -> list[Line]:
    """Every check once, in the order of the groups; nothing can be written meanwhile."""
    order = list(Group)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST}'")
        return [one.line(place) for one in sorted(CHECKS, key=lambda one: order.index(one.group))]


def in_numbers(text: str) -> list[int]:
    """The numbers in a text: ``(0,12)`` of a row's place."""
    return [int(number) for number in re.findall(r"\d+", text)]
