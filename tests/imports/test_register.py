"""The register of the scenario year, imported, imported again, and imported changed."""

import csv
import datetime as dt
import io
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cop.audit.models import Entry
from cop.members.models import Member, Organisation, User
from cop.members.selectors import communities_for, system_actor
from cop.post.models import Message
from feedback.services import open_survey
from sessions_app.models import Attendance, Session
from sessions_app.signals import attendance_changed
from tests.factories.registers import SCENARIO

EXPECTED = json.loads((SCENARIO / "expected.json").read_text())["attendance"]


def run(register, **options) -> str:
    out = io.StringIO()
    call_command("import_register", "north", **register.options, **options, stdout=out, stderr=out)
    return out.getvalue()


def everything() -> list:
    return [
        list(model.objects.order_by("pk").values())
        for model in (User, Organisation, Member, Session, Attendance, Entry)
    ]


def test_the_scenario_year_comes_out_as_counted_by_hand(community, register):
    said = run(register)
    assert "Members: 40 new, 0 changed, 0 as before." in said
    assert "Sessions: 6 new, 0 changed, 0 as before." in said
    assert "Attendances: 99 new, 0 changed, 0 as before." in said
    came = Counter(Attendance.objects.values_list("session__key", flat=True))
    assert came == EXPECTED["by_session"]
    assert came.total() == EXPECTED["total"]
    times = Counter(
        Counter(Attendance.objects.values_list("member__reference", flat=True)).values()
    )
    assert {str(number): people for number, people in times.items()} == EXPECTED["frequency"]


def test_what_is_not_stated_stays_empty(community, register):
    run(register)
    unstated = Member.objects.get(reference="M40")
    assert (unstated.organisation, unstated.joined_on) == (None, None)
    assert Member.objects.filter(organisation=None).count() == 5
    assert not Organisation.objects.filter(name="").exists()
    dated = Session.objects.get(key="S4")
    assert (dated.held_on, dated.starts_at) == (dt.date(2026, 4, 16), None)


def test_a_local_time_is_kept_as_an_instant_and_topics_in_order(community, register):
    run(register)
    summer, winter = Session.objects.get(key="S1"), Session.objects.get(key="S3")
    assert summer.starts_at == dt.datetime(2025, 7, 10, 12, tzinfo=dt.UTC)
    assert winter.starts_at == dt.datetime(2026, 1, 15, 13, tzinfo=dt.UTC)
    assert [topic.title for topic in summer.topics.all()] == ["Topic 1 of S1", "Topic 2 of S1"]
    assert summer.imported
    assert summer.is_register_closed


def test_members_with_an_address_can_sign_in(community, register):
    register.replace("members", "m07@example.org", "")
    run(register)
    assert Member.objects.get(reference="M07").person is None
    person = Member.objects.get(reference="M08").person
    assert (person.email, person.name) == ("m08@example.org", "Member 8")
    assert not person.has_usable_password()
    assert list(communities_for(person)) == [community]


def test_somebody_known_already_is_linked_and_keeps_their_name(community, register):
    known = User.objects.create_user("m03@example.org", "Known Before")
    nameless = User.objects.create_user("m04@example.org")
    register.replace("members", "m03@example.org", "M03@Example.org")
    run(register)
    assert Member.objects.get(reference="M03").person == known
    known.refresh_from_db()
    nameless.refresh_from_db()
    # What this register calls them is this community's own.
    assert (known.name, nameless.name) == ("Known Before", "")
    assert Member.objects.get(reference="M04").name == "Member 4"


def test_the_address_of_somebody_who_signed_in_is_not_moved(community, register):
    run(register)
    User.objects.filter(email="m03@example.org").update(has_signed_in=True)
    register.replace("members", "m03@example.org", "other@example.org")
    with pytest.raises(CommandError) as stopped:
        run(register)
    said = str(stopped.value)
    assert "only they can change their address" in said
    assert "email" in said
    assert "row 4" in said.lower()
    assert not User.objects.filter(email="other@example.org").exists()


def test_an_address_nobody_signed_in_with_is_moved_and_told(community, register):
    run(register)
    register.replace("members", "m03@example.org", "other@example.org")
    run(register)
    assert Member.objects.get(reference="M03").person.email == "other@example.org"
    told = Message.objects.get(kind="address_changed")
    assert told.to == "m03@example.org"


def test_the_same_register_again_changes_nothing(community, register):
    run(register)
    before = everything()
    said = run(register)
    assert "Nothing changes" in said
    assert everything() == before


def test_a_dry_run_says_the_same_and_writes_nothing(community, register):
    before = everything()
    said = run(register, dry_run=True)
    assert everything() == before
    assert said == run(register) + "This was a dry run: nothing was written.\n"


def test_changed_rows_update_and_are_listed(community, register):
    run(register)
    register.replace("members", "Member 2,m02@example.org,Trust 2", "Member 2,m02@example.org,")
    register.replace("members", "Therapist,2025-06-01", "Therapist,2025-06-02")
    register.replace("sessions", "S2,2025-10-09T13:00,120", "S2,2025-10-09,90")
    register.replace("sessions", "Topic 1 of S6", "Belonging;Rest")
    said = run(register)
    assert [line.strip() for line in said.splitlines() if "→" in line] == [
        "member M01: joined_on “2025-06-01” → “2025-06-02”",
        "member M02: organisation “Trust 2” → (empty)",
        "session S2: starts_at “2025-10-09 13:00” → “2025-10-09, time unknown”",
        "session S2: minutes “120” → “90”",
        "session S6: topics “Topic 1 of S6” → “Belonging; Rest”",
    ]
    assert "Members: 0 new, 2 changed, 38 as before." in said
    assert Member.objects.get(reference="M01").joined_on == dt.date(2025, 6, 2)
    assert Member.objects.get(reference="M02").organisation is None
    session = Session.objects.get(key="S2")
    assert (session.starts_at, session.minutes) == (None, 90)
    assert [topic.title for topic in Session.objects.get(key="S6").topics.all()] == [
        "Belonging",
        "Rest",
    ]


