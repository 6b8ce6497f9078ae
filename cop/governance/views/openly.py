"""Pages without cookies: where to find support, and the privacy notice. Nobody is known here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cop.governance.clocks import DAYS_TO_ACKNOWLEDGE
from cop.governance.selectors import current_notice, get_community_or_404, governance_of
from cop.governance.support import support_lines, with_links


@require_safe
def support_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The community's own support page; the same for everybody, at any time."""
    community = get_community_or_404(slug)
    facts = governance_of(community)
    context = {
        "community": community,
        "facts": facts,
        "days": DAYS_TO_ACKNOWLEDGE,
        "lines": support_lines(facts),
        "independent": with_links(facts.independent_contact),
        "controller": with_links(facts.controller_contact),
    }
    return render(request, "governance/support_page.html", context)


@require_safe
def notice_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The privacy notice as it stands now, before anybody joins."""
    community = get_community_or_404(slug)
    context = {"community": community, "notice": current_notice(community)}
    return render(request, "governance/notice_page.html", context)
