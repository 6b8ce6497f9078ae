"""What a stage opens stays shut until then, says why, and what has begun is carried through."""

import datetime as dt

import pytest
import time_machine

from caucus.models import Choice, Opening
from caucus.services import choose_space
from cop.core.errors import Refused
from cop.documents.models import Version
from cop.governance.enums import Stage
from cop.governance.models import Governance
from cop.governance.services import StageShut
from cop.members.services import send_mailing
from cop.post.models import Message
from feedback.models import Survey
from feedback.services import open_survey
from sessions_app.models import Attendance, Session
from sessions_app.services import (
    check_in,
    draft_invitations,
    record_attendance,
    schedule_session,
    send_invitations,
)
from tests.caucus.world import DURING, session_with_spaces, space_in
from tests.documents.world import adopt, adopt_all, draft
from tests.moments import a_fixed_day
from tests.pages import parse, select, texts
from tests.people import Cast
from tests.sessions_app.plans import DOORS, came, details, plan, scheduled


@pytest.fixture(autouse=True)
def fixed_day():
    with a_fixed_day():
        yield


def shut(stage: Stage) -> None:
    field = {Stage.MEET: "lawful_basis", Stage.LISTEN: "special_condition"}[stage]
    Governance.objects.update(**{field: ""})


def test_nothing_is_planned_before_meet(cast: Cast) -> None:
    shut(Stage.MEET)
    with pytest.raises(StageShut) as refused:
        schedule_session(actor=cast.actor("amara"), plan=plan(cast))
    assert "the lawful basis" in refused.value.message
    assert refused.value.url == "/in/c/northern/governance/stages/meet/"
    assert not Session.objects.exists()


def test_the_planning_page_says_so_before_anything_is_typed(cast: Cast, as_) -> None:
    shut(Stage.MEET)
    page = parse(as_("amara").get("/in/c/northern/sessions/schedule/").content)
    notes = select(page, "p.govuk-inset-text")
    assert "Missing: the lawful basis and the privacy notice, confirmed again" in texts(notes)[0]
    assert [a.get("href") for a in select(notes[0], "a")] == [
        "/in/c/northern/governance/stages/meet/"
    ]


def test_a_refused_form_shows_the_link_and_no_markup(cast: Cast, as_) -> None:
    shut(Stage.MEET)
    browser, url = as_("tom"), "/in/c/northern/sessions/schedule/"
    typed = details(facilitators=[cast.tom.pk], step="save")
    shown = parse(browser.post(url, typed).content)
    typed["seen"] = select(shown, "input[name=seen]")[0].get("value")
    page = parse(browser.post(url, typed).content)
    summary = select(page, ".govuk-error-summary")[0]
    assert "“Meet” is not open yet" in texts([summary])[0]
    assert "<a" not in texts([summary])[0]
    links = [a.get("href") for a in select(page, "main .govuk-inset-text a")]
    assert links == ["/in/c/northern/governance/stages/meet/"]


def test_nobody_is_invited_before_meet(cast: Cast, as_) -> None:
    session = scheduled(cast)
    shut(Stage.MEET)
    with pytest.raises(Refused, match="lawful basis"):
        send_invitations(actor=cast.actor("bilal"), session=session)
    assert not Message.objects.exists()
    page = parse(as_("bilal").get(f"/in/c/northern/sessions/{session.pk}/invite/").content)
    assert select(page, "main form") == []
    assert "“Meet” is not open yet" in texts(select(page, "main"))[0]


def test_a_draft_does_not_leave_once_meet_is_shut(cast: Cast) -> None:
    bilal = cast.actor("bilal")
    mailing = draft_invitations(actor=bilal, session=scheduled(cast))
    assert mailing is not None
    shut(Stage.MEET)
    with pytest.raises(Refused, match="lawful basis"):
        send_mailing(actor=bilal, mailing=mailing)
    assert not Message.objects.exclude(queued_on=None).exists()


def test_nobody_is_recorded_before_meet(cast: Cast) -> None:
    session = scheduled(cast)
    shut(Stage.MEET)
    with time_machine.travel(DOORS):
        with pytest.raises(Refused, match="lawful basis"):
            check_in(actor=cast.actor("rosa"), session=session)
        with pytest.raises(Refused, match="lawful basis"):
            record_attendance(
                actor=cast.actor("bilal"), session=session, members=[cast.members["rosa"]]
            )
    assert not Attendance.objects.exists()


