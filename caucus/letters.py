"""Mail of this room. What is owed, and by whom, stands on the page and never in a mail."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.members.models import Community
from cop.members.selectors import less_mail_url
from cop.post.services import Letter, write_letter

OVERDUE = "commitment_overdue"


def write_overdue_letter(community: Community) -> Letter:
    """Something is past its day; what it is stands where the link leads."""
    path = reverse("caucus:ledger", args=[community.slug])
    return write_letter(
        subject=_("Past its day: %s") % community.name,
        text_template=f"mail/{OVERDUE}.txt",
        context={
            "community": community,
            "url": f"{settings.SITE_URL}{path}",
            "less_mail_url": less_mail_url(community),
        },
    )
