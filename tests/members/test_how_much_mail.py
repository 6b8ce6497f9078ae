"""How much mail: what members choose, what always goes, and that every kind of mail is decided."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from caucus.letters import write_overdue_letter
from cop.core import registry
from cop.core.errors import Refused
from cop.members.enums import Mail
from cop.members.models import Member
from cop.members.selectors import wants
from cop.members.services import Profile, change_profile
from feedback.letters import write_reminder as write_feedback_reminder
from feedback.letters import write_survey_letter
from reports.letters import TITLES as AFTER
from reports.letters import write_after_letter
from sessions_app.enums import Moment
from sessions_app.letters import write_session_letter
from sessions_app.reminders import write_reminder
from tests.feedback import ballots
from tests.sessions_app.plans import scheduled

ROOMS = ("cop", "sessions_app", "caucus", "feedback", "reports")
POSTING = {"post_letter", "post_letters", "draft_mailing", "draft_message"}
# Whom each reaches who wants no reminders, and who wants only what must be.
ALWAYS = {
    "address_changed",
    "appointed",
    "community_begun",
    "complaint_received",
    "data_request",
    "erased",
    "join_decline",
    "join_invitation",
    "join_question",
    "join_waiting",
    "session_cancelled",
    "session_place",
    "session_changed",
    "session_guest",
    "session_facilitator",
    "session_withdrawn",
    "swap_offered",
}
REMINDERS = {"commitment_overdue", "feedback_reminder", "session_reminder", "session_thanks"}


def templates() -> set[str]:
    """The mails there are words for."""
    found = (Path(settings.BASE_DIR) / "templates" / "mail").glob("*.txt")
    return {file.stem for file in found if not file.stem.startswith("_")} - {"base"}


def posted() -> Iterator[str]:
    """The kinds that code writes down where it posts a mail."""
    for room in ROOMS:
        for file in (Path(settings.BASE_DIR) / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in POSTING:
                    yield from (
                        word.value.value
                        for word in node.keywords
                        if word.arg == "kind" and isinstance(word.value, ast.Constant)
                    )


def test_every_kind_of_mail_is_decided():
    """A mail nobody decided on fails here: its room enters it in ``registry.mail_kinds``."""
    assert (templates() | set(posted())) - set(registry.mail_kinds) == set()
    assert len(set(posted())) > 10


@pytest.fixture
def three(cast) -> dict[str, Member]:
    """Rosa wants everything, Tom no reminders, Will only what must be."""
    chosen = {"rosa": Mail.EVERYTHING, "tom": Mail.NO_REMINDERS, "will": Mail.NECESSARY}
    for name, mail in chosen.items():
        Member.objects.filter(pk=cast.members[name].pk).update(mail=mail)
    return {name: cast.members[name] for name in chosen}


def test_who_gets_which(three):
    members = Member.objects.filter(pk__in=[member.pk for member in three.values()])
    for kind in registry.mail_kinds:
        expected = {three["rosa"].pk}
        expected |= {three["tom"].pk} if kind not in REMINDERS else set()
        expected |= {three["will"].pk} if kind in ALWAYS else set()
        assert set(wants(members, kind).values_list("pk", flat=True)) == expected, kind


def test_an_undecided_kind_reaches_nobody_by_mistake(three):
    with pytest.raises(KeyError):
        wants(Member.objects.all(), "a_new_kind")


def test_the_service_refuses_what_is_no_choice(cast):
    with pytest.raises(Refused, match="how much mail"):
        change_profile(actor=cast.actor("rosa"), profile=Profile(name="R", mail="a little"))


def test_the_page_says_what_each_choice_means_and_keeps_it(as_, cast):
    client = as_("rosa")
    page = client.get("/in/c/northern/me/").content.decode()
    assert "No invitations either." in page
    answer = client.post("/in/c/northern/me/", {"name": "Rosa", "mail": "necessary"}, follow=True)
    assert "Saved." in answer.content.decode()
    assert Member.objects.get(pk=cast.members["rosa"].pk).mail == Mail.NECESSARY
    refused = client.post("/in/c/northern/me/", {"name": "Rosa"})
    assert "Choose how much mail you want." in refused.content.decode()


def test_every_mail_one_can_have_less_of_ends_with_the_way_there(cast):
    """Each kind that is a matter of choice, as it is queued."""
    session = scheduled(cast)
    survey = ballots.open_survey(
        actor=cast.system,
        session=ballots.session_with(cast.community, [cast.members["rosa"]], key="F1"),
    )
    letters = {
        "commitment_overdue": write_overdue_letter(cast.community),
        "session_invitation": write_session_letter(session, "session_invitation"),
        "session_reminder": write_reminder(session, Moment.MORNING, "Hello"),
        "session_thanks": write_reminder(session, Moment.AFTER, "Hello"),
        "feedback_open": write_survey_letter(survey),
        "feedback_reminder": write_feedback_reminder(survey),
        **{kind: write_after_letter(session, kind) for kind in AFTER},
    }
    of_choice = {
        kind for kind, need in registry.mail_kinds.items() if need is not registry.Need.ALWAYS
    }
    assert of_choice == set(letters)
    for kind, letter in letters.items():
        assert "/in/c/northern/me/" in letter.text.split("\n-- \n")[1], kind
        assert "/in/c/northern/me/" in letter.html, kind
    assert "/me/" not in write_session_letter(session, "session_cancelled").text
