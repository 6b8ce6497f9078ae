"""Lists of meetings: the plenary's is read in every published shape, a caucus's never."""

import datetime as dt
import json
import logging

import pytest
import time_machine
from django.core import serializers
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from caucus.models import Caucus, Space
from cop.audit.models import Entry
from cop.core import clock
from cop.core.errors import Refused
from cop.members.models import Member, Organisation
from sessions_app.formats import TWO_TOPICS
from sessions_app.imports import plenary
from sessions_app.models import Attendance, Guest, RegisterUpload
from sessions_app.selectors import (
    get_own_meeting_list_or_404,
    get_own_upload_or_404,
    unfinished_uploads,
)
from sessions_app.services import (
    close_register,
    confirm_meeting_list,
    drop_meeting_list,
    people_found,
    tend_uploads,
    upload_meeting_list,
)
from tests.people import build_cast
from tests.sessions_app import meetings
from tests.sessions_app.meetings import meeting_of, older_teams, zoom
from tests.sessions_app.plans import END, came, scheduled

# The session is from one to three; its caucuses are together from 1:10pm and from 2:15pm.
CAUCUS = {"after": 10, "minutes": 35}
NOT_KEPT = "This list comes from a caucus’s meeting. It is not kept."


@pytest.fixture
def session(cast):
    with time_machine.travel(END + dt.timedelta(hours=1), tick=False):
        yield scheduled(cast, day=dt.date(2027, 1, 14))


def upload(cast, session, content: str | bytes, name: str = "report.csv") -> RegisterUpload:
    packed = content.encode() if isinstance(content, str) else content
    return upload_meeting_list(
        actor=cast.actor("bilal"), session=session, name=name, content=packed
    )


def everything_kept() -> str:
    """Every row a list could have left something in, as text."""
    rows = [*RegisterUpload.objects.all(), *Entry.objects.all(), *Attendance.objects.all()]
    cells = [str(people_found(row)) for row in RegisterUpload.objects.exclude(cells=b"")]
    return serializers.serialize("json", rows) + " ".join(cells)


@pytest.mark.parametrize(
    "shape",
    [
        lambda session: meeting_of(session).encode("utf-16"),
        lambda session: meeting_of(session).encode("utf-8-sig"),
        lambda session: older_teams(session).encode("utf-16"),
        lambda session: zoom(session).encode(),
        lambda session: zoom(session, with_header=False).encode(),
    ],
    ids=["teams", "teams in utf-8", "older teams", "zoom", "zoom without its header"],
)
def test_every_shape_gives_sure_unsure_and_unknown(cast, session, shape):
    found = people_found(upload(cast, session, shape(session)))
    assert [(one.name, one.members, one.is_sure, one.was_brief) for one in found] == [
        ("Rosa Delgado", (cast.members["rosa"].pk,), True, False),
        ("Will", (cast.members["will"].pk,), False, False),
        ("Passer By", (), False, False),
    ]


def test_times_durations_and_addresses_are_kept_nowhere(cast, session):
    row = upload(cast, session, meeting_of(session), "Report of Passer By.csv")
    kept = everything_kept()
    for word in ("@example", "12:55", "2h", "127", "Report of", "PM", "Winter session"):
        assert word not in kept.replace(str(row.made_at), ""), word
    assert "Passer By" in kept, "the search would find it"


