"""Reads of joining: links, the queue and the public page."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from cop.core.policy import Actor
from cop.joining.enums import UNDECIDED, InvitationState, RequestState
from cop.joining.models import JoinInvitation, JoinPage, JoinPageName, JoinQuestion, JoinRequest
from cop.joining.policies import (
    WORKS_QUEUE,
    can_invite_to_join,
    can_work_queue,
    why_joining_is_shut,
)
from cop.joining.tokens import digest_of
from cop.members.enums import Role
from cop.members.models import Community, Member, Organisation, User
from cop.members.policies import can_view_roster
from cop.members.selectors import members_of, people_holding


@dataclass(frozen=True)
class QueueCounts:
    waiting: int
    asked: int
    decided: int


def invitation_for(token: str) -> JoinInvitation | None:
    """The invitation this link belongs to, in whatever state; whoever has the link may see it."""
    invitations = JoinInvitation.objects.select_related("community", "invited_by")
    return invitations.filter(token_hash=digest_of(token)).first()


def name_of_inviter(invitation: JoinInvitation) -> str:
    """Who sent it, as the community calls them, while they are secretary or co-chair; else ""."""
    if invitation.invited_by is None:
        return ""
    inviter = people_holding(invitation.community, *WORKS_QUEUE)
    person = inviter.filter(pk=invitation.invited_by.pk).first()
    return person.name_here if person else ""  # type: ignore[attr-defined]  # annotated


def question_for(token: str) -> JoinQuestion | None:
    """The question this link belongs to; whoever has the link may see it."""
    questions = JoinQuestion.objects.select_related("request__community")
    return questions.filter(token_hash=digest_of(token)).first()


def open_invitations(actor: Actor) -> QuerySet[JoinInvitation]:
    """Invitations nobody has used yet, newest first, for whoever may invite."""
    if not can_invite_to_join(actor):
        return JoinInvitation.objects.none()
    return JoinInvitation.objects.filter(
        community=actor.community, state=InvitationState.OPEN
    ).select_related("community")


def not_yet_invited(actor: Actor) -> list[tuple[str, str]]:
    """Members with an address who never signed in and have no open invitation: (name, address)."""
    if not can_invite_to_join(actor):
        return []
    invited = open_invitations(actor).values("email")
    waiting = (
        members_of(actor.community)
        .exclude(email="")
        .exclude(person__has_signed_in=True)
        .exclude(email__in=invited)
        .order_by("pk")
    )
    return [(member.name, member.email) for member in waiting]


def get_open_invitation_or_404(actor: Actor, invitation_id: int) -> JoinInvitation:
    """Door: an invitation of the actor's community that still stands."""
    invitation = (
        JoinInvitation.objects.filter(community=actor.community, state=InvitationState.OPEN)
        .select_related("community")
        .filter(pk=invitation_id)
        .first()
    )
    if invitation is None:
        raise Http404
    return invitation


def requests_for(actor: Actor, *, decided: bool = False) -> QuerySet[JoinRequest]:
    """The queue, those that wait for an answer from here first; or what was decided, newest first.

    For whoever works the queue, and nobody else.
    """
    if not can_work_queue(actor):
        return JoinRequest.objects.none()
    requests = JoinRequest.objects.filter(community=actor.community)
    if decided:
        return requests.exclude(state__in=UNDECIDED).order_by("-decided_on", "-pk")
    # "waiting" comes after "asked" in the alphabet.
    return requests.filter(state__in=UNDECIDED).order_by("-state", "received_on", "pk")


def get_request_or_404(actor: Actor, request_id: int) -> JoinRequest:
    """Door: a request to the actor's community."""
    request = (
        JoinRequest.objects.filter(community=actor.community, pk=request_id)
        .select_related("community")
        .prefetch_related("questions")
        .first()
    )
    if request is None:
        raise Http404
    return request


def queue_counts(community: Community) -> QueueCounts:
    """How many wait, were asked, and were decided of late. Policy is the caller's."""
    waiting = Count("pk", filter=Q(state=RequestState.WAITING))
    asked = Count("pk", filter=Q(state=RequestState.ASKED))
    decided = Count("pk", filter=~Q(state__in=UNDECIDED))
    counted = JoinRequest.objects.filter(community=community).aggregate(
        waiting=waiting, asked=asked, decided=decided
    )
    return QueueCounts(**counted)


def is_known_to(actor: Actor, email: str) -> bool:
    """Whether the address is on the roster, for whoever may read the roster (D1) anyway."""
    if not can_view_roster(actor):
        return False
    return Member.objects.filter(community=actor.community, email=email).exists()


def page_of(community: Community) -> JoinPage:
    """The community's page as it was saved; as it would begin, if nobody has."""
    page = JoinPage.objects.filter(community=community).first()
    return page or JoinPage(community=community)


def get_open_page_or_404(slug: str) -> JoinPage:
    """Door for everybody: no page, a page that is off and no community are the same 404."""
    page = (
        JoinPage.objects.filter(community__slug=slug, is_open=True)
        .select_related("community")
        .first()
    )
    if page is None or why_joining_is_shut(page.community):
        raise Http404
    return page


def organisations_shown_by(page: JoinPage) -> QuerySet[Organisation]:
    """The community's organisations, where it lets everybody read their names; else none."""
    if not page.suggests_organisations:
        return Organisation.objects.none()
    return Organisation.objects.filter(community=page.community).order_by("name")


def co_chairs_named_by(community: Community) -> QuerySet[User]:
    """Today's co-chairs who agreed to be named to everybody, as the community calls them."""
    agreed = JoinPageName.objects.filter(community=community).values("person")
    return people_holding(community, Role.CO_CHAIR).filter(pk__in=agreed)


def is_named(actor: Actor) -> bool:
    """Whether the actor agreed to be named on the public page."""
    names = JoinPageName.objects.filter(community=actor.community, person=actor.person)
    return actor.person is not None and names.exists()