def test_members_may_exchange_addresses(community, register):
    run(register)
    first, second = (Member.objects.get(reference=key).person for key in ("M01", "M02"))
    register.replace("members", "m01@example.org", "m00@example.org")
    register.replace("members", "m02@example.org", "m01@example.org")
    register.replace("members", "m00@example.org", "m02@example.org")
    run(register)
    assert Member.objects.get(reference="M01").person == second
    assert Member.objects.get(reference="M02").person == first


def test_what_the_files_do_not_have_is_left_alone_and_said(community, register):
    run(register)
    register.write("members", "member_id\nM01")
    register.write("sessions", "session\nS1")
    register.write("attendance", "member_id,session\nM01,S1")
    said = run(register)
    assert "Nothing changes" in said
    assert "Members not in the file, left alone: 39." in said
    assert "Sessions not in the file, left alone: 5." in said
    assert "Attendances not in the file, left alone: 98." in said
    assert Member.objects.exclude(email="").count() == 40
    assert Attendance.objects.count() == 99


def test_unknown_columns_and_sessions_to_come_are_warned_of(community, register):
    register.replace("members", "profession,joined_on", "shoe size,joined_on")
    register.replace("sessions", "S6,2026-10-15", "S6,2199-10-15")
    said = run(register)
    assert "Warning: members.csv: these columns are unknown and were not read: shoe size." in said
    assert "Warning: These sessions lie in the future" in said


def test_text_that_looks_like_a_formula_is_kept(community, register):
    register.replace("members", "Member 2,", '"=HYPERLINK(""x"")",')
    run(register)
    assert Member.objects.get(reference="M02").name == '=HYPERLINK("x")'


def test_the_record_names_the_system_and_no_content(community, register):
    run(register)
    entry = Entry.objects.get(verb="import")
    assert entry.actor_key is None
    assert entry.community_key == community.audit_key
    assert entry.target_key == str(community.audit_key)
    assert entry.fields == ["attendance", "members", "sessions"]


@pytest.mark.parametrize("members", [10, 10_000])
def test_ten_thousand_rows_need_few_queries(community, register, members):
    register.write(
        "members",
        "member_id,name,email,organisation\n"
        + "".join(f"P{n},Person {n},p{n}@example.org,Trust {n % 300}\n" for n in range(members)),
    )
    register.write(
        "attendance", "member_id,session\n" + "".join(f"P{n},S1\n" for n in range(members))
    )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        run(register)
    assert Attendance.objects.count() == members
    # Past the plan, a query for every thousand rows of a kind.
    assert len(queries) <= 27 + 4 * members // 1000


def test_rooms_above_hear_of_every_session_that_gained_somebody(community, register):
    Session.objects.create(community=community, key="L1", title="Live", held_on="2026-11-22")
    rows = register.path("attendance").read_text() + "M01,L1\nM02,L1\n"
    register.write("attendance", rows)
    heard = []

    def listen(session, actor, **kwargs):
        heard.append((session.key, session.attendances.count(), actor.is_system))

    attendance_changed.connect(listen)
    try:
        run(register)
        told = dict.fromkeys(EXPECTED["by_session"])
        assert sorted(heard) == sorted(
            [*((key, EXPECTED["by_session"][key], True) for key in told), ("L1", 2, True)]
        )
        heard.clear()
        run(register)
        assert heard == []
    finally:
        attendance_changed.disconnect(listen)


def test_an_open_survey_asks_whom_the_import_brought(community, register):
    session = Session.objects.create(
        community=community, key="L1", title="Live", held_on="2026-11-22"
    )
    survey = open_survey(actor=system_actor(community), session=session)
    rows = register.path("attendance").read_text() + "M01,L1\nM02,L1\n"
    register.write("attendance", rows)
    run(register)
    asked = survey.eligibilities.values_list("member__reference", flat=True)
    assert sorted(asked) == ["M01", "M02"]


def test_a_session_may_be_told_by_its_day_alone(community, register):
    register.write("sessions", "session,starts_at\nS1,2025-07-10\n")
    register.write("attendance", "member_id,session\nM01,S1\n")
    run(register)
    session = Session.objects.get()
    assert (session.title, session.minutes, session.format) == ("S1", 120, "")
    assert "Nothing changes" in run(register)


TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    members=st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=4),
    topics=st.lists(TEXT, max_size=3),
    title=TEXT,
)
def test_whatever_is_taken_over_is_unchanged_by_the_same_file(
    community, register, members, topics, title
):
    def write(kind, header, rows):
        with register.path(kind).open("w", newline="", encoding="utf-8-sig") as stream:
            csv.writer(stream).writerows([header.split(","), *rows])

    numbered = [(f"M{number}", *texts) for number, texts in enumerate(members)]
    write("members", "member_id,name,organisation,profession", numbered)
    write(
        "sessions",
        "session,starts_at,title,topics",
        [("S1", "2026-01-14", title, ";".join(topics))],
    )
    write("attendance", "member_id,session", [(row[0], "S1") for row in numbered])
    with transaction.atomic():
        run(register)
        before = everything()
        assert "Nothing changes" in run(register)
        assert everything() == before
        assert Member.objects.count() == len(numbered)
        transaction.set_rollback(True)
