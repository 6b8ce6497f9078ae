"""What anybody may read about the box: the promise, its limits, the protocol, the attackers."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cop.core.shipped import Document, read_document
from feedback.disclosure import Parameters
from feedback.published import published_modules


@require_safe
def promise_page(request: HttpRequest) -> HttpResponse:
    """How your answers stay anonymous. The numbers are those no community may go below."""
    context = {
        "numbers": Parameters(),
        "is_caucused": True,
        "modules": published_modules(),
        "site": settings.SITE_URL,
        "boxed": True,
    }
    return render(request, "feedback/promise_page.html", context)


@require_safe
def protocol_page(request: HttpRequest) -> HttpResponse:
    """What a client does, step by step, so that somebody can write another."""
    return _document_page(request, "protocol.md")


@require_safe
def threat_model_page(request: HttpRequest) -> HttpResponse:
    """Each attacker, what they hold and what they learn."""
    return _document_page(request, "threat-model.md")


def _document_page(request: HttpRequest, name: str) -> HttpResponse:
    context = {"document": _document(name), "boxed": True}
    return render(request, "feedback/document_page.html", context)


def _document(name: str) -> Document:
    """A document shipped with the program. Links to its neighbours lead to their pages."""
    pages = {
        "protocol.md": reverse("box:protocol_page"),
        "threat-model.md": reverse("box:threat_model_page"),
    }
    return read_document(settings.BASE_DIR / "docs" / name, pages)
