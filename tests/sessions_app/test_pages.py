"""The pages, without JavaScript, as people go through them."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from cop.core import registry
from cop.core.registry import Panel
from cop.members.models import Member, User
from cop.members.selectors import actor_in, system_actor
from cop.members.services import appoint, create_community
from cop.post.models import Message
from sessions_app.models import Attendance, Guest, Invitation, MarkedDay, Session
from sessions_app.services import answer_invitation, check_in
from tests.people import sign_in
from tests.sessions_app.plans import END, START, came, details, scheduled, typed_parts

PARTS = typed_parts()


@pytest.fixture(autouse=True)
def in_december():
    with time_machine.travel(dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC), tick=False):
        yield


def url(name: str, session: Session | None = None) -> str:
    kwargs = {"slug": "northern"} | ({"session_id": session.pk} if session else {})
    return reverse(f"sessions_app:session_{name}", kwargs=kwargs)


def text(response) -> str:
    """The page's words on one line."""
    return " ".join(response.content.decode().split())


class TestPlanning:
    def test_three_steps_and_nothing_stored_before_the_last(self, cast, as_):
        browser = as_("tom")
        typed = details(facilitators=[cast.tom.pk])
        check = browser.post(url("schedule"), typed)
        assert "Thursday 14 January 2027, 1pm to 3pm (GMT)" in text(check)
        assert "1:10pm – 1:45pm" in text(check)
        assert not Session.objects.exists()
        seen = check.context["seen"]
        saved = browser.post(url("schedule"), typed | PARTS | {"step": "save", "seen": seen})
        session = Session.objects.get()
        assert saved["Location"] == url("detail", session)
        assert session.starts_at == START

    def test_details_travel_as_hidden_fields_and_are_escaped(self, cast, as_):
        typed = details(facilitators=[cast.tom.pk], title='"><script>alert(1)</script>')
        page = as_("tom").post(url("schedule"), typed).content.decode()
        assert "<script>alert" not in page
        assert 'name="title" value="&quot;&gt;&lt;script&gt;' in page
        assert page.count('name="facilitators"') == 1
        assert page.count("csrfmiddlewaretoken") == 1

    def test_other_minutes_are_read_again_before_they_are_saved(self, cast, as_):
        browser = as_("tom")
        typed = details(facilitators=[cast.tom.pk])
        seen = browser.post(url("schedule"), typed).context["seen"]
        longer = typed | typed_parts(part_1_minutes="50", length="135")
        longer |= {"step": "save", "seen": seen}
        again = browser.post(url("schedule"), longer)
        assert not Session.objects.exists()
        assert "1pm to 3:15pm (GMT)" in text(again)
        assert "Check them once more" in text(again)
        browser.post(url("schedule"), longer | {"seen": again.context["seen"]})
        assert Session.objects.get().minutes == 135

    @pytest.mark.parametrize("minutes", ["", "0", "-5", "many", "1000"])
    def test_minutes_must_be_a_number(self, cast, as_, minutes):
        typed = details(facilitators=[cast.tom.pk]) | typed_parts(part_0_minutes=minutes)
        response = as_("tom").post(url("schedule"), typed | {"step": "save"})
        assert "There is a problem" in text(response)
        assert not Session.objects.exists()

    def test_back_to_the_details_keeps_them(self, cast, as_):
        typed = details(facilitators=[cast.tom.pk]) | PARTS | {"step": "edit"}
        page = text(as_("tom").post(url("schedule"), typed))
        assert 'value="Winter session"' in page
        assert "There is a problem" not in page
        assert 'name="part_1-minutes" value="35"' in page

    def test_minutes_of_one_format_are_not_those_of_another(self, cast, as_):
        typed = details(facilitators=[cast.tom.pk], format="two_topics") | PARTS
        rows = as_("tom").post(url("schedule"), typed).context["rows"]
        assert [part.minutes for part, _field in rows] == [10, 25, 20, 25, 20, 8, 12, 15]

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"time": "7"}, "Enter a time, like 1pm, 13:30 or midday."),
            ({"date_day": "31", "date_month": "2"}, "Date: this date does not exist."),
            ({"date_day": "28", "date_month": "3", "time": "1:30am"}, "does not exist"),
            ({"date_day": "31", "date_month": "10", "time": "1:30am"}, "comes twice"),
            ({"date_year": "2020"}, "This has passed"),
            ({"date_year": "2227"}, "Choose a date within the next two years."),
            ({"topic_2": "More"}, "One topic has no second"),
            ({"facilitators": []}, "Choose who facilitates the session."),
        ],
    )
    def test_problems_stand_above_and_at_the_field(self, cast, as_, changes, words):
        typed = details(facilitators=[cast.tom.pk]) | changes
        page = text(as_("tom").post(url("schedule"), typed))
        assert "<title>Error: Schedule a session" in page
        assert page.count(words) == 2

    def test_copy_takes_over_everything_but_the_date(self, cast, as_):
        session = scheduled(cast, time=dt.time(13, 30), topics=("Listening well",))
        page = text(as_("amara").get(url("copy", session)))
        assert 'value="Winter session"' in page
        assert 'value="13:30"' in page
        assert 'value="Listening well"' in page
        assert 'name="date_day" type="text" value=""' in page
        typed = details(facilitators=[cast.tom.pk], date_month="4", date_day="15")
        check = as_("amara").post(url("copy", session), typed)
        assert "Thursday 15 April 2027, 1pm to 3pm (BST)" in text(check)

    def test_change_says_who_will_be_told(self, cast, as_):
        session = scheduled(cast)
        as_("bilal").post(url("invite", session))
        typed = details(facilitators=[cast.tom.pk], time="2pm")
        check = as_("tom").post(url("change", session), typed)
        assert "5 members were invited by mail" in text(check)
        seen = check.context["seen"]
        as_("tom").post(url("change", session), typed | PARTS | {"step": "save", "seen": seen})
        session.refresh_from_db()
        assert session.when == "Thursday 14 January 2027, 2pm to 4pm (GMT)"

    def test_cancel_asks_for_a_reason_once(self, cast, as_):
        session = scheduled(cast)
        assert "Error:" in text(as_("tom").post(url("cancel", session), {"reason": ""}))
        as_("tom").post(url("cancel", session), {"reason": "It flooded."})
        page = text(as_("rosa").get(url("detail", session)))
        assert "This session is cancelled." in page
        assert "It flooded." in page
        assert "meet.example" not in page


