"""The day's choice, and the doors. No title, message or address here tells a space from another."""

from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from caucus import day, headcounts, selectors, services
from caucus.enums import SpaceKind
from caucus.forms import SetupForm, SpaceForm, name_and_hint
from caucus.models import Space
from caucus.policies import can_choose_space, can_set_up_spaces
from cop.core import clock
from cop.core.errors import Refused
from cop.core.padding import padded
from cop.core.policy import Actor, require
from cop.core.registry import needs_consent
from cop.documents.enums import Kind
from cop.documents.selectors import consent_asked
from cop.documents.services import give_consent, withdraw_consent
from cop.members.selectors import actor_or_404, people_in
from sessions_app.models import Session


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def space_choose(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """One address a session: agree or not, choose, see one's own space, choose again, or leave."""
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    require(can_choose_space(actor, session))
    typed = request.POST if request.method == "POST" else None
    form = SpaceForm(typed, spaces=_spaces(session))
    if typed is not None and _is_done(actor, session, typed, form):
        return redirect("caucus:space_choose", slug=slug, session_id=session_id)
    context = _own_page(actor, session) | {"session": session, "form": form}
    return padded(render(request, "caucus/space_choose.html", context))


@sensitive_variables()
def _is_done(actor: Actor, session: Session, typed: QueryDict, form: SpaceForm) -> bool:
    """Do what was pressed. False: nothing was chosen, and the page says so."""
    agreed = typed.get("agree", "")
    # What is refused, the page as it is now explains.
    with suppress(Refused):
        if "withdraw" in typed:
            withdraw_consent(actor=actor, kind=Kind.CONSENT_TO_CHOICE)
        elif agreed.isdecimal():
            give_consent(actor=actor, kind=Kind.CONSENT_TO_CHOICE, version_id=int(agreed))
        elif "leave" in typed:
            services.leave_space(actor=actor, session=session)
        elif form.is_valid():
            chosen = int(form.cleaned_data["space"])
            services.choose_space(actor=actor, session=session, space_id=chosen)
        else:
            return False
    return True


def _spaces(session: Session) -> list[Space]:
    return list(
        selectors.spaces_of(session).prefetch_related(selectors.holders_in(session.community))
    )


@sensitive_variables()
def _own_page(actor: Actor, session: Session) -> dict[str, Any]:
    """What this person sees: when to choose, or their own space. Numbers pass ``headcounts``."""
    now = clock.now()
    page: dict[str, Any] = {
        "is_open": day.is_choice_open(session, now),
        "is_over": session.is_cancelled or day.is_over(session, now),
        "opens_in_words": _opens_in_words(session),
    }
    page["asks"] = needs_consent(actor.community)
    if page["is_open"] and services.listed_only(actor, session):
        return page | {"doors": _doors(session)}
    if page["is_open"] and page["asks"]:
        page["asked"] = consent_asked(actor, Kind.CONSENT_TO_CHOICE)
        if page["asked"] is None or page["asked"].consent is None:
            return page | {"doors": _doors(session)}
    space = selectors.own_space(actor, session) if page["is_open"] else None
    if space is None:
        listed = not page["is_open"] and services.listed_only(actor, session) is not None
        return page | {"is_listed_only": listed}
    return page | _in_space(actor, session, space)


@sensitive_variables()
def _in_space(actor: Actor, session: Session, space: Space) -> dict[str, Any]:
    """What the page of one's own space shows."""
    people = selectors.people_by_space(session)[space.pk]
    is_shared = space.kind != SpaceKind.REFLECTION
    page: dict[str, Any] = {
        "space": space,
        "space_name": selectors.name_of(space),
        "facilitators": _who_looks_after(space),
        "facilitates": selectors.facilitates_space(actor, session, space),
        "sees_number": selectors.sees_number(actor, space),
        "people": headcounts.seen_live(people),
        "is_small": is_shared
        and day.has_started(session, clock.now())
        and headcounts.is_small(people),
        "has_everyone": any(s.kind == SpaceKind.EVERYONE for s in _spaces(session)),
    }
    if space.caucus is not None:
        page["draft"] = selectors.share_back_of(session, space.caucus)
        page["slot"] = selectors.slot_of(space.caucus)
    return page


def _doors(session: Session) -> list[tuple[Space, tuple[str, str], list[str]]]:
    """Every way in, for whoever goes without a stored choice."""
    return [(each, name_and_hint(each), _who_looks_after(each)) for each in _spaces(session)]


def _opens_in_words(session: Session) -> str:
    if session.starts_at is None:
        return _("You can choose a space on %s.") % clock.date_in_words(session.held_on)
    instant = day.opens_at(session)
    zone = session.community.time_zone
    local = instant.astimezone(ZoneInfo(zone))
    return _("You can choose a space from %(time)s (%(zone)s) on %(day)s.") % {
        "time": clock.time_in_words(local),
        "zone": clock.zone_in_words(instant, zone),
        "day": clock.date_in_words(local.date()),
    }


def _who_looks_after(space: Space) -> list[str]:
    """Published facilitators of a caucus, or who holds everyone's space; nobody else is named."""
    if space.kind == SpaceKind.EVERYONE:
        people = people_in(space.session.community)
        return [str(person) for person in people.filter(pk__in=space.holders.values("person"))]
    if space.caucus is None:
        return []
    named = selectors.published_facilitators(space.caucus.community)
    return [str(each.person) for each in named.filter(caucus=space.caucus)]


@require_http_methods(["GET", "HEAD", "POST"])
def space_setup(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """The meeting links of all spaces, who holds everyone's, and what to switch off (R3)."""
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    require(can_set_up_spaces(actor, session))
    typed = request.POST if request.method == "POST" else None
    holding = selectors.people_to_hold(actor.community)
    form = SetupForm(typed, spaces=_spaces(session), people=holding)
    if request.method == "POST" and form.is_valid():
        try:
            _save_setup(actor, session, form)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved. What is set now stands on the card below."))
            return redirect("sessions_app:session_detail", slug=slug, session_id=session_id)
    context = {"session": session, "form": form, "was_late": selectors.was_closed_late(session)}
    return render(request, "caucus/space_setup.html", context)


def _save_setup(actor: Actor, session: Session, form: SetupForm) -> None:
    if "holder" in form.changed_data:
        services.name_holder(actor=actor, session=session, person=form.cleaned_data["holder"])
    services.set_doors(actor=actor, session=session, doors=form.doors())
