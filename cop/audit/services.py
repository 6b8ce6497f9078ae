"""Writing the record."""

from collections.abc import Iterable

from django.db.models import Model

from cop.audit.models import Entry
from cop.core.policy import Actor


def record(*, actor: Actor, verb: str, target: Model, fields: Iterable[str] = ()) -> Entry:
    """Add one act to the record, in the caller's transaction.

    ``fields`` are names of changed fields, never values. Rooms must not record anything from
    which a person's space could be read.
    """
    return Entry.objects.create(
        actor_key=actor.person.audit_key if actor.person else None,
        community_key=actor.community.audit_key,
        verb=verb,
        target_kind=target._meta.model_name or "",  # noqa: SLF001  Django's documented API
        target_key=str(target.pk),
        fields=sorted(fields),
    )
