"""Writing the record."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Model

from cop.audit.models import Entry
from cop.audit.selectors import fields_allowed
from cop.core import clock
from cop.core.policy import Actor

# Somebody who turns pages, or whose page asks again by itself, reads once.
ONE_READING = dt.timedelta(hours=1)


def record(*, actor: Actor, verb: str, target: Model, fields: Iterable[str] = ()) -> Entry:
    """Add one act to the record, in the caller's transaction.

    ``fields`` are names of changed fields, never values. Raises ValueError for a kind, a verb or
    a field that the room has not declared in its ``audited`` module: nothing gets on record that
    nobody decided on, least of all a person's space.
    """
    return _write(actor, verb, target._meta.model_name or "", target, fields)  # noqa: SLF001  Django's documented API


def record_reading(*, actor: Actor, what: str, target: Model) -> None:
    """Note that somebody read a list of names, like "roster" or "register".

    Once an hour for the same person and list, so that the record says who looked and does not
    drown in it. ``target`` is what the list belongs to. Raises ValueError as ``record`` does.
    """
    earlier = Entry.objects.filter(
        community_key=actor.community.audit_key,
        actor_key=actor.person.audit_key if actor.person else None,
        verb="read",
        target_kind=what,
        target_key=_key_of(target),
        at__gt=clock.now() - ONE_READING,
    )
    if not earlier.exists():
        _write(actor, "read", what, target, ())


def record_export(*, actor: Actor, what: str, target: Model) -> Entry:
    """Note that a file of a list of names was taken: each time. Raises ValueError as above."""
    return _write(actor, "export", what, target, ())


def _write(actor: Actor, verb: str, kind: str, target: Model, fields: Iterable[str]) -> Entry:
    changed = sorted(set(fields))
    allowed = fields_allowed(kind, verb)
    where = "Declare it in the room’s audited.py."
    if allowed is None:
        raise ValueError(f"“{verb} {kind}” is not on the list of what may be recorded. {where}")
    if not allowed.issuperset(changed):
        unlisted = ", ".join(sorted(set(changed) - allowed))
        raise ValueError(f"“{verb} {kind}” may not name these fields: {unlisted}. {where}")
    return Entry.objects.create(
        actor_key=actor.person.audit_key if actor.person else None,
        community_key=actor.community.audit_key,
        verb=verb,
        target_kind=kind,
        target_key=_key_of(target),
        fields=changed,
    )


def _key_of(target: Model) -> str:
    """The target's own opaque key, where it has one: it leads nowhere once the row is gone."""
    return str(getattr(target, "audit_key", target.pk))
