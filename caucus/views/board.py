"""What the people in a space write together. One address a session: the server finds the space.

No messages and nothing of a space in an address: what there is to say stands in the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from caucus import day, selectors, services, ways_in
from caucus.enums import Place
from caucus.forms import board as typing
from caucus.models import Note, Point
from caucus.policies import can_choose_space
from caucus.selectors import Seat
from cop.core import clock, live
from cop.core.errors import Refused
from cop.core.padding import PADDED_TO, padded
from cop.core.policy import Actor, require
from cop.members.models import User
from cop.members.selectors import actor_or_404, names_in
from sessions_app.models import Session
from sessions_app.running import Moment
from sessions_app.selectors import moment_of
from sessions_app.unchanged import is_as_told, telling, version_of

FULL = 9 * PADDED_TO  # a board of as many notes as there may be, as people write them
AGAIN = 2  # seconds until a page that is looked at asks again

# What a form's button names: what it sends, and what that does. False: both texts were kept.
ACTS: dict[str, tuple[type[forms.Form], Callable[..., bool | None]]] = {
    "add_note": (typing.WordsForm, services.add_note),
    "change_note": (typing.ChangeNoteForm, services.change_note),
    "mark_note": (typing.MarkNoteForm, services.mark_note),
    "put_note": (typing.PutNoteForm, services.put_note),
    "write_point": (typing.PointForm, services.write_point),
    "strike_point": (typing.PlaceForm, services.strike_point),
    "offer_to_speak": (typing.SpeakForm, services.offer_to_speak),
    "share_nothing": (forms.Form, services.share_nothing),
    "give_aloud": (typing.AloudForm, services.give_aloud),
}


@dataclass(frozen=True)
class Answer:
    """What became of a press: nothing to say, or words and where on the page they stand."""

    at: str = ""
    problem: str = ""
    said: str = ""
    typed: dict[str, Any] = field(default_factory=dict)
    unsent: str = ""  # shown to be read, where no box of this space is theirs


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def board(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """The notes of one's space and the draft of what may leave it; what is pressed on it."""
    actor, session = _door(request, slug, session_id)
    answer = Answer()
    try:
        if request.method == "POST":
            answer = _pressed(request, actor, session)
    except PermissionDenied:
        if selectors.seat_of(actor, session) is not None:
            raise
    seat = selectors.seat_of(actor, session)
    if seat is None:
        return _outside(request, session)
    if request.method == "POST" and answer == Answer():
        return redirect("caucus:board", slug=slug, session_id=session_id)
    moment = moment_of(session)
    is_read = (answer.at == "release" or "read" in request.GET) and not moment.is_apart
    if is_read and seat.may_release and seat.caucus is not None:
        page, context = "read", _to_read(actor, session, seat)
    else:
        page, context = "board", _on_board(session, seat, moment, answer)
    context |= {"session": session, "seat": seat, "answer": answer, "is_live": True}
    context["mark"] = _mark(request, seat)
    return _answered(request, page, context)


@require_safe
@sensitive_variables()
def board_pulse(request: HttpRequest, slug: str, session_id: int) -> HttpResponse:
    """Whether anything on one's board changed: as long whatever the space, and outside of all."""
    person = cast(User, request.user)
    version = version_of(session_id, person.pk) + selectors.written_for(session_id, person)
    if is_as_told(request, version):
        return JsonResponse({"again": AGAIN})
    actor, session = _door(request, slug, session_id)
    moment = moment_of(session)
    revision = _revision(selectors.seat_of(actor, session), moment)
    told = telling(request, version, moment)
    return JsonResponse({"again": AGAIN, "revision": revision, "told": told})


def _door(request: HttpRequest, slug: str, session_id: int) -> tuple[Actor, Session]:
    actor = actor_or_404(request, slug)
    session = selectors.get_caucused_session_or_404(actor, session_id)
    require(can_choose_space(actor, session))
    return actor, session


def _revision(seat: Seat | None, moment: Moment) -> str:
    """Another with every change on the board, also where the session has moved on."""
    now = (moment.revision, moment.position, moment.is_apart)
    return live.revision(selectors.board_revision(seat), *now)


def _outside(request: HttpRequest, session: Session) -> HttpResponse:
    """The same for who chose nothing, who is in individual reflection, and once it is over."""
    context = {"session": session, "is_over": day.has_shut(session, clock.now())}
    return _answered(request, "outside", context, status=403)


