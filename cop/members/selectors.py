"""Reads of people and communities, and the door every community page begins with."""

import datetime as dt
import re
from collections.abc import Collection
from typing import cast
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.http import Http404, HttpRequest
from django.urls import reverse

from cop.core import clock, registry
from cop.core.names import place_in_alphabet
from cop.core.policy import Actor
from cop.members.enums import Mail, Role, SwapState
from cop.members.models import (
    Appointment,
    Community,
    Member,
    ReaderSwap,
    User,
)
from cop.members.second_step import (
    SecondStepMissing,
    asks_second_step,
    has_second_step,
    took_second_step,
)

COUNTED = re.compile(r"M(\d{1,6})", re.ASCII)
NAME_PART = re.compile(r"[^\W\d_][\w’'\-]{2,}")


def day_there(time_zone: str) -> Cast:
    """The date it is in each row's community; ``time_zone`` is the way to that column."""
    instant = Value(clock.now(), output_field=DateTimeField())
    local = Func(F(time_zone), instant, function="timezone", output_field=DateTimeField())
    return Cast(local, DateField())


def current(day: dt.date | Cast) -> Q:
    """Condition: an appointment held on the day."""
    return Q(from_on__lte=day) & (Q(until_on__isnull=True) | Q(until_on__gte=day))


def belonging(from_on: dt.date | Cast, until_on: dt.date | Cast | None) -> Q:
    """Condition: a member on at least one day of a term (None: it has no end).

    Whoever erased themselves is nobody.

    The one rule of when somebody is a member: from the first day, or always where it is unknown,
    to the last.
    """
    has_not_left = Q(is_erased=False) & (Q(left_on__isnull=True) | Q(left_on__gte=from_on))
    if until_on is None:
        return has_not_left
    return has_not_left & (Q(joined_on__isnull=True) | Q(joined_on__lte=until_on))


def belonging_on(day: dt.date | Cast) -> Q:
    """Condition: a member on the day."""
    return belonging(day, day)


def overlapping_appointments(
    community: Community, from_on: dt.date, until_on: dt.date | None
) -> QuerySet[Appointment]:
    """Appointments held on at least one day of a term; None: the term has no end."""
    appointments = Appointment.objects.filter(community=community).filter(
        Q(until_on__isnull=True) | Q(until_on__gte=from_on)
    )
    if until_on is None:
        return appointments
    return appointments.filter(from_on__lte=until_on)


def actor_in(person: User, community: Community) -> Actor:
    """The person with what they are in the community today; may turn out to be a stranger."""
    day = clock.today(community.time_zone)
    roles = Appointment.objects.filter(current(day), community=community, person=person)
    member = Member.objects.filter(belonging_on(day), community=community, person=person).first()
    return Actor(
        community=community,
        person=person,
        member=member,
        roles=frozenset(roles.values_list("role", flat=True)),
    )


def actor_or_404(request: HttpRequest, slug: str) -> Actor:
    """Door of every community page: the signed-in person in that community.

    A stranger, and an unknown community, are the same 404. Sets ``request.actor``. Raises
    SecondStepMissing for whoever holds a role that asks for one and has not taken it.
    """
    person = cast(User, request.user)
    community = Community.objects.filter(slug=slug).first()
    if community is None:
        raise Http404
    actor = actor_in(person, community)
    if not actor.is_member and not actor.roles:
        raise Http404
    if not took_second_step(request) and asks_second_step(actor):
        raise SecondStepMissing
    request.actor = actor  # type: ignore[attr-defined]  # read by the page's header
    return actor


def is_asked_second_step(person: User) -> bool:
    """Whether anything the person is, in any community or as administrator, asks for one."""
    held = (actor_in(person, community) for community in communities_for(person))
    return person.is_staff or any(asks_second_step(actor) for actor in held)


def actor_now(actor: Actor) -> Actor:
    """The actor as they are by now: for whoever waited at a lock while roles may have ended."""
    if actor.is_system or actor.person is None:
        return actor
    person = User.objects.filter(pk=actor.person.pk, is_active=True).first()
    return actor_in(person, actor.community) if person else Actor(community=actor.community)


def is_in_others_company(person: User) -> bool:
    """Whether the person is or was in a community where somebody else is too.

    Alone is the first co-chair of a community to which nobody has come yet. Whoever is to be lent
    as a reader is not.
    """
    theirs = Q(members__person=person) | Q(appointments__person=person)
    communities = Community.objects.filter(theirs).values("pk")
    members = Member.objects.filter(community__in=communities)
    held = Appointment.objects.filter(community__in=communities)
    swaps = ReaderSwap.objects.filter(Q(lent=person) | Q(returned=person))
    return members.exists() or held.exclude(person=person).exists() or swaps.exists()


