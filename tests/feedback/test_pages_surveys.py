"""Opening feedback, the page of the promise, and the paper a browser collects."""

import datetime as dt

import pytest
from django.urls import reverse

from cop.members.models import Appointment
from cop.members.selectors import system_actor
from cop.members.services import create_community, save_member
from cop.post.models import Message
from feedback.box.base64url import decode, encode
from feedback.models import Collected, Survey
from feedback.services import open_survey, sync_eligible
from sessions_app.models import Attendance
from tests.factories.governance import open_all_stages
from tests.feedback import ballots
from tests.pages import parse, select, texts

CAME = ("rosa", "will", "tom")


@pytest.fixture
def session(cast):
    session = ballots.session_with(cast.community, [cast.members[name] for name in CAME])
    session.facilitators.create(person=cast.tom)
    return session


@pytest.fixture
def survey(cast, session):
    return open_survey(actor=cast.actor("tom"), session=session)


def detail(survey):
    return reverse("feedback:survey_detail", args=[survey.community.slug, survey.pk])


def collect(client, survey, blinded=None):
    url = reverse("feedback:ballot_collect", args=[survey.community.slug, survey.pk])
    given = {"blinded": encode(blinded or ballots.blinded(survey)[1].value)}
    return client.post(url, given, content_type="application/json")


def opening(session):
    return reverse("feedback:survey_open", args=[session.community.slug, session.pk])


def page_of_session(client, session):
    url = reverse("sessions_app:session_detail", args=[session.community.slug, session.pk])
    return parse(client.get(url).content)


# Opening


def test_facilitator_opens_and_everybody_who_came_gets_the_same_mail(as_, session):
    client = as_("tom")
    page = page_of_session(client, session)
    assert texts(select(page, "#panel-feedback .govuk-button")) == ["Open feedback"]
    words = " ".join(texts(select(parse(client.get(opening(session)).content), "main")))
    assert "2 of the 3 members here can answer. The facilitator is not asked." in words
    assert "Fewer than 5 answers show no figure." in words
    assert "Facilitators get it too" in words
    assert "ticket" not in words
    assert "Ratings are counted once at the end of the year" in words
    assert "Ideas for next time are opened after" in words
    assert "Racially" not in words  # which caucuses are named is nobody's business
    answer = client.post(opening(session), {"asked": "PPN-1"})
    assert answer.status_code == 302
    survey = Survey.objects.get(session=session)
    mails = Message.objects.filter(kind="feedback_open")
    assert sorted(mail.to for mail in mails) == [f"{name}@example.org" for name in sorted(CAME)]
    assert len({(mail.subject, mail.text, mail.html) for mail in mails}) == 1
    mail = mails[0]
    assert reverse("box:survey_landing", args=[survey.pk]) in mail.text
    assert survey.fingerprint in mail.text
    assert session.title not in mail.subject + mail.text + mail.html.replace(mail.subject, "")


def test_second_opening_is_refused_in_words(as_, session, survey):
    answer = as_("tom").post(opening(session), {"asked": "PPN-1"})
    assert answer.status_code == 200
    assert texts(select(parse(answer.content), "[role=alert]")) == [
        "Feedback on this session is open already."
    ]
    assert Survey.objects.count() == 1


def test_without_an_evaluator_the_page_says_that_no_comments_are_asked(as_, cast, session):
    Appointment.objects.filter(person=cast.ines).delete()
    open_all_stages(cast.community, figures_only=True)
    words = " ".join(texts(select(parse(as_("tom").get(opening(session)).content), "main")))
    assert "Ratings only" in words
    survey = open_survey(actor=cast.actor("tom"), session=session)
    form = parse(as_(None).get(reverse("box:envelope", args=[survey.pk])).content)
    assert select(form, "textarea") == []


@pytest.mark.parametrize("name", ["rosa", "bilal", "ines"])
def test_nobody_else_is_offered_to_open(as_, session, name):
    assert select(page_of_session(as_(name), session), "#panel-feedback") == []


# The promise