class TestMember:
    def test_answer_and_its_tag_on_the_agenda(self, cast, as_):
        session = scheduled(cast)
        assert "Your answer is awaited" in text(as_("rosa").get(url("list")))
        as_("rosa").post(url("answer", session), {"answer": "coming"})
        assert "You are coming" in text(as_("rosa").get(url("list")))
        assert "Your answer is awaited" in text(as_("will").get(url("list")))
        assert Invitation.objects.count() == 1

    def test_answer_is_never_somebody_elses(self, cast, as_):
        session = scheduled(cast)
        typed = {"answer": "coming", "member": cast.members["will"].pk}
        as_("rosa").post(url("answer", session), typed)
        assert Invitation.objects.get().member == cast.members["rosa"]

    def test_check_in_button_on_the_day(self, cast, as_):
        session = scheduled(cast)
        assert "30 minutes before the start" in text(as_("rosa").get(url("detail", session)))
        with time_machine.travel(START, tick=False):
            assert ">Check in<" in text(as_("rosa").get(url("detail", session)))
            as_("rosa").post(url("check_in", session))
            assert "You are checked in" in text(as_("rosa").get(url("detail", session)))
        assert Attendance.objects.get().member == cast.members["rosa"]

    def test_names_of_who_came_are_not_on_a_members_page(self, cast, as_):
        session = scheduled(cast)
        with time_machine.travel(START, tick=False):
            check_in(actor=cast.actor("will"), session=session)
            assert "Will Turner" in text(as_("tom").get(url("detail", session)))
            for name in ["rosa", "amara", "ines", "okafor", "dana"]:
                assert "Will Turner" not in text(as_(name).get(url("detail", session)))

    def test_debrief_is_for_facilitators(self, cast, as_):
        session = scheduled(cast)
        assert "debrief" in text(as_("tom").get(url("detail", session)))
        assert "debrief" not in text(as_("rosa").get(url("detail", session)))

    def test_cards_of_other_rooms(self, cast, as_, monkeypatch):
        def card(actor, session):
            return [Panel(f"For {actor.person}", session.title, "/in/x/", "Go", "test")]

        monkeypatch.setattr(registry, "session_panels", [card])
        page = text(as_("rosa").get(url("detail", scheduled(cast))))
        assert "For Rosa Delgado" in page
        assert 'href="/in/x/"' in page


