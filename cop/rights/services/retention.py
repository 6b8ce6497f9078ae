"""The daily deletion: every room's holdings, each in a transaction of its own.

Killed in the middle it is run again: what was deleted is gone and counted, what was not comes next.
"""

import logging

from django.db import transaction
from django.db.models import F

from cop.audit.services import record
from cop.core import clock, registry
from cop.core.registry import Holding
from cop.members.models import Community
from cop.members.selectors import system_actor
from cop.rights.models import RetentionLine, RetentionRun
from cop.rights.retention import due_communities

log = logging.getLogger(__name__)


def retain(*, community: Community) -> RetentionRun:
    """Delete what is past its period in one community, and keep the numbers.

    One kind of data that cannot be dealt with does not hold up the others; the run is then not
    complete, which is an alarm, and the next hour tries again.
    """
    today = clock.today(community.time_zone)
    run, _made = RetentionRun.objects.get_or_create(community=community, day=today)
    done = [
        _expire_alone(run, position, holding) for position, holding in enumerate(registry.holdings)
    ]
    with transaction.atomic():
        run = RetentionRun.objects.select_for_update().get(pk=run.pk)
        is_first = not run.is_complete
        run.is_complete = run.is_complete or all(done)
        run.save(update_fields=["is_complete"])
        if is_first and run.lines.filter(deleted__gt=0).exists():
            record(actor=system_actor(community), verb="retain", target=community)
    return run


def _expire_alone(run: RetentionRun, position: int, holding: Holding) -> bool:
    try:
        _expire(run, position, holding)
    except Exception as problem:  # noqa: BLE001  whatever it is, the others must have their turn
        # The type alone: message and frames could hold somebody's data.
        log.error("deleting from %s failed: %s", holding.key, type(problem).__name__)  # noqa: TRY400
        return False
    return True


@transaction.atomic
def _expire(run: RetentionRun, position: int, holding: Holding) -> None:
    """Delete from one holding and write its line, together or not at all."""
    RetentionRun.objects.select_for_update().get(pk=run.pk)  # two jobs at once take turns
    community, today = run.community, run.day
    line, _made = RetentionLine.objects.get_or_create(
        run=run, holding=holding.key, defaults={"position": position}
    )
    line.position, line.what, line.kept = position, str(holding.what), holding.kept(community)
    line.save(update_fields=["position", "what", "kept"])
    if holding.expire is None:
        return
    deleted = holding.expire(community, today, False)
    left = holding.expire(community, today, True)
    RetentionLine.objects.filter(pk=line.pk, deleted=None).update(deleted=0)
    RetentionLine.objects.filter(pk=line.pk).update(deleted=F("deleted") + deleted, left=left)


def retain_due() -> int:
    """Run every community whose day has begun and is not done; returns how many."""
    communities = due_communities()
    for community in communities:
        retain(community=community)
    return len(communities)


@transaction.atomic
def preview(*, community: Community) -> list[tuple[Holding, int]]:
    """What a run would delete now: it is done, counted and taken back."""
    today = clock.today(community.time_zone)
    counted = [
        (holding, holding.expire(community, today, False))
        for holding in registry.holdings
        if holding.expire is not None
    ]
    transaction.set_rollback(True)
    return counted
