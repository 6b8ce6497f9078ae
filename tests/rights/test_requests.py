"""Letters: logged first, then they open one person's data to the data protection contact."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from caucus.models import Choice
from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.members.enums import Role
from cop.members.models import Community, Member, User
from cop.members.selectors import system_actor
from cop.members.services import appoint
from cop.post.models import Message
from cop.post.services import send_waiting
from cop.rights.holdings import expire_requests
from cop.rights.models import DataRequest
from cop.rights.policies import answer_by
from cop.rights.services import correct_request, erase_for_request, export_for_request, log_request
from tests.caucus.world import choose
from tests.people import Cast
from tests.rights.zelda import EMAIL, MARKS, erase, where, zelda
from tests.sessions_app.plans import START, scheduled

TODAY = dt.date(2026, 11, 22)


def letter(cast: Cast, kind: str, email: str = EMAIL, reason: str = "") -> DataRequest:
    return log_request(
        actor=cast.actor("dana"), email=email, kind=kind, received_on=TODAY, reason=reason
    )


def southern(cast: Cast) -> Cast:
    """Another community with the same data protection contact."""
    community = Community.objects.create(slug="southern", name="Southern Circle")
    appoint(
        actor=system_actor(community), email="dana@example.org", role=Role.DATA_PROTECTION_CONTACT
    )
    return Cast(community, cast.people, {})


def url(cast: Cast, request: DataRequest, then: str = "") -> str:
    return f"/in/c/{cast.community.slug}/data-requests/{request.pk}/{then}"


def test_a_letter_is_logged_on_record_and_told(cast: Cast, as_: Callable):
    zelda(cast)
    typed = {
        "email": EMAIL.upper(),
        "kind": "download",
        "received_on_day": "20",
        "received_on_month": "11",
        "received_on_year": "2026",
        "reason": "Has lost the phone",
    }
    answer = as_("dana").post(f"/in/c/{cast.community.slug}/data-requests/log/", typed)
    logged = DataRequest.objects.get()
    assert answer["Location"] == url(cast, logged)
    assert (logged.email, logged.member.name) == (EMAIL, "Zelda Quillfeather")
    assert logged.received_on == dt.date(2026, 11, 20)
    entry = Entry.objects.filter(target_kind="datarequest").get()
    assert (entry.verb, entry.actor_key) == ("create", cast.dana.audit_key)
    assert Message.objects.get().to == EMAIL


def test_it_opens_that_person_and_nobody_else(cast: Cast, as_: Callable):
    zelda(cast)
    logged = letter(cast, "download")
    dana = as_("dana")
    page = dana.get(url(cast, logged)).content.decode()
    assert "Lighthouse Trust" in page
    for name in ("Rosa Delgado", "will@example.org"):
        assert name not in page
    read = Entry.objects.get(verb="read", target_kind="datarequest")
    assert (read.actor_key, read.target_key) == (cast.dana.audit_key, str(logged.pk))
    answer = dana.post(url(cast, logged, "download/"))
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        text = archive.read("my-data.json").decode() + archive.read("my-data.html").decode()
    for mark in MARKS:
        assert mark in text
    for name in ("Rosa Delgado", "will@example.org"):
        assert name not in text
    logged.refresh_from_db()
    assert logged.done_on == TODAY
    assert Entry.objects.filter(verb="export", target_kind="datarequest").count() == 1


def test_without_a_letter_the_contact_sees_nobodys_data(cast: Cast, as_: Callable):
    zelda(cast)
    body = as_("dana").get(f"/in/c/{cast.community.slug}/my-data/").content.decode()
    assert "Lighthouse Trust" not in body
    assert as_("dana").get(f"/in/c/{cast.community.slug}/members/").status_code == 403


@pytest.mark.parametrize("name", ["bilal", "amara", "ines", "okafor", "rosa", "grace"])
def test_nobody_else_may_log_or_read(cast: Cast, as_: Callable, name: str):
    """A secretary, who knows names, cannot take somebody's file by this way either."""
    zelda(cast)
    logged = letter(cast, "download")
    client = as_(name)
    assert client.get(url(cast, logged)).status_code == 403
    assert client.post(url(cast, logged, "download/")).status_code == 403
    assert client.post(url(cast, logged, "erase/"), {"word": "erase"}).status_code == 403
    with pytest.raises(PermissionDenied):
        log_request(actor=cast.actor(name), email=EMAIL, kind="erase", received_on=TODAY)