def is_ready_for_second_step(person: User) -> bool:
    """Whether the person has set one up, before anything asks for it."""
    return has_second_step(person)


def system_actor(community: Community) -> Actor:
    """Commands and scheduled jobs act as the system; the audit says so."""
    return Actor(community=community, is_system=True)


def communities_for(person: User) -> QuerySet[Community]:
    """Every community the person belongs to or holds a role in today, by its own clocks."""
    day = day_there("community__time_zone")
    held = Appointment.objects.filter(current(day), person=person).values("community")
    belongs = Member.objects.filter(belonging_on(day), person=person).values("community")
    return Community.objects.filter(Q(pk__in=held) | Q(pk__in=belongs)).order_by("name")


def members_of(community: Community, on: dt.date | None = None) -> QuerySet[Member]:
    """Members on the day (today), in the order they were first seen. Policy is the caller's."""
    day = on or clock.today(community.time_zone)
    return Member.objects.filter(belonging_on(day), community=community).select_related(
        "organisation", "person"
    )


WANTED = {
    registry.Need.ALWAYS: frozenset(Mail),
    registry.Need.NEWS: frozenset({Mail.EVERYTHING, Mail.NO_REMINDERS}),
    registry.Need.REMINDER: frozenset({Mail.EVERYTHING}),
}


def wants(members: QuerySet[Member], kind: str) -> QuerySet[Member]:
    """Those of the members who want a kind of mail, which its room entered in the registry."""
    return members.filter(mail__in=WANTED[registry.mail_kinds[kind]])


def is_needed(kind: str) -> bool:
    """Whether a kind of mail reaches everybody, however little they want."""
    return registry.mail_kinds[kind] is registry.Need.ALWAYS


def less_mail_url(community: Community) -> str:
    """Where a member chooses how much mail comes; stands at the end of every mail it governs."""
    path = reverse("members:profile_change", args=[community.slug])
    return f"{settings.SITE_URL}{path}"


def get_member_or_404(actor: Actor, member_id: int) -> Member:
    """A member of the actor's community."""
    member = (
        Member.objects.filter(community=actor.community, is_erased=False, pk=member_id)
        .select_related("organisation", "person")
        .first()
    )
    if member is None:
        raise Http404
    return member


def roster_for(actor: Actor, search: str = "") -> list[Member]:
    """D1, for whoever may view the roster: members by name, those who left last.

    ``search`` is part of a name, reference or organisation.
    """
    day = clock.today(actor.community.time_zone)
    has_left = Case(When(left_on__lt=day, then=True), default=False)
    members = (
        Member.objects.filter(community=actor.community, is_erased=False)
        .select_related("organisation")
        .annotate(has_left=has_left)
    )
    if search:
        members = members.filter(
            Q(name__icontains=search)
            | Q(reference__icontains=search)
            | Q(organisation__name__icontains=search)
        )
    return sorted(
        members,
        key=lambda member: (
            member.left_on is not None and member.left_on < day,
            place_in_alphabet(member.name),
            member.reference,
        ),
    )


def directory_for(actor: Actor) -> list[Member]:
    """Members who chose that other members see them, by name; policy is ``can_view_directory``."""
    listed = members_of(actor.community).filter(is_listed=True).exclude(name="")
    return sorted(listed, key=lambda member: (place_in_alphabet(member.name), member.pk))


def suggested_reference(community: Community) -> str:
    """The next reference where a community counts M01, M02…; "" where it has its own way."""
    members = Member.objects.filter(community=community, is_erased=False)
    references = members.values_list("reference", flat=True)
    numbers = [int(match[1]) for match in map(COUNTED.fullmatch, references) if match]
    if references and not numbers:
        return ""
    return f"M{max(numbers, default=0) + 1:02}"


def get_appointment_or_404(actor: Actor, appointment_id: int) -> Appointment:
    """A current or coming appointment of the actor's community."""
    appointment = appointments_in(actor.community).filter(pk=appointment_id).first()
    if appointment is None:
        raise Http404
    return appointment


def appointments_in(community: Community) -> QuerySet[Appointment]:
    """Current and coming appointments in the order of Role, guests left out.

    Each has ``shown_name``: what this community calls the person, or "".
    """
    day = clock.today(community.time_zone)
    places = [When(role=role, then=Value(place)) for place, role in enumerate(Role)]
    return (
        Appointment.objects.filter(community=community)
        .filter(Q(until_on__isnull=True) | Q(until_on__gte=day))
        .exclude(role=Role.GUEST)
        .select_related("person")
        .annotate(place=Case(*places), shown_name=_name_here(community, OuterRef("person")))
        .order_by("place", "from_on", "pk")
    )


