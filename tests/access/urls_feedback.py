"""Who gets what from feedback, the box and the results. See ``matrix.py`` for the shape."""

import datetime as dt
from typing import Any

from cop.core import clock
from cop.members.models import Community
from feedback.box.base64url import encode
from feedback.enums import ReviewState
from feedback.models import Comment, Review
from feedback.services import keep_certificate, open_survey
from sessions_app.models import Session
from tests.access.matrix import ANYBODY, BELONGING, STRANGERS, page
from tests.feedback import ballots, slips
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


def with_webinar(_cast: Cast) -> dict[str, Any]:
    return {"code": "WEBINAR-1"}


TODAY = clock.today("Europe/London")


def typed(name: str, day: dt.date) -> dict[str, Any]:
    """A date as its three fields send it."""
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


YEAR = {
    "title": "Our year",
    "asked": "YEAR-1",
    "confirmed": "1",
    **typed("from_on", TODAY - dt.timedelta(days=300)),
    **typed("to_on", TODAY),
    **typed("closes_on", TODAY + dt.timedelta(days=12)),
}


def with_many_who_came(cast: Cast) -> dict[str, Any]:
    came = ballots.members(cast.community, 6)
    ballots.session_with(cast.community, came, held_on=TODAY - dt.timedelta(days=20))
    return {}


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


# D5 is for two people, D7 for them, whoever facilitates and the data protection contact.
READS_SLIPS = {"ines", "nkechi"}
READS_COMMENTS = READS_SLIPS | {"amara", "tom", "dana"}


def with_slips(cast: Cast) -> dict[str, Any]:
    """One with the second reviewer, one sent back, one unread, and suggestions."""
    survey = slips.survey_in(cast)
    one, other, _unread = slips.findings(
        cast, "Rosa was kind.", "As the only one I kept quiet.", "I left early."
    )
    slips.propose(cast, one)
    slips.propose(cast, other)
    slips.send_back(cast, other, "This tells who it was.")
    slips.suggestions(survey, "More time")
    return {"unit_id": one.period_id, "code": "PPN-1", "question": "2"}


def with_slips_listed(cast: Cast) -> dict[str, Any]:
    with_slips(cast)
    return {}


def with_slip(cast: Cast) -> dict[str, Any]:
    with_slips(cast)
    return {"slip_id": Review.objects.get(state=ReviewState.PROPOSED).pk}


def with_confirmed_bundle(cast: Cast) -> dict[str, Any]:
    slip = slips.findings(cast, "I kept quiet.")[0]
    slips.propose(cast, slip)
    slips.confirm(cast, slip)
    return {"unit_id": slip.period_id, "code": "PPN-1", "question": "2"}


def with_comments(cast: Cast) -> dict[str, Any]:
    """Two voices, a paraphrase about a facilitator, and a topic."""
    survey = slips.survey_in(cast)
    slips.released(cast, *slips.findings(cast, "I kept quiet.", "We were heard."))
    about = slips.findings(cast, "Tom talked over us", question="3")[0]
    slips.propose(
        cast, about, "paraphrase", paraphrase="Felt interrupted", is_about_facilitator=True
    )
    slips.released(cast, about)
    wish = slips.suggestions(survey, "More time")[0]
    slips.propose(cast, wish, "topics", topics=("Time",))
    slips.released(cast, wish)
    return {}


def with_paraphrase(cast: Cast) -> dict[str, Any]:
    with_comments(cast)
    return {"comment_id": Comment.objects.get(is_about_facilitator=True).pk}


AGREES = {"version": "1", "confirm": "1"}

ANSWER_FOR_DATA = {"okafor", "dana", "amara", "tom"}


def with_certificate(cast: Cast) -> dict[str, Any]:
    return {"certificate_id": keep_certificate().pk}


def with_certificates(cast: Cast) -> dict[str, Any]:
    with_certificate(cast)
    return {}


