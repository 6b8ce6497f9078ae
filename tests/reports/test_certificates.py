"""A certificate says that somebody attended; it is their own, and never says where they were."""

import datetime as dt
import io
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from pypdf import PdfReader

from caucus.selectors import terms_of
from cop.core.registry import Subject
from reports import holdings
from reports.certificates import length_in_words
from reports.models import Sheet
from reports.selectors import finished_sheet_or_404, get_sheet_or_404, own_words
from reports.services import (
    make_sheet,
    start_certificate,
    start_year_sheet,
    tend_sheets,
)
from sessions_app.models import Attendance, Facilitator, Session, Topic
from sessions_app.selectors import names_kept_until, sessions_attended
from tests.people import Cast
from tests.reports.after import over, shared


@pytest.fixture
def session(cast: Cast) -> Session:
    """Rosa and Will came; its title and topic name a caucus."""
    session = over(cast, "rosa", "will", title="The White Caucus meets")
    Topic.objects.create(session=session, position=2, title="What white people do")
    shared(session, "white", "Silence")
    return session


def text_of(sheet: Sheet) -> str:
    sheet = finished_sheet_or_404(Sheet.objects.get(pk=sheet.pk))
    pages = PdfReader(io.BytesIO(bytes(sheet.pdf or b""))).pages
    assert len(pages) == 1
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def made(sheet: Sheet) -> str:
    make_sheet(sheet_id=str(sheet.pk))
    return text_of(sheet)


def terms_in(cast: Cast, text: str) -> list[str]:
    return [term for term in terms_of(cast.community.pk) if term.casefold() in text.casefold()]


def test_it_says_name_day_length_and_community_and_no_more(cast, session):
    text = made(start_certificate(actor=cast.actor("rosa"), session=session))
    day = f"{session.held_on:%A} {session.held_on.day} {session.held_on:%B %Y}"
    for words in ("Rosa Delgado", "attended", day, "2 hours", cast.community.name):
        assert words in text
    assert terms_in(cast, text) == []
    # The control: the check finds a term where there is one, read the same way.
    assert terms_in(cast, f"{text} {session.title}")


def test_it_is_the_same_for_all(cast, session):
    first, second = (own_words(cast.actor(who), session=session) for who in ("rosa", "will"))
    assert first | {"name": ""} == second | {"name": ""}


@pytest.mark.parametrize("who", ["amara", "tom", "bilal", "grace", "ines"])
def test_nobody_who_did_not_come_has_one(cast, session, who):
    with pytest.raises(PermissionDenied):
        start_certificate(actor=cast.actor(who), session=session)


def test_a_facilitator_has_one_as_everybody_has(cast, session):
    """A member stands on the register like the others; somebody else cannot, and led it."""
    Attendance.objects.create(session=session, member=cast.members["tom"])
    assert own_words(cast.actor("tom"), session=session)
    cast.ines.appointments.update(role="facilitator")
    assert own_words(cast.actor("ines"), session=session) is None
    Facilitator.objects.create(session=session, person=cast.ines)
    words = own_words(cast.actor("ines"), session=session)
    assert words is not None
    assert words["sessions"] == own_words(cast.actor("rosa"), session=session)["sessions"]


def test_a_session_that_goes_on_or_was_cancelled_gives_none(cast, session):
    Session.objects.filter(pk=session.pk).update(starts_at=timezone.now())
    assert sessions_attended(cast.actor("rosa")) == []
    Session.objects.filter(pk=session.pk).update(starts_at=None, state="cancelled")
    assert sessions_attended(cast.actor("rosa")) == []


def test_where_the_times_are_not_known_it_says_the_day_alone(cast, session):
    """As of an imported session, which counts like every other."""
    Session.objects.filter(pk=session.pk).update(starts_at=None, imported=True)
    text = made(start_certificate(actor=cast.actor("rosa"), session=session))
    assert "attended" in text
    assert "hour" not in text


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(120, "2 hours"), (60, "1 hour"), (90, "1 hour 30 minutes"), (45, "45 minutes")],
)
def test_lengths_are_said_in_words(minutes, words):
    assert length_in_words(minutes) == words


