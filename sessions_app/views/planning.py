"""Planning in three steps without anything stored on the way: details, a check in words, save.

The details travel as hidden fields. ``step`` is the button pressed: none (details typed), "times"
(work the times out again), "edit" (back to the details), "save". ``arrange`` moves a part.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor, require
from cop.governance.enums import Stage
from cop.governance.services import shut_for
from cop.members.selectors import actor_or_404
from sessions_app.enums import Scope
from sessions_app.formats import Part, length_of, remarks_on
from sessions_app.forms.parts import Timetable, is_of_parts
from sessions_app.forms.planning import CancelForm, PostponeForm, SessionForm, initial_of
from sessions_app.models import Session
from sessions_app.policies import (
    can_cancel_session,
    can_change_session,
    can_copy_session,
    can_schedule_session,
    is_on,
    why_not_cancellable,
    why_session_is_fixed,
)
from sessions_app.selectors import (
    Plan,
    Timing,
    changes_of,
    get_visible_session_or_404,
    members_invited,
    plan_of,
    remarks_on_times,
    run_of,
    timed,
)
from sessions_app.services import (
    ChangedMeanwhile,
    cancel_session,
    change_session,
    postpone_session,
    schedule_session,
)

NOT_DETAILS = ("csrfmiddlewaretoken", "step", "arrange", "seen")


@require_http_methods(["GET", "HEAD", "POST"])
def session_schedule(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a new session."""
    actor = actor_or_404(request, slug)
    require(can_schedule_session(actor))
    mine = [actor.person.pk] if actor.person else []

    def save(plan: Plan) -> Session:
        return schedule_session(actor=actor, plan=plan)

    words = {
        "heading": _("Schedule a session"),
        "button": _("Schedule the session"),
        "shut": shut_for(actor, Stage.MEET),
    }
    return _plan(request, actor, {"facilitators": mine}, save, words, ())