def people_holding(community: Community, *roles: str) -> QuerySet[User]:
    """People who hold one of the roles today, by the names this community knows."""
    day = clock.today(community.time_zone)
    held = Appointment.objects.filter(current(day), community=community, role__in=roles)
    people = User.objects.filter(pk__in=held.values("person"))
    return named_in(people, community)


def named_in(people: QuerySet[User], community: Community) -> QuerySet[User]:
    """The people in the order of ``name_here``, which ``str()`` of them says.

    What somebody is called in another community, or that they are there, is not for this one.
    """
    named = people.annotate(name_here=_name_here(community, OuterRef("pk")))
    return named.order_by("name_here", "email")


def people_in(community: Community) -> QuerySet[User]:
    """Everybody, by the names the community knows: for prefetching whom a row names."""
    return named_in(User.objects.all(), community)


def known_by_audit_key(community: Community, keys: Collection[UUID]) -> QuerySet[User]:
    """People behind keys of the record, with ``name_here``, ``is_known_here``, ``held_a_role``.

    Found are those the community knows, now or from before, and administrators. Whoever was
    erased, or is of another community only, is not.
    """
    listed = Member.objects.filter(community=community, person=OuterRef("pk"))
    held = Appointment.objects.filter(community=community, person=OuterRef("pk"))
    people = User.objects.filter(audit_key__in=keys).annotate(
        is_known_here=Exists(listed) | Exists(held), held_a_role=Exists(held)
    )
    return named_in(people.filter(Q(is_known_here=True) | Q(is_staff=True)), community)


def name_in(person: User, community: Community) -> str:
    """What the community calls one person: their name there, or their address."""
    return str(named_in(User.objects.filter(pk=person.pk), community).get())


def name_of_roles(actor: Actor) -> str:
    """The name the actor's own roles go by here, or ""."""
    held = Appointment.objects.filter(community=actor.community, person=actor.person)
    named = held.exclude(name="").order_by("-pk")
    return named.values_list("name", flat=True).first() or ""


def _name_here(community: Community, person: OuterRef) -> Coalesce:
    """The name the person was last appointed by, else the one on the roster, else ""."""
    appointed = Appointment.objects.filter(community=community, person=person).exclude(name="")
    listed = Member.objects.filter(community=community, person=person)
    return Coalesce(
        Subquery(appointed.order_by("-pk").values("name")[:1]),
        Subquery(listed.values("name")[:1]),
        Value(""),
    )


def swaps_for(actor: Actor) -> QuerySet[ReaderSwap]:
    """For co-chairs: what their community offered or took, and what waits for their answer."""
    address = actor.person.email if actor.person else ""
    waiting = Q(other__isnull=True, to_email=address, state=SwapState.OFFERED)
    ours = Q(community=actor.community) | Q(other=actor.community)
    return ReaderSwap.objects.filter(ours | waiting).select_related("community", "other")


def get_swap_or_404(actor: Actor, swap_id: int) -> ReaderSwap:
    """A swap the co-chair may see."""
    swap = swaps_for(actor).filter(pk=swap_id).first()
    if swap is None:
        raise Http404
    return swap


def browsers_of(person: User) -> list[UserSession]:
    """Where the person is signed in, the newest first; for themselves alone."""
    browsers = UserSession.objects.filter(user=person).order_by("-created_at", "-pk")
    proof = person.get_session_auth_hash()
    sessions = Session.objects.filter(
        session_key__in=[one.session_key for one in browsers], expire_date__gt=clock.now()
    )
    live = {
        session.session_key
        for session in sessions
        if session.get_decoded().get(HASH_SESSION_KEY) == proof
    }
    return [one for one in browsers if one.session_key in live]


def names_in(community: Community, text: str) -> list[str]:
    """Words of the text that are also names of people here, as they stand in the text.

    A warning, no judgement: "Grace" may be a virtue. Nothing is told that was not typed.
    """
    capitalised = {word for word in NAME_PART.findall(text) if word[0].isupper()}
    if not capitalised:
        return []
    people = Member.objects.filter(community=community).values_list("name", flat=True)
    appointed = User.objects.filter(appointments__community=community)
    names = [*people, *appointed.values_list("name", flat=True).distinct()]
    known = {_bare(part) for name in names for part in NAME_PART.findall(name)}
    return sorted(word for word in capitalised if word.casefold() in known or _bare(word) in known)


def _bare(word: str) -> str:
    """Rosa for "Rosa’s"."""
    return word.casefold().removesuffix("’s").removesuffix("'s")