MATRIX = [
    page("feedback:certificate_list", ANSWER_FOR_DATA),
    page("feedback:certificate_list", ANSWER_FOR_DATA, world=with_certificates),
    page(
        "feedback:certificate_detail",
        ANSWER_FOR_DATA,
        world=with_certificate,
        of_all="a certificate is of the installation and names no community",
    ),
    page("box:promise_page", ANYBODY, outside=True),
    page("box:protocol_page", ANYBODY, outside=True),
    page("box:threat_model_page", ANYBODY, outside=True),
    page("box:survey_landing", ANYBODY, outside=True, world=with_survey),
    page("box:envelope", ANYBODY, outside=True, world=with_survey),
    page("box:coded_form", ANYBODY, outside=True, world=with_survey, invalid={"own-code": "7K3M"}),
    page("box:coded_thanks", ANYBODY, outside=True, world=with_survey),
    page("box:coded_envelope", ANYBODY, outside=True, world=with_survey, looks=False).redirecting(),
    page("box:counted_list", ANYBODY, outside=True, world=with_figures, looks=False),
    page("box:survey_landing", ANYBODY, outside=True, world=with_figures),
    page(
        "feedback:survey_open",
        {"amara", "tom"},
        world=with_session,
        never_refused="one of the questionnaires is always chosen",
    ),
    page(
        "feedback:survey_open",
        {"amara", "tom"},
        method="post",
        data={"asked": "PPN-1"},
        world=with_session,
    ).redirecting(),
    page("feedback:community_survey_open", {"amara", "tom"}, invalid={"closes_on_year": "1999"}),
    page(
        "feedback:community_survey_open",
        {"amara", "tom"},
        method="post",
        data=YEAR,
        world=with_many_who_came,
    ).redirecting(),
    page("feedback:questionnaire_list", INSIDE),
    page("feedback:questionnaire_detail", INSIDE, world=with_webinar),
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
    page(
        "feedback:code_collect", INSIDE, strangers=NO_SURVEY, world=with_survey, looks=False
    ).redirecting(),
    page(
        "feedback:code_collect",
        {"amara", "bilal", "rosa"},
        strangers=NO_SURVEY,
        method="post",
        world=with_survey_of_toms,
        looks=False,
    ),
    page("feedback:result_list", INSIDE),
    page("feedback:result_list", INSIDE, world=with_figures_listed),
    page("feedback:result_detail", INSIDE, world=with_survey),
    page("feedback:result_detail", INSIDE, world=with_figures),
    page("feedback:result_year", INSIDE),
    page("feedback:result_year", INSIDE, world=with_figures_listed),
    page("feedback:result_trend", INSIDE),
    page("feedback:result_trend", INSIDE, world=with_figures_listed),
    page(
        "feedback:next_steps_change",
        {"amara", "tom"},
        world=with_figures,
        never_refused="it holds anything, up to its length, which the browser keeps to",
    ),
    page(
        "feedback:next_steps_change",
        {"amara", "tom"},
        method="post",
        data={"words": "More time"},
        world=with_figures,
    ).redirecting(),
    page("feedback:period_detail", INSIDE, world=with_period),
    page("feedback:review_list", READS_SLIPS),
    page("feedback:review_list", READS_SLIPS, world=with_slips_listed),
    page("feedback:bundle_review", READS_SLIPS, world=with_slips),
    page("feedback:bundle_review", READS_SLIPS, world=with_confirmed_bundle),
    page(
        "feedback:bundle_review",
        {"nkechi"},
        method="post",
        world=with_confirmed_bundle,
        looks=False,
    ).redirecting(),
    page(
        "feedback:slip_review",
        READS_SLIPS,
        world=with_slip,
        invalid={"own_words": "no word is chosen"},
    ),
    page(
        "feedback:slip_review",
        {"ines"},
        method="post",
        data={"version": "1", "outcome": "as_written"},
        world=with_slip,
        looks=False,
    ).redirecting(),
    page(
        "feedback:slip_edit",
        {"ines"},
        method="post",
        data={"version": "1", "kind": "cut", "word": "0-4"},
        world=with_slip,
        looks=False,
    ).redirecting(),
    page(
        "feedback:slip_confirm",
        {"nkechi"},
        method="post",
        data=AGREES,
        world=with_slip,
        looks=False,
    ).redirecting(),
    page("feedback:comment_list", READS_COMMENTS),
    page("feedback:comment_list", READS_COMMENTS, world=with_comments),
    page(
        "feedback:comment_reply",
        {"amara", "tom"},
        world=with_paraphrase,
        never_refused="whatever is said is a reply, and nothing takes it back",
    ),
    page(
        "feedback:comment_reply",
        {"amara", "tom"},
        method="post",
        data={"reply": "We hear you."},
        world=with_paraphrase,
    ).redirecting(),
]
