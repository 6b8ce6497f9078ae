"""After the count: the published list, who may fetch it, and that it stays as it is."""

import hashlib

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from feedback.box import count as counting
from feedback.models import CountedList, Envelope
from feedback.services import count_survey
from tests.feedback import ballots
from tests.pages import parse, select, texts

LENGTH = 512 * 32


@pytest.fixture
def crowd(cast):
    return ballots.members(cast.community, 3)


@pytest.fixture
def survey(cast, crowd):
    return ballots.opened(cast.community, crowd)


def give(survey, members) -> list[bytes]:
    """The messages of the papers these have sent."""
    given = []
    for member in members:
        paper = ballots.collect(member, survey)
        ballots.send(survey, paper, ballots.answers())
        given.append(paper[0])
    return given


def fetch(client, survey):
    return client.get(reverse("box:counted_list", args=[survey.pk]))


def hashes_in(content: bytes) -> list[bytes]:
    return [content[at : at + 32] for at in range(0, len(content), 32)]


def test_the_list_holds_the_hash_of_each_message_among_random_ones_in_order(client, crowd, survey):
    messages = give(survey, crowd)
    ballots.count(survey)
    listed = hashes_in(fetch(client, survey).content)
    assert len(listed) == 512
    assert listed == sorted(set(listed))
    assert {hashlib.sha256(message).digest() for message in messages} < set(listed)


def test_before_the_count_there_is_no_list_however_many_answered(client, crowd, survey):
    assert fetch(client, survey).status_code == 404
    give(survey, crowd)
    assert fetch(client, survey).status_code == 404
    ballots.close(survey)
    assert fetch(client, survey).status_code == 404


def test_an_empty_box_has_a_list_too(client, survey):
    ballots.count(survey)
    assert len(fetch(client, survey).content) == LENGTH


def test_the_list_is_the_same_for_everybody_and_leaves_no_trace(as_, client, crowd, survey):
    give(survey, crowd)
    ballots.count(survey)
    answers = [fetch(as_(person), survey) for person in (None, "rosa", "tom", "sam")]
    assert len({answer.content for answer in answers}) == 1
    assert not any(answer.cookies for answer in answers)
    assert answers[0]["Content-Type"] == "application/octet-stream"
    assert answers[0]["Cache-Control"] == "no-store"


def test_imported_answers_have_no_list(crowd, survey):
    """They were sent by no browser."""
    type(survey).objects.filter(pk=survey.pk).delete()
    survey.paper_public_key = b""
    survey.save(force_insert=True)
    ballots.count(survey)
    assert not CountedList.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE feedback_countedlist SET hashes = hashes || hashes",
        "DELETE FROM feedback_countedlist",
        "TRUNCATE feedback_countedlist",
    ],
)
def test_the_database_lets_nobody_change_a_list(survey, change):
    ballots.count(survey)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL circle.testing = 'off'")
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            cursor.execute(change)
    assert CountedList.objects.count() == 1


@pytest.mark.parametrize("length", [0, 32, LENGTH - 32, LENGTH + 32])
def test_the_database_takes_no_list_that_is_not_filled_up(survey, length):
    with pytest.raises(IntegrityError, match="filled_up"), transaction.atomic():
        CountedList.objects.create(survey=survey, hashes=bytes(length))


def test_a_count_that_breaks_off_publishes_nothing_and_the_next_one_does(
    client, crowd, survey, monkeypatch
):
    give(survey, crowd)
    ballots.close(survey)

    def fail(*_given):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(counting.envelopes, "empty_box", fail)
        with pytest.raises(OSError):  # noqa: PT011
            count_survey(survey_id=survey.pk)
    assert not CountedList.objects.exists()
    assert Envelope.objects.count() == 3
    count_survey(survey_id=survey.pk)
    count_survey(survey_id=survey.pk)
    assert len(fetch(client, survey).content) == LENGTH


def test_both_pages_look_at_the_list_once_there_is_one(as_, client, crowd, survey):
    landing = reverse("box:survey_landing", args=[survey.pk])
    inside = reverse("feedback:survey_detail", args=[survey.community.slug, survey.pk])
    ballots.close(survey)
    for browser, address in ((client, landing), (as_("rosa"), inside)):
        assert select(parse(browser.get(address).content), "[data-counted]") == []
    ballots.count(survey)
    for browser, address in ((client, landing), (as_("rosa"), inside)):
        page = parse(browser.get(address).content)
        [place] = select(page, "[data-counted]")
        assert place.get("data-list") == reverse("box:counted_list", args=[survey.pk])
        assert texts(select(page, "#was-it-counted")) == ["Was yours counted?"]
        said = " ".join(texts(select(page, "main")))
        # The same words for three as for thirty: who may not read results learns nothing of them.
        assert "where too few did, it enters none" in said


def test_the_session_s_page_leads_every_member_there_and_nobody_else(as_, cast, survey):
    url = reverse("sessions_app:session_detail", args=[cast.community.slug, survey.session.pk])
    ballots.count(survey)
    led = {
        name: "Look it up" in texts(select(parse(as_(name).get(url).content), "main a"))
        for name in ("rosa", "will", "tom", "ines")
    }
    assert led == {"rosa": True, "will": True, "tom": True, "ines": False}
