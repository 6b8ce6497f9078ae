"""Who gets what from feedback, the box and the results. See ``matrix.py`` for the shape."""

from typing import Any

from cop.members.models import Community
from feedback.box.base64url import encode
from feedback.services import open_survey
from sessions_app.models import Session
from tests.access.matrix import ANYBODY, BELONGING, STRANGERS, page
from tests.feedback import ballots
from tests.people import Cast

# A guest is not asked, and learns of no survey.
NO_SURVEY = STRANGERS | {"grace"}
INSIDE = BELONGING - {"grace"}
CAME = ("amara", "bilal", "rosa", "tom")


def with_session(cast: Cast) -> dict[str, Any]:
    """Tom facilitates; Grace visits."""
    session = ballots.session_with(cast.community, [cast.members[name] for name in CAME])
    session.facilitators.create(person=cast.tom)
    session.guests.create(person=cast.grace)
    return {"session_id": session.pk}


def with_survey(cast: Cast) -> dict[str, Any]:
    return {"survey_id": ballots.opened(cast.community, [cast.members[n] for n in CAME]).pk}


BALLOT = {"blinded": ""}


def with_survey_of_toms(cast: Cast) -> dict[str, Any]:
    """What a browser asks to have signed depends on the survey's key."""
    session = Session.objects.get(pk=with_session(cast)["session_id"])
    survey = open_survey(actor=cast.system, session=session)
    BALLOT["blinded"] = encode(ballots.blinded(survey)[1].value)
    return {"survey_id": survey.pk}


def with_period(cast: Cast) -> dict[str, Any]:
    survey = ballots.opened(cast.community, [cast.members[n] for n in CAME])
    return {"from_on": survey.period.from_on.isoformat()}


def with_figures(cast: Cast) -> dict[str, Any]:
    """Eight of each caucus answered, and it is counted."""
    Community.objects.filter(pk=cast.community.pk).update(figures_rhythm="session")
    people = ballots.members(cast.community, 16)
    survey = ballots.opened(cast.community, people)
    for number, member in enumerate(people):
        label = ("white", "racially_minoritised")[number % 2]
        given = ballots.answers(label, 1 + number // 2 % 5)
        ballots.send(survey, ballots.collect(member, survey), given)
    return {"survey_id": ballots.count(survey).pk}


def with_figures_listed(cast: Cast) -> dict[str, Any]:
    with_figures(cast)
    return {}


MATRIX = [
    page("box:promise_page", ANYBODY, outside=True),
    page("box:protocol_page", ANYBODY, outside=True),
    page("box:threat_model_page", ANYBODY, outside=True),
    page("box:survey_landing", ANYBODY, outside=True, world=with_survey),
    page("box:envelope", ANYBODY, outside=True, world=with_survey),
    page("box:counted_list", ANYBODY, outside=True, world=with_figures, looks=False),
    page("box:survey_landing", ANYBODY, outside=True, world=with_figures),
    page("feedback:survey_open", {"amara", "tom"}, world=with_session),
    page("feedback:survey_open", {"amara", "tom"}, method="post", world=with_session).redirecting(),
    page("feedback:survey_detail", INSIDE, strangers=NO_SURVEY, world=with_survey),
    page("feedback:survey_detail", INSIDE, strangers=NO_SURVEY, world=with_figures),
    page(
        "feedback:ballot_collect",
        {"amara", "bilal", "rosa"},
        strangers=NO_SURVEY,
        method="json",
        data=BALLOT,
        world=with_survey_of_toms,
        looks=False,
    ),
    page("feedback:result_list", INSIDE),
    page("feedback:result_list", INSIDE, world=with_figures_listed),
    page("feedback:result_detail", INSIDE, world=with_survey),
    page("feedback:result_detail", INSIDE, world=with_figures),
    page("feedback:period_detail", INSIDE, world=with_period),
]
