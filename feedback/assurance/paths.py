"""The addresses between a mail's link and the box, for some survey."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

SURVEY = UUID(int=1)


def anonymous() -> dict[str, str]:
    """Those outside the cookies' path, with words for them."""
    return {
        _("the box"): reverse("box:envelope", args=[SURVEY]),
        _("the form"): reverse("box:survey_landing", args=[SURVEY]),
        _("the form for codes"): reverse("box:coded_form", args=[SURVEY]),
        _("the box for codes"): reverse("box:coded_envelope", args=[SURVEY]),
        _("counted ballots"): reverse("box:counted_list", args=[SURVEY]),
    }


def on_the_way() -> dict[str, str]:
    """And those where somebody collects a paper."""
    collect = reverse("feedback:ballot_collect", args=["north", SURVEY])
    code = reverse("feedback:code_collect", args=["north", SURVEY])
    page = reverse("feedback:survey_detail", args=["north", SURVEY])
    inside = {_("papers"): collect, _("codes"): code, _("the survey’s page"): page}
    return anonymous() | inside
