"""The summary of a session holds what was released, and nothing else; approved, it stands."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from caucus.selectors import share_backs_side_by_side
from cop.audit.models import Entry
from cop.core.errors import Refused
from cop.core.figures import Bound, Rough
from reports.models import SessionSummary
from reports.services import approve_summary, discard_summary, draft_summary
from reports.summaries import compile_summary, digest_of
from sessions_app.models import Proposal, Session, Topic
from sessions_app.services import write_action, write_notes
from tests.people import Cast
from tests.reports.after import (
    MINORITISED,
    WHITE,
    approved,
    close_register,
    more_members,
    noted,
    over,
    shared,
    was_small,
    written,
)
from tests.sessions_app.plans import came, scheduled


@pytest.fixture
def session(cast: Cast) -> Session:
    """Over, with seven who came and its register closed."""
    session = over(cast, "amara", "rosa")
    came(session, *more_members(cast, 5))
    close_register(session)
    return session


def titles(words: dict) -> list[str]:
    return [theme["title"] for one in words["share_backs"] for theme in one["themes"]]


def test_what_was_released_written_and_planned_is_in_it(cast, session):
    noted(cast, session)
    shared(session, MINORITISED, "Who takes the minutes", ask="Share them out.")
    shared(session, WHITE, "Silence", responsibility="We will speak up.")
    scheduled(cast)  # Thursday 14 January 2027 at one
    words = compile_summary(session)
    assert words["topics"] == ["Listening well"]
    assert words["came"] == "7 people came."
    assert titles(words) == ["Who takes the minutes", "Silence"]
    assert [one["slot"] for one in words["share_backs"]] == ["Share them out.", "We will speak up."]
    assert words["notes"] == "We agreed to begin on time."
    assert [one["words"] for one in words["actions"]] == ["Send the list"]
    assert words["next"] == "Thursday 14 January 2027, 1pm to 3pm (GMT)"


def test_share_backs_stand_side_by_side_or_not_at_all(session):
    """R7, R9: whoever was not there cannot tell who was silent, nor guess who was small."""
    shared(session, WHITE, "Silence")
    assert share_backs_side_by_side(session) == []
    written(session, MINORITISED, "Kept back")
    assert titles(compile_summary(session)) == []
    shared(session, MINORITISED, "Kept back")
    assert titles(compile_summary(session)) == ["Kept back", "Silence"]


def test_a_caucus_that_grew_small_after_it_had_released_is_not_told_by_what_is_missing(session):
    """The session's own page shows both: one that showed none would tell that one ended small."""
    for key, title in ((WHITE, "Silence"), (MINORITISED, "Kept back")):
        shared(session, key, title)
    before = compile_summary(session)
    was_small(session, MINORITISED)
    assert compile_summary(session) == before
    assert titles(before) == ["Kept back", "Silence"]


@pytest.mark.parametrize("key", [WHITE, MINORITISED])
def test_the_same_is_read_whichever_caucus_was_silent(session, key):
    """Nothing on the page depends on which of them released something, or whether any did."""
    nothing = compile_summary(session)
    shared(session, key, "Silence")
    assert compile_summary(session) == nothing


def test_a_session_without_caucuses_has_no_share_backs(session):
    shared(session, WHITE, "Silence")
    shared(session, MINORITISED, "Minutes")
    session.grouping = "together"
    assert titles(compile_summary(session)) == []


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Rough(160, Bound.OVER), "Over 160 people came."),
        (Rough(12, Bound.AT_LEAST), "At least 12 people came."),
        (19, "19 people came."),
        (5, "5 people came."),
        (4, "Fewer than 5 people came."),
        (0, "Fewer than 5 people came."),
    ],
)
def test_the_total_is_as_rough_as_it_is_and_never_small(cast, count, words):
    session = over(cast)
    session.set_headcount(count)
    session.save()
    assert compile_summary(session)["came"] == words
    assert compile_summary(session)["leaders"]["came"] == words


def test_a_number_that_may_still_change_is_not_printed(cast):
    session = over(cast, "amara", "tom", "bilal", "rosa", "will")
    assert compile_summary(session)["came"] == ""
    close_register(session)
    assert compile_summary(session)["came"] == "5 people came."


def test_leaders_read_of_no_caucus_and_of_nothing_that_was_said(cast, session):
    noted(cast, session, "The white caucus asked for the kingfisher.")
    write_action(actor=cast.actor("tom"), session=session, words="Answer the White caucus’s ask")
    Topic.objects.create(session=session, position=2, title="What racially minoritised staff need")
    shared(session, WHITE, "the heron")
    shared(session, MINORITISED, "the egret")
    words = compile_summary(session, asks_of_leaders="Two hours, please.")
    assert words["leaders"]["topics"] == ["Listening well"]
    assert [one["words"] for one in words["leaders"]["actions"]] == ["Send the list"]
    everything = json.dumps(words).casefold()
    leaders = json.dumps(words["leaders"]).casefold()
    for word in ("white", "minoritised", "heron", "egret", "kingfisher"):
        assert word in everything
        assert word not in leaders
    assert "two hours, please." in leaders


def test_what_is_asked_of_leaders_names_no_caucus(cast, session):
    with pytest.raises(Refused, match="names no caucus"):
        draft_summary(
            actor=cast.actor("amara"), session=session, asks_of_leaders="Hear the White Caucus."
        )


def test_you_said_we_did_since_the_session_before(cast, session):
    over(cast, days=60)
    day = session.held_on
    for words, days, state in [
        ("Long ago", 90, "adopted"),
        ("Supervision", 10, "adopted"),
        ("Too broad", 9, "declined"),
    ]:
        Proposal.objects.create(
            community=cast.community,
            words=words,
            source="member",
            state=state,
            reason="For January.",
            month=dt.date(2020, 1, 1),
            decided_on=day - dt.timedelta(days=days),
        )
    assert compile_summary(session)["decided"] == [
        "Too broad: not taken up. For January.",
        "Supervision: taken up. For January.",
    ]


