"""What a member sees of a session's spaces at a moment: one rule for the live page and the other.

Before the hour of choosing, and after the end: when, and nothing else. Where choices are stored:
the choice, and then one's own space. Where they are not (before *Listen*, or without the member's
consent): every space alike, with the ways in for whoever is checked in. A way in, one's own or all
of them, is there only while a part in caucuses runs.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from caucus import day, selectors, services
from caucus.enums import SpaceKind
from caucus.forms import SpaceForm, name_and_hint
from caucus.selectors import Standing
from cop.core import clock
from cop.core.padding import filling
from cop.core.policy import Actor
from cop.core.registry import needs_consent
from cop.documents.enums import Kind
from cop.documents.selectors import consent_asked, has_taken_back
from sessions_app.enums import SegmentKind
from sessions_app.models import Attendance, Session
from sessions_app.policies import can_run_session, is_facilitator_of
from sessions_app.running import Moment, Stretch

OWN = "caucus/live/_space_own.html"


def caucus_part(moment: Moment) -> Stretch | None:
    """The part in caucuses that runs."""
    current = moment.current
    return current if current and current.part.kind == SegmentKind.CAUCUS else None


def are_doors_open(session: Session, moment: Moment) -> bool:
    """Whether the ways in are shown: while a part in caucuses runs.

    Of a session whose times or parts nobody knows, as long as a space can be chosen.
    """
    if not day.is_choice_open(session, moment.now):
        return False
    return caucus_part(moment) is not None or not _is_timed(session, moment)


def is_behind(moment: Moment) -> bool:
    """Every part in caucuses lies behind: there is no door to come to any more."""
    ahead = [each.part.kind for each in moment.stretches]
    met = any(part.kind == SegmentKind.CAUCUS for part in moment.parts)
    return met and moment.is_timed and SegmentKind.CAUCUS not in ahead


def _is_timed(session: Session, moment: Moment) -> bool:
    if moment.stretches:
        return True
    return session.starts_at is not None and session.segments.exists()


def until_in_words(session: Session, moment: Moment) -> str:
    """When the part that runs is over."""
    if moment.current is None:
        return ""
    local = clock.local(moment.current.ends_at, session.community.time_zone)
    return clock.time_in_words(local)


def doors_in_words(session: Session, moment: Moment) -> str:
    """When the ways in are shown; "" while they are."""
    if are_doors_open(session, moment):
        return ""
    ahead = (each for each in moment.stretches if each.part.kind == SegmentKind.CAUCUS)
    coming = next(ahead, None)
    if coming is None:
        return _("The time in spaces is over for today.")
    local = clock.local(coming.begins_at, session.community.time_zone)
    return _("The door opens with “%(part)s”, at about %(time)s.") % {
        "part": coming.part.title,
        "time": clock.time_in_words(local),
    }


@sensitive_variables()
def seen_by(actor: Actor, session: Session, moment: Moment) -> dict[str, Any]:
    """What ``caucus/live/_space.html`` shows to a member who may choose a space."""
    is_open = day.is_choice_open(session, moment.now)
    standings = selectors.standings(actor, session, with_holders=True)
    seen: dict[str, Any] = {
        "state": "shut",
        "is_over": session.is_cancelled or day.has_shut(session, moment.now),
        "opens_in_words": _opens_in_words(session),
        "doors_in_words": doors_in_words(session, moment),
        "part": caucus_part(moment),
        "choose_url": address("caucus:space_choose", session),
        "asks": needs_consent(actor.community),
        "form": SpaceForm(spaces=[each.space for each in standings]),
    }
    is_listed = services.listed_only(actor, session) is not None
    if not is_open:
        return seen | {"is_listed_only": is_listed}
    if not is_listed and seen["asks"]:
        seen["asked"] = consent_asked(actor, Kind.CONSENT_TO_CHOICE)
        is_listed = seen["asked"] is None or seen["asked"].consent is None
    if is_listed:
        return seen | {"state": "doors"} | _listed(actor, session, standings)
    mine = next((each for each in standings if each.is_mine), None)
    if mine is None:
        return seen | {"state": "choose"}
    return seen | {"state": "own"} | _own_drawn(actor, session, moment, mine, standings)


def _listed(actor: Actor, session: Session, standings: list[Standing]) -> dict[str, Any]:
    """Every space, for whoever goes without a stored choice."""
    names = _names(session, standings)
    here = Attendance.objects.filter(session=session, member=actor.member)
    return {
        "doors": [
            (each, name_and_hint(each.space), names.get(each.space.pk, [])) for each in standings
        ],
        "is_checked_in": here.exists(),
        "is_taken_back": actor.member is not None
        and has_taken_back(actor.member, Kind.CONSENT_TO_CHOICE),
    }


@sensitive_variables()
def _own_drawn(
    actor: Actor, session: Session, moment: Moment, mine: Standing, standings: list[Standing]
) -> dict[str, Any]:
    """One's own space, in as many signs as any other would take, whatever there is to say of it."""
    names = _names(session, standings)
    shared = {
        "part": caucus_part(moment),
        "doors_in_words": doors_in_words(session, moment),
        "elsewhere": [each.space for each in standings if each.space.kind != SpaceKind.CAUCUS],
        "is_run_by_actor": can_run_session(actor, session),
        "desk_url": address("sessions_app:session_desk", session),
        "pause_url": address("caucus:door_pause", session),
        "dates_url": reverse("sessions_app:session_list", args=[session.community.slug]),
    }
    own = render_to_string(
        OWN,
        {"inside": shared | in_space(actor, session, moment, mine), "actor": actor}
        | {"facilitators": names.get(mine.space.pk, [])},
    )
    longest = max(
        len(_whole(actor, shared, each, names.get(each.space.pk, [])).encode())
        for each in standings
    )
    return {"own": own, "filling": filling(longest - len(own.encode()))}


