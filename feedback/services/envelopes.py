"""Dropping an envelope: the one step that knows an answer, and no name.

Nothing here takes an actor or a request, writes to the audit or a log, or hands on work.
"""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from cop.core.errors import Refused
from feedback.box import codes, envelopes, keys, papers
from feedback.box.base64url import decode
from feedback.box.responses import NotAResponse, TextTooLong, read_response, seal_response
from feedback.models import Survey
from feedback.rules import asked_by, is_open
from feedback.services.refusals import Malformed, NotACode, SurveyClosed

BODY_BYTES = 65_536
PARTS = {"message", "signature", "answers"}


@dataclass(frozen=True, slots=True, repr=False)
class Ballot:
    """What a browser sends: its paper, and answers still to be checked."""

    message: bytes
    signature: bytes
    answers: object


@sensitive_variables()
def parse_body(body: bytes) -> Ballot:
    """Read the body of the anonymous request: JSON, filled with spaces to BODY_BYTES exactly.

    Raises Malformed for anything else, without a word of what it was.
    """
    if len(body) != BODY_BYTES:
        raise Malformed
    try:
        data = json.loads(body)
        if set(data) != PARTS:  # whatever else a browser sends could say whose it is
            raise Malformed
        return Ballot(decode(data["message"]), decode(data["signature"]), data["answers"])
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Malformed from None


@sensitive_variables()
def drop_envelope(*, survey_id: UUID, message: bytes, signature: bytes, answers: object) -> None:
    """Verify the paper, seal the answers and store the envelope. Sending again changes nothing.

    Raises SurveyClosed, Malformed (no paper of this survey, or answers that were not asked) and
    Refused for comments that are too long.
    """
    survey = _open_survey(survey_id)
    if not papers.is_paper(message, signature, bytes(survey.paper_public_key)):
        raise Malformed
    _put(survey, papers.ballot_sha(message), answers)


@sensitive_variables()
def drop_coded_envelope(*, survey_id: UUID, code: bytes, answers: object) -> None:
    """The same with a code in the place of a paper. Raises NotACode for one of another survey."""
    survey = _open_survey(survey_id)
    try:
        is_code = codes.is_code(survey_id, code)
    except keys.KeyMissing:
        raise SurveyClosed(_("This feedback takes no codes. Please tell us.")) from None
    if not is_code:
        raise NotACode
    _put(survey, codes.ballot_sha(code), answers)


def _open_survey(survey_id: UUID) -> Survey:
    survey = Survey.objects.select_related("community").filter(pk=survey_id).first()
    if survey is None:
        raise Malformed
    _refuse_if_closed(survey)
    return survey


@sensitive_variables()
def _put(survey: Survey, ballot_sha: bytes, answers: object) -> None:
    sealed = _sealed(survey, answers)
    with transaction.atomic():
        envelopes.lock_box(survey.pk)
        survey.refresh_from_db(fields=["state", "closes_on"])
        _refuse_if_closed(survey)
        if not envelopes.has_envelope(ballot_sha):
            envelopes.put_envelope(survey.pk, ballot_sha, sealed)


@sensitive_variables()
def _sealed(survey: Survey, answers: object) -> bytes:
    """Sealed before the database sees it, whose error log prints rows that fail."""
    try:
        response = read_response(answers, asked_by(survey))
        return seal_response(response, survey.pk, bytes(survey.box_public_key))
    except NotAResponse:
        raise Malformed from None
    except TextTooLong:
        raise Refused(_("A comment is too long. Shorten it to 2,000 characters.")) from None


def _refuse_if_closed(survey: Survey) -> None:
    if not is_open(survey):
        raise SurveyClosed(_("This feedback is closed."))