class TestRegister:
    def test_secretary_marks_saves_and_closes(self, cast, as_):
        session = scheduled(cast, day=dt.date(2026, 11, 30))
        came(session, cast.members["will"])
        browser = as_("bilal")
        typed = {"came": [cast.members["rosa"].pk], "before": str(cast.members["will"].pk)}
        typed |= {"reason": "Was not there"}
        browser.post(url("register", session), typed)
        assert Attendance.objects.get().member == cast.members["rosa"]
        assert "Close the register with 1 member?" in text(
            browser.get(url("register_close", session))
        )
        browser.post(url("register_close", session))
        session.refresh_from_db()
        assert session.is_register_closed
        page = text(browser.get(url("register", session)))
        assert "The register is closed." in page
        assert "Rosa Delgado" in page
        assert 'type="checkbox"' not in page
        assert "1 member" in text(as_("ines").get(url("detail", session)))

    def test_a_mark_taken_away_without_a_reason_names_whom_it_is_about(self, cast, as_):
        session = scheduled(cast, day=dt.date(2026, 11, 30))
        came(session, cast.members["will"])
        typed = {"before": str(cast.members["will"].pk), "q": "Rosa", "step": "save"}
        page = as_("bilal").post(url("register", session), typed).content.decode()
        assert "It is about: Will Turner." in page
        assert 'value="Rosa"' not in page
        assert f'id="id_came_{cast.members["will"].pk}"' in page

    @pytest.mark.parametrize("name", ["cancel", "postpone"])
    def test_a_reason_that_names_a_caucus_is_refused_where_it_is_typed(self, cast, as_, name):
        session = scheduled(cast)
        typed = {"reason": "The white caucus is ill", "day": "15 1 2027", "time": "1pm"}
        page = text(as_("amara").post(url(name, session), typed))
        assert "Change “white caucus”." in page
        assert "Is this right?" not in page

    def test_an_ended_session_without_a_register_says_so(self, cast, as_):
        session = scheduled(cast, day=dt.date(2026, 11, 20))
        page = text(as_("bilal").get(url("present", session)))
        assert "Not recorded yet." in page
        assert "0 members came" not in page

    def test_no_answer_is_awaited_of_a_late_session_nobody_is_invited_to(self, cast, as_):
        late = scheduled(cast, day=dt.date(2027, 3, 11))
        assert "Your answer is awaited" not in text(as_("rosa").get(url("list")))
        Invitation.objects.create(
            session=late, member=cast.members["rosa"], sent_on=dt.date(2026, 11, 20)
        )
        assert "Your answer is awaited" in text(as_("rosa").get(url("list")))

    def test_after_two_days_names_stand_and_it_can_be_closed(self, cast, as_):
        session = scheduled(cast, day=dt.date(2026, 11, 28))
        came(session, cast.members["will"])
        page = text(as_("bilal").get(url("register", session)))
        assert "until two days after the session" in page
        assert "Will Turner" in page
        assert 'type="checkbox"' not in page
        assert "register/close/" in page

    def test_stranger_ids_are_refused(self, cast, as_):
        session = scheduled(cast, day=dt.date(2026, 11, 30))
        typed = {"came": ["999999"], "before": "x"}
        assert "There is a problem" in text(as_("bilal").post(url("register", session), typed))
        assert not Attendance.objects.exists()

    def test_close_before_the_session_goes_back_with_the_reason(self, cast, as_):
        session = scheduled(cast)
        response = as_("bilal").get(url("register_close", session), follow=True)
        assert "once the session has begun" in text(response)

    def test_facilitator_sees_who_is_here_as_page_and_fragment(self, cast, as_):
        session = scheduled(cast)
        with time_machine.travel(START, tick=False):
            check_in(actor=cast.actor("will"), session=session)
            whole = text(as_("tom").get(url("present", session)))
            part = text(as_("tom").get(url("present", session), headers={"HX-Request": "true"}))
        assert "Will Turner" in whole
        assert "Will Turner" in part
        assert "<html" in whole
        assert "<html" not in part

    def test_end_asks_once(self, cast, as_):
        session = scheduled(cast)
        with time_machine.travel(END, tick=False):
            assert "cannot be undone" in text(as_("tom").get(url("end", session)))
            session.refresh_from_db()
            assert session.ended_at is None
            as_("tom").post(url("end", session))
        session.refresh_from_db()
        assert session.ended_at == END


