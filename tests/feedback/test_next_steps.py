"""What a results page says beside its figures: who may be missing, and what happens next."""

import pytest
from django.urls import reverse

from feedback.box import collected
from sessions_app.services import record_attendance
from tests.feedback.ballots import answers, collect, count, members, opened, send
from tests.pages import parse, select, texts


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def counted(cast, answering: int, came: int = 9, *, overfull: bool = False):
    """Nine came, if nothing else is said; how many of them answered."""
    cast.community.figures_rhythm = cast.community.comments_rhythm = "session"
    cast.community.save()
    crowd = members(cast.community, came)
    survey = opened(cast.community, crowd)
    for member in crowd[:answering]:
        send(survey, collect(member, survey), answers(None, 4))
    if overfull:
        collected.forget_collected(survey.pk)
    return count(survey)


def shown(as_, name, survey) -> str:
    url = reverse("feedback:result_detail", args=[survey.community.slug, survey.pk])
    return " ".join(texts(select(parse(as_(name).get(url).content), "main")))


def test_who_may_be_missing_is_told_from_numbers_alone(cast, as_):
    page = shown(as_, "rosa", counted(cast, 7))
    assert "7 of 9" in page
    assert "2 people who could answer did not." in page


def test_a_hidden_number_stays_hidden_in_it(cast, as_):
    page = shown(as_, "rosa", counted(cast, 3))
    assert "fewer than 5 of 9" in page
    assert "6 people" not in page
    assert "Too few answered for their number to be shown." in page


def test_where_too_few_could_answer_no_number_beyond_theirs_is_named(cast, as_):
    survey = counted(cast, 3, came=4, overfull=True)
    assert survey.is_overfull
    page = shown(as_, "rosa", survey)
    assert "too few of 4 to be shown" in page
    assert "More answers lay in the box" not in page, "it would tell of the hidden number"


def test_under_eight_answers_nothing_is_drawn(cast, as_):
    assert "<svg" not in main_of(as_, counted(cast, 7))


def test_from_eight_on_there_is_a_drawing(cast, as_):
    assert "<svg" in main_of(as_, counted(cast, 8))


def main_of(as_, survey) -> str:
    url = reverse("feedback:result_detail", args=[survey.community.slug, survey.pk])
    return as_("rosa").get(url).content.decode().split("<main")[1].split("</main>")[0]


def test_who_asked_says_what_happens_next_and_takes_it_back(cast, as_):
    survey = counted(cast, 7)
    url = reverse("feedback:next_steps_change", args=[survey.community.slug, survey.pk])
    assert "You said, we will" not in shown(as_, "rosa", survey)
    as_("amara").post(url, {"words": "Longer <b>pauses</b>\u202e from March"})
    assert "Longer <b>pauses</b> from March" in shown(as_, "rosa", survey)
    assert "<b>" not in main_of(as_, survey)
    answer = as_("amara").post(url, {"words": "x" * 801})
    assert "800" in answer.content.decode()
    as_("amara").post(url, {"words": " "})
    assert "You said, we will" not in shown(as_, "rosa", survey)


def test_an_attendance_taken_back_after_answering_breaks_nothing(cast, as_):
    """Seven of seven answered; one was taken off the register: more answers than people, or not."""
    cast.community.figures_rhythm = cast.community.comments_rhythm = "session"
    cast.community.save()
    crowd = members(cast.community, 7)
    survey = opened(cast.community, crowd)
    for member in crowd:
        send(survey, collect(member, survey), answers(None, 4))
    record_attendance(
        actor=cast.actor("bilal"),
        session=survey.session,
        members=crowd[:6],
        reason="Left at once",
    )
    count(survey)
    assert "7 of 7" in shown(as_, "rosa", survey)
    for name in ("result_list", "result_year"):
        url = reverse(f"feedback:{name}", args=[survey.community.slug])
        assert as_("rosa").get(url).status_code == 200
