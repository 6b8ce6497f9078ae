"""Whom a survey asks, from the register alone: who came, less who facilitated."""

from django.db.models import QuerySet

from cop.members.models import Member
from feedback.models import Survey
from sessions_app.models import Session


def members_asked(session: Session) -> QuerySet[Member]:
    """Members who came and do not facilitate, by the register as it is now."""
    facilitators = session.facilitators.values("person")
    return Member.objects.filter(attendances__session=session).exclude(person__in=facilitators)


def freeze_numbers(survey: Survey) -> None:
    """N and how many could answer, set on the survey for good; the caller saves both."""
    survey.present = survey.session.attendances.count()
    survey.could_answer = members_asked(survey.session).count()