class TestInvitations:
    def test_read_once_then_sent_to_new_members_only(self, cast, as_):
        session = scheduled(cast)
        browser = as_("bilal")
        page = text(browser.get(url("invite", session)))
        assert "Session on Thursday 14 January: Northern Community of Practice" in page
        assert "Send it to 5 members" in page
        browser.post(url("invite", session))
        assert Message.objects.count() == 5
        assert len(set(Message.objects.values_list("to", flat=True))) == 5
        assert "nobody left to invite" in text(browser.get(url("invite", session)))
        browser.post(url("invite", session))
        assert Message.objects.count() == 5

    def test_answer_given_before_stays(self, cast, as_):
        session = scheduled(cast)
        answer_invitation(actor=cast.actor("rosa"), session=session, answer="coming")
        as_("tom").post(url("invite", session))
        assert Invitation.objects.get(member=cast.members["rosa"]).answer == "coming"

    def test_mail_says_day_time_zone_place_and_the_way_back(self, cast, as_, settings):
        session = scheduled(cast, title="About the white caucus", topics=("Whiteness",))
        Guest.objects.create(session=session, person=cast.grace)
        as_("bilal").post(url("invite", session))
        message = Message.objects.first()
        assert message.subject == "Session on Thursday 14 January: Northern Community of Practice"
        assert "Thursday 14 January 2027, 1pm to 3pm (GMT)" in message.text
        assert "Where: Online" in message.text
        assert f"{settings.SITE_URL}{url('detail', session)}" in message.text
        assert "guest" in message.text
        for word in ("white caucus", "Whiteness", "Grace", "meet.example"):
            assert word not in message.text + message.html + message.subject

    def test_place_that_names_a_caucus_stops_every_mail(self, cast, as_):
        session = scheduled(cast, place="Room of the white caucus")
        page = text(as_("bilal").post(url("invite", session)))
        assert "in the text of the mail says “white caucus”" in page
        assert not Message.objects.exists()
        assert not Invitation.objects.exists()


