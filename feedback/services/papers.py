"""Collecting a voting paper, or a code in its place: the one step that knows a name, and no answer.

Neither is recorded in the audit, which keeps times.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core.policy import Actor
from feedback.asked import eligibilities_of
from feedback.box import blind, codes, collected, envelopes, keys, papers
from feedback.models import Eligibility, Survey
from feedback.rules import is_open
from feedback.services.refusals import Malformed, NotEligible, PaperElsewhere, SurveyClosed


@transaction.atomic
def issue_paper(*, actor: Actor, survey: Survey, blinded: bytes) -> bytes:
    """Sign the member's blinded paper: 256 bytes. The same value again is signed again.

    Raises SurveyClosed, NotEligible (did not come, or facilitated the session), PaperElsewhere for
    a second value or after a code, and Malformed.
    """
    survey = _open_and_locked(survey)
    if not papers.is_blinded(blinded, bytes(survey.paper_public_key)):
        raise Malformed
    _note_collected(_asked(actor, survey), papers.issued_sha(blinded))
    return _signed(survey, blinded)


@transaction.atomic
def issue_code(*, actor: Actor, survey: Survey) -> str:
    """The member's code in groups of letters, in the place of a paper; the same when asked again.

    Raises SurveyClosed, NotEligible, and PaperElsewhere after a paper.
    """
    survey = _open_and_locked(survey)
    asked = _asked(actor, survey)
    try:
        code = codes.code_for(survey.pk, asked.mark)
    except keys.KeyMissing:
        raise SurveyClosed(
            _("No codes can be given out for this feedback. Please tell us.")
        ) from None
    _note_collected(asked, codes.issued_sha(code))
    return codes.in_groups(code)


def _open_and_locked(survey: Survey) -> Survey:
    """The survey as it is now. No row of a member is locked: a lock leaves a mark on it."""
    envelopes.lock_box(survey.pk)
    survey = Survey.objects.select_related("community", "session").get(pk=survey.pk)
    if not is_open(survey):
        raise SurveyClosed(_("This feedback is closed."))
    return survey


def _asked(actor: Actor, survey: Survey) -> Eligibility:
    """That the survey asks the actor; NotEligible if it does not."""
    asked = eligibilities_of(actor).filter(survey=survey).first()
    if asked is None:
        raise NotEligible(
            _("Feedback is for members who came to this session and did not facilitate it.")
            if survey.session
            else _("This feedback is for members who came at least once in its days.")
        )
    return asked


def _note_collected(asked: Eligibility, sha: bytes) -> None:
    """One paper or code for each; PaperElsewhere for another."""
    before = collected.collected_sha(asked.survey_id, asked.member_id)
    if before is None:
        collected.put_collected(asked.survey_id, asked.member_id, sha)
    elif before != sha:
        raise PaperElsewhere(
            _(
                "You have taken your ticket or your code already. Give your feedback where you "
                "took the ticket, or with the code."
            )
        )


def _signed(survey: Survey, blinded: bytes) -> bytes:
    try:
        return papers.sign(survey.pk, blinded)
    except (keys.KeyMissing, blind.NotSigned):
        raise SurveyClosed(
            _("This feedback is closed for now: no tickets can be given out. Please tell us.")
        ) from None
