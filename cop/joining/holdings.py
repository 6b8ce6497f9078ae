"""What joining keeps of people, why, who reads it, and when it is gone."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cop.core import registry
from cop.core.periods import last_day_over
from cop.core.registry import Holding, Subject
from cop.joining.enums import UNDECIDED, InvitationState
from cop.joining.models import JoinInvitation, JoinPageName, JoinRequest
from cop.joining.policies import WORKS_QUEUE
from cop.members.models import Community

DECIDED_KEPT = 3  # months
UNANSWERED_KEPT = 6  # months
READERS = (*(role.value for role in WORKS_QUEUE), "own")
INVITATIONS_KEPT = 3  # months after they were used, withdrawn or too old


def months_in_words(number: int) -> str:
    """A period, as pages and mails say it."""
    return ngettext("%d month", "%d months", number) % number


def _addresses(subject: Subject) -> list[str]:
    """The addresses under which the person may have asked, or been invited."""
    found = {subject.person.email if subject.person else ""}
    found.add(subject.member.email if subject.member else "")
    return sorted(found - {""})


def requests_of(subject: Subject) -> QuerySet[JoinRequest]:
    """What the person asked under their address."""
    return JoinRequest.objects.filter(community=subject.community, email__in=_addresses(subject))


def invitations_of(subject: Subject) -> QuerySet[JoinInvitation]:
    """What was sent to the person’s address."""
    return JoinInvitation.objects.filter(community=subject.community, email__in=_addresses(subject))


def export_requests(subject: Subject) -> list[dict[str, Any]]:
    """What the person said when they asked to join, and what they were asked."""
    return [
        {
            "received_on": request.received_on,
            "state": request.get_state_display(),
            "name": request.name,
            "email": request.email,
            "profession": request.profession,
            "organisation": request.organisation,
            "why": request.why,
            "questions": [
                {"question": asked.question, "answer": asked.answer}
                for asked in request.questions.all()
            ],
        }
        for request in requests_of(subject).prefetch_related("questions")
    ]


def erase_requests(subject: Subject) -> int:
    """All of them, with questions and answers."""
    return _delete(requests_of(subject), False)


def expire_requests(community: Community, today: dt.date, dry_run: bool) -> int:
    """Decided ones after three months, unanswered ones after six."""
    requests = JoinRequest.objects.filter(community=community)
    decided = Q(decided_on__lte=last_day_over(today, DECIDED_KEPT))
    waiting = Q(state__in=UNDECIDED, received_on__lte=last_day_over(today, UNANSWERED_KEPT))
    return _delete(requests.filter(decided | waiting), dry_run)


def export_invitations(subject: Subject) -> list[dict[str, Any]]:
    """What the person was sent."""
    return [
        {
            "email": invitation.email,
            "name": invitation.name,
            "sent_on": invitation.sent_on,
            "state": invitation.get_state_display(),
        }
        for invitation in invitations_of(subject)
    ]


def erase_invitations(subject: Subject) -> int:
    """Those sent to the person; of those they sent, that it was they."""
    number = _delete(invitations_of(subject), False)
    if subject.person is not None:
        sent = JoinInvitation.objects.filter(community=subject.community, invited_by=subject.person)
        number += sent.update(invited_by=None)
    return number


def expire_invitations(community: Community, today: dt.date, dry_run: bool) -> int:
    """Three months after they were used, withdrawn or too old."""
    last = last_day_over(today, INVITATIONS_KEPT)
    ended = Q(ended_on__lte=last)
    too_old = Q(state=InvitationState.OPEN, expires_at__date__lte=last)
    invitations = JoinInvitation.objects.filter(community=community)
    return _delete(invitations.filter(ended | too_old), dry_run)


def export_page_names(subject: Subject) -> list[dict[str, Any]]:
    """Whether they agreed to be named."""
    return [{"agreed_to_be_named": True} for _name in _page_names(subject)]


def erase_page_names(subject: Subject) -> int:
    """Their name leaves the public page."""
    return _delete(_page_names(subject), False)


def _page_names(subject: Subject) -> QuerySet[JoinPageName]:
    return JoinPageName.objects.filter(
        community=subject.community, person=subject.person, person__isnull=False
    )


def _delete(rows: QuerySet[Any], dry_run: bool) -> int:
    """Delete them, and what hangs on them; returns how many of them, not of what hangs on them."""
    number = rows.count()
    if not dry_run:
        rows.delete()
    return number


def register() -> None:
    """Enter what this room keeps."""
    registry.hold(*HOLDINGS)


HOLDINGS = [
    Holding(
        key="join_requests",
        title=gettext_lazy("Asking to join"),
        models=("joining.JoinRequest",),
        what=gettext_lazy(
            "Requests to join: name, e-mail address, role or profession, organisation if given, "
            "why if said, and questions and answers about the request."
        ),
        why=gettext_lazy("To answer people who ask to join."),
        readers=READERS,
        kept=lambda community: (
            _("%(decided)s after they are answered, or %(waiting)s after they came.")
            % {
                "decided": months_in_words(DECIDED_KEPT),
                "waiting": months_in_words(UNANSWERED_KEPT),
            }
        ),
        export=export_requests,
        erase=erase_requests,
        expire=expire_requests,
        data_class="D1",
    ),
    Holding(
        key="join_invitations",
        title=gettext_lazy("Invitations to join"),
        models=("joining.JoinInvitation",),
        what=gettext_lazy(
            "Invitations to join: e-mail address, name if given, who sent them and when."
        ),
        why=gettext_lazy(
            "So that only whoever reads the address can join with the link sent to it."
        ),
        readers=READERS,
        kept=lambda community: (
            _("%s after they were used, withdrawn or became too old.")
            % months_in_words(INVITATIONS_KEPT)
        ),
        export=export_invitations,
        erase=erase_invitations,
        expire=expire_invitations,
        data_class="D1",
    ),
    Holding(
        key="join_page_names",
        title=gettext_lazy("Your name on the public page"),
        models=("joining.JoinPageName",),
        what=gettext_lazy("That a co-chair agreed to be named on the community’s public page."),
        why=gettext_lazy("So that people who think of joining know who runs the community."),
        readers=("own", "everybody"),
        kept=lambda community: _("Until they take it back."),
        export=export_page_names,
        erase=erase_page_names,
    ),
]
