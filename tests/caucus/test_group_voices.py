"""R6: in the dialogue a caucus asks and answers as a caucus; nothing says which person wrote it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from caucus import services
from caucus.models import GroupVoice
from caucus.selectors import MOST_VOICES
from caucus.services import dialogue, share_back
from cop.audit.models import Entry
from cop.core.errors import Refused
from sessions_app.models import Run
from sessions_app.selectors import moment_of
from tests.access.matrix import EVERYBODY
from tests.caucus.live import address, put
from tests.caucus.world import (
    DIALOGUE,
    DURING,
    MINORITISED,
    SECOND_ROUND,
    WHITE,
    choose,
    end,
    fill,
    more_members,
    visited_by_grace,
)
from tests.live import piece, revision
from tests.pages import parse, select, texts

pytestmark = pytest.mark.django_db
TYPED = {"kind": "question", "words": "What would  help\nwhen Rosa speaks?"}


@pytest.fixture
def meeting(cast, session, clock):
    """The dialogue; Amara looks after one caucus and Tom after the other."""
    fill(cast, session, racially_minoritised=3, white=4)
    choose(cast.members["amara"], session, MINORITISED)
    choose(cast.members["tom"], session, WHITE)
    clock.move_to(DIALOGUE)
    return session


def words(response) -> str:
    return " ".join(texts(select(parse(response.content), "main")))


def voices(drawn: str) -> list[str]:
    return [" ".join(said.split()) for said in texts(select(parse(drawn.encode()), "blockquote"))]


def test_written_read_through_with_names_pointed_out_then_put(as_, cast, meeting):
    amara, url = as_("amara"), address(meeting, "caucus:voice_put")
    assert "Racially Minoritised Caucus" in words(amara.get(url))
    read = amara.post(url, TYPED)
    assert "a name like this: Rosa." in words(read)
    assert "What would help when Rosa speaks?" in words(read)
    assert not GroupVoice.objects.exists(), "reading puts nothing"
    again = amara.post(url, {**TYPED, "change": "1"})
    assert "when Rosa speaks?" in again.content.decode()
    kept = {"kind": "question", "words": "What would help?", "put": "1"}
    response = amara.post(url, kept)
    assert response["Location"] == address(meeting, "sessions_app:session_live")
    assert GroupVoice.objects.get().words == "What would help?"


def test_everybody_reads_them_in_order_with_the_name_of_the_caucus(as_, cast, meeting):
    visited_by_grace(cast, meeting)
    before = revision(as_("grace"), meeting, "dialogue")
    put(cast.actor("amara"), meeting, "What would help?")
    put(cast.actor("tom"), meeting, "We would like to <b>listen</b>.", "response")
    for name in ("rosa", "grace", "bilal"):
        drawn = piece(as_(name), meeting, "dialogue")
        assert voices(drawn) == [
            "What would help? Racially Minoritised Caucus asks",
            "We would like to <b>listen</b>. White Caucus responds",
        ]
        assert not any(person in drawn for person in ("Amara", "Tom"))
    assert revision(as_("grace"), meeting, "dialogue") != before


def test_afterwards_they_stand_with_what_was_shared(as_, cast, meeting):
    visited_by_grace(cast, meeting)
    put(cast.actor("amara"), meeting, "What would help?")
    end(cast, meeting)
    for name in ("rosa", "grace", "ines"):
        page = as_(name).get(address(meeting, "caucus:share_back_list")).content.decode()
        assert voices(page) == ["What would help? Racially Minoritised Caucus asks"]


@pytest.mark.parametrize("name", sorted(EVERYBODY))
def test_nobody_but_who_looks_after_the_space_puts_one(as_, cast, meeting, name):
    visited_by_grace(cast, meeting)
    if name in cast.members and name not in ("amara", "tom"):
        choose(cast.members[name], meeting, WHITE)
    if name in ("amara", "tom"):
        put(cast.actor(name), meeting, "What would help?")
    else:
        with pytest.raises(PermissionDenied):
            put(cast.actor(name), meeting, "What would help?")
    assert GroupVoice.objects.exists() == (name in ("amara", "tom"))


def test_where_nobody_looks_after_the_space_who_offers_to_speak_puts_it(as_, cast, meeting):
    """The same who may release: one rule."""
    choose(cast.members["rosa"], meeting, MINORITISED)
    rosa = {"actor": cast.actor("rosa"), "session": meeting}
    services.offer_to_speak(speaks=True, **rosa)
    with pytest.raises(PermissionDenied):
        put(cast.actor("rosa"), meeting, "Not while Amara looks after it.")
    services.leave_space(actor=cast.actor("amara"), session=meeting)
    sent = {"kind": "question", "words": "What would help?", "put": "1"}
    assert as_("rosa").post(address(meeting, "caucus:voice_put"), sent).status_code == 302
    services.offer_to_speak(speaks=False, **rosa)
    with pytest.raises(PermissionDenied):
        put(cast.actor("rosa"), meeting, "Nor who does not offer to.")
    assert GroupVoice.objects.get().words == "What would help?"


def test_whoever_leaves_before_it_is_held_puts_and_writes_nothing(cast, meeting, monkeypatch):
    """The right is asked of the session once it is held, not of how it was before."""
    asked = []

    def first_the_lock(_actor, session):
        asked.append(connection.queries_log[-1]["sql"] if connection.queries_log else "")

    for module, rule in ((dialogue, "release"), (share_back, "share")):
        monkeypatch.setattr(module, f"caucus_to_{rule}_for", first_the_lock)
    given = {"actor": cast.actor("amara"), "session": meeting}
    for act in (
        lambda: services.put_voice(kind="question", words="What?", **given),
        lambda: services.write_share_back(themes=[], **given),
        lambda: services.delete_share_back(**given),
    ):
        with CaptureQueriesContext(connection), pytest.raises(PermissionDenied):
            act()
    assert len(asked) == 3
    assert all("FOR NO KEY UPDATE" in sql for sql in asked)


def test_the_page_of_who_waits_is_the_same_from_every_space(as_, cast, meeting, clock):
    url = address(meeting, "caucus:voice_put")
    pages = set()
    for key in (MINORITISED, WHITE, "reflection"):
        choose(cast.members["rosa"], meeting, key)
        page = as_("rosa").get(url)
        assert len(page.content) % 16384 == 0
        pages.add(words(page))
        assert as_("rosa").post(url, TYPED).status_code == 403
    assert len(pages) == 1


def test_no_field_chooses_another_caucus(as_, cast, meeting):
    white = meeting.spaces.get(caucus__key=WHITE)
    typed = {"kind": "question", "words": "Whose?", "put": "1"}
    typed |= {"caucus": white.caucus_id, "space": white.pk, "session": 0}
    as_("amara").post(address(meeting, "caucus:voice_put"), typed)
    assert GroupVoice.objects.get().caucus.key == MINORITISED
    assert (
        as_("amara")
        .post(address(meeting, "caucus:voice_put"), {**typed, "kind": "slot"})
        .status_code
        == 200
    )
    assert GroupVoice.objects.count() == 1


def test_at_most_six_of_a_caucus(as_, cast, meeting):
    for number in range(MOST_VOICES):
        put(cast.actor("amara"), meeting, f"Question {number}")
    with pytest.raises(Refused, match="Say what is still open aloud"):
        put(cast.actor("amara"), meeting, "One more")
    put(cast.actor("tom"), meeting, "Ours", "response")
    assert GroupVoice.objects.count() == 7
    url = address(meeting, "caucus:voice_put")
    assert "has put 6" in words(as_("amara").get(url))
    refused = as_("amara").post(url, {"kind": "question", "words": "More", "put": "1"})
    assert "Say what is still open aloud" in words(refused)


def test_none_from_a_space_under_three(as_, cast, session, clock):
    for member in more_members(cast, 2):
        choose(member, session, MINORITISED)
    choose(cast.members["amara"], session, MINORITISED)
    clock.move_to(DIALOGUE)
    with pytest.raises(Refused, match="so that nobody can be recognised"):
        put(cast.actor("amara"), session, "What would help?")
    page = as_("amara").get(address(session, "caucus:voice_put"))
    assert "Fewer than 3" in words(page)


def test_too_long_or_empty_is_refused_on_the_form(as_, cast, meeting):
    url = address(meeting, "caucus:voice_put")
    for typed in ("", " \u200b ", "x" * 401):
        page = as_("amara").post(url, {"kind": "question", "words": typed, "put": "1"})
        assert "Error" in page.content.decode()
    assert not GroupVoice.objects.exists()


@pytest.mark.parametrize("instant", [DURING, SECOND_ROUND])
def test_only_while_the_caucuses_speak_together(as_, cast, meeting, clock, instant):
    clock.move_to(instant)
    with pytest.raises(Refused, match="while the caucuses speak together"):
        put(cast.actor("amara"), meeting, "What would help?")
    late = as_("amara").post(
        address(meeting, "caucus:voice_put"), {"kind": "question", "words": "Kept?", "put": "1"}
    )
    assert "Kept?" in late.content.decode(), "what was typed is not lost"
    assert "while the caucuses speak together" in words(late)


def test_never_in_a_plan_without_dialogue(as_, cast, meeting):
    Run.objects.create(session=meeting, is_apart=True)
    assert moment_of(meeting).is_apart
    with pytest.raises(Refused):
        put(cast.actor("amara"), meeting, "What would help?")
    assert "voice" not in piece(as_("amara"), meeting, "dialogue")


def test_what_was_put_stays_as_it_is(cast, meeting):
    put(cast.actor("amara"), meeting, "What would help?")
    voice = GroupVoice.objects.get()
    voice.words = "Something else"
    with pytest.raises(ProgrammingError, match="never changes"), transaction.atomic():
        voice.save()


def test_no_record_and_no_column_says_who(cast, meeting):
    before = Entry.objects.count()
    put(cast.actor("amara"), meeting, "What would help?")
    assert Entry.objects.count() == before
    leads = {field.name for field in GroupVoice._meta.concrete_fields}
    assert leads == {"id", "session", "caucus", "kind", "words", "position"}


def stamps(table: str) -> set[str]:
    """The transactions that wrote or locked rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT xmin::text, xmax::text FROM {table}")
        return {each for row in cursor.fetchall() for each in row} - {"0"}


PEOPLE = (
    "members_member",
    "members_user",
    "caucus_choice",
    "sessions_app_attendance",
    "audit_entry",
)


@pytest.mark.django_db(transaction=True)
def test_no_transaction_ties_a_voice_to_a_person(cast, meeting):
    put(cast.actor("amara"), meeting, "What would help?")
    assert not stamps("caucus_groupvoice") & set().union(*map(stamps, PEOPLE))
    with transaction.atomic():  # the leaky way: the person is touched on the way
        cast.members["tom"].save()
        GroupVoice.objects.create(
            session=meeting,
            caucus=meeting.spaces.get(caucus__key=WHITE).caucus,
            kind="question",
            words="Whose?",
            position=9,
        )
    assert stamps("caucus_groupvoice") & stamps("members_member")


def test_a_session_s_voices_are_its_own(as_, cast, meeting):
    put(cast.actor("amara"), meeting, "What would help?")
    with pytest.raises(PermissionDenied):
        services.put_voice(actor=cast.actor("amara"), session=meeting, kind="slot", words="x")
    assert as_("sam").get(address(meeting, "caucus:voice_put")).status_code == 404
    assert as_("ines").get(address(meeting, "caucus:voice_put")).status_code == 403
