"""Who may do what with people and roles, and which roles one person may not hold together."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from cop.core import clock, registry
from cop.core.policy import Actor
from cop.members.enums import FACILITATES, KNOWS_NAMES, READS_ANSWERS, Role
from cop.members.models import Appointment, Community, Member, ReaderSwap, User
from cop.members.selectors import day_there
from cop.post.models import Mailing


def can_view_roster(actor: Actor) -> bool:
    """D1: names and contacts of everybody are the secretary's alone."""
    return actor.holds(Role.SECRETARY)


def can_change_member(actor: Actor, member: Member | None = None) -> bool:
    """The secretary keeps the roster; None: a member to be added."""
    return actor.holds(Role.SECRETARY)


def can_keep_organisations(actor: Actor) -> bool:
    """The secretary keeps the list of organisations beside the roster."""
    return actor.holds(Role.SECRETARY)


def can_suggest_organisations(actor: Actor) -> bool:
    """Whoever may write one: the secretary on the roster, members about themselves."""
    return actor.is_member or can_keep_organisations(actor)


def can_change_profile(actor: Actor) -> bool:
    """Members say for themselves what the community knows of them, and nobody for anybody else."""
    return actor.person is not None and actor.is_member


def can_change_own_name(actor: Actor) -> bool:
    """Whoever holds a role and is no member says by which name."""
    return actor.person is not None and not actor.is_member and bool(actor.roles)


def can_view_directory(actor: Actor) -> bool:
    """Members find those who chose to be found; a role alone does not open it."""
    return actor.is_member


def can_appoint(actor: Actor, role: str = "") -> bool:
    """Co-chairs give and end roles; facilitators may bring a guest."""
    return actor.holds(Role.CO_CHAIR) or (role == Role.GUEST and actor.holds(Role.FACILITATOR))


def can_answer_swap(actor: Actor, swap: ReaderSwap) -> bool:
    """A co-chair whom another community offered a reader, for a community of their own."""
    if swap.community_id == actor.community.pk or not actor.holds(Role.CO_CHAIR):
        return False
    is_addressed = actor.person is not None and actor.person.email == swap.to_email
    return is_addressed and swap.other_id in (None, actor.community.pk)


def can_change_settings(actor: Actor) -> bool:
    """Co-chairs decide what a community may decide for itself."""
    return actor.holds(Role.CO_CHAIR)


def can_view_appointments(actor: Actor) -> bool:
    """Who holds which role is no secret inside the community; guests are told in the session."""
    return actor.belongs


def why_forbidden_together(
    *, role: str | None, held: Collection[str], is_staff: bool, is_member: bool
) -> str:
    """The reason why a role (or, with None, membership) may not be added, or "".

    No account may see names and unreviewed answers: {secretary, facilitator, co-chair,
    data protection contact, administrator} × {evaluator, second reviewer}, and a reader is not a
    member. ``held`` are the roles whose terms overlap.
    """
    reads = role in READS_ANSWERS
    if reads and is_staff:
        return _("An administrator of the installation cannot read unreviewed answers.")
    if reads and not KNOWS_NAMES.isdisjoint(held):
        return _(
            "This person knows members’ names in another role. Whoever reads answers must not."
        )
    if role in KNOWS_NAMES and not READS_ANSWERS.isdisjoint(held):
        return _("This person reads unreviewed answers, so they cannot also know members’ names.")
    if role is None and not READS_ANSWERS.isdisjoint(held):
        return _(
            "This person reads unreviewed answers, so they cannot be a member here. If they "
            "joined only afterwards, enter their first day as a member."
        )
    if reads and is_member:
        return _("A member of the community cannot read its unreviewed answers.")
    return ""


def terms_overlap(
    from_on: dt.date | None,
    until_on: dt.date | None,
    other_from: dt.date | None,
    other_until: dt.date | None,
) -> bool:
    """Whether two terms share a day. Both days count; None: since ever, or without an end."""
    begins_in_time = until_on is None or other_from is None or other_from <= until_on
    ends_late_enough = from_on is None or other_until is None or other_until >= from_on
    return begins_in_time and ends_late_enough


def why_union_is_forbidden(
    *,
    community: Community,
    person: User,
    role: str | None,
    from_on: dt.date | None,
    until_on: dt.date | None,
) -> str:
    """The reason why a person may not take a role (None: membership) from–until, or "".

    A member whose first day is unknown has belonged always: ``from_on`` is None then.
    """
    appointments = Appointment.objects.filter(community=community, person=person)
    members = Member.objects.filter(community=community, person=person)
    return why_forbidden_together(
        role=role,
        held={
            held.role
            for held in appointments
            if terms_overlap(from_on, until_on, held.from_on, held.until_on)
        },
        is_staff=person.is_staff,
        is_member=any(
            terms_overlap(from_on, until_on, member.joined_on, member.left_on) for member in members
        ),
    )


def why_cannot_administer(person: User) -> str:
    """The reason why a person may not become an administrator of the installation, or ""."""
    reads = Appointment.objects.filter(person=person, role__in=READS_ANSWERS).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=day_there("community__time_zone"))
    )
    if reads.exists():
        return _("This person reads unreviewed answers of a community. End that role first.")
    return ""


def can_leave_community(actor: Actor) -> bool:
    """Whoever belongs may leave once, and so may a guest; nobody else decides it for them."""
    if actor.person is None:
        return False
    return bool(actor.roles) or (actor.is_member and not has_left(actor))


def has_left(actor: Actor) -> bool:
    """Whether today is the last day of a member, who still belongs until it ends."""
    if actor.member is None or actor.member.left_on is None:
        return False
    return actor.member.left_on <= clock.today(actor.community.time_zone)


def belongs_on(actor: Actor, day: dt.date) -> bool:
    """Whether the actor, a member today, will not have left by the day: the same to the last."""
    if actor.member is None:
        return False
    return actor.member.left_on is None or actor.member.left_on >= day


def can_view_mail(actor: Actor) -> bool:
    """The secretary and co-chairs look after mail; facilitators after that of their sessions."""
    return actor.holds(Role.SECRETARY, *FACILITATES)


def can_view_all_mail(actor: Actor) -> bool:
    """Mail about whatever it may be; names and addresses are the secretary's all the same."""
    return actor.holds(Role.SECRETARY, Role.CO_CHAIR)


def can_send_mailing(actor: Actor, mailing: Mailing) -> bool:
    """Whoever looks after it: to read, approve, put away and settle."""
    if mailing.community_id != actor.community.pk or not can_view_mail(actor):
        return False
    return can_view_all_mail(actor) or mailing.about in registry.abouts_looked_after(actor)
