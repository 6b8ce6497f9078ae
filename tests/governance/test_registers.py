"""Complaints and breaches: the two clocks, who reads what, and what is not kept."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.core.registry import Subject, alarms
from cop.governance.clocks import acknowledge_by, report_by
from cop.governance.enums import BreachAct, ComplaintAct
from cop.governance.holdings import BREACHES, COMPLAINTS
from cop.governance.models import Breach, Complaint, Governance
from cop.governance.panels import panels
from cop.governance.services import (
    add_breach,
    add_complaint,
    file_complaint,
    step_breach,
    step_complaint,
)
from cop.post.models import Message
from tests.pages import parse, select, texts
from tests.people import Cast

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
REGISTER = "/in/c/northern/governance/complaints/"


@pytest.fixture(autouse=True)
def fixed_day():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


# The clocks


@pytest.mark.parametrize(
    ("aware", "by"),
    [
        # The clocks go forward on 28 March 2027 and back on 25 October 2026: hours are hours.
        ("2027-03-26T13:00+00:00", "2027-03-29T14:00+01:00"),
        ("2026-10-23T13:00+01:00", "2026-10-26T12:00+00:00"),
        ("2026-11-20T09:30+00:00", "2026-11-23T09:30+00:00"),
    ],
)
def test_seventy_two_hours_are_hours(aware: str, by: str) -> None:
    assert report_by(dt.datetime.fromisoformat(aware)) == dt.datetime.fromisoformat(by)


def test_thirty_days_are_days() -> None:
    assert acknowledge_by(dt.date(2027, 3, 10)) == dt.date(2027, 4, 9)
    assert acknowledge_by(dt.date(2028, 2, 1)) == dt.date(2028, 3, 2)  # a leap year


def test_the_page_says_the_hour_with_its_zone(cast: Cast, as_, fixed_day) -> None:
    fixed_day.move_to(dt.datetime(2027, 3, 29, 8, tzinfo=dt.UTC))
    breach = add_breach(
        actor=cast.actor("dana"), words="A lost list.", day=dt.date(2027, 3, 26), time=dt.time(13)
    )
    page = as_("dana").get(f"/in/c/northern/governance/breaches/{breach.pk}/")
    values = texts(select(parse(page.content), "dd.govuk-summary-list__value"))
    assert values[1] == "Friday 26 March 2027, 13:00 GMT"
    assert values[2] == "Monday 29 March 2027, 14:00 BST (72 hours)"


@pytest.mark.parametrize(("hours", "overdue"), [(72, 0), (72.01, 1)])
def test_a_breach_is_overdue_after_72_hours(cast: Cast, fixed_day, hours, overdue) -> None:
    add_breach(actor=cast.actor("tom"), words="Lost.", day=NOON.date(), time=dt.time(12))
    fixed_day.move_to(NOON + dt.timedelta(hours=hours))
    assert alarms()["breaches undecided after 72 hours"] == overdue


@pytest.mark.parametrize(("days", "overdue"), [(30, 0), (31, 1)])
def test_a_complaint_is_overdue_after_30_days(cast: Cast, fixed_day, days, overdue) -> None:
    complaint = file_complaint(actor=cast.actor("rosa"), words="It was too loud.")
    fixed_day.move_to(NOON + dt.timedelta(days=days))
    assert alarms()["complaints not acknowledged in 30 days"] == overdue
    cards = {card.key: card.text for card in panels(cast.actor("dana"))}
    assert ("should have been acknowledged" in cards["complaints"]) == bool(overdue)
    step_complaint(
        actor=cast.actor("dana"),
        complaint=complaint,
        act=ComplaintAct.ACKNOWLEDGED,
        on=NOON.date(),
    )
    assert alarms()["complaints not acknowledged in 30 days"] == 0


# Complaints


def test_nothing_says_who_complained_unless_they_do(cast: Cast, as_) -> None:
    before = Entry.objects.count()
    as_("rosa").post(f"{REGISTER}new/", {"words": "Tom talked over us."})
    complaint = Complaint.objects.get()
    assert (complaint.name, complaint.contact) == ("", "")
    assert Entry.objects.count() == before
    columns = {field.name for field in Complaint._meta.get_fields()}
    assert columns.isdisjoint({"person", "member", "by", "created_at"})


def test_the_contact_is_told_and_the_mail_says_nothing(cast: Cast) -> None:
    file_complaint(actor=cast.actor("rosa"), words="Tom talked over us.", name="Rosa")
    message = Message.objects.get()
    assert message.to == "dana@example.org"
    assert "Tom" not in message.text
    assert "Rosa" not in message.text


def test_only_the_contact_reads_what_it_says(cast: Cast, as_) -> None:
    file_complaint(actor=cast.actor("rosa"), words="Tom talked over us.")
    complaint = Complaint.objects.get()
    for name in ("amara", "tom", "bilal", "okafor", "rosa"):
        assert as_(name).get(f"{REGISTER}{complaint.pk}/").status_code == 403
    assert b"talked over" in as_("dana").get(f"{REGISTER}{complaint.pk}/").content
    for name in ("tom", "okafor"):  # numbers, and no way in
        page = parse(as_(name).get(REGISTER).content)
        assert texts(select(page, ".circle-figures dd")) == ["1", "1", "0"]
        assert select(page, "tbody tr") == []


def test_a_co_chair_cannot_work_a_complaint(cast: Cast) -> None:
    complaint = file_complaint(actor=cast.actor("rosa"), words="It was too loud.")
    with pytest.raises(PermissionDenied):
        step_complaint(
            actor=cast.actor("tom"), complaint=complaint, act="closed", on=NOON.date(), words="x"
        )


def test_a_complaint_is_worked_to_its_end(cast: Cast, as_) -> None:
    browser = as_("dana")
    typed = {"words": "The room has steps.", "received_on_day": "2", "received_on_month": "11"}
    browser.post(f"{REGISTER}add/", typed | {"received_on_year": "2026"})
    complaint = Complaint.objects.get()
    assert complaint.due_on == dt.date(2026, 12, 2)
    day = {"on_day": "20", "on_month": "11", "on_year": "2026"}
    browser.post(f"{REGISTER}{complaint.pk}/", day | {"act": "closed", "words": ""})
    complaint.refresh_from_db()
    assert complaint.closed_on is None  # what came of it is owed
    browser.post(f"{REGISTER}{complaint.pk}/", day | {"act": "closed", "words": "A lift is found."})
    complaint.refresh_from_db()
    assert complaint.acknowledged_on == complaint.closed_on == dt.date(2026, 11, 20)


def test_without_a_register_the_page_sends_to_the_controller(cast: Cast, as_) -> None:
    Governance.objects.update(keeps_complaints=False, keeps_breaches=False)
    page = as_("rosa").get(f"{REGISTER}new/").content.decode()
    assert "Complaints go to Northern Care Trust" in page
    with pytest.raises(Refused, match="no register"):
        file_complaint(actor=cast.actor("rosa"), words="x")
    with pytest.raises(Refused, match="no register"):
        add_breach(actor=cast.actor("tom"), words="x", day=NOON.date(), time=dt.time(9))


# Breaches


def test_a_breach_is_decided_told_and_closed(cast: Cast) -> None:
    dana, day = cast.actor("dana"), NOON.date()
    breach = add_breach(actor=dana, words="A lost list.", day=day, time=dt.time(9))
    step = {"actor": dana, "breach": breach, "day": day, "time": dt.time(11)}
    with pytest.raises(Refused, match="Decide first"):
        step_breach(**step, act=BreachAct.CLOSED, words="Found.")
    with pytest.raises(Refused, match="why not"):
        step_breach(**step, act=BreachAct.NOT_REPORTED)
    step_breach(**step, act=BreachAct.NOT_REPORTED, words="It was found unread.")
    step_breach(**step, act=BreachAct.TOLD, words="All twelve.")
    step_breach(**step, act=BreachAct.CLOSED, words="The list is shredded.")
    breach.refresh_from_db()
    assert (breach.is_reported, breach.told_on, breach.closed_on) == (False, day, day)


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        (dt.date(2026, 11, 23), dt.time(9), "lies ahead"),
        (dt.date(2026, 10, 25), dt.time(1, 30), "comes twice"),
        (dt.date(2026, 3, 29), dt.time(1, 30), "does not exist"),
    ],
)
def test_a_time_that_cannot_be_is_refused(cast: Cast, day, time, words) -> None:
    with pytest.raises(Refused, match=words):
        add_breach(actor=cast.actor("tom"), words="Lost.", day=day, time=time)


# What is kept


def test_one_s_own_complaint_is_found_taken_out_and_made_nameless(cast: Cast) -> None:
    file_complaint(
        actor=cast.actor("rosa"), words="Too loud.", name="Rosa", contact="Rosa@example.org"
    )
    file_complaint(actor=cast.actor("will"), words="Too cold.", contact="will@example.org")
    own = Subject(cast.community, cast.rosa, cast.members["rosa"])
    assert [row["words"] for row in COMPLAINTS.export(own)] == ["Too loud."]
    assert COMPLAINTS.erase(own) == 1
    assert COMPLAINTS.export(own) == []
    assert Complaint.objects.filter(words="Too loud.", name="", contact="").count() == 1


@pytest.mark.parametrize(
    ("holding", "model", "months"), [(COMPLAINTS, Complaint, 24), (BREACHES, Breach, 36)]
)
def test_what_is_closed_goes_after_its_months(cast: Cast, holding, model, months) -> None:
    add_complaint(actor=cast.actor("dana"), words="x", received_on=dt.date(2020, 1, 1))
    add_breach(actor=cast.actor("dana"), words="x", day=dt.date(2020, 1, 1), time=dt.time(9))
    expire = holding.expire
    assert expire is not None
    closed = dt.date(2026, 1, 15)
    last = dt.date(2028 + (months - 24) // 12, 1, 14)
    assert expire(cast.community, last + dt.timedelta(days=1), False) == 0  # still open
    model.objects.update(closed_on=closed)
    assert expire(cast.community, last, False) == 0
    assert expire(cast.community, last + dt.timedelta(days=1), True) == 1
    assert model.objects.count() == 1  # a dry run
    assert expire(cast.community, last + dt.timedelta(days=1), False) == 1
    assert model.objects.count() == 0
