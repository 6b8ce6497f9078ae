"""Calendar feeds: by their secret, and what they tell."""

import datetime as dt
import hashlib
import uuid

from django.db.models import QuerySet
from django.http import Http404

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.members.selectors import members_of
from cop.post.services import Lookout
from sessions_app.calendars import feed_of
from sessions_app.models import CalendarFeed, Session

ENTRIES = uuid.UUID("7f0c5a52-9f9d-4a6c-8f37-2a6f6f3c1d11")  # the namespace of feeds' entries
PAST = dt.timedelta(days=31)


def secret_sha(secret: str) -> str:
    """All that is kept of a secret. It is random, so nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_kept(actor: Actor, *, shared: bool) -> CalendarFeed | None:
    """The actor's own feed, or the community's."""
    feeds = CalendarFeed.objects.filter(community=actor.community)
    return feeds.filter(member=None if shared else actor.member).first()


def get_feed_or_404(secret: str) -> CalendarFeed:
    """Door without a sign-in: whoever has the secret reads. A member's ends with membership."""
    found = CalendarFeed.objects.filter(secret_sha=secret_sha(secret))
    feed = found.select_related("community").first()
    if feed is None:
        raise Http404
    if feed.member_id and not members_of(feed.community).filter(pk=feed.member_id).exists():
        raise Http404
    return feed


def sessions_in_feed(feed: CalendarFeed) -> QuerySet[Session]:
    """From a month ago on; a cancelled one says so, which takes it out of calendars."""
    since = clock.today(feed.community.time_zone) - PAST
    return Session.objects.filter(community=feed.community, held_on__gte=since).select_related(
        "community"
    )


def calendar_in_feed(feed: CalendarFeed) -> str:
    """The feed as a calendar. A place that names a caucus is left out, so nothing is refused."""
    lookout = Lookout.of(feed.community_id)
    entries = [
        (str(uuid.uuid5(ENTRIES, f"{feed.pk}:{session.pk}")), session)
        for session in sessions_in_feed(feed)
    ]
    neutral = {session.pk for _uid, session in entries if not lookout.word_in(session.place)}
    text = feed_of(feed.community, entries, with_place=neutral)
    try:
        lookout.refuse_part("calendar", text)
    except Refused:
        return feed_of(feed.community, entries, with_place=set(), bare=True)
    return text
