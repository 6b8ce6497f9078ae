"""Every mail the program knows, sent by what people do, names no caucus, no space and no topic.

What is looked for stands here and not in the linter: the mail is read as it leaves. A template
without a case fails, and so does one that would say such a word.
"""

import datetime as dt
import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.test.signals import template_rendered

from caucus import services as caucus
from cop.core.errors import Refused
from cop.core.registry import Subject
from cop.governance.services import file_complaint
from cop.joining.models import JoinRequest
from cop.joining.services import decline_request
from cop.members.models import Member
from cop.members.services import appoint, create_community, leave_community, offer_swap, save_member
from cop.post import neutrality
from cop.post.models import Message
from cop.post.services import Letter, approve_mailing, post_letter, send_waiting
from cop.rights.services import erase_own, log_request
from feedback.services import remind_due as remind_of_feedback
from reports.services import draft_summary_mail
from sessions_app.models import Session
from sessions_app.services import (
    answer_invitation,
    cancel_session,
    change_session,
    remind_due,
    send_invitations,
)
from tests.calendars import as_received
from tests.caucus.world import WHITE, publish, space_in
from tests.feedback import ballots
from tests.joining import links
from tests.moments import NOW, a_fixed_day
from tests.people import Cast
from tests.reports.after import approved, close_register, noted, over, shared
from tests.sessions_app.plans import came, plan, scheduled

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[2] / "templates" / "mail"
TEMPLATES = {path.stem for path in FOLDER.glob("*.txt")} - {"base", "_session_facts"}
DOOR = "https://meet.example/door-of-a-space"
WORDS = re.compile(
    r"white|minoriti[sz]ed|caucus|everyone.s space|individual reflection|heritage|door-of-a-space",
    re.IGNORECASE,
)
TOPICS = ("White heritage", "Racially minoritised leadership")


def session_of(cast: Cast, **changes: object) -> Session:
    """One whose title, topics, joining and spaces are full of what mail may not say."""
    values = {"title": "White Caucus evening", "topics": TOPICS, "joining": DOOR, **changes}
    session = scheduled(cast, **values | {"joining": ""})
    doors = {space_in(session, WHITE).pk: DOOR}
    caucus.set_doors(actor=cast.actor("amara"), session=session, doors=doors)
    # Somebody pastes the wrong link afterwards: setting the doors would refuse it.
    session.joining = values["joining"]
    session.save(update_fields=["joining"])
    return session


def invited(cast: Cast, **changes: object) -> Session:
    session = session_of(cast, **changes)
    send_invitations(actor=cast.actor("bilal"), session=session)
    return session


def session_changed(cast: Cast) -> None:
    change_session(actor=cast.system, session=invited(cast), plan=plan(cast, place="Elsewhere"))


def session_cancelled(cast: Cast) -> None:
    cancel_session(actor=cast.system, session=invited(cast), reason="Snow.")


def session_withdrawn(cast: Cast) -> None:
    invited(cast)
    leave_community(actor=cast.actor("rosa"))


def session_place(cast: Cast) -> None:
    session = invited(cast, room_limit=1, is_in_person=True)
    for name, answer in (("rosa", "coming"), ("will", "coming"), ("rosa", "not_coming")):
        answer_invitation(actor=cast.actor(name), session=session, answer=answer)


def session_reminder(cast: Cast) -> None:
    invited(cast)
    with time_machine.travel("2027-01-12 09:30Z", tick=False):
        remind_due()
        send_waiting()  # while it is true


def session_thanks(cast: Cast) -> None:
    came(invited(cast), cast.members["rosa"])
    with time_machine.travel("2027-01-15 09:30Z", tick=False):
        remind_due()


def feedback_open(cast: Cast) -> None:
    session = ballots.session_with(cast.community, [cast.members["rosa"], cast.members["tom"]])
    Session.objects.filter(pk=session.pk).update(title="White Caucus evening")
    session.refresh_from_db()
    session.facilitators.create(person=cast.tom)
    ballots.open_survey(actor=cast.system, session=session)


def feedback_reminder(cast: Cast) -> None:
    feedback_open(cast)
    with time_machine.travel(NOW + dt.timedelta(hours=21), tick=False):
        remind_of_feedback()


def join_decline(cast: Cast) -> None:
    links.ask(cast)
    decline_request(actor=cast.actor("bilal"), request=JoinRequest.objects.get())


def data_request(cast: Cast) -> None:
    log_request(
        actor=cast.actor("dana"),
        email="rosa@example.org",
        kind="download",
        received_on=NOW.date(),
        reason="Has lost the phone",
    )


def erased(cast: Cast) -> None:
    rosa = cast.actor("rosa")
    erase_own(actor=rosa, subject=Subject(cast.community, rosa.person, rosa.member))


