"""Collecting a voting paper: the one step that knows a name, and no answer."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core.policy import Actor
from feedback.box import papers
from feedback.models import Eligibility, Survey
from feedback.rules import is_open
from feedback.services.refusals import Malformed, NotEligible, PaperElsewhere, SurveyClosed
from sessions_app.policies import is_named_facilitator


@transaction.atomic
def issue_paper(*, actor: Actor, survey: Survey, blinded: bytes) -> bytes:
    """Sign the member's paper: 256 bytes. The same value again is signed again.

    Raises SurveyClosed, NotEligible (did not come, or facilitated the session), PaperElsewhere for
    a second value, and Malformed. Not recorded in the audit, which keeps times.
    """
    survey = Survey.objects.select_related("community", "session").get(pk=survey.pk)
    if not is_open(survey):
        raise SurveyClosed(_("This feedback is closed."))
    if not papers.is_message(blinded, bytes(survey.paper_public_key)):
        raise Malformed
    asked = (
        Eligibility.objects.select_for_update().filter(survey=survey, member=actor.member).first()
        if actor.member is not None
        else None
    )
    if asked is None or is_named_facilitator(actor.person, survey.session):
        raise NotEligible(
            _("Feedback is for members who came to this session and did not facilitate it.")
        )
    sha = papers.issued_sha(blinded)
    if asked.issued and bytes(asked.blinded_sha or b"") != sha:
        raise PaperElsewhere(
            _(
                "You have collected your paper already, on another device or in another browser. "
                "Give your feedback there."
            )
        )
    if not asked.issued:
        asked.issued, asked.blinded_sha = True, sha
        asked.save(update_fields=["issued", "blinded_sha"])
    return papers.sign(survey.pk, blinded)
