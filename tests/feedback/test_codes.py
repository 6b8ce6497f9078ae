"""Codes: one for each member, the same when asked again, and known by the survey's secret alone."""

import secrets

import pytest

from feedback.box import codes, keys
from feedback.models import Collected, Eligibility, Envelope
from feedback.services import (
    NotACode,
    NotEligible,
    PaperElsewhere,
    SurveyClosed,
    drop_coded_envelope,
    issue_code,
)
from tests.feedback import ballots


@pytest.fixture
def crowd(cast):
    return ballots.members(cast.community, 4)


@pytest.fixture
def survey(cast, crowd):
    return ballots.opened(cast.community, crowd)


def code_of(member, survey) -> str:
    return issue_code(actor=ballots.actor_of(member), survey=survey)


def use(survey, shown: str, answers=None) -> None:
    code = codes.typed(shown)
    assert code is not None
    given = answers or ballots.answers()
    drop_coded_envelope(survey_id=survey.pk, code=code, answers=given)


def test_codes_are_six_groups_without_look_alikes_and_one_for_each(crowd, survey):
    given = {code_of(member, survey) for member in crowd}
    assert len(given) == 4
    for code in given:
        groups = code.split("-")
        assert [len(group) for group in groups] == [4] * 6
        assert not set(code) & set("ILOU")


def test_asking_again_shows_the_same_code_and_notes_nothing_new(crowd, survey):
    first = code_of(crowd[0], survey)
    assert code_of(crowd[0], survey) == first
    assert Collected.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: f"  {code.replace('1', 'l').replace('0', 'O')} ",
        lambda code: code.replace("1", "I").replace("0", "o"),
    ],
)
def test_a_code_is_read_however_it_is_typed(change):
    for _time in range(40):
        code = secrets.token_bytes(15)
        assert codes.typed(change(codes.in_groups(code))) == code


@pytest.mark.parametrize(
    "wrong", ["", "7K3M", "U" * 24, "é" * 24, "0" * 23, "0" * 25, "0" * 10_000]
)
def test_anything_else_is_no_code(wrong):
    assert codes.typed(wrong) is None


def test_known_codes_are_written_as_the_alphabet_says():
    assert codes.in_groups(bytes(15)) == "0000-0000-0000-0000-0000-0000"
    assert codes.in_groups(b"\xff" * 15) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert codes.in_groups(bytes(14) + b"\x21") == "0000-0000-0000-0000-0000-0011"


def test_a_code_gives_feedback_once_and_sending_again_changes_nothing(crowd, survey):
    code = code_of(crowd[0], survey)
    for _time in range(3):
        use(survey, code)
    use(survey, code, ballots.answers(rating=1))
    assert Envelope.objects.count() == 1
    use(survey, code_of(crowd[1], survey))
    assert Envelope.objects.count() == 2


def test_answers_with_codes_are_counted_like_the_others(cast):
    crowd = ballots.members(cast.community, 6)
    survey = ballots.opened(cast.community, crowd)
    for member in crowd[:3]:
        use(survey, code_of(member, survey))
    for member in crowd[3:]:
        ballots.send(survey, ballots.collect(member, survey), ballots.answers())
    assert ballots.count(survey).responses == 6


def test_nobody_has_both_a_paper_and_a_code(crowd, survey):
    code_of(crowd[0], survey)
    with pytest.raises(PaperElsewhere):
        ballots.collect(crowd[0], survey)
    ballots.collect(crowd[1], survey)
    with pytest.raises(PaperElsewhere):
        code_of(crowd[1], survey)


def test_who_is_not_asked_gets_none(cast, crowd, survey):
    with pytest.raises(NotEligible):
        code_of(cast.members["rosa"], survey)
    with pytest.raises(NotEligible):
        issue_code(actor=cast.actor("ines"), survey=survey)


def test_a_code_of_another_survey_or_with_one_bit_changed_is_none(cast, crowd, survey):
    other = ballots.opened(cast.community, crowd, key="S2")
    code = codes.typed(code_of(crowd[0], survey))
    assert codes.is_code(survey.pk, code)
    assert not codes.is_code(other.pk, code)
    for bit in range(120):
        changed = (int.from_bytes(code, "big") ^ (1 << bit)).to_bytes(15, "big")
        assert not codes.is_code(survey.pk, changed)
    with pytest.raises(NotACode):
        use(other, codes.in_groups(code))
    assert not Envelope.objects.exists()


def test_after_the_last_day_there_is_neither_a_code_nor_an_answer(crowd, survey):
    code = code_of(crowd[0], survey)
    ballots.close(survey)
    with pytest.raises(SurveyClosed):
        use(survey, code)
    with pytest.raises(SurveyClosed):
        code_of(crowd[1], survey)


def test_where_the_secret_is_missing_it_is_said_and_nothing_is_noted(crowd, survey):
    code = code_of(crowd[0], survey)
    keys.destroy(survey.pk)
    with pytest.raises(SurveyClosed):
        code_of(crowd[1], survey)
    with pytest.raises(SurveyClosed):
        use(survey, code)
    assert Collected.objects.count() == 1


def test_the_secret_is_destroyed_at_the_count(survey, django_capture_on_commit_callbacks):
    assert len(keys.code_secret(survey.pk)) == 32
    with django_capture_on_commit_callbacks(execute=True):
        ballots.count(survey)
    with pytest.raises(keys.KeyMissing):
        keys.code_secret(survey.pk)


def test_the_secret_alone_does_not_say_whose_a_code_is(crowd, survey):
    """The mark that goes into it stands in the database only, and is deleted at the count."""
    code = codes.typed(code_of(crowd[0], survey))
    mark = Eligibility.objects.get(survey=survey, member=crowd[0]).mark
    assert codes.code_for(survey.pk, mark) == code
    assert codes.code_for(survey.pk, str(crowd[0].pk)) != code
    Eligibility.objects.filter(survey=survey, member=crowd[0]).update(mark="0" * 32)
    assert codes.typed(code_of(crowd[1], survey)) != code
    assert codes.code_for(survey.pk, "0" * 32) != code


def test_what_stands_beside_a_name_and_on_an_envelope_share_nothing(crowd, survey):
    code = codes.typed(code_of(crowd[0], survey))
    use(survey, codes.in_groups(code))
    beside = bytes(Collected.objects.get().blinded_sha)
    upon = bytes(Envelope.objects.get().ballot_sha)
    assert beside == codes.issued_sha(code)
    assert upon == codes.ballot_sha(code)
    runs = [{one[at : at + 4] for at in range(29)} for one in (beside, upon)]
    assert not runs[0] & runs[1]
