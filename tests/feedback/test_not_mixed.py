"""What is released together, and what never: attacks by subtraction that must find nothing."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from cop.core import clock
from cop.core.errors import Refused
from cop.members.selectors import system_actor
from feedback import questionnaire as files
from feedback.models import Period, Survey
from feedback.services import open_community_survey
from tests.feedback.ballots import members, opened, session_with

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def key_directory(settings, tmp_path):
    settings.KEY_DIR = tmp_path / "keys"


def ask(community, asked: str) -> Survey:
    return open_community_survey(
        actor=system_actor(community),
        title="Our year",
        from_on=FIRST,
        to_on=LAST,
        closes_on=clock.today("Europe/London"),
        asked=asked,
    )


@pytest.fixture
def by_period(cast):
    cast.community.figures_rhythm = cast.community.comments_rhythm = "period"
    cast.community.save()
    return cast.community


def test_a_choice_for_planning_is_never_asked_twice_of_nearly_the_same(by_period):
    """It is counted survey by survey: eleven less ten would be one person."""
    opened(by_period, members(by_period, 11), asked="YEAR-1")
    with pytest.raises(Refused, match="asks the same questions"):
        ask(by_period, "YEAR-1")


def test_the_same_words_in_a_new_version_are_another_release(by_period, monkeypatch, tmp_path):
    for path in files.FOLDER.glob("*.json"):
        (tmp_path / path.name).write_text(path.read_text())
    new = (files.FOLDER / "ppn-1.json").read_text().replace("PPN-1", "PPN-2")
    (tmp_path / "ppn-2.json").write_text(new.replace("Connected", "In touch"))
    monkeypatch.setattr(files, "FOLDER", tmp_path)
    opened(by_period, members(by_period, 11))
    with pytest.raises(Refused, match="asks the same questions"):
        ask(by_period, "PPN-2")
    # With its own code it joins the session's release.
    assert ask(by_period, "PPN-1").parameters["figures"] == "period"


def file_about(community, tmp_path, day: dt.date):
    session_with(community, members(community, 6), key="OLD", held_on=day)
    path = tmp_path / "old.csv"
    path.write_text("\n".join(["session,caucus,a,b,c,d,e,f,g", *["OLD,,1,2,3,4,5,1,2"] * 6]))
    return path


def test_old_answers_never_go_where_live_ones_are(by_period, tmp_path):
    """Whoever has the file takes its answers off the release, and has the live ones."""
    path = file_about(by_period, tmp_path, dt.date(2026, 10, 1))
    opened(by_period, [])
    with pytest.raises(CommandError, match="--release session"):
        call_command("import_responses", by_period.slug, str(path))
    assert Survey.objects.count() == 1
    call_command("import_responses", by_period.slug, str(path), release="session")
    assert Survey.objects.count() == 2


def test_live_answers_never_go_where_old_ones_are(by_period, tmp_path):
    path = file_about(by_period, tmp_path, dt.date(2026, 10, 1))
    call_command("import_responses", by_period.slug, str(path))
    live = opened(by_period, [])
    old, own = Period.objects.filter(is_pool=False).order_by("from_on")
    assert (old.to_on, own.from_on) == (dt.date(2026, 10, 1), dt.date(2026, 10, 2))
    assert live.period == own


def test_not_even_on_the_file_s_last_day(by_period, tmp_path):
    path = file_about(by_period, tmp_path, clock.today("Europe/London"))
    call_command("import_responses", by_period.slug, str(path))
    with pytest.raises(Refused, match="taken over from a file"):
        opened(by_period, [])