@require_http_methods(["GET", "HEAD", "POST"])
def session_copy(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Plan a new session from another, all but the date."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_copy_session(actor, session))
    source = plan_of(session)

    def save(plan: Plan) -> Session:
        return schedule_session(actor=actor, plan=plan)

    words = {
        "heading": _("Schedule a session like this one"),
        "lead": _("Everything is taken over from “%s” but the date.") % session.title,
        "shut": shut_for(actor, Stage.MEET),
        "button": _("Schedule the session"),
    }
    return _plan(request, actor, initial_of(source, with_date=False), save, words, source.parts)


@require_http_methods(["GET", "HEAD", "POST"])
def session_change(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Change a session that has not begun."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_change_session(actor, session))
    reason = why_session_is_fixed(session)
    if reason:
        messages.error(request, reason)
        return redirect("sessions_app:session_detail", slug, session.pk)
    before = plan_of(session)

    def save(plan: Plan) -> Session:
        scope, opened = request.POST.get("scope") or Scope.ONE, request.POST.get("opened", "")
        return change_session(actor=actor, session=session, plan=plan, scope=scope, opened=opened)

    words = {
        "heading": _("Change the session"),
        "button": _("Save the changes"),
        "changes": session,
        "told": members_invited(session).count(),
        "forgets": _forgets(session),
    }
    start = initial_of(before, with_date=True)
    return _plan(request, actor, start, save, words, before.parts)


@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Ask once, with a reason, and cancel."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_cancel_session(actor, session))
    later = run_of(session, Scope.LATER)
    form = CancelForm(request.POST or None, session=session, number=len(later))
    reason = why_not_cancellable(session)
    if reason:
        messages.error(request, reason)
        return redirect("sessions_app:session_detail", slug, session.pk)
    if request.method == "POST" and form.is_valid():
        try:
            cancel_session(actor=actor, session=session, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The session is cancelled."))
            return redirect("sessions_app:session_detail", slug, session.pk)
    context = {"form": form, "session": session, "told": members_invited(session).count()}
    context |= {"later": later, "nav_key": "sessions"}
    return render(request, "sessions_app/session_cancel.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def session_postpone(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Another date and time: typed, read once in words, then saved."""
    actor = actor_or_404(request, slug)
    session = get_visible_session_or_404(actor, session_id)
    require(can_change_session(actor, session))
    if reason := why_session_is_fixed(session):
        messages.error(request, reason)
        return redirect("sessions_app:session_detail", slug, session.pk)
    before, step = plan_of(session), request.POST.get("step", "")
    told, initial = members_invited(session).count(), {"time": before.time}
    form = PostponeForm(request.POST or None, session=session, told=told, initial=initial)
    context = {"form": form, "session": session, "told": told}
    context |= {"nav_key": "sessions", "forgets": _forgets(session)}
    page = "sessions_app/session_postpone.html"
    if step == "edit" or not form.is_valid():
        return render(request, page, context)
    if step == "save" and _postpone(request, actor, session, form):
        return redirect("sessions_app:session_detail", slug, session.pk)
    changes = changes_of(session, before.on(form.cleaned_data["day"], form.cleaned_data["time"]))
    context |= {"change": changes[0], "typed": posted(request.POST, _is_typed)}
    return render(request, page, context)


def _forgets(session: Session) -> bool:
    """Whether spaces can be chosen already, and another time forgets them."""
    return session.is_caucused and is_on(session)


def _is_typed(name: str) -> bool:
    return name not in NOT_DETAILS


def _postpone(request: HttpRequest, actor: Actor, session: Session, form: PostponeForm) -> bool:
    """Whether it is done; if not, the form says why."""
    try:
        session = postpone_session(actor=actor, session=session, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, refused.message)
        return False
    messages.success(request, _("Moved to: %s.") % session.when)
    return True


def _plan(
    request: HttpRequest,
    actor: Actor,
    initial: dict[str, Any],
    save: Callable[[Plan], Session],
    words: dict[str, Any],
    known_parts: Sequence[Part],
) -> HttpResponse:
    """One request of the three steps; ``known_parts`` are what to start from, if any."""
    context = {"nav_key": "sessions", "community": actor.community, **words}
    session = words.get("changes")
    if request.method != "POST":
        form = SessionForm(actor=actor, session=session, initial=initial)
        return render(request, "sessions_app/session_form.html", context | {"form": form})
    step = request.POST.get("step", "")
    form = SessionForm(request.POST, actor=actor, session=session, initial=initial)
    context["parts_typed"] = posted(request.POST, is_of_parts)
    if step == "edit" or not form.is_valid():
        return render(request, "sessions_app/session_form.html", context | {"form": form})
    timetable = _timetable(request.POST, form, initial, known_parts)
    plan = form.plan(timetable.parts.shown())
    # What is saved is what was read in words: other minutes are shown again first.
    is_seen = request.POST.get("seen") == _seen(plan)
    is_right = timetable.is_valid()
    if step == "save" and is_seen and is_right:
        try:
            saved = save(plan)
        except Refused as refused:
            form = _refused(request.POST, form, refused)
            return render(request, "sessions_app/session_form.html", context | {"form": form})
        messages.success(request, _("Saved: %s.") % saved.when)
        return redirect("sessions_app:session_detail", actor.community.slug, saved.pk)
    context |= {"is_new_to_reader": step == "save" and is_right}
    context |= _on_the_days(plan, form) | _check_context(plan, form, timetable)
    return render(request, "sessions_app/session_check.html", context)


def _on_the_days(plan: Plan, form: SessionForm) -> dict[str, Any]:
    """What else is on the day; where several change, each says so on its own line."""
    if form.session is not None:
        scope = form.cleaned_data.get("scope") or Scope.ONE
        changes = changes_of(form.session, plan, scope)
        words = changes[0].remarks if len(changes) == 1 else []
        return {"changed_with_it": changes, "remarks_on_day": words}
    slot = Timing(plan.day, plan.time, length_of(plan.parts))
    return {"remarks_on_day": remarks_on_times(form.actor.community, [slot])[0]}


def _refused(data: QueryDict, form: SessionForm, refused: Refused) -> SessionForm:
    """All that was typed, and why it is not saved."""
    if isinstance(refused, ChangedMeanwhile):  # once read, it is no news any more
        data = data.copy()
        data["opened"] = form.initial["opened"]
        form = SessionForm(data, actor=form.actor, session=form.session, initial=form.initial)
    form.add_error(None, refused.message)
    return form


def _timetable(
    data: QueryDict, form: SessionForm, initial: dict[str, Any], known_parts: Sequence[Part]
) -> Timetable:
    """Parts as typed or, before that, as planned before or as the format has them."""
    keeps = known_parts and form.chosen.key == initial.get("format")
    parts = known_parts if keeps else form.chosen.parts
    timetable = Timetable(data, chosen=form.chosen, parts=parts)
    if "arrange" in data:
        timetable.arrange(str(data["arrange"]))
    return timetable


def _seen(plan: Plan) -> str:
    """The plan's minutes, as the page that was read shows them."""
    return f"{plan.format} " + " ".join(f"{part.kind}{part.minutes}" for part in plan.parts)


def _check_context(plan: Plan, form: SessionForm, timetable: Timetable) -> dict[str, Any]:
    community = form.actor.community
    starts_at = clock.local_instant(plan.day, plan.time, community.time_zone)
    rows = timed(plan.parts, starts_at, community.time_zone)
    return {
        "forms": timetable.forms,
        "timetable": timetable,
        "plan": plan,
        "chosen": form.chosen,
        "remarks": remarks_on(form.chosen, plan.parts),
        "length": length_of(plan.parts),
        "when": clock.when_in_words(starts_at, length_of(plan.parts), community.time_zone),
        "zone": clock.zone_in_words(starts_at, community.time_zone),
        "rows": list(zip(rows, timetable.parts, strict=True)),
        "seen": _seen(plan),
        "details": posted(
            cast(QueryDict, form.data),
            lambda name: name not in NOT_DETAILS and not is_of_parts(name),
        ),
    }


def posted(data: QueryDict, wanted: Callable[[str], bool]) -> list[tuple[str, str]]:
    """What was typed, to be sent along as hidden fields."""
    return [(name, str(value)) for name, values in data.lists() if wanted(name) for value in values]
