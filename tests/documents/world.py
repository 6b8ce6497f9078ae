"""Texts adopted by the co-chairs, for the tests of this room."""

import datetime as dt

from cop.core import clock
from cop.core.policy import Actor
from cop.documents import services
from cop.documents.models import Version
from cop.documents.selectors import current_version, draft_of, fingerprint
from cop.governance.enums import SpecialCondition
from cop.governance.models import Governance
from cop.governance.selectors import notice_print
from cop.governance.services import confirm_notice
from cop.members.models import Community
from cop.members.selectors import system_actor


def in_a_year(actor: Actor) -> dt.date:
    return clock.today(actor.community.time_zone) + dt.timedelta(days=365)


def adopt_all(actor: Actor) -> dict[str, Version]:
    """Everything that comes with the program, by kind."""
    adopted = services.adopt_shipped(actor=actor, review_on=in_a_year(actor))
    return {version.kind: version for version in adopted}


def draft(actor: Actor, kind: str, text: str, note: str = "") -> Version:
    """What the co-chair writes, having seen the draft there is."""
    before = draft_of(actor.community, kind)
    seen = fingerprint(before.text) if before else ""
    return services.save_draft(actor=actor, kind=kind, text=text, note=note, seen=seen)


def adopt(actor: Actor, kind: str, text: str, note: str = "") -> Version:
    """Draft it and adopt it."""
    version = draft(actor, kind, text, note)
    return services.adopt_draft(
        actor=actor, kind=kind, review_on=in_a_year(actor), seen=fingerprint(version.text)
    )


def consent(actor: Actor) -> None:
    """Agree to the text on keeping a choice, as it holds now."""
    version = current_version(actor.community, "consent-to-choice")
    assert version is not None
    services.give_consent(actor=actor, kind=version.kind, version_id=version.pk)


def take_consent(community: Community) -> None:
    """Explicit consent is the community's Article 9 condition, and its notice says so."""
    Governance.objects.update_or_create(
        community=community,
        defaults={"special_condition": SpecialCondition.EXPLICIT_CONSENT},
    )
    confirm_notice(actor=system_actor(community), seen=notice_print(community))
