"""Who is invited, and what they answered."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cop.core import clock
from cop.core.policy import Actor
from cop.members.models import Member
from cop.members.selectors import members_of, wants
from sessions_app.enums import Answer, SessionState
from sessions_app.models import Attendance, Facilitator, Invitation, Session
from sessions_app.policies import can_send_invitations


@dataclass(frozen=True)
class AnswerCounts:
    coming: int
    waiting: int  # for a place; not among those who come
    not_coming: int
    not_sure: int
    unanswered: int  # invited by mail and silent
    invited: int  # sent by mail

    @property
    def answered(self) -> int:
        return self.coming + self.waiting + self.not_coming + self.not_sure


HAS_PLACE = Q(answer=Answer.COMING, waiting_since__isnull=True)
WAITS = Q(answer=Answer.COMING, waiting_since__isnull=False)


def sessions_without_invitations(actor: Actor) -> list[Session]:
    """Sessions ahead whose invitation nobody was sent, and the actor may send."""
    sent = Invitation.objects.filter(session=OuterRef("pk"), sent_on__isnull=False)
    ahead = Session.objects.filter(community=actor.community, starts_at__gt=clock.now())
    planned = ahead.filter(~Exists(sent), state=SessionState.PLANNED)
    rows = planned.select_related("community").prefetch_related("facilitators")
    return [session for session in rows if can_send_invitations(actor, session)]


def own_invitation(actor: Actor, session: Session) -> Invitation:
    """The member's own invitation with their answer; an empty one where there is none."""
    nothing = Invitation(session=session, member=actor.member)
    if actor.member is None:
        return nothing
    return Invitation.objects.filter(session=session, member=actor.member).first() or nothing


def place_in_queue(invitation: Invitation) -> int:
    """1 for the first of the waiting list; 0 for who does not wait. Told to oneself alone."""
    if invitation.waiting_since is None:
        return 0
    before = Q(waiting_since__lt=invitation.waiting_since)
    before |= Q(waiting_since=invitation.waiting_since, pk__lt=invitation.pk)
    return waiting_list(invitation.session).filter(before).count() + 1


def waiting_list(session: Session) -> QuerySet[Invitation]:
    """Who waits for a place, first come first served."""
    waiting = Invitation.objects.filter(WAITS, session=session).exclude(_apologised(session))
    return waiting.select_related("member").order_by("waiting_since", "pk")


def _apologised(session: Session) -> Q:
    """Condition: the secretary was told that they cannot come."""
    return Q(member__in=session.apologies.values("member"))


def places_left(session: Session, *, besides: Invitation | None = None) -> int | None:
    """How many of the room's places nobody (besides one member) has; None: there is no limit.

    May be below 0.
    """
    if session.room_limit is None:
        return None
    taken = Invitation.objects.filter(HAS_PLACE, session=session).exclude(_apologised(session))
    if besides is not None:
        taken = taken.exclude(pk=besides.pk)
    facilitating = Facilitator.objects.filter(session=session)
    counted = taken.exclude(member__person__in=facilitating.values("person"))
    return session.room_limit - counted.count()


def is_full(session: Session, *, besides: Invitation | None = None) -> bool:
    """Whether whoever says now that they come has to wait."""
    left = places_left(session, besides=besides)
    return left is not None and left < 1


def has_place_besides(invitation: Invitation) -> bool:
    """Whoever facilitates needs none of the room's places."""
    facilitating = Facilitator.objects.filter(session=invitation.session)
    return facilitating.filter(person=invitation.member.person_id).exists()


def answer_counts(session: Session) -> AnswerCounts:
    """How many said what; policy is ``can_view_answers``."""
    counted = Invitation.objects.filter(session=session).aggregate(
        coming=Count("pk", filter=HAS_PLACE),
        waiting=Count("pk", filter=WAITS),
        not_coming=Count("pk", filter=Q(answer=Answer.NOT_COMING)),
        not_sure=Count("pk", filter=Q(answer=Answer.NOT_SURE)),
        unanswered=Count("pk", filter=Q(answer="", sent_on__isnull=False)),
        invited=Count("pk", filter=Q(sent_on__isnull=False)),
    )
    return AnswerCounts(**counted)


def needs_at(session: Session) -> list[Member]:
    """Members who wrote what they need, by name, with ``need``; policy is ``can_view_needs``.

    What they wrote for this day stands in place of what their profile says.
    Of those who said they come or are here. While nobody is, of everybody invited who has not
    declined: preparing begins before answers do.
    """
    own = Invitation.objects.filter(session=session, member=OuterRef("pk"))
    is_here = Exists(Attendance.objects.filter(session=session, member=OuterRef("pk")))
    comes = Exists(own.filter(HAS_PLACE)) | is_here
    may_come = Exists(own.filter(answer="", sent_on__isnull=False))
    anybody = Exists(Invitation.objects.filter(HAS_PLACE, session=session)) | Exists(
        Attendance.objects.filter(session=session)
    )
    for_the_day = Subquery(own.exclude(needs="").values("needs")[:1])
    members = members_of(session.community).annotate(need=Coalesce(for_the_day, "access_needs"))
    found = members.exclude(need="").filter(comes | (may_come & ~anybody))
    return list(found.order_by("name", "reference"))


def members_to_invite(session: Session) -> QuerySet[Member]:
    """Members with an address who want invitations and have not been sent this session's."""
    sent = Invitation.objects.filter(session=session, sent_on__isnull=False)
    return wants(reachable(session), "session_invitation").exclude(pk__in=sent.values("member"))


def members_invited(session: Session) -> QuerySet[Member]:
    """Members who were sent the invitation and can still be reached."""
    sent = Invitation.objects.filter(session=session, sent_on__isnull=False)
    return reachable(session).filter(pk__in=sent.values("member"))


def members_to_tell(session: Session, kind: str) -> QuerySet[Member]:
    """Members whom news of the session of that kind reaches, however little mail they want.

    Those who were sent the invitation, and whoever said without one that they come or may; of a
    cancellation everybody who answered.
    """
    concerned = Q(answer__in=[Answer.COMING, Answer.NOT_SURE])
    if kind == "session_cancelled":
        concerned = ~Q(answer="")
    own = Invitation.objects.filter(concerned, session=session)
    wanted = wants(members_invited(session), kind)
    return reachable(session).filter(Q(pk__in=own.values("member")) | Q(pk__in=wanted))


def invitations_of(session: Session, members: QuerySet[Member]) -> QuerySet[Invitation]:
    """Their invitations, whose identity stands in their calendars, in the order they were made."""
    own = Invitation.objects.filter(session=session, member__in=members)
    return own.select_related("member").order_by("pk")


def facilitators_besides(session: Session) -> QuerySet[Facilitator]:
    """Who facilitates and is no member: no member's invitation reaches them."""
    members = members_of(session.community).filter(person__isnull=False)
    outside = session.facilitators.exclude(person__in=members.values("person"))
    return outside.exclude(person__email="").select_related("person").order_by("pk")


def reachable(session: Session) -> QuerySet[Member]:
    """Members today with an address who have not left by the day of the session."""
    stays = Q(left_on__isnull=True) | Q(left_on__gte=session.held_on)
    return members_of(session.community).filter(stays).exclude(email="")