def test_it_is_drafted_by_who_runs_it_and_approved_by_a_co_chair_who_read_it(cast, session):
    with pytest.raises(PermissionDenied):
        draft_summary(actor=cast.actor("bilal"), session=session)
    draft = draft_summary(actor=cast.actor("tom"), session=session)
    seen = digest_of(draft.content)
    for who in ("rosa", "bilal", "ines"):
        with pytest.raises(PermissionDenied):
            approve_summary(actor=cast.actor(who), session=session, seen=seen)
    noted(cast, session)
    draft_summary(actor=cast.actor("tom"), session=session)
    with pytest.raises(Refused, match="has changed since you read it"):
        approve_summary(actor=cast.actor("amara"), session=session, seen=seen)
    draft.refresh_from_db()
    approve_summary(actor=cast.actor("amara"), session=session, seen=digest_of(draft.content))
    verbs = Entry.objects.filter(target_kind="sessionsummary").values_list("verb", flat=True)
    assert sorted(verbs) == ["freeze", "freeze", "publish"]


def test_it_is_approved_without_a_number_only_when_that_is_said(cast):
    session = over(cast, "rosa")
    amara = cast.actor("amara")
    draft = draft_summary(actor=amara, session=session)
    seen = digest_of(draft.content)
    with pytest.raises(Refused, match="register is not closed yet"):
        approve_summary(actor=amara, session=session, seen=seen)
    close_register(session)
    with pytest.raises(Refused, match="is known by now"):
        approve_summary(actor=amara, session=session, seen=seen)
    approve_summary(actor=amara, session=session, seen=seen, without_number=True)


def test_what_is_approved_stays_and_a_change_makes_a_new_draft(cast, session):
    noted(cast, session)
    first = approved(cast, session)
    with pytest.raises(Refused, match="Nothing has changed"):
        draft_summary(actor=cast.actor("tom"), session=session)
    write_notes(actor=cast.actor("tom"), session=session, words="We thought again.")
    second = draft_summary(actor=cast.actor("tom"), session=session)
    first.refresh_from_db()
    assert (first.number, second.number) == (1, 2)
    assert first.content["notes"] == "We agreed to begin on time."
    assert second.content["notes"] == "We thought again."
    discard_summary(actor=cast.actor("tom"), session=session)
    assert list(SessionSummary.objects.all()) == [first]


@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"asks_of_leaders": "Pay for supervision."},
        {"state": "draft", "approved_on": None},
        {"number": 9},
        {"approved_on": "2020-01-01"},
    ],
)
def test_an_approved_summary_cannot_be_changed_in_the_database(cast, session, change):
    noted(cast, session)
    rows = SessionSummary.objects.filter(pk=approved(cast, session).pk)
    before = rows.values().get()
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        rows.delete()
    assert rows.values().get() == before
    write_notes(actor=cast.actor("tom"), session=session, words="We thought again.")
    drafts = SessionSummary.objects.filter(
        pk=draft_summary(actor=cast.actor("tom"), session=session).pk
    )
    assert drafts.update(asks_of_leaders="Time.") == 1, "a draft is changed and deleted"
    assert drafts.delete()[0] == 1


def test_nothing_is_summed_up_before_the_end_or_of_what_was_cancelled(cast, session):
    with pytest.raises(Refused, match="once the session is over"):
        draft_summary(actor=cast.actor("amara"), session=scheduled(cast))
    Session.objects.filter(pk=session.pk).update(state="cancelled")
    with pytest.raises(Refused, match="cancelled"):
        draft_summary(actor=cast.actor("amara"), session=session)


def test_a_summary_that_is_too_long_gives_up_the_details(cast, session):
    for key in (MINORITISED, WHITE):
        shared(session, key, "A theme", body="x" * 1200)
    write_notes(actor=cast.actor("tom"), session=session, words="y" * 1500)
    for number in range(8):
        write_action(actor=cast.actor("tom"), session=session, words=f"{number}" * 100)
    words = compile_summary(session)
    heading = [{"title": "A theme", "body": ""}]
    assert [one["themes"] for one in words["share_backs"]] == [heading, heading]


def test_and_is_refused_where_that_is_not_enough(cast, session):
    shared(session, MINORITISED, "A theme", ask="z" * 2000)
    shared(session, WHITE, "A theme", responsibility="z" * 2000)
    write_notes(actor=cast.actor("tom"), session=session, words="y" * 1500)
    with pytest.raises(Refused, match="Shorten the notes or the actions"):
        compile_summary(session)


@pytest.mark.parametrize("who", ["rosa", "ines", "bilal"])
def test_a_draft_is_nobodys_to_read_but_its_writers(cast, as_, session, who):
    noted(cast, session, "the kingfisher")
    draft_summary(actor=cast.actor("tom"), session=session)
    address = f"/in/c/{cast.community.slug}/sessions/{session.pk}"
    browser = as_(who)
    for page in ("/", "/summary/", "/summary/leaders/", "/catch-up/"):
        assert "kingfisher" not in browser.get(address + page).content.decode()
    assert browser.get(f"{address}/summary/draft/").status_code == 403
    assert browser.post(f"{address}/summary/summary/pdf/").status_code == 404
    # The control: the same pages say it once it is approved.
    discard_summary(actor=cast.actor("tom"), session=session)
    approved(cast, session)
    assert "kingfisher" in browser.get(f"{address}/summary/").content.decode()
    assert "kingfisher" not in browser.get(f"{address}/summary/leaders/").content.decode()
