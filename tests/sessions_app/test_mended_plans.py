"""Sessions planned before formats, and what becomes of a plan when its format goes."""

from dataclasses import replace
from importlib import import_module

import pytest
from django.apps import apps

from cop.members.services import change_own_address, send_mailing
from cop.post.models import Message
from sessions_app.enums import Grouping, Moment
from sessions_app.formats import FORMATS, ONE_TOPIC
from sessions_app.models import ReminderText, Session
from sessions_app.selectors import format_of_own, key_of, planned_for
from sessions_app.services import (
    change_format,
    change_reminder,
    copy_format,
    delete_format,
    draft_invitations,
)
from tests.sessions_app.plans import scheduled


def test_a_session_without_caucuses_is_marked_as_one(cast):
    caucused = scheduled(cast)
    together = scheduled(cast, format="webinar", parts=FORMATS["webinar"].parts)
    imported = scheduled(cast)
    imported.segments.all().delete()
    Session.objects.update(grouping=Grouping.CAUCUSES)
    import_module("sessions_app.migrations.0014_together_without_caucuses").together(apps, None)
    assert dict(Session.objects.values_list("pk", "grouping")) == {
        caucused.pk: "caucuses",
        together.pk: "together",
        imported.pk: "caucuses",  # nothing is known of its parts
    }


@pytest.mark.parametrize("renamed", [False, True])
def test_a_reminder_switched_off_stays_off_when_its_format_is_deleted(cast, renamed):
    amara = cast.actor("amara")
    ours = replace(ONE_TOPIC, name="Ours")
    own = copy_format(actor=amara, source=ONE_TOPIC, content=ours)
    key = format_of_own(own).key
    session = scheduled(cast, format=key)
    change_reminder(actor=amara, format_key=key, moment=Moment.TWO_DAYS, is_on=False, words="")
    if renamed:
        own = change_format(actor=amara, own=own, content=replace(ours, name="Theirs"))
    delete_format(actor=amara, own=own)
    session = Session.objects.get(pk=session.pk)
    assert not planned_for(cast.community, key_of(session), Moment.TWO_DAYS).is_on
    assert ReminderText.objects.count() == 1


def test_without_sessions_no_text_is_left(cast):
    amara = cast.actor("amara")
    own = copy_format(actor=amara, source=ONE_TOPIC, content=replace(ONE_TOPIC, name="Ours"))
    key = format_of_own(own).key
    change_reminder(actor=amara, format_key=key, moment=Moment.TWO_DAYS, is_on=False, words="")
    delete_format(actor=amara, own=own)
    assert not ReminderText.objects.exists()


def test_a_drafted_invitation_follows_a_new_address_with_its_calendar(cast):
    mailing = draft_invitations(actor=cast.actor("bilal"), session=scheduled(cast))
    new = "rosa.delgado.of.the.northern.community@example.org"  # longer than a line may be
    change_own_address(person=cast.rosa, address=new)
    send_mailing(actor=cast.actor("bilal"), mailing=mailing)
    mail = Message.objects.get(to=new)
    unfolded = mail.calendar.replace("\r\n ", "")
    assert new in unfolded
    assert "rosa@example.org" not in unfolded
    assert max(map(len, mail.calendar.split("\r\n"))) <= 75
    assert not Message.objects.filter(to="rosa@example.org").exists()
