"""Writing down what a community has in place, and the gate that asks for it."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.governance.models import Governance
from cop.governance.notice import confirmed_words
from cop.governance.policies import (
    can_change_governance,
    can_record_screening,
    why_stage_is_shut,
)
from cop.members.models import Community
from cop.members.services import lock

TEXTS = frozenset({"validation", "consent_asked"})
CHOICES = frozenset({"lawful_basis", "special_condition"})
SWITCHES = frozenset({"figures_only", "keeps_complaints", "keeps_breaches"})
LINES = frozenset(
    {
        "controller_name",
        "controller_contact",
        "staff_support",
        "informed_support",
        "union",
        "speak_up",
        "samaritans",
        "independent_name",
        "independent_contact",
    }
)
CONFIRMED = {
    "confirm_retention": "retention_confirmed_on",
    "confirm_thresholds": "thresholds_confirmed_on",
}


class StageShut(Refused):
    """Something was asked for that a stage opens; the page links to what is missing."""

    def __init__(self, sentence: str, url: str) -> None:
        super().__init__(sentence)
        self.url = url

    @property
    def html(self) -> str:
        """The sentence, with the way to what is missing."""
        return format_html(
            '{} <a class="govuk-link" href="{}">{}</a>',
            self.message,
            self.url,
            _("See what is missing"),
        )


def refuse_if_shut(actor: Actor, stage: str) -> None:
    """Raise StageShut unless the stage is open. Commands act as the system, and are not asked."""
    shut = shut_for(actor, stage)
    if shut is not None:
        raise shut


def shut_for(actor: Actor, stage: str) -> StageShut | None:
    """What ``refuse_if_shut`` would raise: its message says on a page why there is no button."""
    reason = "" if actor.is_system else why_stage_is_shut(actor.community, stage)
    if not reason:
        return None
    url = reverse("governance:stage_detail", args=[actor.community.slug, stage])
    return StageShut(reason, url)


@transaction.atomic
def change_facts(*, actor: Actor, values: Mapping[str, Any]) -> list[str]:
    """Write facts down; returns the names of the changed fields.

    ``confirm_retention`` and ``confirm_thresholds`` are confirmed as of today when true, and left
    as they are otherwise: a confirmation is an act, and cannot be taken back unseen.
    """
    require(can_change_governance(actor))
    facts = _held(actor.community)
    wanted = dict(_cleaned(values))
    today = clock.today(actor.community.time_zone)
    for name, field in CONFIRMED.items():
        if values.get(name) and getattr(facts, field) is None:
            wanted[field] = today
    return _write(actor, facts, wanted)


def _cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    kinds: dict[str, Callable[[Any], Any]] = {
        **dict.fromkeys(LINES, clean_line),
        **dict.fromkeys(TEXTS | CHOICES, str.strip),
        **dict.fromkeys(SWITCHES, bool),
    }
    unknown = set(values) - set(kinds) - set(CONFIRMED)
    if unknown:
        raise ValueError(f"no such facts: {sorted(unknown)}")
    return {name: kinds[name](value) for name, value in values.items() if name in kinds}


@transaction.atomic
def record_screening(
    *, actor: Actor, reference: str, decision: str, decided_on: dt.date | None
) -> list[str]:
    """Enter the assessment's reference, or the officer's dated decision that none is needed.

    Raises Refused for neither, for a decision without its day, and for a day that lies ahead.
    """
    require(can_record_screening(actor))
    decision = decision.strip()
    if not reference and not decision:
        raise Refused(_("Enter the reference of the assessment, or the officer’s decision."))
    if decision and decided_on is None:
        raise Refused(_("Enter the day of the decision."))
    if decided_on is not None and decided_on > clock.today(actor.community.time_zone):
        raise Refused(_("The day of the decision lies ahead. Check the date."))
    wanted = {
        "dpia_reference": clean_line(reference),
        "screening_decision": decision,
        "screening_decided_on": decided_on if decision else None,
    }
    return _write(actor, _held(actor.community), wanted)


@transaction.atomic
def confirm_notice(*, actor: Actor, seen: str) -> None:
    """A co-chair has read the notice as it is now. ``seen`` is the print of what they read.

    Raises Refused when it changed between reading and confirming.
    """
    require(can_change_governance(actor))
    facts = _held(actor.community)
    notice = confirmed_words(facts.community, facts)
    if seen != notice.print:
        raise Refused(_("The notice has changed while you read it. Read it again, then confirm."))
    wanted = {
        "notice_confirmed_on": clock.today(actor.community.time_zone),
        "notice_facts": notice.digests(),
    }
    _write(actor, facts, wanted)


def _held(community: Community) -> Governance:
    """The facts and their community as they are now, held until the transaction ends."""
    held = lock(community)
    facts, _created = Governance.objects.get_or_create(community=held)
    facts.community = held
    return facts


def _write(actor: Actor, facts: Governance, wanted: Mapping[str, Any]) -> list[str]:
    changed = [field for field, value in wanted.items() if getattr(facts, field) != value]
    if changed:
        for field in changed:
            setattr(facts, field, wanted[field])
        facts.save(update_fields=changed)
        record(actor=actor, verb="change", target=facts, fields=changed)
    return changed
