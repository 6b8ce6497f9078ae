"""Where a choice may be stored only with consent: asked once, stored with it, gone without it."""

import threading

import pytest
import time_machine
from django.db import connection, transaction

from caucus.models import Choice, Opening
from caucus.selectors import own_space
from caucus.services import set_doors
from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.documents.models import Consent
from cop.documents.services import withdraw_consent
from tests.at_once import wait_until_waited_for
from tests.caucus.world import DURING, MINORITISED, WHITE, choose, session_with_spaces, space_in
from tests.documents.world import adopt, adopt_all, consent, take_consent
from tests.pages import parse, select, texts
from tests.sessions_app.plans import came

pytestmark = pytest.mark.django_db
KIND = "consent-to-choice"


@pytest.fixture
def asking(cast, session):
    """The community takes consent; one door is set."""
    take_consent(cast.community)
    adopt_all(cast.actor("amara"))
    doors = {space_in(session, WHITE).pk: "https://meet.example/one"}
    set_doors(actor=cast.actor("amara"), session=session, doors=doors)
    return session


def url(session) -> str:
    return f"/in/c/{session.community.slug}/sessions/{session.pk}/space/"


def test_without_consent_nothing_is_stored(cast, asking):
    with pytest.raises(Refused):
        choose(cast.members["rosa"], asking, WHITE)
    assert not Choice.objects.exists()
    assert not Opening.objects.exists()


def test_a_community_on_another_ground_asks_nobody(cast, session):
    adopt_all(cast.actor("amara"))
    choose(cast.members["rosa"], session, WHITE)
    assert Choice.objects.count() == 1


def test_asked_once_before_the_choices_are_shown(cast, asking, as_):
    rosa = as_("rosa")
    page = parse(rosa.get(url(asking)).content)
    assert not select(page, "main input[name=space]")
    [agree] = select(page, "main button[name=agree]")
    rosa.post(url(asking), {"agree": agree.get("value")})
    # Agreeing is not choosing.
    assert not Choice.objects.exists()
    page = parse(rosa.get(url(asking)).content)
    assert not select(page, "main button[name=agree]")
    assert len(select(page, "main input[name=space]")) == 3
    rosa.post(url(asking), {"space": space_in(asking, MINORITISED).pk})
    assert own_space(cast.actor("rosa"), asking) == space_in(asking, MINORITISED)
    assert select(parse(rosa.get(url(asking)).content), "main button[name=withdraw]")


def test_without_it_every_door_stands_open_and_reflection_is_there(cast, asking, as_):
    came(asking, cast.members["rosa"])
    page = parse(as_("rosa").get(url(asking)).content)
    doors = select(page, "main section[aria-labelledby^=door-]")
    assert texts(select(page, "main section[aria-labelledby^=door-] h3")) == [
        "Racially Minoritised Caucus",
        "White Caucus",
        "Individual reflection",
    ]
    assert [a.get("href") for a in select(doors[1], "a")] == ["https://meet.example/one"]
    # A form that was open before it was taken back stores nothing either.
    as_("rosa").post(url(asking), {"space": space_in(asking, WHITE).pk})
    assert not Choice.objects.exists()


def test_a_community_without_a_text_shows_doors_and_stores_nothing(cast, session, as_):
    take_consent(cast.community)
    page = parse(as_("rosa").get(url(session)).content)
    assert not select(page, "main button[name=agree], main input[name=space]")
    assert len(select(page, "main section[aria-labelledby^=door-]")) == 3


@pytest.mark.parametrize("where", ["space", "consents"])
def test_taking_it_back_deletes_today_s_choice_and_no_trace_is_left(cast, asking, as_, where):
    consent(cast.actor("rosa"))
    consent(cast.actor("will"))
    choose(cast.members["rosa"], asking, WHITE)
    choose(cast.members["will"], asking, WHITE)
    before = Entry.objects.count()
    address = url(asking) if where == "space" else f"/in/c/{cast.community.slug}/consents/"
    as_("rosa").post(address, {"kind": KIND, "withdraw": "1"})
    assert list(Choice.objects.values_list("member", flat=True)) == [cast.members["will"].pk]
    assert Entry.objects.count() == before
    row = Consent.objects.get(member=cast.members["rosa"])
    assert row.withdrawn_on == DURING.date()


