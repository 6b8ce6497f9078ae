"""What decides a release is frozen by the database itself, on the way back and forth too."""

import datetime as dt
import json
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F

import feedback
from cop.members.models import Community
from feedback.models import Comment, Slip, Survey
from tests.feedback import ballots

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


@pytest.fixture
def survey(cast):
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


def refused(objects, **changes: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        objects.update(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"opens_on": F("opens_on") + ONE_DAY},
        {"closes_on": F("closes_on") + ONE_DAY},
        {"digest": "other"},
        {"could_answer": 1},
        {"could_answer": None},
        {"title": "Other"},
        {"questionnaire": "OTHER-1"},
    ],
)
def test_what_decides_the_release_of_a_survey_never_changes(survey, changes):
    Survey.objects.update(present=2, could_answer=2)
    refused(Survey.objects.filter(pk=survey.pk), **changes)
    Survey.objects.update(closes_on=F("closes_on") - ONE_DAY)


def test_a_survey_stays_with_its_community(survey):
    other = Community.objects.create(name="Other", slug="other")
    refused(Survey.objects.filter(pk=survey.pk), community=other)


def test_a_lost_box_has_no_number_of_answers(survey):
    refused(Survey.objects.filter(pk=survey.pk), is_lost=True, responses=5)


def test_a_slip_is_deleted_and_never_changed(survey):
    Slip.objects.create(survey=survey, questionnaire="PPN-1", cell="all", question="2", body="As.")
    refused(Slip.objects.all(), body="As if.")
    assert Slip.objects.get().body == "As."
    Slip.objects.all().delete()


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ({"outcome": "withheld"}, False),
        ({"outcome": "withheld", "withheld_because": "hostile"}, True),
        ({"outcome": "topics", "withheld_because": "hostile"}, False),
        ({"outcome": "as_written", "body": "x", "is_about_facilitator": True}, False),
        ({"outcome": "redacted", "body": "x", "is_about_facilitator": True}, True),
        ({"outcome": "redacted", "body": "x", "reply": "We heard."}, False),
        ({"outcome": "paraphrase", "body": "x", "reply": "We heard."}, True),
    ],
)
def test_a_comment_keeps_the_rules_of_its_review(survey, given, is_kept):
    comment = Comment(survey=survey, questionnaire="PPN-1", question="2", cell="all", **given)
    if is_kept:
        comment.save()
        return
    with pytest.raises(IntegrityError), transaction.atomic():
        comment.save()


def test_migrations_go_back_and_forward_under_a_survey(survey):
    content = Path(feedback.__file__).with_name("questionnaires") / "ppn-1.json"

    def touched() -> int:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE feedback_survey SET added = added + 1 RETURNING added")
            ((added,),) = cursor.fetchall()
        return added

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes("feedback")
    for number, target in enumerate(("0009_no_statistics", "0004_retention"), 1):
        MigrationExecutor(connection).migrate([("feedback", target)])
        assert touched() == number
    MigrationExecutor(connection).migrate(newest)
    assert touched() == 3
    assert Survey.objects.get().asked == json.loads(content.read_text(encoding="utf-8"))
