"""Mail is read before it leaves, by those who look after it, and followed until it has arrived."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse

from cop.audit.models import Entry
from cop.core import clock
from cop.core.errors import Refused
from cop.core.registry import alarms
from cop.members import mailings
from cop.members.enums import Role
from cop.members.models import Appointment, Member
from cop.members.services import put_mailing_away, send_mailing
from cop.post.enums import MailingState, State
from cop.post.models import Mailing, Message
from cop.post.services import Letter, draft_mailing, post_letter, send_waiting
from sessions_app.models import Facilitator, Invitation
from sessions_app.services import cancel_session, change_session, draft_invitations
from tests.pages import parse, select, texts
from tests.people import Cast
from tests.sessions_app.plans import JANUARY, plan, scheduled

LIST = "/in/c/northern/mail/"


def drafted(cast: Cast, **changes) -> Mailing:
    mailing = draft_invitations(actor=cast.actor("tom"), session=scheduled(cast, **changes))
    assert mailing is not None
    return mailing


def url(name: str, mailing: Mailing, *more: int) -> str:
    return reverse(f"members:{name}", args=["northern", mailing.pk, *more])


def sent_on(mailing: Mailing) -> set[dt.date | None]:
    return set(Invitation.objects.values_list("sent_on", flat=True))


class TestDraft:
    def test_from_the_session_to_each_mail_to_approval(self, cast: Cast, as_):
        session = scheduled(cast)
        invite = f"/in/c/northern/sessions/{session.pk}/invite/"
        answer = as_("bilal").post(invite, {"how": "draft"})
        mailing = Mailing.objects.get()
        assert answer.url == url("mailing_detail", mailing)
        assert sent_on(mailing) == {None}
        assert send_waiting() == 0
        page = parse(as_("bilal").get(answer.url).content)
        assert texts(select(page, "select option")) == [
            "Amara Osei",
            "Tom Hartley",
            "Bilal Rahman",
            "Rosa Delgado",
            "Will Turner",
        ]
        assert as_("bilal").get(url("mailing_send", mailing)).status_code == 200
        as_("bilal").post(url("mailing_send", mailing))
        assert sent_on(mailing) == {clock.today("Europe/London")}
        assert send_waiting() == 5
        as_("bilal").post(url("mailing_send", mailing))  # a second click
        assert send_waiting() == 0
        assert len(mail.outbox) == 5
        assert Entry.objects.filter(verb="send", target_kind="mailing").count() == 1

    def test_what_is_read_is_what_leaves(self, cast: Cast, as_):
        mailing = drafted(cast)
        rosas = mailing.messages.get(to_name="Rosa Delgado")
        page = as_("bilal").get(url("mailing_detail", mailing), {"to": rosas.pk}).content.decode()
        formatted = as_("bilal").get(url("message_formatted", mailing, rosas.pk)).content.decode()
        as_("bilal").post(url("mailing_send", mailing))
        send_waiting()
        (left,) = [one for one in mail.outbox if "rosa" in one.to[0]]
        assert "To rosa@example.org" in page
        assert left.subject in page
        for line in filter(None, left.body.splitlines()):
            assert line in page.replace("&#x27;", "’")
        assert "Thursday 14 January 2027, 1pm to 3pm (GMT)</dd>" in page  # of the calendar entry
        assert left.alternatives[0].content == formatted

    def test_names_are_the_secretarys_alone(self, cast: Cast, as_):
        mailing = drafted(cast)
        one = mailing.messages.first()
        for name in ("amara", "tom"):
            page = as_(name).get(url("mailing_detail", mailing)).content.decode()
            assert "Mail 5" in page
            for secret in ("Rosa", "rosa@", "Will Turner", "bilal@"):
                assert secret not in page
            assert as_(name).get(url("mailing_copy", mailing)).status_code == 403
            assert as_(name).get(url("message_formatted", mailing, one.pk)).status_code == 200

    def test_facilitator_finds_mail_about_their_own_sessions(self, cast: Cast, as_):
        own, other = drafted(cast), drafted(cast, day=JANUARY + dt.timedelta(days=7))
        Appointment.objects.filter(person=cast.tom, role=Role.CO_CHAIR).delete()
        Facilitator.objects.filter(session__held_on__gt=JANUARY).delete()
        post_letter(
            community_id=cast.community.pk,
            kind="feedback_open",
            recipients=[("rosa@example.org", "")],
            letter=Letter("Hello", "Hello\n"),
        )
        assert len(select(parse(as_("tom").get(LIST).content), "tbody tr")) == 1
        assert as_("tom").get(url("mailing_detail", own)).status_code == 200
        assert as_("tom").get(url("mailing_detail", other)).status_code == 403
        assert as_("tom").post(url("mailing_send", other)).status_code == 403
        assert len(select(parse(as_("bilal").get(LIST).content), "tbody tr")) == 3

    def test_put_away(self, cast: Cast, as_):
        mailing = drafted(cast)
        as_("amara").post(url("mailing_discard", mailing))
        assert not Message.objects.exists()
        assert sent_on(mailing) == {None}
        assert as_("amara").get(url("mailing_detail", mailing)).status_code == 404
        for page in ("mailing_send", "mailing_discard"):  # from a browser that still shows it
            said = as_("bilal").post(url(page, mailing), follow=True).content.decode()
            assert "This draft was put away meanwhile" in said
            assert as_("rosa").post(url(page, mailing)).status_code == 404

    def test_draft_to_nobody_any_more_says_so(self, cast: Cast, as_):
        mailing = drafted(cast)
        Message.objects.all().delete()  # as erasing does, one by one
        page = as_("bilal").get(url("mailing_detail", mailing)).content.decode()
        assert "Nobody gets this mail" in page

    def test_new_draft_takes_the_place_of_the_old(self, cast: Cast):
        mailing = drafted(cast)
        session = Invitation.objects.all()[0].session
        again = draft_invitations(actor=cast.actor("tom"), session=session)
        assert list(Mailing.objects.all()) == [again]
        assert mailing != again


class TestStale:
    """A draft about a session that is not as it was never leaves."""

    def test_changed_session_puts_its_draft_away_and_says_so(self, cast: Cast, as_):
        mailing = drafted(cast)
        session = Invitation.objects.all()[0].session
        change_session(
            actor=cast.actor("tom"), session=session, plan=plan(cast, day=JANUARY.replace(day=21))
        )
        mailing.refresh_from_db()
        assert mailing.state == MailingState.WITHDRAWN
        assert not Message.objects.exists()
        page = as_("tom").get(f"/in/c/northern/sessions/{session.pk}/").content.decode()
        assert "The draft invitation was put away" in page
        assert "Put away" in as_("tom").get(url("mailing_detail", mailing)).content.decode()
        assert as_("tom").post(url("mailing_send", mailing)).status_code == 302
        assert send_waiting() == 0
        assert sent_on(mailing) == {None}

    def test_cancelled_session_takes_its_draft_along(self, cast: Cast):
        drafted(cast)
        session = Invitation.objects.all()[0].session
        cancel_session(actor=cast.actor("tom"), session=session, reason="")
        assert not Message.objects.exists()

    def test_change_by_any_other_way_stops_the_draft(self, cast: Cast, as_):
        """Nobody put it away: it is compared with what would be written now."""
        mailing = drafted(cast)
        session = Invitation.objects.all()[0].session
        session.place = "Elsewhere"
        session.save()
        with pytest.raises(Refused, match="has changed since"):
            send_mailing(actor=cast.actor("bilal"), mailing=mailing)
        page = as_("bilal").post(url("mailing_send", mailing)).content.decode()
        assert "has changed since" in page
        assert set(Message.objects.values_list("state", flat=True)) == {State.DRAFT}
        assert sent_on(mailing) == {None}

    def test_whoever_left_meanwhile_gets_none(self, cast: Cast):
        mailing = drafted(cast)
        rosa = cast.members["rosa"]
        Member.objects.filter(pk=rosa.pk).update(left_on=clock.today("Europe/London"))
        Invitation.objects.filter(member=cast.members["will"]).update(answer="coming")
        send_mailing(actor=cast.actor("bilal"), mailing=mailing)
        assert send_waiting() == 4
        assert not [one for one in mail.outbox if "rosa" in one.to[0]]
        assert Invitation.objects.get(member=rosa).sent_on is None


class TestAfterwards:
    def left(self, cast: Cast) -> Mailing:
        mailing = send_mailing(actor=cast.actor("bilal"), mailing=drafted(cast))
        send_waiting()
        return mailing

    def test_progress_with_and_without_javascript(self, cast: Cast, as_):
        mailing = send_mailing(actor=cast.actor("bilal"), mailing=drafted(cast))
        Message.objects.filter(pk__in=Message.objects.all()[:2]).update(state=State.SENT)
        page = as_("amara").get(url("mailing_detail", mailing)).content.decode()
        assert "2 of 5 sent, 3 waiting" in page
        assert "See how far it is now" in page
        part = as_("amara").get(url("mailing_detail", mailing), headers={"hx-request": "true"})
        assert 'value="40"' in part.content.decode()
        assert "<html" not in part.content.decode()
        Message.objects.update(state=State.SENT)
        done = as_("amara").get(url("mailing_detail", mailing), headers={"hx-request": "true"})
        assert done.headers["HX-Refresh"] == "true"

    def test_no_words_and_no_addresses_are_left(self, cast: Cast, as_):
        mailing = self.left(cast)
        kept = str([list(Message.objects.values()), list(Mailing.objects.values())])
        for word in ("rosa", "Rosa", "January", "BEGIN", "Session on"):
            assert word not in kept
        page = as_("bilal").get(url("mailing_detail", mailing)).content.decode()
        assert "5 of 5 sent" in page
        assert "rosa@" not in page

    def test_perhaps_sent_is_settled_with_one_click(self, cast: Cast, as_):
        mailing = send_mailing(actor=cast.actor("bilal"), mailing=drafted(cast))
        Message.objects.update(state=State.PERHAPS)
        assert alarms()["mails perhaps sent"] == 5
        first, second = Message.objects.all()[:2]
        page = as_("amara").get(url("mailing_detail", mailing)).content.decode()
        assert "rosa@" not in page
        assert "rosa@" in as_("bilal").get(url("mailing_detail", mailing)).content.decode()
        as_("amara").post(url("message_settle", mailing, first.pk), {"how": "arrived"})
        as_("amara").post(url("message_settle", mailing, second.pk), {"how": "again"})
        assert send_waiting() == 1
        assert alarms()["mails perhaps sent"] == 3

    def test_mail_that_came_back_stands_beside_the_member(self, cast: Cast, as_):
        mailing = self.left(cast)
        rosa = cast.members["rosa"]
        form = {"member": rosa.pk, "reason": "full"}
        assert as_("bilal").post(url("mailing_returned", mailing), form).status_code == 302
        page = as_("bilal").get(f"/in/c/northern/members/{rosa.pk}/").content.decode()
        assert "did not arrive (Invitation to a session): The mailbox is full." in page
        assert "1 not delivered" in as_("bilal").get(LIST).content.decode()
        page = as_("bilal").get(url("mailing_detail", mailing)).content.decode()
        assert f'href="/in/c/northern/members/{rosa.pk}/">Correct the address' in page
        page = as_("amara").get(url("mailing_detail", mailing)).content.decode()
        assert "Correct the address" not in page

    def test_ones_own_errand_shows_nobody_its_words(self, cast: Cast, as_):
        post_letter(
            community_id=cast.community.pk,
            kind="data_request",
            recipients=[("dana@example.org", "Dana")],
            letter=Letter("A secret", "Somebody asked.\n"),
        )
        mailing = Mailing.objects.get()
        assert "No mail yet" in as_("bilal").get(LIST).content.decode()
        Message.objects.update(state=State.FAILED, reason="unknown")
        page = as_("bilal").get(LIST).content.decode()
        page += as_("bilal").get(url("mailing_detail", mailing)).content.decode()
        assert "Mail to one person" in page
        for secret in ("dana@", "Dana", "data_request", "secret", "Somebody"):
            assert secret not in page


class TestCopy:
    def test_addresses_go_on_record_and_ask_who_it_is(self, cast: Cast, as_):
        mailing = drafted(cast)
        late = as_("bilal", seconds_ago=3600).get(url("mailing_copy", mailing))
        assert late.status_code == 302
        assert not Entry.objects.filter(verb="export").exists()
        page = as_("bilal").get(url("mailing_copy", mailing)).content.decode()
        assert "amara@example.org, bilal@example.org, rosa@example.org" in page
        assert "Session on Thursday 14 January" in page
        assert Entry.objects.filter(verb="export", target_kind="roster").count() == 1


@pytest.mark.parametrize("number", [1, 10, 200])
def test_list_costs_the_same(cast: Cast, as_, django_assert_num_queries, number):
    session = scheduled(cast)
    for one in range(number):
        draft_mailing(
            community_id=cast.community.pk,
            kind="session_changed",
            about=f"session:{session.pk + one}",
            letters=[("rosa@example.org", "Rosa", Letter("Hello", "Hello\n"))],
        )
    browser = as_("bilal")
    with django_assert_num_queries(8):
        page = parse(browser.get(LIST).content)
    assert len(select(page, "tbody tr")) == min(number, 50)


def test_invitation_that_was_held_back_can_still_be_copied(cast: Cast, as_):
    mailing = send_mailing(actor=cast.actor("bilal"), mailing=drafted(cast))
    send_waiting()
    page = as_("bilal").get(url("mailing_copy", mailing)).content.decode()
    assert "amara@example.org, bilal@example.org, rosa@example.org" in page
    assert "Session on Thursday 14 January" in page
    assert as_("amara").get(url("mailing_copy", mailing)).status_code == 403


class TestTwoDecide:
    """Whoever decides on a draft last is told what became of it; the record says what happened."""

    def test_sent_meanwhile(self, cast: Cast):
        draft = drafted(cast)
        stale = Mailing.objects.get()
        send_mailing(actor=cast.actor("bilal"), mailing=draft)
        with pytest.raises(Refused, match="no draft any more"):
            put_mailing_away(actor=cast.actor("bilal"), mailing=stale)
        assert Mailing.objects.get().state == MailingState.APPROVED
        assert "delete" not in Entry.objects.values_list("verb", flat=True)

    def test_put_away_meanwhile(self, cast: Cast):
        draft = drafted(cast)
        stale = Mailing.objects.get()
        put_mailing_away(actor=cast.actor("bilal"), mailing=draft)
        for act in (put_mailing_away, send_mailing):
            with pytest.raises(Refused, match="put away meanwhile"):
                act(actor=cast.actor("bilal"), mailing=stale)
        assert list(Entry.objects.values_list("verb", flat=True)).count("delete") == 1

    @pytest.mark.parametrize("page", ["mailing_send", "mailing_discard"])
    def test_the_page_says_so(self, cast: Cast, as_, page, monkeypatch):
        draft = drafted(cast)
        browser = as_("bilal")
        door = mailings.get_visible_mailing_or_404

        def found_then_gone(actor, mailing_id):
            mailing = door(actor, mailing_id)
            put_mailing_away(actor=cast.actor("tom"), mailing=mailing)
            return Mailing(pk=mailing_id, community_id=mailing.community_id, about=mailing.about)

        monkeypatch.setattr(mailings, "get_visible_mailing_or_404", found_then_gone)
        answer = browser.post(url(page, draft), follow=True)
        assert answer.status_code == 200
        assert "This draft was put away meanwhile" in answer.content.decode()
