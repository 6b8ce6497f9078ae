"""What people say about themselves, and the list of those who want to be seen."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.core.registry import own_pages_for
from cop.members.forms import suggest_from
from cop.members.forms_profile import OwnNameForm, profile_form
from cop.members.policies import can_view_directory
from cop.members.selectors import actor_or_404, directory_for
from cop.members.services import Profile, change_own_name, change_profile

SECTION = "me"
LISTED_ON_A_PAGE = 200


@require_http_methods(["GET", "HEAD", "POST"])
def profile_change(request: HttpRequest, slug: str) -> HttpResponse:
    """About me, in this community: one's own entry and nobody else's."""
    actor = actor_or_404(request, slug)
    form = profile_form(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = _save(actor, form)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            begins = not form.initial.get("name")
            return redirect("home:community" if begins else "members:profile_change", slug=slug)
    if actor.is_member:
        url = reverse("members:organisation_suggest", args=[slug])
        suggest_from(form.fields["organisation"], url)
    context = {"form": form, "own_pages": own_pages_for(actor), "nav_key": SECTION}
    return render(request, "members/profile_change.html", context)


def _save(actor: Actor, form: OwnNameForm) -> bool:
    if actor.is_member:
        return bool(change_profile(actor=actor, profile=Profile(**form.cleaned_data)))
    return change_own_name(actor=actor, name=form.cleaned_data["name"])


@require_safe
def directory(request: HttpRequest, slug: str) -> HttpResponse:
    """Members who chose to be seen, for members."""
    actor = actor_or_404(request, slug)
    require(can_view_directory(actor))
    pages = Paginator(directory_for(actor), LISTED_ON_A_PAGE)
    context = {"page": pages.get_page(request.GET.get("page")), "nav_key": "people"}
    return render(request, "members/directory.html", context)