def _whole(actor: Actor, shared: dict[str, Any], each: Standing, names: list[str]) -> str:
    """All that could ever be said to somebody in the space: longer than whatever is."""
    said = {"is_whole": True, "space": each.space, "space_name": selectors.name_of(each.space)}
    whole = {"inside": shared | said | {"people": 10**6}, "actor": actor, "facilitators": names}
    return render_to_string(OWN, whole)


@sensitive_variables()
def in_space(actor: Actor, session: Session, moment: Moment, mine: Standing) -> dict[str, Any]:
    """How the actor's own space stands, for them alone.

    No number before the session has begun: until then whoever plans it may name another
    facilitator, and would see by the number whether that person is in the space. Whether it is
    small is for those who stay in it, and not for whoever looks after one space after the other.
    """
    number = selectors.number_in(session, mine.space)
    facilitates = selectors.facilitates_space(actor, session, mine.space)
    has_started = session.has_begun
    sees_number = has_started and selectors.sees_number(actor, mine.space)
    is_small = (
        number is None
        and has_started
        and mine.space.kind != SpaceKind.REFLECTION
        and are_doors_open(session, moment)
        and (sees_number or not is_facilitator_of(actor, session))
    )
    return {
        "space": mine.space,
        "space_name": selectors.name_of(mine.space),
        "is_paused": mine.is_paused,
        "is_shut_to_reader": mine.is_paused and not facilitates,
        "facilitates": facilitates,
        "sees_number": sees_number,
        "people": number,
        "is_small": is_small,
    }


def _names(session: Session, standings: list[Standing]) -> dict[int, list[str]]:
    """Who looks after each space: who is published for a caucus, or holds everyone's space."""
    published: dict[int, list[str]] = {}
    for each in selectors.published_facilitators(session.community):
        published.setdefault(each.caucus_id, []).append(str(each.person))
    return {
        each.space.pk: (
            published.get(each.space.caucus_id, [])
            if each.space.caucus_id is not None
            else [str(holder) for holder in each.space.holders.all()]
        )
        for each in standings
    }


def _opens_in_words(session: Session) -> str:
    if session.starts_at is None:
        return _("You can choose a space on %s.") % clock.date_in_words(session.held_on)
    instant = day.opens_at(session)
    zone = session.community.time_zone
    local = instant.astimezone(ZoneInfo(zone))
    return _("You can choose a space from %(time)s (%(zone)s) on %(day)s.") % {
        "time": clock.time_in_words(local),
        "zone": clock.zone_in_words(instant, zone),
        "day": clock.date_in_words(local.date()),
    }


def address(name: str, session: Session) -> str:
    """Of a page of this session: it has one for everybody, whatever their space."""
    return reverse(name, kwargs={"slug": session.community.slug, "session_id": session.pk})
