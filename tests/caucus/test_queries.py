"""The pages of the day cost the same for one person as for ten."""

import pytest
from django.urls import reverse

from cop.members.services import appoint
from tests.caucus.world import WHITE, choose, fill

pytestmark = pytest.mark.django_db


def url(session, name):
    return reverse(f"caucus:{name}", args=[session.community.slug, session.pk])


@pytest.mark.parametrize("people", [1, 10])
def test_the_page_before_choosing(cast, as_, session, people, django_assert_num_queries):
    fill(cast, session, white=people)
    browser = as_("rosa")
    with django_assert_num_queries(13):
        assert browser.get(url(session, "space_choose")).status_code == 200


@pytest.mark.parametrize("people", [1, 10])
def test_the_page_of_one_s_space(cast, as_, session, people, django_assert_num_queries):
    fill(cast, session, white=people)
    choose(cast.members["rosa"], session, WHITE)
    browser = as_("rosa")
    with django_assert_num_queries(18):
        assert browser.get(url(session, "space_choose")).status_code == 200


@pytest.mark.parametrize("people", [1, 10])
def test_the_page_that_sets_spaces_up(cast, as_, session, people, django_assert_num_queries):
    for number in range(people):
        name, email = f"Facilitator {number}", f"f{number}@example.org"
        appoint(actor=cast.system, email=email, role="facilitator", name=name)
    fill(cast, session, white=people)
    browser = as_("amara")
    with django_assert_num_queries(12):
        page = browser.get(url(session, "space_setup"))
        assert page.content.count(b"Facilitator ") == people
