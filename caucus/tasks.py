"""What runs by itself."""

from celery import shared_task

from caucus import services
from cop.members.models import Community


@shared_task(name="caucus.close_overdue_spaces")
def close_overdue_spaces() -> None:
    """Hourly: forget choices that outlived their session, and names whose role has ended."""
    services.close_overdue_spaces()
    for community in Community.objects.all():
        services.forget_ended_publications(community=community)
