"""Pages on which quotes are chosen, checked, and found again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.services import shut_for
from cop.members.selectors import actor_or_404
from reports import selectors, services
from reports.enums import Gate
from reports.findings_part import waits_for_consent
from reports.forms import CheckForm, QuoteForm
from reports.models import Quote, Report, Theme
from reports.policies import (
    can_check_quotes,
    can_edit_findings,
    can_view_quote_bank,
    can_view_testimonials,
)
from reports.quotes import digest_of, second_looks
from reports.selectors import get_visible_report_or_404
from reports.views.desk import Desk


def quotes_card(desk: Desk) -> dict[str, Any] | None:
    """For the page of a report: each role finds its own part, and no other."""
    actor, report = desk.actor, desk.report
    here = {
        "can_choose": can_edit_findings(actor, report),
        "can_check": can_check_quotes(actor, report),
        "can_use": report.is_full and can_view_quote_bank(actor),
        "can_print": can_view_testimonials(actor),
    }
    if not any(here.values()):
        return None
    return {**here, "waiting": selectors.quotes_to_check(actor, report)}


@require_safe
def quote_list(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """Every theme with its quotes, and what the check said of each."""
    actor, report = _chosen_by(request, slug, report_id)
    themes = selectors.quoted_themes(actor, report)
    context = {
        "nav_key": "reports",
        "report": report,
        "themes": themes,
        "shut": shut_for(actor, Stage.PUBLISH),
        "twice": any(one.serves_twice for theme in themes for one in theme.quotes),
    }
    return render(request, "reports/quotes/quote_list.html", context)


@require_safe
def quote_pick(request: HttpRequest, slug: str, report_id: int, theme_id: int) -> HttpResponse:
    """Comments that a theme may quote."""
    actor, report = _chosen_by(request, slug, report_id)
    theme = selectors.get_theme_to_quote_or_404(actor, report, theme_id)
    context = {
        "nav_key": "reports",
        "report": report,
        "theme": theme,
        "questions": selectors.comments_to_quote(actor, report, theme),
        "shut": shut_for(actor, Stage.PUBLISH),
    }
    return render(request, "reports/quotes/quote_pick.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_add(
    request: HttpRequest, slug: str, report_id: int, theme_id: int, comment_id: UUID
) -> HttpResponse:
    """Shorten one comment to a quote."""
    actor, report = _chosen_by(request, slug, report_id)
    theme = selectors.get_theme_to_quote_or_404(actor, report, theme_id)
    comment = selectors.get_comment_to_quote_or_404(actor, report, comment_id)
    form = QuoteForm(
        request.POST or None,
        initial={"words": comment.body, "theme": theme},
        themes=_themes(actor, report),
    )
    if request.method == "POST" and form.is_valid():
        typed = {name: form.cleaned_data[name] for name in ("words", "theme")}
        try:
            quote = services.add_quote(actor=actor, report=report, comment_id=comment.pk, **typed)
            return _saved(request, report, quote)
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {"theme": theme, "comment": comment.body, "form": form}
    return _form(request, report, context)


@require_http_methods(["GET", "HEAD", "POST"])
def quote_change(request: HttpRequest, slug: str, report_id: int, quote_id: UUID) -> HttpResponse:
    """Word a quote otherwise, or move it to another theme."""
    actor, report = _chosen_by(request, slug, report_id)
    quote = selectors.get_quote_or_404(actor, report, quote_id)
    form = QuoteForm(
        request.POST or None,
        initial={"words": quote.words, "theme": quote.theme, "revision": quote.revision},
        themes=_themes(actor, report),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            quote = services.change_quote(actor=actor, report=report, quote=quote, **typed)
            return _saved(request, report, quote)
        except Refused as refused:
            form.add_error(None, refused.message)
    context = {
        "theme": quote.theme,
        "quote": quote,
        "comment": quote.comment.body if quote.comment else "",
        "form": form,
        "theirs": form.saved_meanwhile(quote),
    }
    return _form(request, report, context)


def _form(request: HttpRequest, report: Report, context: dict[str, Any]) -> HttpResponse:
    signed = report.gate_records.filter(gate=Gate.FINDINGS).last()
    told = {"nav_key": "reports", "are_gates_passed": signed is not None and signed.is_passed}
    return render(request, "reports/quotes/quote_form.html", {"report": report, **told, **context})


@require_POST
def quote_move(request: HttpRequest, slug: str, report_id: int, quote_id: UUID) -> HttpResponse:
    """One place up or down in its theme."""
    actor, report = _chosen_by(request, slug, report_id)
    quote = selectors.get_quote_or_404(actor, report, quote_id)
    services.move_quote(actor=actor, report=report, quote=quote, up="up" in request.POST)
    return redirect("reports:quote_list", slug, report.pk)


@require_POST
def quote_remove(request: HttpRequest, slug: str, report_id: int, quote_id: UUID) -> HttpResponse:
    """Drop it."""
    actor, report = _chosen_by(request, slug, report_id)
    quote = selectors.get_quote_or_404(actor, report, quote_id)
    services.remove_quote(actor=actor, report=report, quote=quote)
    messages.success(request, _("The quote is dropped."))
    return redirect("reports:quote_list", slug, report.pk)


@require_safe
def quote_check(request: HttpRequest, slug: str, report_id: int) -> HttpResponse:
    """The next quote nobody has answered for: its words alone, in an order that tells nothing."""
    actor, report = _checked_by(request, slug, report_id)
    return _ask(request, actor, report, selectors.quote_to_check(actor, report), CheckForm())


@require_http_methods(["GET", "HEAD", "POST"])
def quote_answer(request: HttpRequest, slug: str, report_id: int, quote_id: UUID) -> HttpResponse:
    """Answer for one quote; again, while another waits, where it was a slip of the finger."""
    actor, report = _checked_by(request, slug, report_id)
    quote = selectors.get_quote_to_check_or_404(actor, report, quote_id)
    before = {"answer": quote.colleague, "words": quote.colleague_words}
    form = CheckForm(request.POST or None, initial=before)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "")
        try:
            services.check_quote(
                actor=actor, report=report, quote=quote, seen=seen, **form.cleaned_data
            )
            messages.success(request, _kept(request, selectors.quotes_to_check(actor, report)))
            return redirect("reports:quote_check", slug, report.pk)
        except Refused as refused:
            form.add_error(None, refused.message)
    return _ask(request, actor, report, quote, form)


def _ask(
    request: HttpRequest, actor: Actor, report: Report, quote: Quote | None, form: CheckForm
) -> HttpResponse:
    context = {
        "nav_key": "reports",
        "report": report,
        "quote": quote,
        "seen": digest_of(quote.words) if quote else "",
        "waiting": selectors.quotes_to_check(actor, report),
        "waits_for_consent": waits_for_consent(report),
        "form": form,
    }
    return render(request, "reports/quotes/quote_check.html", context)


def _kept(request: HttpRequest, waiting: int) -> str:
    if not waiting:
        return _("That was the last one. Your answers are final.")
    return format_html(
        '{} <a class="govuk-notification-banner__link" href="{}">{}</a>',
        _("Your answer is kept."),
        request.path,
        _("Change it"),
    )


@require_safe
def quote_bank(request: HttpRequest, slug: str) -> HttpResponse:
    """Published quotes, for texts made from a report."""
    actor = actor_or_404(request, slug)
    context = {"nav_key": "reports", "quotes": selectors.published_quotes(actor)}
    return render(request, "reports/quotes/quote_bank.html", context)


def _chosen_by(request: HttpRequest, slug: str, report_id: int) -> tuple[Actor, Report]:
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_edit_findings(actor, report))
    return actor, report


def _checked_by(request: HttpRequest, slug: str, report_id: int) -> tuple[Actor, Report]:
    actor = actor_or_404(request, slug)
    report = get_visible_report_or_404(actor, report_id)
    require(can_check_quotes(actor, report))
    return actor, report


def _themes(actor: Actor, report: Report) -> list[Theme]:
    return [one.theme for one in selectors.quoted_themes(actor, report)]


def _saved(request: HttpRequest, report: Report, quote: Quote) -> HttpResponse:
    """Back to the quotes; what is worth a second look is said."""
    messages.success(request, _("The quote is saved."))
    for said in second_looks(quote.comment.body, quote.words) if quote.comment else []:
        messages.warning(request, said)
    return redirect("reports:quote_list", report.community.slug, report.pk)
