"""The personal data of reports: papers somebody asked for about themselves (registry.Holding)."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import registry
from cop.core.registry import Holding, Subject
from cop.members.models import Community
from reports.models import Sheet


def kept(_community: Community) -> str:
    """As long as it takes to save the file."""
    return _("For about an hour after you asked for it; you can ask again at any time.")


def export(subject: Subject) -> list[dict[str, Any]]:
    """Which papers lie ready; what they say is under “Where you came”."""
    return [{"paper": sheet.get_kind_display()} for sheet in _own(subject).defer("pdf")]


def erase(subject: Subject) -> int:
    """They go at once."""
    return int(_own(subject).delete()[0])


def expire(community: Community, _today: dt.date, dry_run: bool) -> int:
    """Whatever the job of every minute has left behind."""
    from reports.services.sheets import own_papers_past_their_hour  # noqa: PLC0415  no models yet

    old = own_papers_past_their_hour().filter(community=community)
    return int(old.count() if dry_run else old.delete()[0])


def _own(subject: Subject) -> Any:
    return Sheet.objects.filter(
        community=subject.community, person=subject.person, person__isnull=False
    )


PAPERS = Holding(
    key="sheets",
    title=gettext_lazy("Certificates you asked for"),
    models=("reports.Sheet",),
    what=gettext_lazy(
        "A certificate of attendance, or the list of a year’s sessions, as a file while you save "
        "it. It says that you attended, and never to which space you went."
    ),
    why=gettext_lazy("So that you can show what you took part in."),
    readers=("own",),
    kept=kept,
    export=export,
    erase=erase,
    expire=expire,
    data_class="D3",
)


def register() -> None:
    """Enter this room's holdings."""
    registry.hold(PAPERS)
