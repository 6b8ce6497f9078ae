"""Making and revoking calendar feeds."""

import secrets

from django.db import transaction

from cop.audit.services import record
from cop.core import clock
from cop.core.policy import Actor, require
from sessions_app.models import CalendarFeed
from sessions_app.policies import can_keep_own_feed, can_keep_shared_feed
from sessions_app.selectors import feed_kept, secret_sha


@transaction.atomic
def make_feed(*, actor: Actor, shared: bool) -> str:
    """A new secret address, which ends the one before; only its digest is kept.

    That somebody has a calendar of their own is nobody's business, so it is not on record.
    """
    require(can_keep_shared_feed(actor) if shared else can_keep_own_feed(actor))
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        community=actor.community,
        member=None if shared else actor.member,
        defaults={
            "secret_sha": secret_sha(secret),
            "made_on": clock.today(actor.community.time_zone),
        },
    )
    if shared:
        record(actor=actor, verb="change", target=actor.community, fields=["calendar_feed"])
    return secret


@transaction.atomic
def revoke_feed(*, actor: Actor, shared: bool) -> bool:
    """End the address for good; False where there was none."""
    require(can_keep_shared_feed(actor) if shared else can_keep_own_feed(actor))
    feed = feed_kept(actor, shared=shared)
    if feed is None:
        return False
    feed.delete()
    if shared:
        record(actor=actor, verb="change", target=actor.community, fields=["calendar_feed"])
    return True
