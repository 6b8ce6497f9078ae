"""Slips for tests, as a count leaves them, and their way through the review."""

from feedback import services
from feedback.enums import Outcome, Reading
from feedback.models import Period, Review, Slip, Survey
from feedback.review.outcomes import Proposal
from feedback.review.queue import review_of
from feedback.services import confirm_review, propose_outcome, release_bundle
from tests.feedback import ballots
from tests.people import Cast


def survey_in(cast: Cast, key: str = "S1") -> Survey:
    return ballots.opened(cast.community, [], key=key)


def findings(cast: Cast, *bodies: str, cell: str = "white", question: str = "2") -> list[Slip]:
    """Of the period, by caucus."""
    survey = Survey.objects.filter(community=cast.community).first() or survey_in(cast)
    return put(survey.period, question, cell, bodies)


def suggestions(survey: Survey, *bodies: str) -> list[Slip]:
    """Of one session, without a caucus."""
    return put(survey, "5", "all", bodies)


def put(
    unit: Survey | Period, question: str, cell: str, bodies: tuple[str, ...], **more: Reading
) -> list[Slip]:
    owner = {"survey" if isinstance(unit, Survey) else "period": unit}
    return [
        Slip.objects.create(
            **owner,  # type: ignore[misc]
            questionnaire="PPN-1",
            question=question,
            cell=cell,
            body=body,
            **more,
        )
        for body in bodies
    ]


def version(slip: Slip) -> int:
    review = review_of(Slip.objects.get(pk=slip.pk))
    return review.version if review else 0


def propose(cast: Cast, slip: Slip, outcome: str = Outcome.AS_WRITTEN, **more: object) -> Review:
    return propose_outcome(
        actor=cast.actor("ines"),
        slip=slip,
        version=version(slip),
        proposal=Proposal(outcome, **more),  # type: ignore[arg-type]
    )


def confirm(cast: Cast, slip: Slip) -> Review:
    return confirm_review(actor=cast.actor("nkechi"), slip=slip, version=version(slip))


def send_back(cast: Cast, slip: Slip, remark: str) -> Review:
    return services.send_back(
        actor=cast.actor("nkechi"), slip=slip, version=version(slip), remark=remark
    )


def released(cast: Cast, *bundle: Slip) -> None:
    """The whole way of one bundle: as written, unless something is proposed already."""
    for slip in bundle:
        if version(slip) == 0:
            propose(cast, slip)
        confirm(cast, slip)
    release(cast, bundle[0])


def release(cast: Cast, slip: Slip) -> int:
    unit = slip.survey or slip.period
    assert unit is not None
    return release_bundle(
        actor=cast.actor("nkechi"), unit=unit, questionnaire="PPN-1", question=slip.question
    )