class TestConfirming:
    def test_who_is_confirmed_is_marked_and_the_list_erased(self, cast, session):
        came(session, cast.members["amara"])
        row = upload(cast, session, meeting_of(session))
        number, others = confirm_meeting_list(
            actor=cast.actor("bilal"), upload=row, taken=[0],
            meant={1: str(cast.members["will"].pk), 2: "other"},
        )  # fmt: skip
        session.refresh_from_db()
        assert (number, others, session.walk_ins) == (3, 1, 1)
        assert not RegisterUpload.objects.exists()
        assert "Passer" not in everything_kept()
        (change,) = session.register_changes.all()
        assert (change.added, change.from_list) == (2, True)

    def test_nobody_is_marked_who_is_not_on_the_list(self, cast, session):
        row = upload(cast, session, meeting_of(session))
        amara = str(cast.members["amara"].pk)
        confirm_meeting_list(
            actor=cast.actor("bilal"), upload=row, taken=[1, 2, 99], meant={1: amara, 0: amara}
        )
        assert not Attendance.objects.exists()

    def test_a_register_closed_meanwhile_erases_the_list_too(self, cast, session):
        row = upload(cast, session, meeting_of(session))
        close_register(actor=cast.actor("bilal"), session=session)
        with pytest.raises(Refused, match="final"):
            confirm_meeting_list(actor=cast.actor("bilal"), upload=row, taken=[0], meant={})
        assert not RegisterUpload.objects.exists()
        assert not Attendance.objects.exists()

    def test_dropped_uploaded_again_and_after_an_hour(self, cast, session):
        drop_meeting_list(actor=cast.actor("bilal"), upload=upload(cast, session, zoom(session)))
        assert not RegisterUpload.objects.exists()
        first = upload(cast, session, zoom(session))
        second = upload(cast, session, zoom(session))
        assert [row.pk for row in RegisterUpload.objects.all()] == [second.pk] != [first.pk]
        with time_machine.travel(clock.now() + dt.timedelta(minutes=59), tick=False):
            tend_uploads()
            assert RegisterUpload.objects.exists()
        with time_machine.travel(clock.now() + dt.timedelta(minutes=61), tick=False):
            tend_uploads()
            assert not RegisterUpload.objects.exists()

    def test_the_pages_from_file_to_register(self, cast, as_, session):
        browser = as_("bilal")

        def url(name):
            return reverse(f"sessions_app:{name}", args=["northern", session.pk])

        file = SimpleUploadedFile("report.csv", meeting_of(session).encode("utf-16"))
        sent = browser.post(url("session_meeting"), {"file": file})
        assert sent["Location"] == url("session_meeting_check")
        page = browser.get(url("session_meeting_check")).content.decode()
        assert 'name="took_0" id="id_took_0" checked' in page
        assert "Not found among the members" in page
        said = browser.post(url("session_meeting_check"), {"took_0": "on"}, follow=True)
        assert "1 member is marked as having come now. The list is erased." in said.content.decode()
        assert browser.get(url("session_meeting_check")).status_code == 404


