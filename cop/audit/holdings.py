"""The personal data of the record (cop.core.registry.Holding)."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.audit.models import KEPT_MONTHS, Entry
from cop.core import registry
from cop.core.registry import Holding, Subject

if TYPE_CHECKING:
    from cop.members.models import Community


def kept_entries(_community: "Community") -> str:
    """How long an act stays on record."""
    return _("%d months.") % KEPT_MONTHS


def export_entries(subject: Subject) -> list[dict[str, Any]]:
    """D13, own: what the person did here."""
    if subject.person is None:
        return []
    own = Entry.objects.filter(
        actor_key=subject.person.audit_key, community_key=subject.community.audit_key
    )
    return [
        {
            "at": entry.at,
            "verb": entry.verb,
            "target": entry.target_kind,
            "fields": list(entry.fields),
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
    data_class="D13",
)


def register() -> None:
    """Enter this room's holdings."""
    registry.hold(ENTRIES)
