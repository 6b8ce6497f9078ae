"""R8: co-chairs offer, the person alone accepts and ends, and the record carries no caucus."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from caucus import selectors, services
from caucus.models import PublishedFacilitator
from caucus.selectors import caucus_published_for, published_facilitators
from cop.audit.models import Entry
from cop.core.errors import Refused
from tests.caucus.world import MINORITISED, WHITE, caucus_in, publish
from tests.people import EVERYBODY

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(cast):
    return services.offer_publication(
        actor=cast.actor("amara"), caucus=caucus_in(cast, WHITE), person=cast.tom
    )


def url(name, cast, **kwargs):
    return reverse(f"caucus:{name}", kwargs={"slug": cast.community.slug, **kwargs})


def test_nobody_is_named_before_they_accept(cast, offer):
    assert not published_facilitators(cast.community).exists()
    assert caucus_published_for(cast.actor("tom")) is None
    services.accept_publication(actor=cast.actor("tom"), publication=offer)
    assert caucus_published_for(cast.actor("tom")) == caucus_in(cast, WHITE)


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "tom"])
def test_nobody_else_accepts_declines_or_ends(cast, offer, name):
    for act in (services.accept_publication, services.end_publication):
        with pytest.raises(PermissionDenied):
            act(actor=cast.actor(name), publication=offer)
    with pytest.raises(PermissionDenied):
        services.accept_publication(actor=cast.system, publication=offer)


@pytest.mark.parametrize("name", ["bilal", "rosa", "ines", "okafor"])
def test_only_co_chairs_offer(cast, name):
    with pytest.raises(PermissionDenied):
        services.offer_publication(
            actor=cast.actor(name), caucus=caucus_in(cast, WHITE), person=cast.tom
        )


@pytest.mark.parametrize("name", ["rosa", "ines", "sam"])
def test_only_who_facilitates_is_asked(cast, name):
    with pytest.raises(Refused):
        services.offer_publication(
            actor=cast.actor("amara"), caucus=caucus_in(cast, WHITE), person=cast.people[name]
        )


def test_a_person_is_asked_once(cast, offer):
    with pytest.raises(Refused):
        services.offer_publication(
            actor=cast.actor("amara"), caucus=caucus_in(cast, MINORITISED), person=cast.tom
        )


def test_declining_and_ending_leave_nothing(cast, offer):
    services.end_publication(actor=cast.actor("tom"), publication=offer)
    assert not PublishedFacilitator.objects.exists()
    publish(cast, "tom", WHITE)
    services.end_publication(
        actor=cast.actor("tom"), publication=PublishedFacilitator.objects.get()
    )
    assert not PublishedFacilitator.objects.exists()


def test_an_offer_can_be_taken_back_until_it_is_accepted(cast, offer):
    services.accept_publication(actor=cast.actor("tom"), publication=offer)
    with pytest.raises(PermissionDenied):
        services.withdraw_offer(actor=cast.actor("amara"), publication=offer)
    assert published_facilitators(cast.community).count() == 1


def test_the_role_carries_the_name(cast, offer):
    services.accept_publication(actor=cast.actor("tom"), publication=offer)
    cast.community.appointments.filter(person=cast.tom).delete()
    assert not published_facilitators(cast.community).exists()
    assert caucus_published_for(cast.actor("tom")) is None


def test_the_record_says_that_and_never_for_which_caucus(cast):
    known = set(Entry.objects.values_list("pk", flat=True))
    publish(cast, "tom", WHITE)
    publication = PublishedFacilitator.objects.get()
    services.end_publication(actor=cast.actor("tom"), publication=publication)
    entries = Entry.objects.exclude(pk__in=known).order_by("pk")
    assert [entry.verb for entry in entries] == [
        "offer_publication",
        "accept_publication",
        "end_publication",
    ]
    for entry in entries:
        assert (entry.target_kind, entry.target_key) == ("community", str(cast.community.audit_key))
        assert entry.fields == []


def test_only_the_person_and_co_chairs_see_an_offer(cast, as_, offer):
    page = url("caucus_list", cast)
    assert "Would you like to be named" in as_("tom").get(page).content.decode()
    assert "not answered yet" in as_("amara").get(page).content.decode()
    for name in ("rosa", "bilal", "ines"):
        content = as_(name).get(page).content.decode()
        assert "Tom Hartley" not in content
        assert "not answered yet" not in content


def test_a_person_accepts_and_ends_in_the_browser(cast, as_, offer):
    answer = url("publication_answer", cast, publication_id=offer.pk)
    as_("tom").post(answer, {"answer": "accept"})
    assert "Tom Hartley" in as_("rosa").get(url("caucus_list", cast)).content.decode()
    assert as_("amara").post(answer, {"answer": "end"}).status_code == 404
    as_("tom").post(answer, {"answer": "end"})
    assert "Tom Hartley" not in as_("rosa").get(url("caucus_list", cast)).content.decode()


def test_an_offer_taken_back_at_that_moment_is_refused(cast, offer):
    services.withdraw_offer(actor=cast.actor("amara"), publication=offer)
    known = Entry.objects.count()
    with pytest.raises(Refused, match="taken back"):
        services.accept_publication(actor=cast.actor("tom"), publication=offer)
    services.end_publication(actor=cast.actor("tom"), publication=offer)
    assert Entry.objects.count() == known, "what did not happen is not recorded"


def test_the_browser_hears_that_the_offer_is_gone(cast, as_, offer, monkeypatch):
    client, answer = as_("tom"), url("publication_answer", cast, publication_id=offer.pk)
    find = selectors.get_publication_or_404

    def found_just_before(*given):
        found = find(*given)
        PublishedFacilitator.objects.all().delete()
        return found

    monkeypatch.setattr(selectors, "get_publication_or_404", found_just_before)
    page = client.post(answer, {"answer": "accept"}, follow=True)
    assert page.status_code == 200
    assert "has just been taken back" in page.content.decode()


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_an_answer_there_is_not_is_a_bad_request(cast, as_, offer, answer):
    page = url("publication_answer", cast, publication_id=offer.pk)
    assert as_("tom").post(page, {"answer": answer}).status_code == 400
    assert as_("tom").post(page).status_code == 400
    offer.refresh_from_db()
    assert offer.accepted_on is None


def test_names_are_forgotten_by_the_system_alone_and_that_is_recorded(cast, offer):
    with pytest.raises(PermissionDenied):
        services.forget_ended_publications(actor=cast.actor("amara"))
    assert services.forget_ended_publications(actor=cast.system) == 0
    cast.community.appointments.filter(person=cast.tom).delete()
    assert services.forget_ended_publications(actor=cast.system) == 1
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor_key) == ("forget_publications", None)
    assert (entry.target_kind, entry.target_key) == ("community", str(cast.community.audit_key))


def test_a_co_chair_asks_in_the_browser(cast, as_):
    page = url("publication_offer", cast)
    content = as_("amara").get(page).content.decode()
    assert "checked" not in content, "whom and for which caucus is never filled in"
    sent = {"person": cast.tom.pk, "caucus": caucus_in(cast, WHITE).pk}
    assert as_("amara").post(page, sent).status_code == 302
    assert PublishedFacilitator.objects.get().accepted_on is None


@pytest.mark.parametrize("rows", [1, 10])
def test_the_page_asks_as_often_for_ten_as_for_one(cast, as_, rows, django_assert_num_queries):
    from cop.members.services import appoint

    for number in range(rows):
        address = f"f{number}@example.org"
        role = appoint(actor=cast.system, email=address, role="facilitator", name=f"F {number}")
        PublishedFacilitator.objects.create(
            caucus=caucus_in(cast, WHITE),
            person=role.person,
            offered_on=role.from_on,
            accepted_on=role.from_on,
        )
    browser = as_("rosa")
    with django_assert_num_queries(10):
        assert browser.get(url("caucus_list", cast)).content.count(b"F 0") == 1
