"""What opening a survey locks and in which order, and how often it asks the database."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cop.core import clock
from cop.members.selectors import system_actor
from feedback.models import Survey
from feedback.questionnaire import questionnaire
from feedback.services import open_survey
from feedback.services.overlap import period_shared
from tests.feedback import ballots

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def test_the_community_is_locked_before_the_session_and_mildly(cast):
    """As an import locks them: two in different orders could wait for each other for ever.

    NO KEY: whatever is only added to the community meanwhile need not wait.
    """
    session = ballots.session_with(cast.community, [cast.members["rosa"]])
    with CaptureQueriesContext(
        connection,
    ) as asked:
        open_survey(actor=system_actor(cast.community), session=session)
    locks = [one["sql"] for one in asked if " FOR " in one["sql"]]
    community, register = (
        next(at for at, sql in enumerate(locks) if f'FROM "{table}"' in sql)
        for table in ("members_community", "sessions_app_session")
    )
    assert community < register
    on_community = [sql for sql in locks if 'FROM "members_community"' in sql]
    assert all("FOR NO KEY UPDATE" in sql for sql in on_community)


def test_the_overlap_is_looked_up_as_often_for_one_session_as_for_four(cast):
    cast.community.figures_rhythm = cast.community.comments_rhythm = "period"
    cast.community.save()
    crowd = ballots.members(cast.community, 6)
    today = clock.today("Europe/London")
    year = Survey(
        community=cast.community, title="Our year", from_on=dt.date(2026, 1, 1), to_on=today
    )
    numbers = []
    for number in range(1, 5):
        ballots.opened(cast.community, crowd, key=f"S{number}")
        with CaptureQueriesContext(connection) as asked:
            assert period_shared(year, questionnaire("PPN-1")) is not None
        numbers.append(len(asked))
    assert numbers == [3] * 4
