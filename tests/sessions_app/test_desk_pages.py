"""The facilitators' screen."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from sessions_app.models import Run
from tests.pages import parse, select
from tests.sessions_app.plans import START, scheduled

MINUTE = dt.timedelta(minutes=1)


def url(session, name="session_desk"):
    return reverse(f"sessions_app:{name}", args=["northern", session.pk])


def text(response) -> str:
    return " ".join(parse(response.content).text_content().split())


@pytest.fixture
def session(cast):
    return scheduled(cast, facilitators=(cast.amara, cast.tom))


def sent(page, act: str) -> dict[str, str]:
    """What the button sends, as the page has it."""
    form = next(f for f in select(page, "form[data-press]") if select(f, f"button[value={act}]"))
    fields = {one.get("name"): one.get("value") for one in select(form, "input[type=hidden]")}
    return {"revision": fields["revision"], "position": fields["position"], "act": act}


def test_a_press_moves_the_session_on(cast, as_, session):
    with time_machine.travel(START + 5 * MINUTE, tick=False):
        browser = as_("tom")
        page = parse(browser.get(url(session)).content)
        after = browser.post(url(session, "session_press"), sent(page, "next"), follow=True)
        assert after.status_code == 200
    said = text(after)
    assert "Now Caucuses 35 minutes left · 1:05pm – 1:40pm (GMT)" in said
    assert "Next, at 1:40pm by itself Inter-caucus dialogue (30 minutes)" in said
    assert Run.objects.get(session=session).left == 5


def test_a_press_that_comes_too_late_is_told_what_is_the_case(cast, as_, session):
    with time_machine.travel(START + 5 * MINUTE, tick=False):
        tom = as_("tom")
        page = parse(tom.get(url(session)).content)
        as_("amara").post(url(session, "session_press"), sent(page, "next"))
        late = tom.post(url(session, "session_press"), sent(page, "next"))
    assert late.status_code == 200
    assert (
        "Meanwhile we are in ‘Caucuses’, since 1:05pm (GMT), until 1:40pm (GMT). Nothing was "
        "changed by your press; press again if you still want to."
    ) in text(late)
    assert "Now Caucuses 35 minutes left" in text(late)
    assert Run.objects.get(session=session).revision == 1
