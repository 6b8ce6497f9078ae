"""A community's formats: read, made its own, changed, deleted."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.core.registry import questionnaires_to_choose
from cop.members.selectors import actor_or_404
from sessions_app.formats import Format, length_of, remarks_on
from sessions_app.forms.formats import FormatEditor
from sessions_app.models import OwnFormat
from sessions_app.policies import can_change_formats, can_view_formats
from sessions_app.selectors import (
    TimedPart,
    format_of_own,
    formats_for,
    get_format_or_404,
    get_own_format_or_404,
    timed,
)
from sessions_app.services import change_format, copy_format, delete_format

ONE_PM = dt.time(13)
NAME_KEPT = 60  # letters of a long name, so that a copy's own fits


@require_safe
def format_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Every format in full: the community's own, then those that are shipped."""
    actor = actor_or_404(request, slug)
    require(can_view_formats(actor))
    asked = dict(questionnaires_to_choose())
    found = formats_for(actor.community)

    def rows(*, own: bool) -> list[dict[str, Any]]:
        return [
            {
                "format": one,
                "parts": _from_one_pm(actor, one),
                "asked": asked.get(one.questionnaire, one.questionnaire),
            }
            for one in found
            if (one.own_id is not None) == own
        ]

    context = {
        "own": rows(own=True),
        "shipped": rows(own=False),
        "can_change": can_change_formats(actor),
        "nav_key": "formats",
    }
    return render(request, "sessions_app/format_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def format_copy(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Make one the community's own; the one it is made from stays as it is."""
    actor = actor_or_404(request, slug)
    source = get_format_or_404(actor, key)
    require(can_change_formats(actor))

    def save(content: Format) -> OwnFormat:
        return copy_format(actor=actor, source=source, content=content)

    words = {
        "heading": _("Make it ours"),
        "caption": source.name,
        "lead": _("Change what should be different. “%s” stays as it is.") % source.name,
        "button": _("Save our format"),
    }
    start = replace(source, name=_("%s, our way") % str(source.name)[:NAME_KEPT])
    return _edit(request, actor, start, save, words)


@require_http_methods(["GET", "HEAD", "POST"])
def format_change(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Change one of the community's own."""
    actor = actor_or_404(request, slug)
    own = get_own_format_or_404(actor, key)
    require(can_change_formats(actor))

    def save(content: Format) -> OwnFormat:
        return change_format(actor=actor, own=own, content=content)

    words = {
        "heading": _("Change the format"),
        "caption": own.name,
        "lead": _("For sessions planned from now on. Those that are planned stay as they are."),
        "button": _("Save the changes"),
    }
    return _edit(request, actor, format_of_own(own), save, words)


@require_http_methods(["GET", "HEAD", "POST"])
def format_delete(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Ask once, and delete."""
    actor = actor_or_404(request, slug)
    own = get_own_format_or_404(actor, key)
    require(can_change_formats(actor))
    if request.method == "POST":
        delete_format(actor=actor, own=own)
        messages.success(request, _("The format is deleted."))
        return redirect("sessions_app:format_list", slug)
    context = {"own": own, "nav_key": "formats"}
    return render(request, "sessions_app/format_delete.html", context)


def _edit(
    request: HttpRequest,
    actor: Actor,
    start: Format,
    save: Callable[[Format], OwnFormat],
    words: dict[str, Any],
) -> HttpResponse:
    """Type, move parts about, save: nothing is stored before."""
    typed = request.POST if request.method == "POST" else None
    editor = FormatEditor(typed, start=start)
    if typed is not None and typed.get("step") != "save":
        editor.arrange(str(typed.get("arrange", "")))  # or the times are worked out again
    elif typed is not None and editor.is_valid():
        try:
            saved = save(editor.content())
        except Refused as refused:
            editor.form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved: %s.") % saved.name)
            return redirect("sessions_app:format_list", actor.community.slug)
    shown = editor.shown()
    context = {
        "forms": editor.forms,
        "form_above": editor.form,
        "parts": editor.parts,
        "rows": list(zip(_from_one_pm(actor, shown), editor.parts, strict=True)),
        "length": length_of(shown.parts),
        "remarks": remarks_on(shown, shown.parts),
        "nav_key": "formats",
        **words,
    }
    return render(request, "sessions_app/format_form.html", context)


def _from_one_pm(actor: Actor, chosen: Format) -> list[TimedPart]:
    """The parts on the clock, as if the session began at 1pm today."""
    zone = actor.community.time_zone
    return timed(chosen.parts, clock.local_instant(clock.today(zone), ONE_PM, zone), zone)
