"""Who gets what from the sessions. See ``tests/access/matrix.py`` for the shape."""

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from cop.core import clock
from sessions_app.formats import FORMATS
from sessions_app.models import Action, Guest, Proposal, Reflection, Session
from sessions_app.services import (
    add_next_step,
    copy_format,
    decide_topic,
    keep_marked_day,
    log_decision,
    make_feed,
    match_columns,
    propose_topic,
    tick_next_step,
    upload_meeting_list,
    upload_register,
)
from tests.access.matrix import ANYBODY, BELONGING, MEMBERS, page
from tests.people import Cast
from tests.sessions_app.meetings import meeting_of
from tests.sessions_app.plans import scheduled


def marked(cast: Cast) -> dict[str, Any]:
    """A day the community goes round."""
    day = keep_marked_day(
        actor=cast.actor("amara"),
        name="Half term",
        kind="school_holiday",
        from_on=dt.date(2027, 2, 15),
        to_on=dt.date(2027, 2, 19),
    )
    return {"day_id": day.pk}


def ahead(cast: Cast) -> dict[str, Any]:
    """A session in a month that Tom facilitates and Grace visits."""
    return _session(cast, days=30)


def behind(cast: Cast) -> dict[str, Any]:
    """The same yesterday."""
    return _session(cast, days=-1)


def acted(cast: Cast) -> dict[str, Any]:
    """One with an action."""
    world = behind(cast)
    action = Action.objects.create(words="Send the reading list", role="the secretary", **world)
    return {**world, "action_id": action.pk}


def _session(cast: Cast, *, days: int) -> dict[str, Any]:
    day = clock.today("Europe/London") + dt.timedelta(days=days)
    session = scheduled(cast, day=day, is_in_person=True, room_limit=20)
    Guest.objects.create(session=session, person=cast.grace)
    return {"session_id": session.pk}


def uninvited(cast: Cast) -> dict[str, Any]:
    """One of Amara's, a month ahead; nobody was sent its invitation."""
    day = clock.today("Europe/London") + dt.timedelta(days=30)
    scheduled(cast, day=day, facilitators=(cast.amara,))
    return {}


def uploaded(cast: Cast) -> dict[str, Any]:
    """Bilal's spreadsheet, its columns matched, with a row that is wrong."""
    upload = upload_register(
        actor=cast.actor("bilal"),
        kind="members",
        name="members.csv",
        content=b"Name,E-mail,Ethnicity\nNew Person,new@example.org,x\nWrong,nowhere,",
    )
    match_columns(actor=cast.actor("bilal"), upload=upload, columns={0: "name", 1: "email"})
    return {"upload_id": upload.pk}


def unmatched(cast: Cast) -> dict[str, Any]:
    """A spreadsheet whose headings say nothing."""
    upload = upload_register(
        actor=cast.actor("bilal"), kind="members", name="x.csv", content=b"One,Two\na,b\n"
    )
    return {"upload_id": upload.pk}


def decided(cast: Cast) -> dict[str, Any]:
    """A change of format in the log."""
    log_decision(
        actor=cast.actor("amara"), kind="format", what="One topic", reason="Time to reflect."
    )
    return {}


def proposed(cast: Cast) -> dict[str, Any]:
    """Will's topic, which is nobody's on the page."""
    topic = propose_topic(actor=cast.actor("will"), words="Whose voice is heard")
    return {"proposal_id": topic.pk}


def answered(cast: Cast) -> dict[str, Any]:
    """The same, parked with a sentence."""
    topic = Proposal.objects.get(pk=proposed(cast)["proposal_id"])
    decide_topic(actor=cast.actor("amara"), proposal=topic, state="parked", reason="In spring.")
    return {}


def with_meeting_list(cast: Cast) -> dict[str, Any]:
    """The list of yesterday's meeting, uploaded by Bilal: sure, unsure and unknown."""
    world = behind(cast)
    session = Session.objects.get(pk=world["session_id"])
    upload_meeting_list(
        actor=cast.actor("bilal"),
        session=session,
        name="report.csv",
        content=meeting_of(session).encode(),
    )
    return world


def own_format(cast: Cast) -> dict[str, Any]:
    """A webinar of the community's own."""
    source = FORMATS["webinar"]
    content = replace(source, name="Our webinar")
    made = copy_format(actor=cast.actor("tom"), source=source, content=content)
    return {"key": f"own-{made.pk}"}


def running_now(cast: Cast) -> dict[str, Any]:
    """A session on this minute, whose check-in is open."""
    running_now_itself(cast)
    return {}


def running_now_itself(cast: Cast) -> dict[str, Any]:
    """The same, for its own page."""
    world = _session(cast, days=0)
    start = clock.now() - dt.timedelta(minutes=10)
    Session.objects.filter(pk=world["session_id"]).update(
        starts_at=start, held_on=clock.today("Europe/London")
    )
    return world


