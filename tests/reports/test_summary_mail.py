"""After a session: thanks to who came, one message to all others, neutral, once, and seen first."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from cop.core.errors import Refused
from cop.core.registry import Subject
from cop.members.models import Member
from cop.members.services import change_own_address, save_member, send_mailing
from cop.post.models import Mailing, Message
from cop.post.services import approve_mailing, discard_mailing
from cop.rights.services import erase_own
from reports.letters import CATCH_UP, SUMMARY, THANKS
from reports.services import draft_summary_mail
from sessions_app.models import Session, Topic
from sessions_app.services import remind_due, write_notes
from tests.people import Cast
from tests.reports.after import approved, close_register, noted, over, shared
from tests.sessions_app.plans import came, scheduled


@pytest.fixture
def session(cast: Cast) -> Session:
    """Amara, Rosa and Will came; its summary names the caucuses, as it may."""
    session = over(cast, "amara", "rosa", "will", title="The White Caucus meets")
    Topic.objects.create(session=session, position=2, title="What white people do")
    shared(session, "white", "the heron")
    shared(session, "racially_minoritised", "the egret")
    close_register(session)
    noted(cast, session, "Rosa said that the white caucus was late.")
    approved(cast, session)
    return session


def to(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("to", flat=True))


def addresses(*names: str) -> set[str]:
    return {f"{name}@example.org" for name in names}


def test_thanks_go_to_who_came_and_the_way_to_catch_up_to_all_others(cast, session):
    scheduled(cast)
    mailings = draft_summary_mail(actor=cast.actor("tom"), session=session)
    assert all(one.is_draft and one.about == f"session:{session.pk}" for one in mailings)
    assert to(THANKS) == addresses("amara", "rosa", "will")
    assert to(CATCH_UP) == addresses("tom", "bilal")
    for kind in (THANKS, CATCH_UP):
        letters = Message.objects.filter(kind=kind)
        assert letters.values_list("subject", "text", "html").distinct().count() == 1
        assert "Thursday 14 January 2027" in letters[0].text


def test_it_says_nothing_of_what_was_said_and_blames_nobody(cast, session):
    draft_summary_mail(actor=cast.actor("tom"), session=session)
    for message in Message.objects.all():
        words = f"{message.subject} {message.text} {message.html}".casefold()
        for word in ("white", "minoritised", "heron", "egret", "late", "rosa", "listening"):
            assert word not in words
        for word in ("absent", "missed", "did not come", "could not"):
            assert word not in words
    assert "/catch-up/" in Message.objects.filter(kind=CATCH_UP)[0].text
    thanks = Message.objects.filter(kind=THANKS)[0].text
    assert "/summary/" in thanks
    assert "/certificate/" in thanks


def test_the_letter_to_all_others_is_the_same_whoever_they_are(cast, session):
    """Nothing tells somebody who declined from somebody who never answered."""
    session.invitations.filter(member=cast.members["tom"]).update(answer="not_coming")
    session.invitations.filter(member=cast.members["bilal"]).update(answer="coming")
    draft_summary_mail(actor=cast.actor("amara"), session=session)
    assert Message.objects.filter(kind=CATCH_UP).values("text", "html").distinct().count() == 1


def test_where_only_a_number_is_known_all_members_are_written_to_alike(cast, session):
    session.attendances.all().delete()
    session.invitations.all().delete()
    draft_summary_mail(actor=cast.actor("bilal"), session=session)
    assert to(SUMMARY) == addresses("amara", "tom", "bilal", "rosa", "will")
    assert not to(THANKS)
    assert not to(CATCH_UP)


def test_nobody_is_thanked_before_the_register_is_closed(cast):
    still_open = over(cast, "rosa", days=5)
    approved(cast, still_open)
    with pytest.raises(Refused, match="close the register first"):
        draft_summary_mail(actor=cast.actor("amara"), session=still_open)


def test_where_no_invitation_is_on_record_all_other_members_can_catch_up(cast, session):
    session.invitations.all().delete()
    before = to(THANKS)
    draft_summary_mail(actor=cast.actor("amara"), session=session)
    thanked = set(to(THANKS)) - set(before)
    assert set(to(CATCH_UP)) == set(addresses(*cast.members)) - thanked
    assert to(CATCH_UP)


def test_who_wants_little_mail_or_has_left_gets_none(cast, session):
    Member.objects.filter(name__in=["Rosa Delgado", "Bilal Rahman"]).update(mail="necessary")
    Member.objects.filter(name="Will Turner").update(left_on=session.held_on)
    draft_summary_mail(actor=cast.actor("tom"), session=session)
    assert to(THANKS) == addresses("amara")
    assert to(CATCH_UP) == addresses("tom")


def test_it_goes_out_once_and_not_before_the_summary_is_approved(cast, session):
    other = over(cast, "rosa", days=10)
    with pytest.raises(Refused, match="approved the summary"):
        draft_summary_mail(actor=cast.actor("tom"), session=other)
    drafts = draft_summary_mail(actor=cast.actor("tom"), session=session)
    with pytest.raises(Refused, match="goes out once"):
        draft_summary_mail(actor=cast.actor("amara"), session=session)
    for mailing in drafts:  # put away, it may be drafted anew
        discard_mailing(mailing=mailing)
    for mailing in draft_summary_mail(actor=cast.actor("amara"), session=session):
        approve_mailing(mailing=mailing)
    write_notes(actor=cast.actor("tom"), session=session, words="We thought again.")
    approved(cast, session)  # a second summary is no reason to write again
    with pytest.raises(Refused, match="goes out once"):
        draft_summary_mail(actor=cast.actor("amara"), session=session)
    assert Mailing.objects.count() == 2


@pytest.mark.parametrize("who", ["rosa", "ines", "grace"])
def test_members_and_readers_send_nothing(cast, session, who):
    with pytest.raises(PermissionDenied):
        draft_summary_mail(actor=cast.actor(who), session=session)


@pytest.mark.parametrize("who", ["tom", "amara", "bilal"])
def test_whoever_sends_it_sees_numbers_and_no_names(cast, as_, session, who):
    """Those who came are on the session's page for whoever may know; here they are a number."""
    Member.objects.filter(name="Will Turner").update(name="Wilhelmina Turner")
    address = f"/in/c/{cast.community.slug}/sessions/{session.pk}/summary/mail/"
    page = as_(who).get(address).content.decode()
    assert ">3<" in page.replace(" ", "")
    assert "Wilhelmina" not in page
    assert "Rosa" not in page
    page = as_(who).post(address, follow=True).content.decode()
    assert "The mail is drafted" in page
    assert "Wilhelmina" not in page


