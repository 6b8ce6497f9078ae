"""Papers of one page, made by a worker when somebody asks."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.policy import Actor, require
from cop.core.queue import enqueue
from cop.members.selectors import actor_in
from reports.enums import RenderingState, SheetKind
from reports.models import SessionSummary, Sheet
from reports.policies import can_view_summary
from reports.render.progress import Progress
from reports.selectors import own_words, words_of_summary
from reports.services.making import Keep, give_up_lost, make, tend
from sessions_app.models import Session

KEPT = dt.timedelta(hours=1)  # one's own papers; they can be made again at any time


@transaction.atomic
def start_certificate(*, actor: Actor, session: Session) -> Sheet:
    """Ask for the actor's own certificate of a session they came to."""
    words = own_words(actor, session=session)
    require(words is not None)
    return _ask(words, kind=SheetKind.CERTIFICATE, session=session, **_own(actor))


@transaction.atomic
def start_year_sheet(*, actor: Actor, year: int) -> Sheet:
    """Ask for the list of the actor's own sessions in a year. 404 where there was none."""
    words = own_words(actor, year=year)
    if words is None:
        raise Http404
    return _ask(words, kind=SheetKind.YEAR, year=year, **_own(actor))


@transaction.atomic
def start_summary_sheet(*, actor: Actor, summary: SessionSummary, kind: str) -> Sheet:
    """The paper of an approved summary; made already, as a rule, when it was approved."""
    require(can_view_summary(actor, summary.session) and summary.approved_on is not None)
    return ask_for_summary_sheet(summary, kind)


def ask_for_summary_sheet(summary: SessionSummary, kind: str) -> Sheet:
    """The paper of a summary: finished, going, or newly asked for."""
    words = words_of_summary(summary, kind)
    return _ask(words, kind=kind, summary=summary, community=summary.session.community)


def make_sheet(*, sheet_id: str) -> None:
    """Make a paper that waits; nothing happens where it was deleted meanwhile."""
    make(Sheet.objects.filter(pk=sheet_id), _drawn)


def tend_sheets() -> None:
    """Give up what was lost, ask again for what was forgotten, delete what was somebody's own."""
    own_papers_past_their_hour().delete()
    tend(Sheet.objects.all(), "reports.make_sheet", "sheet_id")


def own_papers_past_their_hour() -> Any:
    """One's own papers that were asked for, or made, an hour ago."""
    return Sheet.objects.filter(person__isnull=False, heartbeat_at__lt=clock.now() - KEPT)


def _own(actor: Actor) -> dict[str, Any]:
    return {"community": actor.community, "person": actor.person}


def _ask(words: Mapping[str, Any] | None, **of: Any) -> Sheet:
    content = _digest(words)
    same = Sheet.objects.filter(**of)
    give_up_lost(same)
    usable = same.exclude(state=RenderingState.FAILED).filter(content=content).defer("pdf").first()
    if usable is not None:
        return usable
    sheet = Sheet.objects.create(**of, content=content, step=_("Being made"))
    enqueue("reports.make_sheet", sheet_id=str(sheet.pk))
    return sheet


def _drawn(sheet: Sheet, progress: Progress) -> tuple[str, Keep]:
    from reports.render.sheets import sheet_pdf  # noqa: PLC0415  a web process never draws

    if sheet.summary is not None:
        words: Mapping[str, Any] | None = words_of_summary(sheet.summary, sheet.kind)
    else:
        assert sheet.person is not None  # noqa: S101  a constraint of the table
        actor = actor_in(sheet.person, sheet.community)
        words = own_words(actor, session=sheet.session, year=sheet.year or 0)
    if words is None:
        raise LookupError("what the paper was to say is no longer known")
    pdf = sheet_pdf(sheet.kind, words, progress)

    def keep() -> None:
        Sheet.objects.filter(pk=sheet.pk).update(pdf=pdf)

    return _digest(words), keep


def _digest(words: Mapping[str, Any] | None) -> str:
    text = json.dumps(words, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
