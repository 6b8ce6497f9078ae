"""Writes of feedback, by flow; other rooms import them from here."""

from feedback.services.assurance import keep_certificate, keep_due
from feedback.services.community_surveys import open_community_survey
from feedback.services.confirming import confirm_review, release_bundle, send_back
from feedback.services.counting import count_due, count_period, count_survey
from feedback.services.envelopes import drop_coded_envelope, drop_envelope, parse_body
from feedback.services.giving_up import give_up, why_not_given_up
from feedback.services.next_steps import write_next_steps
from feedback.services.papers import issue_code, issue_paper
from feedback.services.periods import create_period
from feedback.services.refusals import (
    Malformed,
    NotACode,
    NotEligible,
    PaperElsewhere,
    SurveyClosed,
)
from feedback.services.reminding import remind_due
from feedback.services.replying import reply_to_comment
from feedback.services.reviewing import edit_slip, propose_outcome, undo_edit
from feedback.services.surveys import (
    freeze_present,
    open_survey,
    sync_eligible,
    why_not_openable,
)

__all__ = [
    "Malformed",
    "NotACode",
    "NotEligible",
    "PaperElsewhere",
    "SurveyClosed",
    "confirm_review",
    "count_due",
    "count_period",
    "count_survey",
    "create_period",
    "drop_coded_envelope",
    "drop_envelope",
    "edit_slip",
    "freeze_present",
    "give_up",
    "issue_code",
    "issue_paper",
    "keep_certificate",
    "keep_due",
    "open_community_survey",
    "open_survey",
    "parse_body",
    "propose_outcome",
    "release_bundle",
    "remind_due",
    "reply_to_comment",
    "send_back",
    "sync_eligible",
    "undo_edit",
    "why_not_given_up",
    "why_not_openable",
    "write_next_steps",
]