def reflected(cast: Cast) -> dict[str, Any]:
    """Yesterday's session, and what Tom wrote after it and lets the evaluator read."""
    world = behind(cast)
    Reflection.objects.create(
        **world, person=cast.tom, words="I was quick to fill the silence.", for_evaluator=True
    )
    return world


CHAIRS = {"amara", "tom"}


def with_next_steps(cast: Cast) -> dict[str, Any]:
    """Everybody who can have some has two, one of them done."""
    for name in MEMBERS:
        actor = cast.actor(name)
        done = add_next_step(actor=actor, words="Read my own letters again.")
        add_next_step(actor=actor, words="Ask about the rota.")
        assert done is not None
        tick_next_step(actor=actor, step_id=done.pk, is_done=True)
    return {}


MATRIX = [
    page("sessions_app:import_start", {"bilal"}, invalid={}),
    page(
        "sessions_app:import_template",
        {"bilal"},
        world=lambda _cast: {"kind": "members", "extension": "xlsx"},
        looks=False,
    ),
    page("sessions_app:import_detail", {"bilal"}, world=uploaded),
    page("sessions_app:import_columns", {"bilal"}, world=unmatched, invalid={}),
    page(
        "sessions_app:import_check",
        {"bilal"},
        world=uploaded,
        never_refused="a page that is out of date is shown again, with what is new",
    ),
    page("sessions_app:import_problems", {"bilal"}, world=uploaded, looks=False),
    page(
        "sessions_app:import_drop",
        {"bilal"},
        redirects={"bilal"},
        method="post",
        world=uploaded,
        looks=False,
    ),
    page("sessions_app:export_start", {"bilal"}),
    page(
        "sessions_app:export_file",
        {"bilal"},
        world=lambda _cast: {"what": "members", "extension": "csv"},
        looks=False,
    ),
    page("sessions_app:programme_detail", BELONGING - {"grace"}, world=lambda c: ahead(c) and {}),
    page("sessions_app:programme_copy", {*CHAIRS, "bilal"}, world=lambda c: ahead(c) and {}),
    page("sessions_app:programme_file", {*CHAIRS, "bilal"}, looks=False),
    page("sessions_app:topic_list", BELONGING - {"grace"}, world=lambda c: proposed(c) and {}),
    page("sessions_app:topic_propose", MEMBERS, invalid={}),
    page(
        "sessions_app:topic_answer",
        MEMBERS,
        redirects=MEMBERS,
        method="post",
        data={"topic": str(UUID(int=1)), "act": "support"},
        looks=False,
    ),
    page("sessions_app:topic_decide", CHAIRS, world=proposed, invalid={}),
    page("sessions_app:topic_answers", BELONGING - {"grace"}, world=answered),
    page("sessions_app:decision_list", BELONGING - {"grace"}, world=decided),
    page("sessions_app:decision_add", CHAIRS, invalid={}),
    page(
        "sessions_app:attendance_show",
        {"bilal", "ines", "nkechi", "okafor"},
        world=lambda cast: behind(cast) and {},
    ),
    page("sessions_app:format_list", CHAIRS, world=lambda cast: own_format(cast) and {}),
    page(
        "sessions_app:format_copy",
        CHAIRS,
        world=lambda _cast: {"key": "one_topic"},
        invalid={"name": ""},
    ),
    page("sessions_app:format_change", CHAIRS, world=own_format, invalid={"name": ""}),
    page("sessions_app:format_delete", CHAIRS, world=own_format),
    page("sessions_app:reminder_list", CHAIRS | {"bilal"}),
    page(
        "sessions_app:reminder_change",
        CHAIRS | {"bilal"},
        world=lambda cast: ahead(cast) and {"key": "one_topic", "moment": "two_days"},
        invalid={"words": "{nobody}"},
    ),
    page("sessions_app:session_list", BELONGING, world=lambda cast: ahead(cast) and {}),
    page(
        "sessions_app:next_step_list",
        MEMBERS,
        world=with_next_steps,
        never_refused="nothing is required",
    ),
    page("sessions_app:feed_own", MEMBERS, never_refused="buttons"),
    page("sessions_app:feed_shared", {"amara", "tom", "bilal"}, never_refused="buttons"),
    page(
        "calendar:feed_read",
        ANYBODY,
        world=lambda cast: {"secret": make_feed(actor=cast.actor("rosa"), shared=False)},
        outside=True,
        looks=False,
    ),
    page("sessions_app:session_schedule", CHAIRS, invalid={}),
    page("sessions_app:session_detail", BELONGING, world=ahead, invalid={}),
    page("sessions_app:session_run_sheet", CHAIRS, world=ahead),
    page(
        "sessions_app:session_live",
        MEMBERS | {"grace"},
        world=running_now_itself,
        never_refused="a code that is wrong is said so above the page, which stays",
    ),
    page(
        "sessions_app:session_live_pulse",
        MEMBERS | {"grace"},
        world=running_now_itself,
        looks=False,
    ),
    page("sessions_app:session_desk", CHAIRS, world=running_now_itself),
    page("sessions_app:session_desk_pulse", CHAIRS, world=running_now_itself, looks=False),
    page(
        "sessions_app:session_press",
        CHAIRS,
        method="post",
        data={"act": "extend_5", "revision": "9", "position": "0"},  # as nobody sees it
        world=running_now_itself,
        looks=False,
    ),
    page(
        "sessions_app:session_tick",
        CHAIRS,
        redirects=CHAIRS,
        method="post",
        data={"key": "opening", "is_done": "1"},
        world=running_now_itself,
        looks=False,
    ),
    page(
        "sessions_app:session_debrief",
        {"tom"},
        world=reflected,
        never_refused="whatever is written is kept, and nothing too",
    ),
    page("sessions_app:reflection_list", {"ines"}, world=lambda cast: reflected(cast) and {}),
    page("sessions_app:session_change", CHAIRS, world=ahead, invalid={"time": "7"}),
    page("sessions_app:session_cancel", CHAIRS, world=ahead, invalid={}),
    page("sessions_app:session_postpone", CHAIRS, world=ahead, invalid={}),
    page("sessions_app:programme_plan", CHAIRS, invalid={}),
    page(
        "sessions_app:marked_day_list",
        CHAIRS,
        never_refused="one of the years is chosen from the start",
    ),
    page("sessions_app:marked_day_add", CHAIRS, invalid={}),
    page("sessions_app:marked_day_change", CHAIRS, world=marked, invalid={"name": ""}),
    page(
        "sessions_app:marked_day_remove",
        CHAIRS,
        redirects=CHAIRS,
        method="post",
        world=marked,
        looks=False,
    ),
    page("sessions_app:session_copy", CHAIRS, world=ahead, invalid={}),
    page(
        "sessions_app:session_answer",
        MEMBERS,
        redirects=MEMBERS,
        method="post",
        data={"answer": "coming"},
        world=ahead,
        looks=False,
    ),
    page(
        "sessions_app:session_check_in",
        MEMBERS,
        redirects=MEMBERS,
        method="post",
        world=ahead,
        looks=False,
    ),
    page("sessions_app:session_here", MEMBERS, world=running_now, invalid={"code": "WRONG"}),
    page("sessions_app:session_code", {"bilal", "tom"}, world=running_now_itself),
    page("sessions_app:session_present", {"bilal", "tom"}, world=behind),
    page("sessions_app:session_end", CHAIRS, world=behind),
    page(
        "sessions_app:session_register",
        {"bilal"},
        world=behind,
        never_refused="whoever is marked came, nobody too",
    ),
    page("sessions_app:session_meeting", {"bilal"}, world=behind, invalid={}),
    page(
        "sessions_app:session_meeting_check",
        {"bilal"},
        world=with_meeting_list,
        never_refused="whoever is not ticked is not marked",
    ),
    page(
        "sessions_app:session_meeting_drop",
        {"bilal"},
        redirects={"bilal"},
        method="post",
        world=with_meeting_list,
        looks=False,
    ),
    page(
        "sessions_app:session_apology",
        {"bilal"},
        redirects={"bilal"},
        method="post",
        world=behind,
        looks=False,
    ),
    page(
        "sessions_app:session_walk_ins",
        {"bilal"},
        redirects={"bilal"},
        method="post",
        data={"walk_ins": "2"},
        world=behind,
        looks=False,
    ),
    page(
        "sessions_app:session_headcount",
        {"bilal"},
        world=behind,
        invalid={"count": "a roomful"},
    ),
    page("sessions_app:session_register_close", {"bilal"}, world=behind),
    page(
        "sessions_app:sessions_invite",
        {*CHAIRS, "bilal"},
        world=uninvited,
        invalid={},
    ),
    page("sessions_app:session_invite", {"bilal", "tom"}, world=ahead),
    page("sessions_app:session_guest_add", CHAIRS, world=ahead, invalid={"email": "grace"}),
    page("sessions_app:notes_change", CHAIRS, world=behind, invalid={"words": "x" * 1501}),
    page("sessions_app:action_add", CHAIRS, world=behind, invalid={}),
    page("sessions_app:action_change", CHAIRS, world=acted, invalid={"words": ""}),
    page(
        "sessions_app:action_remove",
        CHAIRS,
        redirects=CHAIRS,
        method="post",
        world=acted,
        looks=False,
    ),
]