class TestACaucussList:
    """An attack each, and nothing is left of any."""

    @pytest.fixture(autouse=True)
    def nothing_is_kept(self, cast, session, caplog):
        before = Entry.objects.exclude(verb="schedule").count()
        with caplog.at_level(logging.DEBUG):
            yield
        assert not RegisterUpload.objects.exists()
        assert Entry.objects.exclude(verb="schedule").count() == before
        assert "Rosa" not in caplog.text

    @pytest.mark.parametrize(
        "title", ["White Caucus", "WHITE  caucus", "Racially-Minoritised members", "Caucus 2"]
    )
    def test_by_its_title(self, cast, session, title):
        with pytest.raises(Refused) as refused:
            upload(cast, session, meeting_of(session, title=title))
        assert refused.value.message == NOT_KEPT

    def test_the_name_of_an_organisation_is_no_caucus(self, cast, session):
        Organisation.objects.create(
            community=cast.community, name="White Rose Trust", key="white rose trust"
        )
        upload(cast, session, meeting_of(session, title="White Rose Trust, January")).delete()

    @pytest.mark.parametrize("name", ["white_caucus.csv", "Racially Minoritised Caucus (1).csv"])
    def test_by_its_file_name(self, cast, session, name):
        with pytest.raises(Refused) as refused:
            upload(cast, session, meeting_of(session), name)
        assert refused.value.message == NOT_KEPT

    @pytest.mark.parametrize(
        "of_caucus",
        [
            {"after": 10, "minutes": 35},
            {"after": 6, "minutes": 37},  # the door was opened early
            {"after": 75, "minutes": 25},
            {"after": 10, "minutes": 110},  # and nobody left it
            {"after": 10, "minutes": 35, "zone": dt.UTC},
        ],
    )
    def test_by_its_time_whatever_it_is_called(self, cast, session, of_caucus):
        with pytest.raises(Refused) as refused:
            upload(cast, session, meeting_of(session, title="Meeting", **of_caucus))
        assert refused.value.message == NOT_KEPT

    def test_in_summer_with_times_in_another_zone(self, cast, session):
        """At 1:10pm in London it is ten past midday elsewhere: long before the session."""
        with time_machine.travel("2027-06-10 18:00", tick=False):
            summer = scheduled(cast, day=dt.date(2027, 6, 10))
            for zone in (dt.UTC, meetings.LONDON):
                with pytest.raises(Refused):
                    upload(cast, summer, meeting_of(summer, title="M", zone=zone, **CAUCUS))
            for zone in (dt.UTC, meetings.LONDON):
                upload(cast, summer, meeting_of(summer, zone=zone)).delete()

    @pytest.mark.parametrize(
        "of_caucus", [{"after": 54, "minutes": 27}, {"after": 9, "minutes": 72}]
    )
    def test_in_summer_between_the_two_hours_it_could_be(self, cast, session, of_caucus):
        """Read as of another zone, the second caucus's times look like those of the end."""
        with time_machine.travel("2027-07-15 18:00", tick=False):
            july = scheduled(
                cast, day=dt.date(2027, 7, 15), format="two_topics", parts=TWO_TOPICS.parts
            )
            for zone in (dt.UTC, meetings.LONDON):
                with pytest.raises(Refused):
                    upload(cast, july, meeting_of(july, title="Room 2", zone=zone, **of_caucus))
                upload(cast, july, meeting_of(july, zone=zone)).delete()

    def test_by_the_door_it_came_through(self, cast, session):
        caucus = Caucus.objects.filter(community=cast.community).first()
        space, _made = Space.objects.get_or_create(session=session, kind="caucus", caucus=caucus)
        Space.objects.filter(pk=space.pk).update(door="https://zoom.example/j/85218486288?pwd=x")
        with pytest.raises(Refused) as refused:
            upload(cast, session, zoom(session))
        assert refused.value.message == NOT_KEPT

    def test_by_another_number_than_the_plenarys_link(self, cast, session):
        session.link = "https://zoom.example/j/91111111111"
        session.save()
        with pytest.raises(Refused, match="another meeting"):
            upload(cast, session, zoom(session))

    def test_without_times_nobody_can_tell(self, cast, session):
        with pytest.raises(Refused, match="does not say when"):
            upload(cast, session, "Name (Original Name),User Email\nRosa Delgado,rosa@example.org")

    def test_the_page_says_so_and_nothing_of_what_is_in_it(self, cast, as_, session):
        file = SimpleUploadedFile("Members.csv", meeting_of(session, **CAUCUS).encode())
        url = reverse("sessions_app:session_meeting", args=["northern", session.pk])
        page = as_("bilal").post(url, {"file": file}).content.decode()
        assert NOT_KEPT in page
        assert "Members.csv" not in page
        assert "Delgado" not in page


def test_without_the_rule_of_times_the_attack_would_win(cast, session, monkeypatch):
    """What the refusals above rest on: an innocent title alone would let it in."""
    monkeypatch.setattr(plenary, "_why_at_another_time", lambda _session, _meeting: "")
    found = people_found(upload(cast, session, meeting_of(session, title="Meeting", **CAUCUS)))
    assert found[0].members == (cast.members["rosa"].pk,)


