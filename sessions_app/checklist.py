"""What whoever runs a session sees to, from the opening to the debrief: on the screen and on paper.

Keys stay for good: they are stored.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    key: str
    words: str | Promise
    hint: str | Promise = ""


CHECKLIST = (
    Item(
        "tools",
        _("Recording, transcript and note-taking assistants are off in every meeting"),
        _("Chat history and attendance report too. Live captions stay on for all, unsaved."),
    ),
    Item(
        "opening",
        _("Purpose and ground rules are read aloud"),
        _("And everybody was asked what they need to take part."),
    ),
    Item(
        "limits",
        _("Said what confidentiality covers, and its limits"),
        _(
            "What one person says stays. What a space agrees to share may leave it. The limits: "
            "risk of harm, professional duty, requests for what is stored."
        ),
    ),
    Item(
        "support",
        _("Said what to do when it gets hard"),
        _("Who to turn to today, the support page, and that anybody may leave without a word."),
    ),
    Item(
        "feedback",
        _("Feedback is open, with time to answer before we part"),
        _("Open it when its part begins, and be quiet together: people answer on their phones."),
    ),
    Item("next", _("Said when we meet next")),
    Item(
        "debrief",
        _("The facilitators’ debrief has begun"),
        _("Fifteen minutes for those who facilitated, once everybody else has left."),
    ),
)
KEYS = tuple(item.key for item in CHECKLIST)
