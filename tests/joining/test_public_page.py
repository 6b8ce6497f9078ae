"""What everybody reads about a community, without a cookie."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cop.core.errors import Refused
from cop.governance.models import Governance
from cop.joining.models import JoinPage
from cop.members.services import end_appointment
from tests.joining import links
from tests.people import Cast

pytestmark = pytest.mark.django_db
PUBLIC = reverse("joining_open:page_public", args=["northern"])
ASK = reverse("joining_open:request_make", args=["northern"])
UNKNOWN = reverse("joining_open:page_public", args=["unknown"])


def test_page_sets_no_cookie_and_looks_at_none(cast: Cast, as_: Any) -> None:
    links.open_page(cast)
    answers = [client.get(PUBLIC) for client in (Client(), as_("amara"))]
    for answer in answers:
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.headers.get("Vary", "")
    assert answers[0].content == answers[1].content


def test_a_page_that_is_off_is_like_no_community(cast: Cast) -> None:
    links.open_page(cast, is_open=False)
    off, unknown = Client().get(PUBLIC), Client().get(UNKNOWN)
    assert (off.status_code, unknown.status_code) == (404, 404)
    assert off.content == unknown.content
    assert Client().get(ASK).status_code == 404
    assert Client().post(ASK, {"name": "Nura"}).status_code == 404
    links.open_page(cast)
    assert Client().get(PUBLIC).status_code == 200


def test_a_stage_that_shuts_again_takes_the_page_with_it(cast: Cast) -> None:
    links.open_page(cast)
    Governance.objects.filter(community=cast.community).update(notice_confirmed_on=None)
    assert Client().get(PUBLIC).status_code == 404
    with pytest.raises(Refused, match="not open yet"):
        links.open_page(cast)


def test_the_reason_is_on_the_form_with_the_way_to_mend_it(cast: Cast, as_: Any) -> None:
    Governance.objects.filter(community=cast.community).update(notice_confirmed_on=None)
    links.without_secretary(cast)
    for name in ("page_change", "invitation_add", "invitation_list"):
        page = as_("amara").get(reverse(f"joining:{name}", args=["northern"])).content.decode()
        assert "not open yet" in page
        assert reverse("governance:stage_detail", args=["northern", "meet"]) in page


def test_co_chairs_are_named_only_where_each_agreed(cast: Cast, as_: Any) -> None:
    links.open_page(cast, names_me=False)
    assert b"Amara Osei" not in Client().get(PUBLIC).content
    links.open_page(cast, names_me=True)
    named = Client().get(PUBLIC).content
    assert b"Amara Osei" in named
    assert b"Tom Hartley" not in named


def test_whoever_is_no_longer_co_chair_is_no_longer_named(cast: Cast) -> None:
    links.open_page(cast)
    (held,) = cast.amara.appointments.filter(community=cast.community, role="co_chair")
    end_appointment(actor=cast.actor("tom"), appointment=held)
    assert b"Amara Osei" not in Client().get(PUBLIC).content


def test_text_begins_with_good_words_and_hostile_ones_stay_words(cast: Cast, as_: Any) -> None:
    edit = reverse("joining:page_change", args=["northern"])
    begun = as_("amara").get(edit).content.decode()
    assert "What caucusing is, and why we do it" in begun
    hostile = "## <script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=y>"
    said = {"headline": "<b>Join</b>", "text": hostile, "is_open": "on"}
    assert as_("amara").post(edit, said).status_code == 302
    page = Client().get(PUBLIC).content.decode()
    for tag in ("<script>alert", "<b>Join", "<img src=x", 'href="javascript'):
        assert tag not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_showing_it_saves_nothing(cast: Cast, as_: Any) -> None:
    said = {"headline": "Join", "text": "## Bold words", "is_open": "on", "preview": "yes"}
    page = as_("amara").post(reverse("joining:page_change", args=["northern"]), said)
    assert "<h2>Bold words</h2>" in page.content.decode()
    assert not JoinPage.objects.exists()
