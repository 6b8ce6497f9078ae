"""The personal data of the record (cop.core.registry.Holding)."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.audit.models import KEPT_MONTHS, Entry
from cop.audit.selectors import kinds_in_words, verb_in_words
from cop.core import clock, registry
from cop.core.periods import months_after
from cop.core.registry import Holding, Subject

if TYPE_CHECKING:
    from cop.members.models import Community


def kept_entries(_community: "Community") -> str:
    """How long an act stays on record."""
    return _("%d months.") % KEPT_MONTHS


def past_period(community: "Community", today: dt.date) -> QuerySet[Entry]:
    """Entries of before the day so many months ago there.

    The database counts by its own clock and lets no younger one be deleted: what lies within an
    hour of its line, for a clock change or two clocks that differ, waits until tomorrow.
    """
    day = months_after(today, -KEPT_MONTHS)
    midnight = clock.midnight(day, community.time_zone)
    now = clock.now()
    line = dt.datetime.combine(months_after(now.date(), -KEPT_MONTHS), now.timetz())
    before = min(midnight, line - dt.timedelta(hours=1))
    return Entry.objects.filter(community_key=community.audit_key, at__lt=before)


def expire_entries(community: "Community", today: dt.date, dry_run: bool) -> int:
    """What is older than that."""
    entries = past_period(community, today)
    return entries.count() if dry_run else entries.delete()[0]


def export_entries(subject: Subject) -> list[dict[str, Any]]:
    """D13, own: what the person did here."""
    if subject.person is None:
        return []
    kinds = kinds_in_words()
    own = Entry.objects.filter(
        actor_key=subject.person.audit_key, community_key=subject.community.audit_key
    )
    return [
        {
            "when": entry.at,
            "what_you_did": verb_in_words(entry.verb),
            "with_what": str(kinds.get(entry.target_kind, entry.target_kind)),
            "fields": [registry.field_in_words(field) for field in entry.fields],
        }
        for entry in own
    ]


def erase_nothing(_subject: Subject) -> int:
    """The record stands. It holds a key, and once the person is erased the key leads to nobody."""
    return 0


ENTRIES = Holding(
    key="record",
    title=gettext_lazy("The record of acts"),
    models=("audit.Entry",),
    what=gettext_lazy(
        "What you did here with what belongs to everybody, such as planning a session or changing "
        "a setting, and that you looked at a list of names: when, what kind of thing, which "
        "fields. Never what was written, never who came or said they come, never a caucus. You "
        "are named by a random key; once you erase yourself "
        "it leads to nobody."
    ),
    why=gettext_lazy("So that what people with a role do can be checked, by you too."),
    readers=("own", "oversight_chair", "data_protection_contact"),
    kept=kept_entries,
    export=export_entries,
    erase=erase_nothing,
    expire=expire_entries,
    data_class="D13",
)


def register() -> None:
    """Enter this room's holdings."""
    registry.hold(ENTRIES)
