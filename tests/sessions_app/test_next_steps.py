"""Next steps are their owner's alone: nobody else sees one, nor that there is any."""

import pytest
from django.urls import reverse

from cop.audit.models import Entry
from cop.core.errors import Refused
from sessions_app.models import NextStep
from sessions_app.services import add_next_step
from tests.pages import parse, select, texts
from tests.people import EVERYBODY, MEMBERS

pytestmark = pytest.mark.django_db
SECRET = "Ask Zuleika about the rota"
PAGE = "/in/c/northern/me/next-steps/"


def main(client):
    return " ".join(texts(select(parse(client.get(PAGE).content), "main")))


@pytest.fixture
def step(cast):
    return add_next_step(actor=cast.actor("rosa"), words=SECRET)


def test_add_tick_and_delete(cast, as_):
    rosa = as_("rosa")
    assert rosa.post(PAGE, {"words": "  Read   the letters "}).status_code == 302
    assert rosa.post(PAGE, {"words": ""}).status_code == 302, "nothing is required"
    step = NextStep.objects.get()
    assert step.words == "Read the letters"
    rosa.post(PAGE, {"act": "done", "step": step.pk})
    assert NextStep.objects.get().is_done
    assert "Read the letters Done Not yet" in main(rosa)
    rosa.post(PAGE, {"act": "open", "step": step.pk})
    assert not NextStep.objects.get().is_done
    assert "Not yet" not in main(rosa)
    rosa.post(PAGE, {"act": "delete", "step": step.pk})
    assert not NextStep.objects.exists()
    assert "_messages" not in rosa.session


@pytest.mark.parametrize("who", [name for name in EVERYBODY if name != "rosa"])
def test_nobody_else_sees_it_or_that_there_is_any(cast, as_, who):
    client = as_(who)
    urls = [PAGE, "/in/c/northern/", "/in/c/northern/members/", "/in/c/northern/me/"]
    before = [client.get(url).status_code for url in urls]
    words = [_words(client, url) for url in urls]
    step = add_next_step(actor=cast.actor("rosa"), words=SECRET)
    assert [client.get(url).status_code for url in urls] == before
    assert [_words(client, url) for url in urls] == words
    for act in ("done", "delete"):
        assert client.post(PAGE, {"act": act, "step": step.pk}).status_code in (403, 404)
    assert NextStep.objects.get() == step
    assert not NextStep.objects.get().is_done


def _words(client, url):
    return texts(select(parse(client.get(url).content), "main"))


def test_its_key_tells_no_number_and_no_record_is_made(cast, step):
    before = Entry.objects.count()
    another = add_next_step(actor=cast.actor("will"), words="Mine")
    assert another.position == step.position == 1
    assert not isinstance(another.pk, int)
    assert Entry.objects.count() == before


def test_only_members_have_them(cast, as_):
    for who in EVERYBODY:
        expected = 200 if who in MEMBERS else 404 if who in ("joy", "sam") else 403
        assert as_(who).get(PAGE).status_code == expected, who


def test_a_list_has_an_end(cast, step):
    for number in range(49):
        add_next_step(actor=cast.actor("rosa"), words=f"Step {number}")
    with pytest.raises(Refused, match="long list"):
        add_next_step(actor=cast.actor("rosa"), words="One more")


@pytest.mark.parametrize("wrong", ["", "1", "x", "00000000-0000-4000-8000-000000000000"])
def test_what_is_no_step_is_not_found(cast, as_, step, wrong):
    assert as_("rosa").post(PAGE, {"act": "delete", "step": wrong}).status_code == 404


@pytest.mark.parametrize("number", [1, 10])
def test_queries(cast, as_, number, django_assert_num_queries):
    for one in range(number):
        add_next_step(actor=cast.actor("rosa"), words=f"Step {one}")
    rosa = as_("rosa")
    with django_assert_num_queries(6):
        rosa.get(reverse("sessions_app:next_step_list", args=["northern"]))
