"""The first pages: for everybody, and for a signed-in person."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from cop.home.parts import parts_of
from cop.home.selectors import first_page
from cop.members.models import User
from cop.members.selectors import actor_or_404, communities_for
from cop.rights.selectors import communities_knowing


@require_GET
def welcome(request: HttpRequest) -> HttpResponse:
    """What Practice Circle is; the same for everybody."""
    return render(request, "home/welcome.html")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The person's only community, or a list to choose from."""
    communities = list(communities_for(cast(User, request.user)))
    if len(communities) == 1:
        return redirect("home:community", slug=communities[0].slug)
    here = [community.pk for community in communities]
    left = communities_knowing(cast(User, request.user)).exclude(pk__in=here)
    context = {"communities": communities, "left": left}
    return render(request, "home/community_list.html", context)


@require_GET
def community_home(request: HttpRequest, slug: str) -> HttpResponse:
    """What is next, am I coming, is feedback open, what was shared, what did we promise."""
    actor = actor_or_404(request, slug)
    context = {"page": first_page(actor), "parts": parts_of(actor), "nav_key": "home"}
    return render(request, "home/community.html", context)
