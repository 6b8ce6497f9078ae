"""The card that leads co-chairs from nothing to a first invitation."""

import datetime as dt
from collections.abc import Callable

from allauth.mfa.totp.internal.auth import TOTP

from cop.core import clock
from cop.core.policy import Actor
from cop.governance.overview import set_up_steps
from cop.governance.panels import panels
from cop.members.models import Community, Member, User
from cop.members.selectors import actor_in
from cop.members.services import create_community
from reports.models import Report
from reports.services import begin_report
from sessions_app.models import Session
from tests.access.urls_account import SECRET
from tests.access.urls_reports import DATES
from tests.people import Cast, sign_in
from tests.reports.editions import published
from tests.sessions_app.plans import scheduled


def first_co_chair(slug: str = "new") -> tuple[Community, Actor]:
    community = create_community(slug=slug, name="New CoP", co_chair_email="zoe@example.org")
    return community, actor_in(User.objects.get(email="zoe@example.org"), community)


def titles(actor: Actor, *, done: bool = False) -> list[str]:
    return [step.title for step in set_up_steps(actor) if step.done is done]


def test_whoever_was_appointed_by_address_says_her_name_first(db: None, client) -> None:
    _community, zoe = first_co_chair()
    assert titles(zoe)[0].startswith("your own name")
    sign_in(client, zoe.person)
    assert "How I want to be named" in client.get("/in/c/new/me/").content.decode()
    answer = client.post("/in/c/new/me/", {"name": "Zoe Adams"})
    assert answer["Location"] == "/in/c/new/"
    assert titles(zoe, done=True) == ["your own name, as the others know you"]
    assert client.post("/in/c/new/me/", {"name": "Zoe A."})["Location"] == "/in/c/new/me/"


def test_the_second_step_is_announced_before_the_secretary_is_appointed(db: None) -> None:
    _community, zoe = first_co_chair()
    missing = titles(zoe)
    (step,) = [title for title in missing if "app on your phone" in title]
    assert missing.index(step) < missing.index("a secretary, who may be one of you")
    TOTP.activate(zoe.person, SECRET)
    assert step in titles(zoe, done=True)


def test_each_role_that_is_missing_is_chosen_on_the_form(db: None) -> None:
    _community, zoe = first_co_chair()
    urls = [step.url for step in set_up_steps(zoe)]
    for role in ("co_chair", "data_protection_contact", "secretary"):
        assert f"/in/c/new/people/appoint/?role={role}" in urls


def test_how_many_members_are_wanted_is_said(db: None) -> None:
    community, zoe = first_co_chair()
    Member.objects.create(community=community, reference="M1")
    (step,) = [one for one in set_up_steps(zoe) if "members" in one.title]
    assert step.title.startswith("at least three members (1 so far)")
    assert not step.done
    assert step.url == "/in/c/new/joining/invite/"
    Member.objects.create(community=community, reference="M2")
    Member.objects.create(community=community, reference="M3")
    assert next(one for one in set_up_steps(zoe) if "members" in one.title).done


def test_once_a_session_was_held_nobody_is_led_through_it(cast: Cast, as_: Callable) -> None:
    session = scheduled(cast)
    keys = [card.key for card in panels(cast.actor("amara"))]
    assert "set_up" in keys, "no invitation is sent yet"
    page = as_("amara").get("/in/c/northern/").content.decode()
    assert "Set up your community" in page
    yesterday = clock.today("Europe/London") - dt.timedelta(days=1)
    Session.objects.filter(pk=session.pk).update(held_on=yesterday, imported=True)
    assert "set_up" in [card.key for card in panels(cast.actor("amara"))]
    report = begin_report(actor=cast.actor("bilal"), title="Our year", **DATES)
    published(report)
    assert "set_up" not in [card.key for card in panels(cast.actor("amara"))]
    Report.objects.update(published_at=None)
    Session.objects.filter(pk=session.pk).update(imported=False)
    assert "set_up" not in [card.key for card in panels(cast.actor("amara"))]