def rows_kept(name: str) -> dict[str, list]:
    """Everything the database still has of the member's consent, physical order included."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT member_id, version_id, given_on, withdrawn_on FROM documents_consent"
        )
        consents = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM caucus_choice")
        return {"consents": consents, "choices": cursor.fetchall()}


def test_who_never_chose_and_who_did_look_the_same_afterwards(cast, asking):
    """The rows kept of somebody who chose, of each space, and of somebody who did not, are equal.

    The table of choices is the control: while somebody is in a space, it does differ.
    """
    seen, live = [], []
    for key in (WHITE, MINORITISED, "reflection", ""):
        Consent.objects.all().delete()
        consent(cast.actor("rosa"))
        if key:
            choose(cast.members["rosa"], asking, key)
        live.append(rows_kept("rosa")["choices"])
        withdraw_consent(actor=cast.actor("rosa"), kind=KIND)
        seen.append(rows_kept("rosa"))
    assert live == [[(1,)]] * 3 + [[(0,)]]
    assert all(rows == seen[0] for rows in seen)


def test_a_changed_text_asks_again_before_the_next_choice(cast, asking, as_):
    consent(cast.actor("rosa"))
    adopt(cast.actor("amara"), KIND, "I agree to something else.")
    with pytest.raises(Refused):
        choose(cast.members["rosa"], asking, WHITE)
    page = parse(as_("rosa").get(url(asking)).content)
    assert select(page, "main button[name=agree]")
    assert "changed" in texts(select(page, "#consent ~ p"))[0]


def test_every_page_has_one_length(cast, asking, as_):
    lengths = set()
    rosa = as_("rosa")
    lengths.add(len(rosa.get(url(asking)).content))
    consent(cast.actor("rosa"))
    lengths.add(len(rosa.get(url(asking)).content))
    choose(cast.members["rosa"], asking, WHITE)
    lengths.add(len(rosa.get(url(asking)).content))
    assert len(lengths) == 1


@pytest.mark.django_db(transaction=True)
def test_taking_back_waits_for_a_choice_that_is_just_being_made(cast):
    """In the end nothing is stored of somebody who does not agree."""
    with time_machine.travel(DURING, tick=False):
        session = session_with_spaces(cast)
        take_consent(cast.community)
        adopt_all(cast.actor("amara"))
        consent(cast.actor("rosa"))
        rosa, chosen = cast.actor("rosa"), threading.Event()

        def choosing():
            with transaction.atomic():
                choose(cast.members["rosa"], session, WHITE)
                chosen.set()
                wait_until_waited_for()
            connection.close()

        def taking_back():
            chosen.wait(60)
            withdraw_consent(actor=rosa, kind=KIND)
            connection.close()

        threads = [threading.Thread(target=target) for target in (choosing, taking_back)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert chosen.is_set()
        assert not Choice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_choosing_waits_for_what_is_just_being_taken_back(cast):
    """It is asked whether the member agrees once the other is done, and not before."""
    with time_machine.travel(DURING, tick=False):
        session = session_with_spaces(cast)
        take_consent(cast.community)
        adopt_all(cast.actor("amara"))
        consent(cast.actor("rosa"))
        rosa, taken, refused = cast.actor("rosa"), threading.Event(), []

        def taking_back():
            with transaction.atomic():
                withdraw_consent(actor=rosa, kind=KIND)
                taken.set()
                wait_until_waited_for()
            connection.close()

        def choosing():
            taken.wait(60)
            try:
                choose(cast.members["rosa"], session, WHITE)
            except Refused as reason:
                refused.append(reason)
            finally:
                connection.close()

        threads = [threading.Thread(target=target) for target in (choosing, taking_back)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(refused) == 1
        assert not Choice.objects.exists()