def address_changed(cast: Cast) -> None:
    rosa = cast.members["rosa"]
    save_member(
        actor=cast.actor("bilal"),
        member=Member.objects.get(pk=rosa.pk),
        reference=rosa.reference,
        name=rosa.name,
        email="another@example.org",
    )


def swap_offered(cast: Cast) -> None:
    day = NOW.date()
    offer_swap(
        actor=cast.actor("amara"),
        to_email="cleo@example.org",
        lent_email="rosa@example.org",
        lent_name="Rosa Delgado",
        lent_role="evaluator",
        from_on=day,
        until_on=day + dt.timedelta(days=60),
    )


def after_a_session(cast: Cast, who: tuple[str, ...] = ("rosa", "will")) -> None:
    session = over(cast, *who, title="White Caucus evening")
    shared(session, "white", "White heritage")
    shared(session, "racially_minoritised", "Racially minoritised leadership")
    close_register(session)
    noted(cast, session, "The White Caucus was late.")
    approved(cast, session)
    for mailing in draft_summary_mail(actor=cast.actor("tom"), session=session):
        approve_mailing(mailing=mailing)


def summary_ready(cast: Cast) -> None:
    after_a_session(cast, who=())


def commitment_overdue(cast: Cast) -> None:
    publish(cast, "tom", WHITE)
    words = "White people read their own letters."
    today = NOW.date()
    caucus.take_on(actor=cast.actor("tom"), words=words, role="The White Caucus", due_on=today)
    with time_machine.travel(NOW + dt.timedelta(days=1), tick=False):
        caucus.tell_community_of_overdue(actor=cast.system)


def community_begun(_cast: Cast) -> None:
    create_community(slug="white", name="White Caucus friends", co_chair_email="new@example.org")


CASES: dict[str, Callable[[Cast], object]] = {
    "commitment_overdue": commitment_overdue,
    "session_invitation": invited,
    "session_changed": session_changed,
    "session_cancelled": session_cancelled,
    "session_withdrawn": session_withdrawn,
    "session_place": session_place,
    "session_reminder": session_reminder,
    "session_thanks": session_thanks,
    "summary_thanks": after_a_session,
    "summary_catch_up": after_a_session,
    "summary_ready": summary_ready,
    "feedback_open": feedback_open,
    "feedback_reminder": feedback_reminder,
    "join_invitation": links.invite,
    "join_question": links.asked_question,
    "join_waiting": links.ask,
    "join_decline": join_decline,
    "complaint_received": lambda cast: file_complaint(
        actor=cast.actor("rosa"), words="White people talk over us."
    ),
    "data_request": data_request,
    "erased": erased,
    "appointed": lambda cast: appoint(
        actor=cast.actor("amara"), email="new@example.org", role="secretary", tell=True
    ),
    "address_changed": address_changed,
    "swap_offered": swap_offered,
    "community_begun": community_begun,
}


@pytest.fixture(autouse=True)
def fixed_day():
    with a_fixed_day():
        yield


def words_in(received: EmailMessage) -> list[str]:
    """What of a mail says such a word: headers, every readable part, names of attachments."""
    said = [f"{name}: {value}" for part in received.walk() for name, value in part.items()]
    for part in received.walk():
        said.append(part.get_filename(""))
        if part.get_content_maintype() == "text":
            said.append(part.get_content().replace("\r\n ", "").replace("\n ", ""))
    return [found for text in said for found in WORDS.findall(text)]


def sent() -> list[EmailMessage]:
    with time_machine.travel("2027-02-01 12:00Z", tick=False):
        send_waiting()
    assert not Message.objects.exclude(state__in=["sent", "overtaken"]).exists()
    return [as_received(one) for one in mail.outbox]


def test_every_template_has_a_case():
    assert set(CASES) == TEMPLATES


@pytest.mark.parametrize("name", sorted(CASES))
def test_it_leaves_and_names_nothing(cast: Cast, name: str) -> None:
    rendered = set()

    def note(template, **_kwargs):
        rendered.add(template.name)

    template_rendered.connect(note)
    try:
        CASES[name](cast)
    finally:
        template_rendered.disconnect(note)
    assert f"mail/{name}.txt" in rendered
    mails = sent()
    assert mails
    assert [found for received in mails for found in words_in(received)] == []


@pytest.mark.parametrize("word", ["White", "Whites’", "racially-minoritized", "Everyone's space"])
def test_the_reader_above_and_the_linter_find_the_same(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    letter = Letter(subject=f"For {word}", text="Hello")
    told = {"community_id": cast.community.pk, "kind": "test", "letter": letter}
    with pytest.raises(Refused, match="The subject"):
        post_letter(**told, recipients=[("rosa@example.org", "")])
    monkeypatch.setattr(neutrality.Lookout, "word_in", lambda self, text: "")  # it looks away
    post_letter(**told, recipients=[("rosa@example.org", "")])
    assert any(words_in(received) for received in sent())
