"""The personal data this room keeps: what somebody has read, and what they agreed to."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cop.core.periods import MONTHS_IN_A_YEAR, last_day_over
from cop.core.registry import Holding, Subject
from cop.documents.models import Consent, Reading
from cop.members.models import Community

CONSENT_YEARS = 2  # after it was taken back, or its member left


def _readings(subject: Subject) -> QuerySet[Reading]:
    return Reading.objects.filter(member=subject.member).select_related("version")


def _export_readings(subject: Subject) -> list[dict[str, Any]]:
    return [
        {"document": one.version.get_kind_display(), "version": one.version.number}
        for one in _readings(subject).order_by("version__kind")
    ]


def _erase_readings(subject: Subject) -> int:
    return int(_readings(subject).delete()[0])


def _expire_readings(community: Community, today: dt.date, dry_run: bool) -> int:
    over = Reading.objects.filter(member__community=community, member__left_on__lt=today)
    return over.count() if dry_run else int(over.delete()[0])


def _kept_readings(_community: Community) -> str:
    return _("Until you leave, or have read a newer version.")


def _consents(subject: Subject) -> QuerySet[Consent]:
    return Consent.objects.filter(member=subject.member).select_related("version")


def _export_consents(subject: Subject) -> list[dict[str, Any]]:
    return [
        {
            "text": one.version.get_kind_display(),
            "version": one.version.number,
            "given_on": one.given_on,
            "withdrawn_on": one.withdrawn_on,
        }
        for one in _consents(subject).order_by("given_on", "version__kind", "version__number")
    ]


def _erase_consents(subject: Subject) -> int:
    return int(_consents(subject).delete()[0])


def _expire_consents(community: Community, today: dt.date, dry_run: bool) -> int:
    last = last_day_over(today, CONSENT_YEARS * MONTHS_IN_A_YEAR)
    over = Consent.objects.filter(member__community=community).filter(
        Q(withdrawn_on__lte=last) | Q(member__left_on__lte=last)
    )
    return over.count() if dry_run else int(over.delete()[0])


def _kept_consents(_community: Community) -> str:
    return ngettext(
        "While you are a member, and %d year after you took it back or left.",
        "While you are a member, and %d years after you took it back or left.",
        CONSENT_YEARS,
    ) % CONSENT_YEARS  # fmt: skip


HOLDINGS = (
    Holding(
        key="readings",
        title=gettext_lazy("What you have read"),
        models=("documents.Reading",),
        what=gettext_lazy("Which version of the community’s documents you have read. Not when."),
        why=gettext_lazy("To offer you what is new, and nothing twice."),
        readers=("own",),
        kept=_kept_readings,
        export=_export_readings,
        erase=_erase_readings,
        expire=_expire_readings,
    ),
    Holding(
        key="consents",
        title=gettext_lazy("What you agreed to"),
        models=("documents.Consent",),
        what=gettext_lazy(
            "Which version of a text you agreed to, on which day, and the day you took it back. "
            "Never what you then chose."
        ),
        why=gettext_lazy("To show that you were asked, and that you may take it back."),
        readers=("own",),
        kept=_kept_consents,
        export=_export_consents,
        erase=_erase_consents,
        expire=_expire_consents,
    ),
)
