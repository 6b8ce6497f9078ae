"""A published report for readers outside: no session, no cookie, no line in a log."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cop.core.files import file_response
from reports.file_names import file_name
from reports.models import Edition
from reports.render.html import document_context
from reports.selectors import (
    files_of,
    finished_file_or_404,
    get_public_edition_or_404,
    get_readers_edition_or_404,
    latest_rendering,
)


@require_safe
def report_public(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The report, for anybody with the link."""
    edition = get_public_edition_or_404(key)
    return _page(request, edition, reverse("reports_open:report_public", args=[key]))


@require_safe
def report_public_file(request: HttpRequest, key: uuid.UUID, file_format: str) -> HttpResponse:
    """One of its files."""
    return _file(get_public_edition_or_404(key), file_format)


@require_safe
def report_reader(request: HttpRequest, token: str) -> HttpResponse:
    """The report, for a reader with a link of their own."""
    edition = get_readers_edition_or_404(token)
    return _page(request, edition, reverse("reports_open:report_reader", args=[token]))


@require_safe
def report_reader_file(request: HttpRequest, token: str, file_format: str) -> HttpResponse:
    """One of its files."""
    return _file(get_readers_edition_or_404(token), file_format)


def _page(request: HttpRequest, edition: Edition, base: str) -> HttpResponse:
    files = files_of(latest_rendering(edition.report, edition))
    context = {"files": files, "base": base, **document_context(edition.content)}
    return _hushed(render(request, "reports/public/report_public.html", context))


def _file(edition: Edition, file_format: str) -> HttpResponse:
    made = finished_file_or_404(edition.report, edition, file_format)
    name = file_name(edition.content.get("title", ""), edition.number, file_format)
    return _hushed(file_response(bytes(made.body), name))


def _hushed(response: HttpResponse) -> HttpResponse:
    """The address is a key: no search engine keeps it, and no page learns of it from this one."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