class TestOtherCommunities:
    @pytest.fixture
    def eve(self, cast) -> User:
        """Co-chair and secretary of another community."""
        other = create_community(slug="southern", name="Southern", co_chair_email="eve@example.org")
        appoint(actor=system_actor(other), email="eve@example.org", role="secretary")
        eve = User.objects.get(email="eve@example.org")
        assert actor_in(eve, other).roles == {"co_chair", "secretary"}
        return eve

    NAMES = (
        *("detail", "change", "cancel", "copy", "answer", "check_in", "present", "end"),
        *("register", "register_close", "invite", "guest_add"),
    )

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("slug", ["northern", "southern"])
    def test_secretary_of_another_community_finds_nothing(self, cast, eve, client, name, slug):
        session = scheduled(cast)
        sign_in(client, eve)
        address = url(name, session).replace("/northern/", f"/{slug}/")
        method = client.post if name in ("answer", "check_in") else client.get
        assert method(address).status_code == 404

    def test_own_agenda_is_empty(self, cast, eve, client):
        scheduled(cast)
        sign_in(client, eve)
        page = text(client.get(reverse("sessions_app:session_list", args=["southern"])))
        assert "Winter session" not in page
        assert "No sessions yet" in page


@pytest.mark.parametrize("sessions", [1, 10])
@pytest.mark.parametrize(("name", "queries"), [("rosa", 6), ("tom", 9), ("grace", 6)])
def test_agenda_queries(cast, as_, django_assert_num_queries, sessions, name, queries):
    for number in range(sessions):
        session = scheduled(cast, day=dt.date(2026, 10, 1) + dt.timedelta(days=30 * number))
        Guest.objects.create(session=session, person=cast.grace)
        answer_as = cast.members["rosa"]
        Invitation.objects.create(session=session, member=answer_as, answer="coming")
    browser = as_(name)
    with django_assert_num_queries(queries):
        page = text(browser.get(url("list")))
    assert page.count("circle-agenda__item") >= sessions


@pytest.mark.parametrize("members", [1, 10])
def test_register_queries(cast, as_, django_assert_num_queries, members):
    session = scheduled(cast, day=dt.date(2026, 11, 30))
    more = [
        Member(community=cast.community, reference=f"X{n}", name=f"X {n}") for n in range(members)
    ]
    came(session, *Member.objects.bulk_create(more))
    browser = as_("bilal")
    with django_assert_num_queries(21):
        page = text(browser.get(url("register", session)))
    assert page.count('type="checkbox"') == members + 5


@pytest.mark.parametrize("name", ["rosa", "grace"])
def test_how_to_join_is_read_until_the_session_is_over(cast, as_, name):
    session = scheduled(cast, link="https://meet.example/all", dial_in="0113 496 0000")
    Guest.objects.create(session=session, person=cast.grace)
    page = text(as_(name).get(url("detail", session)))
    assert 'href="https://meet.example/all"' in page
    assert "0113 496 0000" in page
    with time_machine.travel(END, tick=False):
        page = text(as_(name).get(url("detail", session)))
        assert "meet.example/all" not in page
        assert "0113 496 0000" not in page


def test_the_check_says_what_else_is_on_the_day_but_not_the_session_itself(cast, as_):
    MarkedDay.objects.create(
        community=cast.community,
        name="Half term",
        kind="school_holiday",
        from_on=START.date(),
        to_on=START.date(),
    )
    typed = details(facilitators=[cast.tom.pk])
    page = text(as_("tom").post(url("schedule"), typed))
    assert "Half term" in page
    session = scheduled(cast)
    assert "On the same day as" not in text(as_("tom").post(url("change", session), typed))
    assert "At the same time as “Winter session”" in text(as_("tom").post(url("schedule"), typed))


def test_without_caucuses_no_page_speaks_of_spaces(cast, as_):
    session = scheduled(cast)
    Session.objects.update(grouping="together")
    with time_machine.travel(START, tick=False):
        assert "Where you go in the session" not in text(as_("rosa").get(url("detail", session)))
        assert "which space" not in text(as_("tom").get(url("end", session)))
        Session.objects.update(grouping="caucuses")
        assert "Where you go in the session" in text(as_("rosa").get(url("detail", session)))
        assert "which space" in text(as_("tom").get(url("end", session)))
