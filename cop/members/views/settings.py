"""What a community decides for itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core.errors import Refused
from cop.core.policy import require
from cop.members.forms import SettingsForm
from cop.members.policies import can_change_settings
from cop.members.selectors import actor_or_404
from cop.members.services import Settings, change_settings


@require_http_methods(["GET", "HEAD", "POST"])
def settings_change(request: HttpRequest, slug: str) -> HttpResponse:
    """Name, rhythms, thresholds and when members read figures."""
    actor = actor_or_404(request, slug)
    require(can_change_settings(actor))
    community = actor.community
    form = SettingsForm(
        request.POST or None, community=community, initial=SettingsForm.initial_of(community)
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        reason = values.pop("thresholds_reason")
        try:
            changed = change_settings(
                actor=actor, settings=Settings(**values), thresholds_reason=reason
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            said = _("The settings are saved.") if changed else _("Nothing was changed.")
            messages.success(request, said)
            return redirect("members:settings_change", slug=slug)
    context = {"form": form, "community": community, "nav_key": "settings"}
    return render(request, "members/settings_change.html", context)