def test_a_session_people_were_invited_to_is_carried_through(cast: Cast) -> None:
    session = scheduled(cast)
    send_invitations(actor=cast.actor("bilal"), session=session)
    shut(Stage.MEET)
    with time_machine.travel(DOORS):
        check_in(actor=cast.actor("rosa"), session=session)
    assert Attendance.objects.count() == 1


def test_commands_and_imports_are_not_asked(cast: Cast) -> None:
    shut(Stage.MEET)
    session = scheduled(cast)
    assert send_invitations(actor=cast.system, session=session) == 5


def test_texts_are_drafted_and_not_adopted_before_meet(cast: Cast) -> None:
    shut(Stage.MEET)
    amara = cast.actor("amara")
    draft(amara, "purpose", "Why we meet.")
    with pytest.raises(Refused, match="the lawful basis"):
        adopt(amara, "purpose", "Why we meet here.")
    with pytest.raises(Refused, match="the lawful basis"):
        adopt_all(amara)
    assert not Version.objects.filter(adopted_on__isnull=False).exists()
    adopt_all(cast.system)  # as an import or the demonstration does
    assert Version.objects.filter(adopted_on__isnull=False).exists()


def test_before_listen_the_doors_are_listed_and_nothing_is_stored(cast: Cast, as_) -> None:
    session = session_with_spaces(cast)
    door = "https://meet.example/one"
    session.spaces.filter(caucus__key="white").update(door=door)
    shut(Stage.LISTEN)
    url = f"/in/c/northern/sessions/{session.pk}/space/"
    with time_machine.travel(DURING - dt.timedelta(days=2)):
        before = " ".join(texts(select(parse(as_("rosa").get(url).content), "main")))
        assert "The doors are listed; nothing is kept" in before
        assert "every choice is deleted" not in before
    with time_machine.travel(DURING):
        browser = as_("rosa")
        came(session, cast.members["rosa"])
        page = parse(browser.get(url).content)
        assert texts(select(page, "main h3"))[:3] == [
            "Racially Minoritised Caucus",
            "White Caucus",
            "Individual reflection",
        ]
        assert door in [a.get("href") for a in select(page, "main a")]
        assert select(page, "main form") == []
        chosen = space_in(session, "white").pk
        browser.post(url, {"space": chosen})
        with pytest.raises(Refused, match="special-category"):
            choose_space(actor=cast.actor("rosa"), session=session, space_id=chosen)
    assert not Choice.objects.exists()
    assert not Opening.objects.exists()


def test_the_same_request_stores_the_choice_once_listen_is_open(cast: Cast, as_) -> None:
    session = session_with_spaces(cast)
    url = f"/in/c/northern/sessions/{session.pk}/space/"
    with time_machine.travel(DURING):
        as_("rosa").post(url, {"space": space_in(session, "white").pk})
        assert Choice.objects.count() == 1
        shut(Stage.LISTEN)  # in the middle of a session: it goes on as it began
        as_("will").post(url, {"space": space_in(session, "white").pk})
        assert Choice.objects.count() == 2


def test_no_survey_opens_before_listen(cast: Cast, as_) -> None:
    session = scheduled(cast, facilitators=(cast.amara, cast.tom))
    shut(Stage.LISTEN)
    with time_machine.travel(DURING):
        with pytest.raises(Refused, match="special-category"):
            open_survey(actor=cast.actor("amara"), session=session)
        url = f"/in/c/northern/feedback/open/{session.pk}/"
        page = parse(as_("amara").get(url).content)
        assert "/in/c/northern/governance/stages/listen/" in [
            a.get("href") for a in select(page, "main .govuk-inset-text a")
        ]
    assert not Survey.objects.exists()


def test_everybody_who_is_refused_may_read_why(cast: Cast, as_) -> None:
    shut(Stage.LISTEN)
    page = parse(as_("rosa").get("/in/c/northern/governance/stages/listen/").content)
    assert "The condition for special-category data" in texts(select(page, "main"))[0]
    assert select(page, "main a.govuk-button") == []
