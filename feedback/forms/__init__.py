"""What people type: before they ask, and when they review."""

from feedback.forms.asking import AskForm, CommunityAskForm
from feedback.forms.results import DaysForm, NextStepsForm
from feedback.forms.review import ProposalForm, ReplyForm, SendBackForm

__all__ = [
    "AskForm",
    "CommunityAskForm",
    "DaysForm",
    "NextStepsForm",
    "ProposalForm",
    "ReplyForm",
    "SendBackForm",
]
