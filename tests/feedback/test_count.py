"""The count of surveys and periods, from open to released."""

import datetime as dt
import threading

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from cop.core import clock
from cop.core.errors import Refused
from feedback.box import keys
from feedback.disclosure import FewerThan, NoAnswers, Nothing, Release, Responses
from feedback.models import Atom, Collected, Eligibility, Envelope, Period, Released, Slip, Survey
from feedback.results import NotCounted, WithPeriod
from feedback.selectors import overdue_keys, period_results, survey_card, survey_result
from feedback.services import (
    count_due,
    count_period,
    count_survey,
    create_period,
    open_survey,
    surveys,
)
from sessions_app.models import Attendance, Facilitator
from sessions_app.services import close_register, record_attendance
from tests.feedback.ballots import answers, collect, count, members, opened, send, session_with


@pytest.fixture
def by_session(cast):
    cast.community.figures_rhythm = cast.community.comments_rhythm = "session"
    cast.community.save()
    return cast.community


def answered(community, labels, **session):
    """An open survey that one member for each label has answered."""
    crowd = existing(community, len(labels))
    survey = opened(community, crowd, **session)
    for number, (member, label) in enumerate(zip(crowd, labels, strict=True)):
        texts = {f"q{key}": f"Voice {number} on {key}." for key in "23456"}
        send(survey, collect(member, survey), answers(label, 4, **texts))
    return survey


def existing(community, number):
    found = list(community.members.filter(reference__startswith="V").order_by("pk"))
    return found[:number] if len(found) >= number else members(community, number)


def test_by_session_figures_and_comments_come_out_and_the_rest_is_gone(by_session):
    survey = count(answered(by_session, ["white"] * 6 + ["racially_minoritised"] * 5 + [None]))
    result = survey_result(survey)
    assert (result.responses, result.attended) == (Responses(12), 12)
    assert {(cell.cell, cell.n) for cell in result.ratings.cells} == {
        ("white", 6),
        ("racially_minoritised", 5),
    }
    # Nobody's caucus has ten: comments for findings and for planning come without caucus.
    assert Slip.objects.filter(survey=survey, cell="all").count() == 12 * 5
    assert not Envelope.objects.exists()
    assert not Eligibility.objects.exists()
    assert not Collected.objects.exists()


def test_slips_do_not_lie_in_the_order_of_the_answers(by_session):
    survey = count(answered(by_session, [None] * 12))
    with connection.cursor() as cursor:
        cursor.execute("SELECT question, body FROM feedback_slip")
        rows = cursor.fetchall()
    orders = {
        key: [body.split()[1] for question, body in rows if question == key] for key in "23456"
    }
    assert len({tuple(order) for order in orders.values()}) == 5
    assert survey.responses == 12


def test_few_responses_release_nothing_and_their_number_is_not_kept(by_session):
    survey = count(answered(by_session, ["white"] * 4))
    result = survey_result(survey)
    assert (survey.responses, result.responses) == (None, FewerThan(5))
    assert isinstance(result.ratings, Nothing)
    assert not Released.objects.exists()
    assert not Slip.objects.exists()
    # Those for findings may still open beside others: an atom for each comment, and no number.
    assert Atom.objects.filter(kind="comment").count() == 4 * 3
    assert Atom.objects.filter(kind="tally").count() == 0


def test_where_nobody_could_answer_it_says_so(cast, by_session):
    session = session_with(by_session, [cast.members["tom"]])
    Facilitator.objects.create(session=session, person=cast.tom)
    survey = count(open_survey(actor=cast.system, session=session))
    result = survey_result(survey)
    assert (result.responses, result.ratings) == (NoAnswers(), NoAnswers())
    assert result.attended == 1


