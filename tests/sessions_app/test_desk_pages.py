"""The facilitators' screen."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from cop.audit.models import Entry
from cop.core import live
from cop.members.models import Member
from sessions_app.desk_pieces import DESK
from sessions_app.models import Run
from sessions_app.selectors import get_visible_session_or_404, moment_of
from sessions_app.services import end_session, read_register
from sessions_app.services.presence import _key
from tests.live import piece
from tests.pages import parse, select
from tests.sessions_app.plans import START, came, scheduled

MINUTE = dt.timedelta(minutes=1)


def url(session, name="session_desk"):
    return reverse(f"sessions_app:{name}", args=["northern", session.pk])


def text(response) -> str:
    return " ".join(parse(response.content).text_content().split())


@pytest.fixture
def session(cast):
    return scheduled(cast, facilitators=(cast.amara, cast.tom))


def sent(page, act: str) -> dict[str, str]:
    """What the button sends, as the page has it."""
    form = next(f for f in select(page, "form[data-press]") if select(f, f"button[value={act}]"))
    fields = {one.get("name"): one.get("value") for one in select(form, "input[type=hidden]")}
    return {"revision": fields["revision"], "position": fields["position"], "act": act}


def test_a_press_moves_the_session_on(cast, as_, session):
    with time_machine.travel(START + 5 * MINUTE, tick=False):
        browser = as_("tom")
        page = parse(browser.get(url(session)).content)
        after = browser.post(url(session, "session_press"), sent(page, "next"), follow=True)
        assert after.status_code == 200
    said = text(after)
    assert "Now Caucuses 35 minutes left · 1:05pm – 1:40pm (GMT)" in said
    assert "Next, at 1:40pm by itself Inter-caucus dialogue (30 minutes)" in said
    assert Run.objects.get(session=session).others == [[0, 5]]


def test_a_press_that_comes_too_late_is_told_what_is_the_case(cast, as_, session):
    with time_machine.travel(START + 5 * MINUTE, tick=False):
        tom = as_("tom")
        page = parse(tom.get(url(session)).content)
        as_("amara").post(url(session, "session_press"), sent(page, "next"))
        late = tom.post(url(session, "session_press"), sent(page, "next"))
    assert late.status_code == 200
    assert (
        "Meanwhile we are in ‘Caucuses’, since 1:05pm (GMT), until 1:40pm (GMT). Nothing was "
        "changed by your press; press again if you still want to."
    ) in text(late)
    assert "Now Caucuses 35 minutes left" in text(late)
    assert Run.objects.get(session=session).revision == 1


def pulse(browser, session) -> dict[str, str]:
    return browser.get(url(session, "session_desk_pulse")).json()["pieces"]


@pytest.mark.parametrize(
    ("act", "words"),
    [("extend_5", "past 4pm (GMT), an hour after its planned end"), ("leap", "not understood")],
)
def test_why_nothing_was_done_stands_on_the_page(cast, as_, session, act, words):
    with time_machine.travel(START + MINUTE, tick=False):
        browser = as_("tom")
        for revision in range(6):
            sent = {"act": "extend_10", "revision": revision, "position": 0}
            browser.post(url(session, "session_press"), sent)
        sent = {"act": act, "revision": 6, "position": 0}
        refused = browser.post(url(session, "session_press"), sent)
    assert words in text(refused)
    assert "Now Welcome, purpose and ground rules 69 minutes left" in text(refused)
    # What the page asks for from here on is the screen's own address.
    assert f'data-live="{url(session, "session_desk_pulse")}"' in refused.content.decode()


def test_a_session_without_parts_or_time_says_so(as_, session):
    """As one from a register has neither; its screen is there while its day lasts."""
    session.segments.all().delete()
    session.starts_at = None
    session.save(update_fields=["starts_at"])
    with time_machine.travel(START - 5 * MINUTE, tick=False):
        page = as_("tom").get(url(session))
    assert page.status_code == 200
    assert "Not begun yet No parts are planned" in text(page)


def test_an_ended_session_has_no_buttons(cast, as_, session):
    with time_machine.travel(START + 20 * MINUTE, tick=False):
        browser = as_("tom")
        before = pulse(browser, session)
        end_session(actor=cast.actor("amara"), session=session)
        page = parse(browser.get(url(session)).content)
        after = pulse(browser, session)
    assert before["run"] != after["run"]
    assert not select(page, "button[name=act]")
    assert "This session has ended" in page.text_content()


class TestPresence:
    def test_the_other_comes_and_goes(self, cast, as_, session):
        with time_machine.travel(START, tick=False):
            tom, amara = as_("tom"), as_("amara")
            assert "Amara Osei: not open" in text(tom.get(url(session)))
            alone = pulse(tom, session)["here"]
            pulse(amara, session)
            assert pulse(tom, session)["here"] != alone
            both = text(tom.get(url(session)))
        assert "Amara Osei: open" in both
        assert "All of you see the same and can press." in both
        with time_machine.travel(START + dt.timedelta(seconds=30), tick=False):
            gone = text(tom.get(url(session)))
        assert "Amara Osei: not open last open 1pm (GMT)" in gone
        assert "may well be in the session" in gone
        assert "You can go on alone" in gone

    def test_a_co_chair_who_is_not_named_is_seen_too(self, cast, as_):
        session = scheduled(cast, facilitators=(cast.tom,))
        with time_machine.travel(START, tick=False):
            amara = text(as_("amara").get(url(session)))
            tom = text(as_("tom").get(url(session)))
        assert "Amara Osei: open" in tom
        # D3: names of who came are for those named to facilitate.
        assert "Only those named as facilitators of this session see who has checked in." in amara

    def test_it_is_kept_a_minute_and_says_no_more(self, cast, as_, session):
        with time_machine.travel(START, tick=False):
            pulse(as_("tom"), session)
        key = _key(session, cast.tom.pk)
        assert key == f"desk:{session.pk}:{cast.tom.pk}"
        assert cache.get(key) == START
        client = cache._cache.get_client(key)
        assert 0 < client.ttl(cache.make_and_validate_key(key)) <= 60


class TestWhoHasCheckedIn:
    def test_names_are_on_record_once_and_a_pulse_never(self, cast, as_, session):
        came(session, cast.members["rosa"])
        readings = Entry.objects.filter(verb="read", target_kind="register")
        with time_machine.travel(START, tick=False):
            tom = as_("tom")
            for _ in range(3):
                pulse(tom, session)
            assert not readings.exists()
            for _ in range(3):
                assert "1 member Their names Rosa Delgado" in text(tom.get(url(session)))
            assert readings.count() == 1
            came(session, cast.members["will"])
            drawn = piece(tom, session, "here", page="session_desk")
        assert "2 members" in drawn
        assert readings.count() == 1

    def test_the_screen_changes_when_somebody_comes(self, cast, as_, session):
        with time_machine.travel(START, tick=False):
            tom = as_("tom")
            before = pulse(tom, session)
            came(session, cast.members["rosa"])
            after = pulse(tom, session)
        assert {key for key in before if before[key] != after[key]} >= {"here"}
        assert before["run"] == after["run"]


class TestChecklist:
    def test_it_is_shared_and_harmless_twice(self, cast, as_, session):
        with time_machine.travel(START, tick=False):
            tom, amara = as_("tom"), as_("amara")
            before = pulse(amara, session)["checklist"]
            for browser in (tom, amara, tom):
                sent = {"key": "limits", "is_done": "1"}
                assert browser.post(url(session, "session_tick"), sent).status_code == 302
            assert pulse(amara, session)["checklist"] != before
            assert "1 of 7 done" in text(amara.get(url(session)))
        assert Run.objects.get(session=session).done == ["limits"]

    def test_nothing_else_is_kept(self, cast, as_, session):
        with time_machine.travel(START, tick=False):
            sent = {"key": "who said it", "is_done": "1"}
            said = as_("tom").post(url(session, "session_tick"), sent)
        assert "not understood" in text(said)
        assert not Run.objects.exists()

    def test_it_can_be_ticked_in_the_debrief(self, cast, as_, session):
        with time_machine.travel(START + 121 * MINUTE, tick=False):
            end_session(actor=cast.actor("tom"), session=session)
            sent = {"key": "debrief", "is_done": "1"}
            as_("tom").post(url(session, "session_tick"), sent)
        assert Run.objects.get(session=session).done == ["debrief"]


@pytest.mark.parametrize("number", [1, 40])
def test_what_the_pieces_ask(cast, session, django_assert_num_queries, number):
    """As much for one person as for forty: two for each pulse, four more to draw them."""
    new = (Member(community=cast.community, reference=f"X{n}", name="X") for n in range(number))
    came(session, *Member.objects.bulk_create(new))
    with time_machine.travel(START, tick=False):
        tom, moment = cast.actor("tom"), moment_of(session)
        read_register(actor=tom, session=session)  # on record for an hour
        session = get_visible_session_or_404(tom, session.pk)
        with django_assert_num_queries(2):
            pieces = live.pieces_on(DESK, tom, session, moment)
        with django_assert_num_queries(4):
            drawn = {piece.key: piece.context() for piece in pieces}
    assert len(drawn["here"]["present"]) == number
    assert {len(piece.revision) for piece in pieces} == {12}


def test_the_sheet_on_paper_needs_no_page(cast, as_, session):
    page = text(as_("tom").get(url(session, "session_run_sheet")))
    for words in (
        "Purpose and ground rules are read aloud",
        "given aloud, nothing recorded",
        "The other plan: no dialogue",
        "1:10pm – 1:45pm",
    ):
        assert words in page


def test_the_sheet_printed_while_it_runs_has_the_times_as_they_are_now(cast, as_, session):
    with time_machine.travel(START + 3 * MINUTE, tick=False):
        browser = as_("tom")
        page = parse(browser.get(url(session)).content)
        browser.post(url(session, "session_press"), sent(page, "extend_10"))
        sheet = text(browser.get(url(session, "session_run_sheet")))
    assert "As of 1:03pm (GMT)" in sheet
    assert "1pm – 1:20pm" in sheet
    assert "1:20pm – 1:55pm" in sheet
    assert "1:10pm – 1:45pm" not in sheet


def test_the_timetable_says_that_it_is_the_plan_and_when_it_ended_before(cast, as_, session):
    page = url(session, "session_detail")
    with time_machine.travel(START - MINUTE, tick=False):
        assert "As planned" not in text(as_("rosa").get(page))
    with time_machine.travel(START + 15 * MINUTE, tick=False):
        assert "As planned" in text(as_("rosa").get(page))
        assert "It ended at" not in text(as_("rosa").get(page))
        end_session(actor=cast.actor("tom"), session=session)
        assert "It ended at 1:15pm (GMT)." in text(as_("rosa").get(page))