def test_what_only_the_person_may_see_is_not_in_it(cast: Cast):
    session = scheduled(cast)
    member = zelda(cast)
    with time_machine.travel(START):
        choose(member, session, "white")
        assert Choice.objects.count() == 1
        content = export_for_request(actor=cast.actor("dana"), request=letter(cast, "download"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        facts = json.loads(archive.read("my-data.json"))
    by_class = {one["key"]: one["rows"] for one in facts["kept"]}
    assert by_class["choice"] == []
    assert by_class["collected"] == []
    assert "White Caucus" not in json.dumps(facts)


def test_a_letter_opens_only_what_it_asks_for(cast: Cast, as_: Callable):
    zelda(cast)
    copy, erasing = letter(cast, "download"), letter(cast, "erase")
    dana = as_("dana")
    assert dana.post(url(cast, copy, "erase/"), {"word": "erase"}).status_code == 403
    assert dana.post(url(cast, erasing, "download/")).status_code == 403
    assert "Lighthouse Trust" not in dana.get(url(cast, erasing)).content.decode()


def test_after_thirty_days_it_is_shut(cast: Cast, as_: Callable):
    zelda(cast)
    logged = letter(cast, "download")
    DataRequest.objects.filter(pk=logged.pk).update(
        logged_on=TODAY - dt.timedelta(days=30), received_on=TODAY - dt.timedelta(days=30)
    )
    dana = as_("dana")
    assert dana.post(url(cast, logged, "download/")).status_code == 200  # the last day
    DataRequest.objects.filter(pk=logged.pk).update(
        logged_on=TODAY - dt.timedelta(days=31), received_on=TODAY - dt.timedelta(days=31)
    )
    assert dana.post(url(cast, logged, "download/")).status_code == 403
    page = dana.get(url(cast, logged)).content.decode()
    assert "log it again" in page
    assert "Lighthouse Trust" not in page


def test_somebody_unknown_is_logged_and_nobody_is_told(cast: Cast, as_: Callable):
    logged = letter(cast, "download", "nobody@example.org")
    assert not logged.found_somebody
    assert not Message.objects.exists()
    page = as_("dana").get(url(cast, logged)).content.decode()
    assert "knows nobody by this address" in page
    assert as_("dana").post(url(cast, logged, "download/")).status_code == 403


def test_the_mail_says_how_to_reach_the_contact_unless_mail_may_not_carry_it(cast: Cast):
    zelda(cast)
    letter(cast, "download")
    assert "here: dana@example.org" in Message.objects.get().text
    User.objects.filter(pk=cast.dana.pk).update(email="white-caucus@example.org")
    letter(cast, "download")
    assert "caucus" not in Message.objects.latest("pk").text


def test_a_slip_in_the_address_is_mended(cast: Cast, as_: Callable):
    zelda(cast)
    logged, dana = letter(cast, "download", f"x{EMAIL}"), as_("dana")
    refused = dana.post(url(cast, logged, "correct/"), {"email": f"y{EMAIL}"})
    assert "knows nobody by this address either" in refused.content.decode()
    dana.post(url(cast, logged, "correct/"), {"email": EMAIL})
    logged.refresh_from_db()
    assert (logged.found_somebody, logged.email) == (True, EMAIL)
    assert Message.objects.filter(kind="data_request").count() == 1
    assert dana.post(url(cast, logged, "download/")).status_code == 200
    with pytest.raises(Refused, match="can no longer be corrected"):
        correct_request(actor=cast.actor("dana"), request=logged, email="tom@example.org")


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (dt.date(2026, 11, 22), dt.date(2026, 12, 22)),
        (dt.date(2026, 12, 31), dt.date(2027, 1, 31)),
        (dt.date(2027, 1, 31), dt.date(2027, 2, 28)),
    ],
)
def test_a_letter_is_answered_within_a_calendar_month(came, due):
    assert answer_by(DataRequest(received_on=came)) == due


def test_the_contact_sees_on_the_first_page_what_waits(cast: Cast, as_: Callable):
    zelda(cast)
    letter(cast, "download")
    home = f"/in/c/{cast.community.slug}/"
    assert "1 request is open. Answer by" in as_("dana").get(home).content.decode()
    assert "1 request is open" not in as_("amara").get(home).content.decode()


