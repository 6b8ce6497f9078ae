"""Whom a survey asks, from the register alone: who came, less who facilitated."""

from django.db.models import Q, QuerySet

from cop.core.figures import number_in
from cop.members.models import Member
from feedback.models import Eligibility, Survey
from sessions_app.models import Session
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


def freeze_numbers(survey: Survey) -> None:
    """N and how many could answer, set on the survey for good; the caller saves both."""
    survey.present = number_in(number_at(survey.session))
    survey.could_answer = members_asked(survey.session).count()