def test_a_year_adds_up_ones_own_sessions(cast, session):
    year = session.held_on.year
    for days in (20, 40):
        over(cast, "rosa", days=days)
    over(cast, "will", days=30)
    over(cast, "rosa", days=800)
    Session.objects.filter(held_on=session.held_on).update(starts_at=None)
    words = own_words(cast.actor("rosa"), year=year)
    assert words is not None
    assert [one["length"] for one in words["sessions"]] == ["2 hours", "2 hours", ""]
    assert (words["total"], words["unknown"]) == ("4 hours", 1)
    text = made(start_year_sheet(actor=cast.actor("rosa"), year=year))
    assert "Rosa Delgado" in text
    assert "4 hours" in text
    assert terms_in(cast, text) == []


def test_a_year_without_a_session_is_not_found(cast, session):
    with pytest.raises(Http404):
        start_year_sheet(actor=cast.actor("rosa"), year=1999)


def test_a_paper_is_its_owners_alone(cast, as_, session):
    sheet = start_certificate(actor=cast.actor("rosa"), session=session)
    for who in ("will", "amara", "bilal", "okafor"):
        with pytest.raises(Http404):
            get_sheet_or_404(cast.actor(who), sheet.pk)
    with pytest.raises(Http404):
        get_sheet_or_404(cast.actor("rosa"), uuid.uuid4())
    address = f"/in/c/{cast.community.slug}/sheets/{sheet.pk}/"
    assert as_("rosa").get(address).status_code == 200
    assert as_("rosa").get(f"{address}file/").status_code == 404
    make_sheet(sheet_id=str(sheet.pk))
    answer = as_("rosa").get(f"{address}file/")
    assert "no-store" in answer.headers["Cache-Control"]
    name = f"certificate-of-attendance-{session.held_on}.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_it_goes_with_the_attendance(cast, session):
    """A correction of the register, or retention: what is made already is not served either."""
    sheet = start_certificate(actor=cast.actor("rosa"), session=session)
    waiting = start_certificate(actor=cast.actor("will"), session=session)
    make_sheet(sheet_id=str(sheet.pk))
    Attendance.objects.filter(session=session).delete()
    with pytest.raises(Http404):
        get_sheet_or_404(cast.actor("rosa"), sheet.pk)
    with pytest.raises(LookupError):
        make_sheet(sheet_id=str(waiting.pk))
    waiting.refresh_from_db()
    assert (waiting.state, waiting.pdf) == ("failed", None)


def test_a_paper_is_asked_for_once_and_deleted_after_an_hour(cast, session):
    sheet = start_certificate(actor=cast.actor("rosa"), session=session)
    assert start_certificate(actor=cast.actor("rosa"), session=session) == sheet
    make_sheet(sheet_id=str(sheet.pk))
    tend_sheets()
    assert Sheet.objects.filter(pk=sheet.pk).exists()
    Sheet.objects.update(heartbeat_at=timezone.now() - dt.timedelta(minutes=61))
    tend_sheets()
    assert not Sheet.objects.exists()


def test_my_data_erasure_and_the_daily_job_know_of_papers(cast, session):
    start_certificate(actor=cast.actor("rosa"), session=session)
    subject = Subject(cast.community, cast.rosa, cast.members["rosa"])
    nobody = Subject(cast.community, None, cast.members["will"])
    assert holdings.export(subject) == [{"paper": "Certificate of attendance"}]
    assert holdings.export(nobody) == []
    today = timezone.now().date()
    assert holdings.expire(cast.community, today, True) == 0
    Sheet.objects.update(heartbeat_at=timezone.now() - dt.timedelta(hours=2))
    assert holdings.expire(cast.community, today, True) == 1
    assert holdings.erase(subject) == 1


def test_the_page_says_until_when(cast, as_, session):
    """Two years after the session, where no report over it is published."""
    until = names_kept_until(session)
    assert (until.year, until.month) == (session.held_on.year + 2, session.held_on.month)
    address = f"/in/c/{cast.community.slug}/sessions/{session.pk}/certificate/"
    page = as_("rosa").get(address).content.decode()
    assert f"on {until.day} {until:%B %Y}" in page
