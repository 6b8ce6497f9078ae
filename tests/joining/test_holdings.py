"""What joining keeps of a person is handed out and erased, and nobody else's is touched."""

from typing import Any

import pytest

from cop.core import registry
from cop.core.registry import Subject
from cop.joining.models import JoinInvitation, JoinPageName, JoinQuestion, JoinRequest
from cop.joining.services import accept_invitation, answer_question
from tests.joining import links
from tests.people import Cast

pytestmark = pytest.mark.django_db


def held() -> list[Any]:
    return [one for one in registry.holdings if one.key.startswith("join_")]


def a_life_of_joining(cast: Cast) -> Subject:
    """Nura asked, was asked back, answered, was invited and joined; Femi only asked."""
    _question, token = links.asked_question(cast)
    answer_question(token=token, answer="Community rehabilitation.")
    _invitation, link = links.invite(cast)
    member = accept_invitation(token=link)
    links.ask(cast, email="femi@example.org", name="Femi Adeyemi")
    links.invite(cast, email="femi@example.org", name="Femi Adeyemi")
    return Subject(cast.community, member.person, member)


def test_my_data_hold_what_i_said_and_was_sent(cast: Cast) -> None:
    nura = a_life_of_joining(cast)
    handed = {one.key: one.export(nura) for one in held()}
    (request,) = handed["join_requests"]
    assert (request["name"], request["why"]) == ("Nura Bello", "A colleague told me of it.")
    assert request["questions"] == [
        {"question": "Which team do you work in?", "answer": "Community rehabilitation."}
    ]
    (invitation,) = handed["join_invitations"]
    assert invitation["email"] == "nura@example.org"
    assert handed["join_page_names"] == []
    assert "femi" not in str(handed).lower()
    assert "token" not in str(handed)


def test_erasing_one_leaves_the_other(cast: Cast) -> None:
    nura = a_life_of_joining(cast)
    assert [one.erase(nura) for one in held()] == [1, 1, 0]
    assert [one.email for one in JoinRequest.objects.all()] == ["femi@example.org"]
    assert [one.email for one in JoinInvitation.objects.all()] == ["femi@example.org"]
    assert not JoinQuestion.objects.exists()


def test_whoever_invited_is_forgotten_and_the_invitation_stands(cast: Cast) -> None:
    links.invite(cast)
    links.open_page(cast)
    for who in ("bilal", "amara"):
        subject = Subject(cast.community, cast.people[who], cast.members[who])
        for one in held():
            one.erase(subject)
    assert JoinInvitation.objects.get().invited_by is None
    assert not JoinPageName.objects.exists()


def test_without_a_person_nothing_is_everybody_s(cast: Cast) -> None:
    links.open_page(cast)
    links.ask(cast)
    nobody = Subject(cast.community)
    assert [one.export(nobody) for one in held()] == [[], [], []]
    assert [one.erase(nobody) for one in held()] == [0, 0, 0]
    assert JoinPageName.objects.count() == 1