def test_by_period_nothing_is_shown_before_the_period_is_counted(cast):
    survey = count(answered(cast.community, ["white"] * 11))
    result = survey_result(survey)
    assert (result.responses, result.ratings) == (Responses(11), WithPeriod())
    assert not Released.objects.exists()
    # Planning alone: findings wait sealed, each blank or not.
    assert set(Slip.objects.values_list("question", flat=True)) == {"5", "6"}
    assert Atom.objects.filter(kind="rating").count() == 77
    assert Atom.objects.filter(kind="comment").count() == 33
    # Figures and findings, each by every label that could be stated: two caucuses and none.
    assert Atom.objects.filter(kind="tally").count() == 6
    ratings = Atom.objects.filter(kind="rating").values_list("ciphertext", flat=True)
    assert {len(one) for one in ratings} == {256}
    count_period(period_id=survey.period_id)
    assert not Released.objects.exists(), "its last day is not past"


def over(period):
    """Let a period's last day be over, and the days for answers about it."""
    day = clock.today("Europe/London") - dt.timedelta(days=3)
    Period.objects.filter(pk=period.pk).update(to_on=day)


def test_a_period_is_counted_once_with_its_caucuses_and_its_pool(cast):
    labels = ["white"] * 6 + ["racially_minoritised"] * 5 + [None]
    surveys = [count(answered(cast.community, labels, key=key)) for key in ("S1", "S2", "S3")]
    [period] = Period.objects.all()
    assert {survey.period_id for survey in surveys} == {period.pk}
    over(period)
    count_period(period_id=period.pk)
    [result] = period_results(cast.community)
    assert isinstance(result.ratings, Release)
    assert {(cell.cell, cell.n) for cell in result.ratings.cells} == {
        ("white", 18),
        ("racially_minoritised", 15),
    }
    # 18 and 15 answers, of which one survey gives 6 and 5: findings go by caucus. The three that
    # state none wait for a pool that needs ten.
    found = {
        cell: Slip.objects.filter(period=period, cell=cell, question="2").count()
        for cell in ("white", "racially_minoritised", "pool", "all")
    }
    assert found == {"white": 18, "racially_minoritised": 15, "pool": 0, "all": 0}
    assert result.destroyed_unread == ("findings",)
    assert not Atom.objects.exists()
    before = list(Released.objects.order_by("pk").values())
    count_period(period_id=period.pk)
    assert list(Released.objects.order_by("pk").values()) == before


def test_the_pool_opens_once_without_caucus_and_session(by_session):
    sizes = {"S1": 4, "S2": 4, "S3": 4}
    for key, size in sizes.items():
        count(answered(by_session, ["white"] * size, key=key))
    pool = Period.objects.get(is_pool=True)
    # A session on its last day can be asked about for two days more.
    for days in (1, 2):
        last = clock.today("Europe/London") - dt.timedelta(days=days)
        Period.objects.filter(pk=pool.pk).update(to_on=last)
        count_period(period_id=pool.pk)
        pool.refresh_from_db()
        assert pool.state == "open"
    over(pool)
    count_period(period_id=pool.pk)
    # Twelve answers from three surveys, but none of the surveys gives five.
    assert not Slip.objects.exists()
    pool.refresh_from_db()
    assert pool.destroyed_unread == ["findings", "planning"]
    assert period_results(by_session) == []


def test_waiting_comments_of_five_people_are_enough_for_the_pool(cast):
    labels = [None] * 5 + ["white"]
    for key in ("S1", "S2", "S3"):
        count(answered(cast.community, labels, key=key))
    period = Period.objects.get()
    over(period)
    count_period(period_id=period.pk)
    assert Slip.objects.filter(period=period, cell="pool", question="3").count() == 18
    assert set(Slip.objects.filter(period=period).values_list("question", flat=True)) == set("234")
    period.refresh_from_db()
    assert period.destroyed_unread == []


def test_a_survey_is_counted_once_and_not_before_its_last_day_is_over(by_session):
    survey = answered(by_session, ["white"] * 6)
    count_survey(survey_id=survey.pk)
    assert isinstance(survey_result(survey).responses, NotCounted)
    count(survey)
    before = list(Released.objects.values()), list(Slip.objects.values())
    count(survey)
    assert (list(Released.objects.values()), list(Slip.objects.values())) == before


