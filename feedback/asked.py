"""Whom a survey asks, from the register alone.

After a session: who came, less who facilitated. A survey of the whole community: everybody who came
at least once in its days.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from cop.core.figures import number_in
from cop.core.policy import Actor
from cop.members.models import Community, Member
from feedback.models import Eligibility, Survey
from sessions_app.enums import SessionState
from sessions_app.models import Attendance, Facilitator, Session
from sessions_app.selectors import number_at


def members_asked(session: Session) -> QuerySet[Member]:
    """Members who came and do not facilitate, by the register as it is now.

    Of an erased member nothing says any more whether they facilitated, so they are asked if they
    were asked already: no number moves when somebody erases themselves.
    """
    facilitators = session.facilitators.values("person")
    asked = Eligibility.objects.filter(survey__session=session).values("member")
    came = Member.objects.filter(attendances__session=session)
    return came.filter(Q(is_erased=False) | Q(pk__in=asked)).exclude(person__in=facilitators)


def members_who_came(community: Community, from_on: dt.date, to_on: dt.date) -> QuerySet[Member]:
    """Members who came at least once from–to, by the register as it is now, facilitators too."""
    came = Attendance.objects.filter(
        member=OuterRef("pk"), session__held_on__range=(from_on, to_on)
    ).exclude(session__state=SessionState.CANCELLED)
    return Member.objects.filter(Exists(came), community=community, is_erased=False)


def everybody_asked(survey: Survey) -> QuerySet[Member]:
    """Whom the survey asks, by the register as it is now."""
    if survey.session is not None:
        return members_asked(survey.session)
    return members_who_came(survey.community, *survey.days)


def eligibilities_of(actor: Actor) -> QuerySet[Eligibility]:
    """The actor's entries in lists of whom surveys ask, as long as they hold.

    An attendance that is taken back holds no more, and whoever the session names as facilitator is
    not asked. The one rule for papers, codes and pages.
    """
    if actor.member is None:
        return Eligibility.objects.none()
    session = OuterRef("survey__session")
    came = Attendance.objects.filter(member=actor.member, session=session)
    facilitates = Facilitator.objects.filter(person=actor.person, session=session)
    own = Eligibility.objects.filter(member=actor.member)
    return own.filter(Q(survey__session=None) | (Exists(came) & ~Exists(facilitates)))


def freeze_numbers(survey: Survey) -> None:
    """N and how many could answer, set on the survey for good; the caller saves both.

    Whose attendance was taken back after the opening counts on: they could have answered before,
    and nobody may learn whether they did by seeing more answers than people.
    """
    listed = Eligibility.objects.filter(survey=survey).count()
    survey.could_answer = max(everybody_asked(survey).count(), listed)
    came = survey.could_answer
    if survey.session is not None:
        came = number_in(number_at(survey.session))
    survey.present = max(came, survey.could_answer)