def test_somebody_of_another_community_alone_is_unknown_here(cast: Cast):
    zelda(southern(cast))
    assert not letter(cast, "download").found_somebody


def test_a_letter_of_another_community_is_not_found(cast: Cast, as_: Callable):
    other = southern(cast)
    zelda(other)
    theirs = letter(other, "download")
    for then in ("", "download/", "erase/"):
        address = f"/in/c/{cast.community.slug}/data-requests/{theirs.pk}/{then}"
        assert as_("dana").post(address).status_code in {404, 405}
    with pytest.raises(PermissionDenied):
        export_for_request(actor=cast.actor("dana"), request=theirs)


def test_erasing_by_letter_leaves_no_name_in_the_letter_either(cast: Cast, as_: Callable):
    person = zelda(cast).person
    copy = letter(cast, "download", reason="Zelda wrote by hand")
    logged = letter(cast, "erase", reason="Zelda wrote by hand")
    dana = as_("dana")
    wrong = dana.post(url(cast, logged, "erase/"), {"word": "yes"})
    assert wrong.status_code == 200
    assert User.objects.filter(pk=person.pk).exists()
    assert dana.post(url(cast, logged, "erase/"), {"word": "Erase"}).status_code == 302
    send_waiting()
    assert where(*MARKS) == set()
    logged.refresh_from_db()
    copy.refresh_from_db()
    assert (logged.email, logged.reason, logged.member, logged.person) == ("", "", None, None)
    assert (copy.email, copy.member_id) == ("", None)
    assert logged.done_on == TODAY
    assert "has been erased" in dana.get(url(cast, logged)).content.decode()
    assert dana.post(url(cast, logged, "erase/"), {"word": "erase"}).status_code == 403


def test_erasing_a_member_without_an_account(cast: Cast):
    member = zelda(cast)
    Member.objects.filter(pk=member.pk).update(person=None)
    member.person.delete()
    erase_for_request(actor=cast.actor("dana"), request=letter(cast, "erase"))
    send_waiting()
    assert where(*MARKS) == set()


def test_the_last_co_chair_is_refused_by_letter_too(cast: Cast):
    cast.tom.appointments.filter(role=Role.CO_CHAIR).delete()
    logged = letter(cast, "erase", "amara@example.org")
    with pytest.raises(Refused, match="successor"):
        erase_for_request(actor=cast.actor("dana"), request=logged)
    logged.refresh_from_db()
    assert logged.done_on is None
    assert logged.email == "amara@example.org"


def test_who_erased_themselves_meanwhile_is_gone_from_the_letter(cast: Cast, as_: Callable):
    person = zelda(cast).person
    logged = letter(cast, "download")
    erase(cast, person)
    assert as_("dana").post(url(cast, logged, "download/")).status_code == 403
    assert "Somebody erased" in as_("dana").get(url(cast, logged)).content.decode()


def test_a_letter_from_the_future_is_refused(cast: Cast):
    with pytest.raises(Refused, match="future"):
        log_request(
            actor=cast.actor("dana"),
            email=EMAIL,
            kind="erase",
            received_on=TODAY + dt.timedelta(days=1),
        )


def test_letters_are_deleted_after_two_years(cast: Cast):
    logged = letter(cast, "download")
    two_years: Any = {"community": cast.community, "dry_run": False}
    assert expire_requests(today=dt.date(2028, 11, 21), **two_years) == 0
    assert expire_requests(cast.community, dt.date(2028, 11, 22), dry_run=True) == 1
    assert DataRequest.objects.filter(pk=logged.pk).exists()
    assert expire_requests(today=dt.date(2028, 11, 22), **two_years) == 1
    assert not DataRequest.objects.exists()


@pytest.mark.parametrize("number", [1, 10])
def test_list_queries(cast: Cast, as_: Callable, django_assert_num_queries, number: int):
    zelda(cast)
    for _one in range(number):
        letter(cast, "download")
    dana = as_("dana")
    dana.get(f"/in/c/{cast.community.slug}/data-requests/")
    with django_assert_num_queries(6):
        dana.get(f"/in/c/{cast.community.slug}/data-requests/")