@pytest.mark.django_db(transaction=True)
def test_the_regular_run_counts_what_is_due_and_destroys_the_keys(cast, key_directory):
    survey = answered(cast.community, ["white"] * 6)
    waiting = answered(cast.community, ["white"] * 6, key="S2")
    Survey.objects.filter(pk=survey.pk).update(
        closes_on=clock.today("Europe/London") - dt.timedelta(days=1)
    )
    assert len(keys.kept()) == 3
    count_due()
    states = dict(Survey.objects.values_list("pk", "state"))
    assert states == {survey.pk: "counted", waiting.pk: "open"}
    assert {one.owner for one in keys.kept()} == {waiting.pk, survey.period_id}
    Survey.objects.filter(pk=waiting.pk).update(
        closes_on=clock.today("Europe/London") - dt.timedelta(days=1)
    )
    Period.objects.update(to_on=clock.today("Europe/London") - dt.timedelta(days=3))
    count_due()
    assert keys.kept() == []
    assert period_results(cast.community)[0].ratings.cells[0].n == 12
    assert [path.name for path in key_directory.iterdir()] == [keys.BEGUN]


@pytest.mark.django_db(transaction=True)
def test_two_counts_at_once_count_once(cast):
    survey = answered(cast.community, ["white"] * 6)
    Survey.objects.filter(pk=survey.pk).update(
        closes_on=clock.today("Europe/London") - dt.timedelta(days=1)
    )
    failures = []

    def run():
        try:
            count_survey(survey_id=survey.pk)
        except Exception as problem:  # noqa: BLE001  told by the main thread
            failures.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Atom.objects.filter(kind="rating").count() == 6 * 7
    assert Survey.objects.get().responses == 6


@pytest.mark.django_db(transaction=True)
def test_an_opening_that_fails_leaves_no_keys_and_one_that_is_committed_keeps_them(
    cast, monkeypatch
):
    session = session_with(cast.community, cast.members.values())

    def fail(*_args, **_kwargs):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(surveys, "record", fail)
        with pytest.raises(OSError):  # noqa: PT011
            open_survey(actor=cast.system, session=session)
    assert keys.kept() == []
    assert not Survey.objects.exists()
    with monkeypatch.context() as broken:
        # Something after the commit fails, like a broker that is away.
        broken.setattr(surveys, "record", lambda **_given: transaction.on_commit(fail))
        with pytest.raises(OSError):  # noqa: PT011
            open_survey(actor=cast.system, session=session)
    survey = Survey.objects.get()
    assert {one.owner for one in keys.kept()} == {survey.pk, survey.period_id}


def test_one_that_fails_does_not_hold_up_the_others(cast, caplog):
    broken = answered(cast.community, ["white"] * 5)
    fine = answered(cast.community, ["white"] * 5, key="S2")
    Survey.objects.update(closes_on=clock.today("Europe/London") - dt.timedelta(days=1))
    keys.destroy(broken.pk)
    count_due()
    assert Survey.objects.get(pk=fine.pk).state == "counted"
    assert Survey.objects.get(pk=broken.pk).state == "counting"
    assert "KeyMissing" in caplog.text


def test_a_key_that_outlives_its_survey_by_a_day_raises_the_alarm(cast):
    survey = opened(cast.community, [])
    assert overdue_keys() == []
    Survey.objects.filter(pk=survey.pk).update(
        closes_on=clock.today("Europe/London") - dt.timedelta(days=2)
    )
    assert overdue_keys() == [str(survey.pk)]


def test_an_overdue_key_is_in_the_log_and_on_the_health_page(cast, caplog):
    def said():
        answer = Client().get("/health/")
        assert answer.status_code == 200
        return answer.json()["keys overdue"]

    broken = opened(cast.community, [])
    count_due()
    assert said() == 0
    assert "keys overdue" not in caplog.text
    keys.destroy(broken.pk)
    keys.make_survey_keys(broken.pk)  # not the survey's own, so that it cannot be counted
    Survey.objects.filter(pk=broken.pk).update(state="counting", closes_on=dt.date(2020, 1, 1))
    Envelope.objects.create(ballot_sha=bytes(32), survey=broken, ciphertext=bytes(16384))
    count_due()
    assert said() == 1
    assert "keys overdue: 1" in caplog.text


