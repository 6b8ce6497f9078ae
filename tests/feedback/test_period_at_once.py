"""A survey that opens while its period is being counted: its answers would never come out."""

import datetime as dt

import pytest
from django.db import transaction

from cop.core import clock
from cop.core.errors import Refused
from feedback.models import Survey
from feedback.questionnaire import USUAL, questionnaire
from feedback.services import count_period
from feedback.services.periods import make_period
from feedback.services.surveys import _rules, prepare_survey
from tests.at_once import while_somebody_else
from tests.feedback.ballots import session_with

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_survey_lands_in_a_period_counted_meanwhile(cast, settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"
    today = clock.today("Europe/London")
    held_on = today - dt.timedelta(days=30)
    period = make_period(cast.community, held_on, held_on)
    session = session_with(cast.community, [], held_on=held_on)

    @transaction.atomic
    def prepare():
        prepare_survey(
            Survey(community=cast.community, session=session),
            _rules(session, questionnaire(USUAL)),
            opens_on=held_on,
            closes_on=today,
            period=period,
        )

    with pytest.raises(Refused, match="is counted already"):
        while_somebody_else(lambda: count_period(period_id=period.pk), prepare)
    assert not Survey.objects.exists()
