"""Which tables must lead nobody anywhere: declared once, for the audit and for the tests.

``ANSWERS`` hold answers or what came out of them. ``NAMES`` say whom a survey asks. What both have
in common: no time, no serial number. What keeps them apart: only ``NAMES`` know people. ``OPEN``
hold neither.
"""

from collections.abc import Iterable

from django.db import models

from feedback.models import (
    Atom,
    Certificate,
    Collected,
    Comment,
    CountedList,
    Eligibility,
    Envelope,
    NextSteps,
    Period,
    Released,
    Review,
    Slip,
    Survey,
    Told,
    Topic,
)

ANSWERS: tuple[type[models.Model], ...] = (
    Envelope,
    Atom,
    Released,
    Slip,
    Review,
    Comment,
    Topic,
    CountedList,
)
NAMES: tuple[type[models.Model], ...] = (Eligibility, Collected, Told)
OPEN: tuple[type[models.Model], ...] = (Period, Survey, NextSteps, Certificate)
# Where rows are deleted at a count: what is left of them on the disk must go. Vacuumed; the other
# two are written anew, since what they hold came from several surveys.
VACUUMED: tuple[type[models.Model], ...] = (Envelope, Eligibility, Told)
EMPTIED: tuple[type[models.Model], ...] = (*VACUUMED, Collected, Atom)
# Where rows are deleted when comments are released.
REVIEWED: tuple[type[models.Model], ...] = (Slip, Review)
# Of these PostgreSQL takes no samples for its planner, which would outlive the rows.
PASSING: tuple[type[models.Model], ...] = (*NAMES, Envelope, Atom, Slip, Review)

TELLING_TYPES = ("timestamp", "date", "time", "interval")


def tells_time(column_type: str) -> bool:
    """Whether a column of this type could say when: ``timestamp with time zone``."""
    return column_type.split("(", maxsplit=1)[0].split(maxsplit=1)[0] in TELLING_TYPES


def tells_order(default: str, identity: str = "") -> bool:
    """Whether a column is numbered as rows come in; ``identity`` is the catalogue's letter."""
    return "nextval" in default or identity.strip() not in ("", "NO")


def table_name(model: type[models.Model]) -> str:
    """As the database calls it."""
    return model._meta.db_table  # noqa: SLF001  Django's documented API


def table_names(group: Iterable[type[models.Model]]) -> list[str]:
    """As the database calls them."""
    return [table_name(model) for model in group]


def column_names(model: type[models.Model]) -> list[str]:
    """With the table before the dot."""
    fields = model._meta.concrete_fields  # noqa: SLF001  Django's documented API
    return [f"{table_name(model)}.{field.column}" for field in fields if field.column]


def label(model: type[models.Model]) -> str:
    """As holdings call it: ``feedback.Slip``."""
    return model._meta.label  # noqa: SLF001  Django's documented API
