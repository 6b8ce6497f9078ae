"""Reading the record of acts."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.core.confirmation import confirm_first
from cop.core.files import file_response
from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from cop.rights.forms_record import RecordFilterForm
from cop.rights.policies import can_view_record, can_view_whole_record
from cop.rights.record import Line, Question, entries_for, in_words
from cop.rights.services.recording import as_csv, extract_record

ENTRIES_ON_A_PAGE = 50
SECTION = "record"


@require_safe
def record_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who did what: everybody's acts for those who answer for it, one's own for all others."""
    actor = actor_or_404(request, slug)
    require(can_view_record(actor))
    form = RecordFilterForm(request.GET or None, actor=actor)
    is_sought = form.is_bound
    entries = entries_for(actor, form.question() if form.is_valid() else Question())
    if is_sought and not form.is_valid():
        entries = entries.none()
    page = Paginator(entries, ENTRIES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": in_words(actor, page.object_list),
        "is_whole": can_view_whole_record(actor),
        "is_sought": is_sought,
        "query": request.GET.urlencode(),
        "nav_key": SECTION,
    }
    return render(request, "rights/record_list.html", context)


@require_safe
@confirm_first
def record_print(request: HttpRequest, slug: str) -> HttpResponse:
    """An extract as a page to print."""
    actor = actor_or_404(request, slug)
    require(can_view_whole_record(actor))
    question, lines = _extract(request, actor)
    context = {"lines": lines, "question": question, "nav_key": SECTION}
    return render(request, "rights/record_print.html", context)


@require_safe
@confirm_first
def record_export(request: HttpRequest, slug: str) -> HttpResponse:
    """An extract as a spreadsheet file."""
    actor = actor_or_404(request, slug)
    require(can_view_whole_record(actor))
    _question, lines = _extract(request, actor)
    return file_response(as_csv(lines), "record.csv")


def _extract(request: HttpRequest, actor: Actor) -> tuple[Question, list[Line]]:
    """What was asked for in the address, and what answers it."""
    form = RecordFilterForm(request.GET, actor=actor)
    question = form.question() if form.is_valid() else Question()
    return question, extract_record(actor=actor, question=question)