class TestWhatElseAFileMayHold:
    def test_a_column_of_race_is_never_read(self, cast, session):
        upload(cast, session, meeting_of(session, extra="the secret answer"))
        assert "secret" not in everything_kept()

    def test_a_name_that_tells_of_a_caucus_is_not_shown(self, cast, session):
        people = (("Someone (White Caucus)", ""), ("Rosa - White", "rosa@example.org"))
        found = people_found(upload(cast, session, meeting_of(session, people=people)))
        assert [one.name for one in found] == ["Someone", "Rosa Delgado"]
        people = (("Someone white", ""),)
        found = people_found(upload(cast, session, meeting_of(session, people=people)))
        assert [one.name for one in found] == ["Somebody whose name is not shown"]

    def test_formulas_are_text(self, cast, as_, session):
        upload(cast, session, meeting_of(session, people=(('=HYPERLINK("x")<b>', ""),)))
        url = reverse("sessions_app:session_meeting_check", args=["northern", session.pk])
        page = as_("bilal").get(url).content.decode()
        assert "<b>" not in page
        assert "=HYPERLINK(" in page

    def test_ten_thousand_lines_of_few_people_and_too_many_people(self, cast, session):
        many = tuple((f"Person {n % 300}", f"p{n % 300}@example.net") for n in range(10_000))
        assert len(people_found(upload(cast, session, zoom(session, people=many)))) == 300
        crowd = tuple((f"Person {n}", "") for n in range(10_000))
        with pytest.raises(Refused, match="More than 400"):
            upload(cast, session, zoom(session, people=crowd))

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00\x01\x02",
            b"\xff\xfeN",
            b"PK\x03\x04xx",
            b"%PDF-1.7",
            b'Name (Original Name),User Email\n"unclosed',
            b"a,b\n1,2",
            b"Name (Original Name),User Email,Join Time,Leave Time\n",
            b"x" * 2_000_001,
        ],
    )
    def test_what_is_no_list_is_refused_in_words(self, cast, session, content):
        with pytest.raises(Refused):
            upload(cast, session, content)
        assert not RegisterUpload.objects.exists()

    def test_turned_round_original_and_guest_names(self, cast, session):
        Guest.objects.create(session=session, person=cast.grace)
        people = (
            ("Delgado, Rosa", ""),
            ("Nickname (Will Turner)", ""),
            ("Tom Hartley (External)", ""),
            ("Grace Mbeki", ""),
        )
        found = people_found(upload(cast, session, zoom(session, people=people)))
        sure = [cast.members[name].pk for name in ("rosa", "will", "tom")]
        assert [one.members for one in found] == [(key,) for key in sure]
        assert all(one.is_sure for one in found)

    def test_two_of_one_name_are_for_the_secretary_to_tell_apart(self, cast, session):
        Member.objects.create(
            community=cast.community, reference="M99", name="Rosa Delgado",
            joined_on=dt.date(2020, 1, 1),
        )  # fmt: skip
        found = people_found(upload(cast, session, zoom(session, people=(("Rosa Delgado", ""),))))
        assert (len(found[0].members), found[0].is_sure) == (2, False)


class TestWhose:
    def test_of_another_community_and_of_another_secretary(self, cast, session):
        other = build_cast("southern", "Southern", domain="south.example.org")
        row = upload(cast, session, meeting_of(session))
        with pytest.raises(Http404):
            get_own_meeting_list_or_404(other.actor("bilal"), session)
        with pytest.raises(PermissionDenied):
            upload_meeting_list(actor=other.actor("bilal"), session=session, name="x", content=b"x")
        with pytest.raises(PermissionDenied):
            confirm_meeting_list(actor=cast.actor("tom"), upload=row, taken=[0], meant={})
        assert RegisterUpload.objects.filter(pk=row.pk).exists()

    def test_it_is_no_spreadsheet_to_import(self, cast, session):
        row = upload(cast, session, meeting_of(session))
        assert not unfinished_uploads(cast.actor("bilal")).exists()
        with pytest.raises(Http404):
            get_own_upload_or_404(cast.actor("bilal"), row.pk)

    def test_nothing_is_read_before_the_session_is_over(self, cast, session):
        with (
            time_machine.travel(END - dt.timedelta(minutes=1), tick=False),
            pytest.raises(Refused, match="once the session is over"),
        ):
            upload(cast, session, meeting_of(session))


def test_what_is_kept_is_small_and_plain(cast, session):
    row = upload(cast, session, meeting_of(session))
    kept = json.loads(json.dumps([one.__dict__ for one in people_found(row)]))
    assert set(kept[0]) == {"name", "members", "is_sure", "was_brief"}
