"""The personal data of reports, as the registry wants them (registry.Holding)."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import clock, registry
from cop.core.registry import Holding, Subject
from cop.members.models import Community
from reports.models import (
    Editor,
    GateRecord,
    OwnReflection,
    Remark,
    Sheet,
    Testimonial,
    Wording,
)
from reports.policies import DRAFT_READERS
from reports.testimonials import uses_of


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


def writing_kept(_community: Community) -> str:
    """As long as there is a report."""
    return _(
        "As long as the report is kept. When you erase yourself, your name goes from the draft. "
        "What was published by then stays in that edition, under the name you chose."
    )


def export_writing(subject: Subject) -> list[dict[str, Any]]:
    """What somebody wrote, said and signed in reports, and how they are named there."""
    mine = {"person": subject.person}
    here = {"report__community": subject.community}
    in_sections = {"section__report__community": subject.community}

    def day(at: dt.datetime) -> str:
        return clock.local(at, subject.community.time_zone).date().isoformat()

    return [
        *(
            {"section": one.title, "words": one.body, "on": day(one.at)}
            for one in Wording.objects.filter(**mine, **in_sections)
        ),
        *(
            {"remark": one.words, "on": day(one.at), "answer": one.answer}
            for one in Remark.objects.filter(**mine, **in_sections)
        ),
        *(
            {
                "gate": one.get_gate_display(),
                "signed as": one.role,
                "on": day(one.at),
                "comment": one.comment,
            }
            for one in GateRecord.objects.filter(**mine, **here)
        ),
        *(
            {"editor of": str(one.report), "named as": one.named_as}
            for one in Editor.objects.filter(**mine, **here).select_related("report")
        ),
        *(
            {
                "reflection": one.words,
                "named as": one.named_as,
                "released on": one.released_on.isoformat() if one.released_on else "",
            }
            for one in OwnReflection.objects.filter(**mine, **here)
        ),
    ]


def erase_writing(subject: Subject) -> int:
    """What is theirs alone goes; what they wrote for all stays without their name."""
    mine = {"person": subject.person, "person__isnull": False}
    here = {"report__community": subject.community}
    in_sections = {"section__report__community": subject.community}
    gone = [
        Editor.objects.filter(**mine, **here).delete()[0],
        OwnReflection.objects.filter(**mine, **here).delete()[0],
        Wording.objects.filter(**mine, **in_sections).update(person=None),
        Remark.objects.filter(**mine, **in_sections).update(person=None),
        GateRecord.objects.filter(**mine, **here).update(person=None),
    ]
    return sum(gone)


WRITING = Holding(
    key="report_writing",
    title=gettext_lazy("What you write in the annual report"),
    models=(
        "reports.Wording",
        "reports.Remark",
        "reports.GateRecord",
        "reports.Editor",
        "reports.OwnReflection",
    ),
    what=gettext_lazy(
        "For those who write, comment on, sign or reflect in the annual report: their words, the "
        "day, and the name they wish to stand under."
    ),
    why=gettext_lazy("So that authors see each other’s changes, and readers know who signed."),
    readers=("own", *DRAFT_READERS),
    kept=writing_kept,
    export=export_writing,
    erase=erase_writing,
    data_class="D11",
)


def testimonials_kept(_community: Community) -> str:
    """Until its author thinks otherwise."""
    return _(
        "Until you take it back or erase yourself. What was published by then stays in that "
        "edition, under the name you chose; until you erase yourself, your page says where."
    )


def export_testimonials(subject: Subject) -> list[dict[str, Any]]:
    """Their words, the name they chose, and what for."""
    return [
        {
            "words": one.words,
            "named as": one.named_as,
            "for": uses_of(one),
            "signed on": one.signed_on.isoformat(),
            "withdrawn on": one.withdrawn_on.isoformat() if one.withdrawn_on else "",
        }
        for one in _testimonials(subject)
    ]


def erase_testimonials(subject: Subject) -> int:
    """They go at once."""
    return int(_testimonials(subject).delete()[0])


def _testimonials(subject: Subject) -> Any:
    return Testimonial.objects.filter(member=subject.member, member__isnull=False)


TESTIMONIALS = Holding(
    key="testimonials",
    title=gettext_lazy("Testimonials you signed off"),
    models=("reports.Testimonial",),
    what=gettext_lazy("Words of yours, under the name you chose, for the uses you named."),
    why=gettext_lazy("So that the community can show in your words what it means to you."),
    readers=("own", "secretary", "co_chair"),
    kept=testimonials_kept,
    export=export_testimonials,
    erase=erase_testimonials,
    data_class="D11",
)


def readers_kept(_community: Community) -> str:
    """As long as the link works."""
    return _("Until a co-chair takes the link back.")


def export_nobody(_subject: Subject) -> list[dict[str, Any]]:
    """A typed name is nobody's account, so nothing is found by one."""
    return []


def erase_nobody(_subject: Subject) -> int:
    """Likewise: a co-chair takes the link back."""
    return 0


NAMED_READERS = Holding(
    key="report_readers",
    title=gettext_lazy("People outside who may read a report"),
    models=("reports.NamedReader",),
    what=gettext_lazy("A name, as a co-chair typed it, beside a link of that reader’s own."),
    why=gettext_lazy("So that a link can be taken back from one reader alone."),
    readers=("co_chair",),
    kept=readers_kept,
    export=export_nobody,
    erase=erase_nobody,
    data_class="D12",
)


def register() -> None:
    """Enter this room's holdings."""
    for holding in (PAPERS, WRITING, TESTIMONIALS, NAMED_READERS):
        registry.hold(holding)
