"""The addresses of which nothing is noted: from a mail's link to the box, and of one comment."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

SURVEY = COMMENT = UUID(int=1)


def anonymous() -> dict[str, str]:
    """Those outside the cookies' path, with words for them."""
    return {
        _("the box"): reverse("box:envelope", args=[SURVEY]),
        _("the form"): reverse("box:survey_landing", args=[SURVEY]),
        _("the form for codes"): reverse("box:coded_form", args=[SURVEY]),
        _("the box for codes"): reverse("box:coded_envelope", args=[SURVEY]),
        _("counted ballots"): reverse("box:counted_list", args=[SURVEY]),
    }


def unnoted() -> dict[str, str]:
    """And those where somebody collects a paper, edits a comment or replies to it."""
    collect = reverse("feedback:ballot_collect", args=["north", SURVEY])
    code = reverse("feedback:code_collect", args=["north", SURVEY])
    page = reverse("feedback:survey_detail", args=["north", SURVEY])
    return anonymous() | {
        _("papers"): collect,
        _("codes"): code,
        _("the survey’s page"): page,
        _("a comment’s review"): reverse("feedback:slip_edit", args=["north", COMMENT]),
        _("a reply to a comment"): reverse("feedback:comment_reply", args=["north", COMMENT]),
    }
