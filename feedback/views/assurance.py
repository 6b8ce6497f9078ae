"""What the installation found out about itself, for those who answer for people's data."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cop.core.policy import Actor, require
from cop.members.selectors import actor_or_404
from feedback.assurance.printing import as_page
from feedback.models import Certificate
from feedback.policies import can_view_certificate

ON_A_PAGE = 26  # half a year
SECTION = "anonymity"


@require_safe
def certificate_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every look, the newest first."""
    _reader(request, slug)
    looks = Paginator(Certificate.objects.defer("content"), ON_A_PAGE)
    context = {"page": looks.get_page(request.GET.get("page")), "nav_key": SECTION}
    return render(request, "feedback/certificate_list.html", context)


@require_safe
def certificate_detail(request: HttpRequest, slug: str, certificate_id: int) -> HttpResponse:
    """One certificate, to read or to print. It is the same in every community."""
    _reader(request, slug)
    certificate = get_object_or_404(Certificate, pk=certificate_id)
    context = {"page": as_page(certificate), "nav_key": SECTION}
    return render(request, "feedback/certificate_detail.html", context)


def _reader(request: HttpRequest, slug: str) -> Actor:
    actor = actor_or_404(request, slug)
    require(can_view_certificate(actor))
    return actor