@pytest.mark.parametrize("number", [1, 10])
def test_the_alarm_asks_as_often_for_ten_keys_as_for_one(cast, number, django_assert_num_queries):
    for place in range(number):
        opened(cast.community, [], key=f"S{place}")
    with django_assert_num_queries(2):
        assert overdue_keys() == []


def test_periods_whose_surveys_release_by_session_have_no_figures_of_their_own(cast):
    cast.community.figures_rhythm = "session"
    cast.community.save()
    survey = opened(cast.community, [])
    assert not survey.period.is_pool, "its comments wait for the period"
    assert period_results(cast.community) == []
    cast.community.figures_rhythm = "period"
    cast.community.save()
    opened(cast.community, [], key="S2")
    [result] = period_results(cast.community)
    assert result.surveys == 1, "of the two in it"


def test_who_is_marked_later_is_asked_until_the_register_closes(cast):
    survey = opened(cast.community, [cast.members["rosa"]])
    secretary = cast.actor("bilal")
    came = [cast.members["rosa"], cast.members["will"]]
    record_attendance(actor=secretary, session=survey.session, members=came)
    assert Eligibility.objects.filter(survey=survey).count() == 2
    assert survey_card(Survey.objects.get()).added == 1
    taken_off = {"members": came[:1], "reason": "They left at once"}
    record_attendance(actor=secretary, session=survey.session, **taken_off)
    assert Eligibility.objects.filter(survey=survey).count() == 2
    record_attendance(actor=secretary, session=survey.session, members=came)
    assert survey_card(Survey.objects.get()).added == 1, "nobody is new twice"
    record_attendance(actor=secretary, session=survey.session, **taken_off)
    close_register(actor=secretary, session=survey.session)
    survey = Survey.objects.select_related("session", "period").get()
    # Taken back after the opening: Will could have answered, so N counts him on.
    assert (survey.present, survey_card(survey).present_is_final) == (2, True)
    assert survey.could_answer == 2
    Attendance.objects.create(session=survey.session, member=cast.members["amara"])
    with pytest.raises(IntegrityError, match="register is closed"), transaction.atomic():
        Eligibility.objects.create(survey=survey, member=cast.members["amara"])


def test_erasing_a_member_moves_no_number(cast, by_session):
    survey = answered(by_session, ["white"] * 6)
    close_register(actor=cast.actor("bilal"), session=survey.session)
    by_session.members.filter(reference="V01").delete()
    survey = count(survey)
    result = survey_result(survey)
    assert (result.responses, result.attended) == (Responses(6), 6)


def test_what_is_frozen_cannot_be_changed(by_session):
    survey = count(answered(by_session, ["white"] * 6))
    for change in ({"parameters": {"t": 1}}, {"responses": 7}, {"present": 40}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Survey.objects.filter(pk=survey.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Released.objects.update(n=3)
    with pytest.raises(DatabaseError), transaction.atomic():
        Released.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL circle.testing = 'off'")
        with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
            cursor.execute("TRUNCATE feedback_released")


def test_periods_never_overlap_and_people_choose_their_days(cast):
    make = {"actor": cast.actor("amara")}
    create_period(**make, from_on=dt.date(2026, 11, 1), to_on=dt.date(2027, 10, 31))
    with pytest.raises(Refused, match="never overlap"):
        create_period(**make, from_on=dt.date(2027, 10, 31), to_on=dt.date(2028, 10, 30))
    with pytest.raises(Refused, match="before the first"):
        create_period(**make, from_on=dt.date(2028, 2, 2), to_on=dt.date(2028, 2, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Period.objects.create(
            community=cast.community, from_on=dt.date(2027, 1, 1), to_on=dt.date(2027, 1, 2)
        )