def _answered(
    request: HttpRequest, page: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """As long as a full board, whatever the space and however many notes it has."""
    return padded(render(request, f"caucus/board_{page}.html", context, status=status), FULL)


@sensitive_variables()
def _mark(request: HttpRequest, seat: Seat) -> str:
    """What a form was drawn for: this space, for this browser. To anybody else it says nothing."""
    drawn_for = f"{seat.space.pk} {request.session.session_key}"
    return salted_hmac(__name__, drawn_for, algorithm="sha256").hexdigest()[:32]


@sensitive_variables()
def _pressed(request: HttpRequest, actor: Actor, session: Session) -> Answer:
    """What a press does, in the space its form was drawn for and in no other.

    Nobody moves meanwhile. A release has transactions of its own, and goes by what was read.
    """
    typed = request.POST
    is_release = typed.get("act") == "release"
    with transaction.atomic():
        seat = services.hold_seat(actor, session)
        if not constant_time_compare(typed.get("seat", ""), _mark(request, seat)):
            return _moved(typed)
        if not is_release:
            return _act(actor, session, typed)
    return _release(actor, session, typed)


@sensitive_variables()
def _moved(typed: QueryDict) -> Answer:
    """Nothing was sent. A new note stays in its box; other words may hold what others wrote."""
    kept = typed.dict()
    if kept.get("act") == "add_note":
        problem = _(
            "You are in another space now, so nothing was sent. What you typed is still here; add "
            "it if it belongs in this space."
        )
        return Answer("add_note", problem, typed=kept)
    unsent = "\n".join(filter(None, (str(kept.get(name, "")) for name in ("heading", "words"))))
    if unsent:
        said = _("You are in another space now. Nothing was sent; what you typed is still here:")
        return Answer("moved", said=said, unsent=unsent)
    return Answer("moved", said=_("You are in another space now, so nothing was done."))


@sensitive_variables()
def _act(actor: Actor, session: Session, typed: QueryDict) -> Answer:
    act = typed.get("act", "")
    if act not in ACTS:
        raise BadRequest
    form_class, service = ACTS[act]
    form = form_class(typed)
    at = typed.get("note_id") or typed.get("place") or act
    kept = typed.dict() if "words" in form_class.base_fields else {}
    if not form.is_valid():
        problem = str(next(iter(form.errors.values()))[0])
        return Answer(at, problem, typed=kept)
    try:
        is_own = service(actor=actor, session=session, **form.cleaned_data)
    except Refused as refused:
        return Answer(at, refused.message, typed=kept)
    return Answer(at, said=_kept_both(act)) if is_own is False else Answer()


def _kept_both(act: str) -> str:
    if act == "change_note":
        return _(
            "Somebody changed this note while you wrote. Theirs stays as it is, and your words "
            "stand beside it as a note of their own."
        )
    return _(
        "This was changed or struck while you wrote, so it stays as it is. Your words are kept as "
        "a note."
    )


@sensitive_variables()
def _release(actor: Actor, session: Session, typed: QueryDict) -> Answer:
    try:
        services.release_share_back(
            actor=actor,
            session=session,
            seen=typed.get("seen", "").split(),
            despite_names="despite_names" in typed,
        )
    except Refused as refused:
        return Answer("release", refused.message)
    return Answer()


@sensitive_variables()
def _to_read(actor: Actor, session: Session, seat: Seat) -> dict[str, Any]:
    """The draft as others will read it, and what is dropped from it."""
    caucus = seat.caucus
    points = selectors.points_of(session, caucus) if caucus else []
    leaving = [point for point in points if not point.is_struck]
    return {
        "caucus": caucus,
        "slot": selectors.slot_of(caucus) if caucus else None,
        "points": leaving,
        "is_something_struck": len(leaving) < len(points),
        "names": names_in(actor.community, selectors.words_of(leaving)),
        "seen": " ".join(map(selectors.digest_of, leaving)),
        "is_member": seat.is_spoken_for,
    }


@sensitive_variables()
def _on_board(session: Session, seat: Seat, moment: Moment, answer: Answer) -> dict[str, Any]:
    """The notes, and the draft where this space has one."""
    space, caucus = seat.space, seat.caucus
    notes = reversed(selectors.notes_of(space))
    page: dict[str, Any] = {
        "space_name": selectors.name_of(space),
        "revision": _revision(seat, moment),
        "moment": moment,
        "until": ways_in.until_in_words(session, moment),
        "notes": [_note(note, answer) for note in notes],
        "longest_note": services.LONGEST_NOTE,
        "share_back": selectors.share_back_of(session, caucus) if caucus else None,
    }
    if caucus is None:
        return page
    page["slot"] = slot = selectors.slot_of(caucus)
    if page["share_back"] is None and not seat.is_small and not moment.is_apart:
        page["gives_aloud"] = selectors.is_given_aloud(space)
        labels = {Place.FIRST: _("First theme"), Place.SECOND: _("Second theme")}
        draft = [] if page["gives_aloud"] else selectors.draft_of(session, caucus)
        page["points"] = [
            _point(point, labels.get(Place(point.place), slot.label), answer) for point in draft
        ]
        page["is_drafted"] = any(point.heading or point.words for point in draft)
    return page


def _note(note: Note, answer: Answer) -> dict[str, Any]:
    at = str(note.pk)
    own = answer if answer.at == at else Answer()
    words = own.typed.get("words", note.words)
    return {"note": note, "key": at, "answer": own, "words": words}


def _point(point: Point, label: str, answer: Answer) -> dict[str, Any]:
    own = answer if answer.at == point.place else Answer()
    return {
        "point": point,
        "label": label,
        "key": point.place,
        "answer": own,
        "heading": own.typed.get("heading", point.heading),
        "words": own.typed.get("words", point.words),
    }
