"""What runs by itself: what has outlived its session or its role is forgotten."""

from caucus.services.alone import alone
from caucus.services.closing import close_overdue_spaces
from caucus.services.publication import forget_ended_publications
from cop.members.models import Community
from cop.members.selectors import system_actor


def forget_what_is_over() -> None:
    """What outlived its session, and names whose role has ended; each by itself."""
    close_overdue_spaces()
    for community in Community.objects.order_by("pk"):
        alone(_forget_names, community)


def _forget_names(community: Community) -> None:
    forget_ended_publications(actor=system_actor(community))
