"""What happens here when something happens in the rooms below."""

from typing import Any

from django.dispatch import receiver

from cop.documents.enums import CONSENTS
from cop.documents.models import Reading
from cop.documents.services.consents import end_consents
from cop.members.models import Member
from cop.members.signals import member_person_changed


@receiver(member_person_changed, dispatch_uid="documents.forget_what_somebody_else_said")
def on_member_person_changed(*, members: list[Member], **_kwargs: Any) -> None:
    """Whoever may now sign in as a member has read nothing and agreed to nothing."""
    Reading.objects.filter(member__in=members).delete()
    for member in members:
        for kind in CONSENTS:
            end_consents(community=member.community, member=member, kind=kind)
