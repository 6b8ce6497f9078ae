"""The summary of a session: drafted from what was released, approved by a co-chair, then fixed."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from cop.post.policies import neutrality
from reports.enums import SheetKind, SummaryState
from reports.models import SessionSummary
from reports.policies import can_approve_summary, can_write_summary, why_no_summary
from reports.selectors import approved_summary, summary_draft
from reports.services.sheets import ask_for_summary_sheet
from reports.summaries import compile_summary, digest_of, why_unnumbered
from sessions_app.models import Session
from sessions_app.selectors import locked_session


@transaction.atomic
def draft_summary(*, actor: Actor, session: Session, asks_of_leaders: str = "") -> SessionSummary:
    """Freeze the summary as it is now, in place of an earlier draft; what is approved stays.

    Raises Refused before the session is over, where nothing differs from what was approved, where
    it would not fit on a page, and where leaders would read of a caucus.
    """
    require(can_write_summary(actor, session))
    session = locked_session(session.pk)
    refuse_if(why_no_summary(session))
    if not neutrality(session.community_id)(asks_of_leaders):
        raise Refused(
            _("What you ask of leaders may be passed on to anybody, so it names no caucus.")
        )
    words = compile_summary(session, asks_of_leaders=asks_of_leaders)
    before = approved_summary(session)
    if before is not None and before.content == words:
        raise Refused(_("Nothing has changed since the summary was approved."))
    draft = summary_draft(session) or SessionSummary(
        session=session, number=before.number + 1 if before else 1
    )
    draft.content, draft.asks_of_leaders = words, asks_of_leaders
    draft.save()
    record(actor=actor, verb="freeze", target=draft)
    return draft


@transaction.atomic
def discard_summary(*, actor: Actor, session: Session) -> None:
    """Throw a draft away; what is approved stays."""
    require(can_write_summary(actor, session))
    draft = summary_draft(locked_session(session.pk))
    if draft is not None:
        record(actor=actor, verb="delete", target=draft)
        draft.delete()


@transaction.atomic
def approve_summary(
    *, actor: Actor, session: Session, seen: str, without_number: bool = False
) -> SessionSummary:
    """Open the draft to the community; it does not change after that. Its papers are made.

    ``seen`` is the digest of what the co-chair read. Raises Refused where it is another by now, and
    where nobody has settled how many came, unless it shall stand without the number.
    """
    require(can_approve_summary(actor, session))
    session = locked_session(session.pk)
    draft = summary_draft(session)
    if draft is None or digest_of(draft.content) != seen:
        raise Refused(_("The draft has changed since you read it. Read it again."))
    if not without_number:
        refuse_if(why_unnumbered(draft))
    draft.state = SummaryState.APPROVED
    draft.approved_on = clock.today(session.community.time_zone)
    draft.save(update_fields=["state", "approved_on"])
    record(actor=actor, verb="publish", target=draft)
    for kind in (SheetKind.SUMMARY, SheetKind.LEADERS):
        ask_for_summary_sheet(draft, kind)
    return draft
