"""The cards of this room: on the page of a session that is over, and for a report on the first."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop.core.policy import Actor
from cop.core.registry import Panel
from cop.members.enums import Role
from reports.gate_marks import gates_of, marks_of
from reports.models import Report
from reports.policies import (
    PASSES,
    can_approve_summary,
    can_pass_gate,
    can_publish_report,
    can_send_summary,
    can_take_certificate,
    can_view_summary,
    can_write_summary,
    why_gate_shut,
)
from reports.selectors import (
    approved_summary,
    quotes_to_check,
    report_being_made,
    summary_draft,
)
from reports.services.mailing import mailings_after
from sessions_app.models import Session
from sessions_app.selectors import notes_of


def panels(actor: Actor, session: Session) -> list[Panel]:
    """For those with something to do the next step; for members what they may read and take."""
    if not session.is_over or session.is_cancelled or not can_view_summary(actor, session):
        return []
    is_there = approved_summary(session) is not None
    cards = [_next_step(actor, session, is_there)]
    came = can_take_certificate(actor, session)
    cards.append(_reading(session, is_there, came=came) if is_there or actor.is_member else None)
    if came:
        cards.append(
            Panel(
                title=_("Your certificate"),
                text=_("That you attended, and how long, as a PDF for your own records."),
                url=_address("reports:certificate_detail", session),
                label=_("Get it"),
                key="certificate",
            )
        )
    return [card for card in cards if card is not None]


def _next_step(actor: Actor, session: Session, is_there: bool) -> Panel | None:
    """Notes, then the approval, then the mail: one card at a time."""
    writes = can_write_summary(actor, session)
    if writes and summary_draft(session) is not None:
        approves = can_approve_summary(actor, session)
        return _step(
            session,
            _("Approve the summary") if approves else _("The summary waits for a co-chair"),
            _("It is drafted. Members read it once a co-chair has approved it."),
            "reports:summary_draft",
            is_next=approves,
        )
    if is_there and can_send_summary(actor, session):
        drafted = mailings_after(session)
        if drafted and not any(one.is_draft for one in drafted):
            return None
        text = _("Thank those who came, and tell everybody else where to catch up.")
        return _step(session, _("Send the summary"), text, "reports:summary_mail", is_next=True)
    if is_there or not writes:
        return None
    if notes_of(session):
        text = _("The notes are written. The summary adds what was released, on one page.")
        return _step(session, _("Draft the summary"), text, "reports:summary_draft", is_next=True)
    text = _("What was said together, and who sees to what. They go into the summary.")
    return _step(session, _("Write the notes"), text, "sessions_app:notes_change", is_next=True)


def _step(session: Session, title: str, text: str, page: str, *, is_next: bool) -> Panel:
    return Panel(
        title=title,
        text=text,
        url=_address(page, session),
        label=title if is_next else _("Read it"),
        key="after",
        is_next=is_next,
    )


def _reading(session: Session, is_there: bool, *, came: bool) -> Panel:
    """The summary, or the way to catch up for whoever was not there."""
    if is_there and came:
        return Panel(
            title=_("Summary"),
            text=_("The session on one page: what was shared, what was agreed, what comes next."),
            url=_address("reports:summary_read", session),
            label=_("Read the summary"),
            key="summary",
        )
    return Panel(
        title=_("Catch up"),
        text=_("What was released, and when we meet next. Everybody is welcome to it."),
        url=_address("reports:catch_up", session),
        label=_("Catch up"),
        key="catch_up",
    )


def _address(name: str, session: Session) -> str:
    return reverse(name, args=[session.community.slug, session.pk])


def report_panels(actor: Actor) -> list[Panel]:
    """On the first page: the report waits for who answers for quotes, signs next, or publishes.

    Only those are told who could; of one report, since to know where it stands is to compose it.
    """
    if not actor.holds(Role.CO_CHAIR, *PASSES.values()):
        return []
    report = report_being_made(actor)
    if report is None:
        return []
    cards = (_quotes_waiting(actor, report), _gate_waiting(actor, report))
    return [card for card in cards if card is not None]


def _quotes_waiting(actor: Actor, report: Report) -> Panel | None:
    waiting = quotes_to_check(actor, report)
    if not waiting:
        return None
    text = ngettext("%d quote waits for your answer.", "%d quotes wait for your answer.", waiting)
    return Panel(
        title=_("Could a colleague recognise who said this?"),
        text=f"“{report.title}”: {text % waiting}",
        url=reverse("reports:quote_check", args=[actor.community.slug, report.pk]),
        label=_("Read the first"),
        key="report_quotes",
    )


def _gate_waiting(actor: Actor, report: Report) -> Panel | None:
    """The gate that is next; after the last one, publishing."""
    marks = marks_of(report)
    gate = next((one.gate for one in gates_of(report, marks=marks) if one.is_next), None)
    at = [actor.community.slug, report.pk]
    if gate is None:
        if not can_publish_report(actor, report):
            return None
        text, label = _("Every gate is passed. You can publish it."), _("Read and publish")
        url = reverse("reports:report_publish", args=at)
    else:
        if not can_pass_gate(actor, report, gate) or why_gate_shut(report, gate, marks=marks):
            return None
        text = _("Next comes “%(gate)s”, which is yours to sign.") % {"gate": gate.label}
        url, label = reverse("reports:gate_pass", args=[*at, gate]), _("Read and sign")
    title = _("“%(title)s” waits for you") % {"title": report.title}
    return Panel(title=title, text=text, url=url, label=label, key="report")
