"""Giving a consent and taking it back, by the member alone.

Neither is put on the record, which has the minute: what is kept is the version and the day.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.documents.models import Consent
from cop.documents.policies import can_consent
from cop.documents.selectors import current_version
from cop.documents.signals import consent_withdrawn
from cop.members.models import Community, Member


@transaction.atomic
def give_consent(*, actor: Actor, kind: str, version_id: int) -> Consent:
    """Agree to the text as it holds now; giving twice is once.

    Raises Refused where the text read is not the one that holds.
    """
    member = _consenting(actor)
    version = current_version(actor.community, kind)
    if version is None or version.pk != version_id:
        raise Refused(_("The text has changed. Read it once more before you agree."))
    consent, _made = Consent.objects.get_or_create(
        member=member,
        version=version,
        withdrawn_on=None,
        defaults={"given_on": clock.today(actor.community.time_zone)},
    )
    return consent


@transaction.atomic
def withdraw_consent(*, actor: Actor, kind: str) -> None:
    """Take back what was agreed to of this kind, whichever version; no reason is asked.

    What rooms above keep only because of it, they forget in the same transaction.
    """
    end_consents(community=actor.community, member=_consenting(actor), kind=kind)


def end_consents(*, community: Community, member: Member, kind: str) -> None:
    """Part of withdrawing, and of what happens when somebody else may sign in as the member."""
    Consent.objects.filter(member=member, version__kind=kind, withdrawn_on__isnull=True).update(
        withdrawn_on=clock.today(community.time_zone)
    )
    consent_withdrawn.send(sender=Consent, member=member, kind=kind)


def _consenting(actor: Actor) -> Member:
    if actor.member is None or not can_consent(actor):
        raise PermissionDenied
    return actor.member
