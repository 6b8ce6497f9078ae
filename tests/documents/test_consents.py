"""Consents: which text, which day, never the choice; as easily taken back as given."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from cop.audit.models import Entry
from cop.core import clock
from cop.core.errors import Refused
from cop.core.registry import Subject
from cop.documents import services
from cop.documents.holdings import HOLDINGS
from cop.documents.models import Consent, Reading
from cop.documents.selectors import consents_to, current_version
from cop.governance.enums import SpecialCondition
from cop.governance.models import Governance
from cop.members.models import Member
from cop.members.selectors import system_actor
from cop.members.services import create_community, save_member
from tests.documents.world import adopt, adopt_all, consent, take_consent
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
KIND = "consent-to-choice"


@pytest.fixture
def asking(cast):
    """The community takes consent, and its texts are adopted."""
    take_consent(cast.community)
    adopt_all(cast.actor("amara"))
    return cast


def agrees(cast, name: str) -> bool:
    return consents_to(cast.members[name], KIND)


def test_given_taken_back_and_given_again(asking):
    rosa = asking.actor("rosa")
    for _time in range(2):
        consent(rosa)
        assert agrees(asking, "rosa")
        services.withdraw_consent(actor=rosa, kind=KIND)
        assert not agrees(asking, "rosa")
    today = clock.today("Europe/London")
    assert list(Consent.objects.values_list("given_on", "withdrawn_on")) == [(today, today)] * 2
    assert not agrees(asking, "will")


def test_giving_twice_is_once(asking):
    consent(asking.actor("rosa"))
    consent(asking.actor("rosa"))
    assert Consent.objects.count() == 1
    row = Consent.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(member=row.member, version=row.version, given_on=row.given_on)


def test_a_new_text_is_asked_for_anew(asking):
    consent(asking.actor("rosa"))
    adopt(asking.actor("amara"), KIND, "I agree to something else.")
    assert not agrees(asking, "rosa")
    consent(asking.actor("rosa"))
    assert agrees(asking, "rosa")
    services.withdraw_consent(actor=asking.actor("rosa"), kind=KIND)
    assert not Consent.objects.filter(withdrawn_on__isnull=True).exists()


def test_only_the_text_that_holds_can_be_agreed_to(asking):
    old = current_version(asking.community, KIND)
    adopt(asking.actor("amara"), KIND, "I agree to something else.")
    other = create_community(slug="southern", name="Southern")
    theirs = adopt_all(system_actor(other))[KIND]
    rules = current_version(asking.community, "ground-rules")
    for version in (old, theirs, rules):
        with pytest.raises(Refused):
            services.give_consent(actor=asking.actor("rosa"), kind=KIND, version_id=version.pk)
    assert not Consent.objects.exists()


@pytest.mark.parametrize("name", ["ines", "okafor", "dana", "grace"])
def test_only_members_are_asked_and_nobody_agrees_for_them(asking, name):
    for actor in (asking.actor(name), asking.system):
        with pytest.raises(PermissionDenied):
            consent(actor)
        with pytest.raises(PermissionDenied):
            services.withdraw_consent(actor=actor, kind=KIND)


def test_what_is_kept_is_the_text_and_two_days():
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, Consent._meta.db_table)
    assert sorted(column.name for column in described) == [
        "given_on",
        "id",
        "member_id",
        "version_id",
        "withdrawn_on",
    ]


def test_nothing_of_it_is_on_the_record(asking):
    before = Entry.objects.count()
    consent(asking.actor("rosa"))
    services.withdraw_consent(actor=asking.actor("rosa"), kind=KIND)
    assert Entry.objects.count() == before


def test_one_button_each_on_one_page(asking, as_):
    address = f"/in/c/{asking.community.slug}/consents/"
    rosa = as_("rosa")
    [agree] = select(parse(rosa.get(address).content), "main button[name=agree]")
    rosa.post(address, {"kind": KIND, "agree": agree.get("value")})
    assert agrees(asking, "rosa")
    page = parse(rosa.get(address).content)
    assert not select(page, "main button[name=agree]")
    assert texts(select(page, "main button[name=withdraw]")) == ["I take it back"]
    rosa.post(address, {"kind": KIND, "withdraw": "yes"})
    assert not agrees(asking, "rosa")
    [kept] = texts(select(parse(rosa.get(address).content), "main ul li"))[-1:]
    assert "agreed on" in kept
    assert "taken back on" in kept


@pytest.mark.parametrize(
    "sent", [{}, {"kind": KIND}, {"kind": "purpose", "agree": "1"}, {"kind": KIND, "agree": "x"}]
)
def test_odd_requests_change_nothing(asking, as_, sent):
    response = as_("rosa").post(f"/in/c/{asking.community.slug}/consents/", sent, follow=True)
    assert response.status_code == 200
    assert not Consent.objects.exists()


def test_a_community_that_takes_none_says_so(cast, as_):
    adopt_all(cast.actor("amara"))
    page = as_("rosa").get(f"/in/c/{cast.community.slug}/consents/").content.decode()
    assert "does not ask for a consent" in page


def test_a_consent_that_stands_can_be_taken_back_where_none_is_asked_any_more(asking, as_):
    consent(asking.actor("rosa"))
    Governance.objects.update(special_condition=SpecialCondition.EQUALITY)
    address = f"/in/c/{asking.community.slug}/consents/"
    assert select(parse(as_("rosa").get(address).content), "main button[name=withdraw]")


def test_whoever_may_now_sign_in_as_a_member_has_agreed_to_nothing(asking):
    consent(asking.actor("rosa"))
    save_member(
        actor=asking.system, member=asking.members["rosa"], reference="M04", email="n@example.org"
    )
    assert not agrees(asking, "rosa")


# The holdings


def subject(cast, name: str) -> Subject:
    return Subject(community=cast.community, person=cast.people[name], member=cast.members[name])


def test_one_s_own_is_handed_out_and_nobody_else_s(asking):
    consent(asking.actor("rosa"))
    mine = [holding.export(subject(asking, "rosa")) for holding in HOLDINGS]
    today = clock.today("Europe/London")
    assert mine == [
        [],
        [
            {
                "text": "Consent: keeping my choice of space for the day",
                "version": 1,
                "given_on": today,
                "withdrawn_on": None,
            }
        ],
    ]
    assert [holding.export(subject(asking, "will")) for holding in HOLDINGS] == [[], []]


def test_erasing_takes_it_all_and_leaves_others_alone(asking):
    for name in ("rosa", "will"):
        consent(asking.actor(name))
        rules = current_version(asking.community, "ground-rules")
        services.mark_read(actor=asking.actor(name), versions=[rules.pk])
    assert [holding.erase(subject(asking, "rosa")) for holding in HOLDINGS] == [1, 1]
    assert [row.member for row in Consent.objects.all()] == [asking.members["will"]]
    assert [row.member for row in Reading.objects.all()] == [asking.members["will"]]


def test_somebody_without_a_member_has_nothing(asking):
    consent(asking.actor("rosa"))
    nobody = Subject(community=asking.community, person=asking.people["ines"])
    assert [holding.export(nobody) for holding in HOLDINGS] == [[], []]
    assert [holding.erase(nobody) for holding in HOLDINGS] == [0, 0]
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("left_ago", "readings", "consents"), [(0, 0, 0), (1, 1, 0), (729, 1, 0), (730, 1, 1)]
)
def test_what_is_past_its_period_goes(asking, left_ago, readings, consents):
    """Marks with the member; consents two years after they left."""
    today = dt.date(2026, 11, 22)
    with time_machine.travel(today, tick=False):
        consent(asking.actor("rosa"))
        rules = current_version(asking.community, "ground-rules")
        services.mark_read(actor=asking.actor("rosa"), versions=[rules.pk])
    Member.objects.filter(pk=asking.members["rosa"].pk).update(
        left_on=today - dt.timedelta(days=left_ago)
    )
    for dry_run in (True, False):
        over = [holding.expire(asking.community, today, dry_run) for holding in HOLDINGS]
        assert over == [readings, consents]
    assert (1 - Reading.objects.count(), 1 - Consent.objects.count()) == (readings, consents)


@pytest.mark.parametrize(
    ("today", "is_over"),
    [(dt.date(2028, 11, 21), False), (dt.date(2028, 11, 22), True), (dt.date(2032, 2, 29), True)],
)
def test_a_consent_taken_back_is_kept_two_years(asking, today, is_over):
    with time_machine.travel(dt.date(2026, 11, 22), tick=False):
        consent(asking.actor("rosa"))
        services.withdraw_consent(actor=asking.actor("rosa"), kind=KIND)
    assert HOLDINGS[1].expire(asking.community, today, False) == is_over


@pytest.mark.parametrize("typed", ["1" * 5000, "٣", ""])
@pytest.mark.parametrize("page", ["consent_list", "document_read"])
def test_a_number_no_page_ever_sent_breaks_no_page(as_, asking, page, typed):
    address = reverse(f"documents:{page}", args=[asking.community.slug])
    sent = {"kind": KIND, "agree": typed, "version": typed}
    assert as_("rosa").post(address, sent).status_code == 302
    assert not agrees(asking, "rosa")
