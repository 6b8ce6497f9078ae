"""Reads of the decision log."""

from django.db.models import QuerySet

from cop.members.models import Community
from sessions_app.models import Decision


def decisions_of(community: Community) -> QuerySet[Decision]:
    """The log, the newest first, each with its session. One query."""
    return Decision.objects.filter(community=community).select_related("session")
