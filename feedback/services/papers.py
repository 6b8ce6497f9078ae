"""Collecting a voting paper: the one step that knows a name, and no answer."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core.policy import Actor
from cop.members.models import Member
from feedback.asked import eligibilities_of
from feedback.box import blind, collected, envelopes, keys, papers
from feedback.models import Survey
from feedback.rules import is_open
from feedback.services.refusals import Malformed, NotEligible, PaperElsewhere, SurveyClosed


@transaction.atomic
def issue_paper(*, actor: Actor, survey: Survey, blinded: bytes) -> bytes:
    """Sign the member's blinded paper: 256 bytes. The same value again is signed again.

    Raises SurveyClosed, NotEligible (did not come, or facilitated the session), PaperElsewhere for
    a second value, and Malformed. Not recorded in the audit, which keeps times.
    """
    # No row of the member is locked: a lock leaves a mark on it that says who collected.
    envelopes.lock_box(survey.pk)
    survey = Survey.objects.select_related("community", "session").get(pk=survey.pk)
    if not is_open(survey):
        raise SurveyClosed(_("This feedback is closed."))
    if not papers.is_blinded(blinded, bytes(survey.paper_public_key)):
        raise Malformed
    member = _member_asked(actor, survey)
    sha = papers.issued_sha(blinded)
    before = collected.collected_sha(survey.pk, member.pk)
    if before is None:
        collected.put_collected(survey.pk, member.pk, sha)
    elif before != sha:
        raise PaperElsewhere(
            _(
                "You have collected your paper already, on another device or in another browser. "
                "Give your feedback there."
            )
        )
    return _signed(survey, blinded)


def _member_asked(actor: Actor, survey: Survey) -> Member:
    """The actor, if the survey asks them; NotEligible otherwise."""
    asked = eligibilities_of(actor).filter(survey=survey).exists()
    if actor.member is None or not asked:
        raise NotEligible(
            _("Feedback is for members who came to this session and did not facilitate it.")
            if survey.session
            else _("This feedback is for members who came at least once in its days.")
        )
    return actor.member


def _signed(survey: Survey, blinded: bytes) -> bytes:
    try:
        return papers.sign(survey.pk, blinded)
    except (keys.KeyMissing, blind.NotSigned):
        raise SurveyClosed(
            _("This feedback is closed for now: no papers can be given out. Please tell us.")
        ) from None
