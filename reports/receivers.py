"""What happens here when something happens in the rooms below."""

from typing import Any

from django.dispatch import receiver

from cop.post.models import Mailing
from cop.post.signals import mailing_approved
from reports.letters import TITLES
from reports.services.mailing import members_for
from sessions_app.models import Session
from sessions_app.selectors import session_number


@receiver(mailing_approved, dispatch_uid="reports.name_recipients")
def on_mailing_approved(*, mailing: Mailing, **_kwargs: Any) -> set[str] | None:
    """Who has left or wants less mail since it was drafted gets none."""
    if mailing.kind not in TITLES:
        return None
    session = Session.objects.get(community=mailing.community_id, pk=session_number(mailing.about))
    return set(members_for(session, mailing.kind).values_list("email", flat=True))