class TestADraftWaits:
    """Up to four weeks; who is written to is asked again when it leaves."""

    def leave(self, cast, drafts):
        for mailing in drafts:
            send_mailing(actor=cast.actor("bilal"), mailing=mailing)

    def test_who_left_or_wants_less_mail_since_gets_none(self, cast, session):
        drafts = draft_summary_mail(actor=cast.actor("tom"), session=session)
        Member.objects.filter(name="Rosa Delgado").update(mail="necessary")
        Member.objects.filter(name="Will Turner").update(left_on=session.held_on)
        Member.objects.filter(name="Bilal Rahman").update(mail="necessary")
        self.leave(cast, drafts)
        assert to(THANKS) == addresses("amara")
        assert to(CATCH_UP) == addresses("tom")

    def test_mail_to_all_alike_as_well(self, cast, session):
        session.attendances.all().delete()
        drafts = draft_summary_mail(actor=cast.actor("bilal"), session=session)
        Member.objects.filter(name="Rosa Delgado").update(mail="necessary")
        self.leave(cast, drafts)
        assert to(SUMMARY) == addresses("amara", "tom", "bilal", "will")

    def test_who_was_marked_meanwhile_is_not_told_to_catch_up(self, cast, session):
        drafts = draft_summary_mail(actor=cast.actor("amara"), session=session)
        came(session, cast.members["bilal"])
        self.leave(cast, drafts)
        assert to(CATCH_UP) == addresses("tom")

    def test_it_follows_a_member_who_takes_a_new_address(self, cast, session):
        drafts = draft_summary_mail(actor=cast.actor("tom"), session=session)
        change_own_address(person=cast.rosa, address="delgado@example.org")
        self.leave(cast, drafts)
        assert to(THANKS) == addresses("amara", "delgado", "will")

    def test_it_goes_when_the_roster_has_another_address(self, cast, session):
        draft_summary_mail(actor=cast.actor("tom"), session=session)
        rosa = cast.members["rosa"]
        save_member(
            actor=cast.actor("bilal"),
            member=rosa,
            reference=rosa.reference,
            name=rosa.name,
            email="delgado@example.org",
        )
        assert to(THANKS) == addresses("amara", "will")

    def test_after_a_new_address_erasing_finds_it_all_the_same(self, cast, session):
        draft_summary_mail(actor=cast.actor("tom"), session=session)
        change_own_address(person=cast.rosa, address="delgado@example.org")
        rosa = cast.actor("rosa")
        erase_own(actor=rosa, subject=Subject(cast.community, rosa.person, cast.members["rosa"]))
        assert not Message.objects.filter(kind=THANKS, to_name="Rosa Delgado").exists()
        assert to(THANKS) == addresses("amara", "will")


@pytest.mark.parametrize("leaves", [True, False])
def test_a_draft_thanks_nobody_until_it_leaves(cast, leaves):
    """Put away on the day after, those who came are thanked by the reminder all the same."""
    with time_machine.travel("2026-11-20 10:00Z", tick=False):
        session = over(cast, "amara", "rosa", "will", days=1)
        shared(session, "white", "A theme")
        shared(session, "racially_minoritised", "Another")
        close_register(session)
        approved(cast, session)
        for mailing in draft_summary_mail(actor=cast.actor("tom"), session=session):
            (approve_mailing if leaves else discard_mailing)(mailing=mailing)
        assert remind_due() == (0 if leaves else 3)
        thanked = Message.objects.filter(kind__in=[THANKS, "session_thanks"])
        assert set(thanked.values_list("to", flat=True)) == addresses("amara", "rosa", "will")
