"""R7: what the caucus the others answer to agreed to of its findings."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from caucus import day
from caucus.models import Caucus, FindingsConsent, Space
from caucus.selectors.spaces import facilitates_space, is_too_small_to_share
from cop.core import clock
from cop.core.policy import Actor
from cop.members.models import Community
from sessions_app.models import Session


@dataclass(frozen=True)
class ConsentInSpace:
    """What the people in the space of that caucus see of it, and nobody else."""

    session: Session
    is_given: bool
    may_record: bool  # the reader looks after the space


def consent_in_space(actor: Actor, session: Session, space: Space | None) -> ConsentInSpace | None:
    """For the page of one's own space; None for every other space, and for one under three."""
    if space is None or space.caucus is None or not space.caucus.is_answered_to:
        return None
    if not day.is_choice_open(session, clock.now()) or is_too_small_to_share(session, space.caucus):
        return None
    return ConsentInSpace(
        session=session,
        is_given=FindingsConsent.objects.filter(session=session).exists(),
        may_record=facilitates_space(actor, session, space),
    )


def consents_of(caucus: Caucus) -> list[Session]:
    """The sessions at which it agreed, the newest first; for who is published for that caucus."""
    agreed = FindingsConsent.objects.filter(caucus=caucus).select_related("session")
    return [one.session for one in agreed.order_by("-session__held_on", "-session")]


def findings_consent(
    community: Community,
    from_on: dt.date,
    to_on: dt.date,
    *,
    besides: Iterable[tuple[dt.date, dt.date]] = (),
) -> Session | None:
    """The newest session of these days, both included, at which findings were agreed to.

    Spans of days in ``besides`` are left out. None where the caucus was silent: then its findings
    stay out.
    """
    agreed = FindingsConsent.objects.filter(
        caucus__community=community,
        caucus__is_answered_to=True,
        session__held_on__range=(from_on, to_on),
    )
    for span in besides:
        agreed = agreed.exclude(session__held_on__range=span)
    newest = agreed.select_related("session").order_by("session__held_on", "session").last()
    return newest.session if newest else None