def test_promise_comes_before_the_start(as_, survey):
    page = parse(as_("rosa").get(detail(survey)).content)
    whole = " ".join(texts(select(page, "main")))
    places = [
        whole.index(words)
        for words in (
            "Your answers are kept apart from your name",
            "3 members have come so far",
            "Fewer than 5 answers",
            "Who reads what, and when",
            "What we cannot hide",
            "Nobody watches feedback for emergencies",
        )
    ]
    assert places == sorted(places)
    assert places[-1] < whole.index("Start gives you a ticket")
    assert select(page, "main a[href='/support/northern/']")
    assert survey.fingerprint in whole


def test_additions_after_the_opening_are_shown_to_everybody(as_, cast, session, survey):
    Attendance.objects.create(session=session, member=cast.members["bilal"])
    sync_eligible(actor=cast.actor("tom"), survey=survey)
    words = " ".join(texts(select(parse(as_("rosa").get(detail(survey)).content), "main")))
    assert "1 of them was added by somebody else after this opened" in words


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tom", "You facilitated this one"),
        ("bilal", "This asks those who came"),
        ("ines", "Members who came are asked"),
    ],
)
def test_who_is_not_asked_is_told_why(as_, survey, name, said):
    page = parse(as_(name).get(detail(survey)).content)
    assert texts(select(page, "#why-not")) == [said]
    assert select(page, "[data-start]") == []


def test_closed_survey_has_kind_words_and_no_start(as_, survey):
    ballots.close(survey)
    page = parse(as_("rosa").get(detail(survey)).content)
    assert "closed" in texts(select(page, ".circle-lead"))[0]
    assert select(page, "[data-start]") == []


def test_page_looks_the_same_before_and_after_collecting(as_, survey):
    client = as_("rosa")
    client.get(detail(survey))
    before = select(parse(client.get(detail(survey)).content), "main")
    assert collect(client, survey).status_code == 200
    after = select(parse(client.get(detail(survey)).content), "main")
    assert texts(before) == texts(after)


def test_member_finds_the_way_on_the_page_of_the_session(as_, session, survey):
    page = page_of_session(as_("rosa"), session)
    button = select(page, "#panel-feedback .govuk-button")[0]
    assert button.get("href") == detail(survey)
    assert "about four minutes" in button.text_content()
    assert "about four minutes" not in " ".join(
        texts(select(page_of_session(as_("tom"), session), "#panel-feedback"))
    )


# The paper


def test_paper_is_signed_once_and_the_same_value_again(as_, survey):
    client = as_("rosa")
    message, hidden = ballots.blinded(survey)
    first = collect(client, survey, hidden.value)
    assert first.status_code == 200
    signed = decode(first.json()["signature"])
    assert len(ballots.unblinded(survey, message, signed, hidden)) == 256
    assert collect(client, survey, hidden.value).json() == first.json()
    second = collect(client, survey)
    assert second.status_code == 409
    assert "where you took the ticket" in second.json()["refused"]
    assert Collected.objects.filter(survey=survey).count() == 1


@pytest.mark.parametrize("name", ["tom", "bilal", "ines"])
def test_who_is_not_asked_gets_no_paper(as_, survey, name):
    assert collect(as_(name), survey).status_code == 403


def test_closed_survey_gives_no_paper(as_, survey):
    ballots.close(survey)
    assert collect(as_("rosa"), survey).status_code == 410


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"blinded": 7}', b'{"blinded": "AA"}', b"\xff", b"[" * 100_000]
)
def test_what_is_no_paper_is_refused(as_, survey, body):
    url = reverse("feedback:ballot_collect", args=[survey.community.slug, survey.pk])
    answer = as_("rosa").post(url, body, content_type="application/json")
    assert answer.status_code == 400
    assert not Collected.objects.exists()


def test_survey_of_another_community_is_not_found(as_, cast, survey):
    other = create_community(slug="southern", name="Southern")
    save_member(
        actor=system_actor(other),
        reference="M1",
        name="Rosa Delgado",
        email="rosa@example.org",
        joined_on=dt.date(2020, 1, 1),
    )
    assert as_("rosa").get(detail(survey)).status_code == 200
    assert as_("rosa").get(detail(survey).replace("northern", "southern")).status_code == 404


def test_dates_are_said_in_words(as_, survey):
    day = survey.closes_on
    assert day - survey.session.held_on == dt.timedelta(days=2)
    words = " ".join(texts(select(parse(as_("rosa").get(detail(survey)).content), "main")))
    assert f"{day:%A} {day.day} {day:%B}" in words
