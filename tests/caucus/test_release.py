"""R6, R9: who releases, what is asked first, and that it stays as it was read."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from caucus import services
from caucus.models import LiveSpace, Point, ShareBack
from caucus.selectors import digest_of, seat_of
from cop.core.errors import Refused
from cop.members.models import Appointment
from cop.members.selectors import actor_in
from tests.caucus.board import act, board, filled, open_board, words, write
from tests.caucus.world import AFTER, choose, end, publish, space_in

pytestmark = pytest.mark.django_db
__all__ = ["filled"]


def release(cast, session, name="amara", **more):
    return services.release_share_back(actor=cast.actor(name), session=session, **more)


def read(browser, session):
    """The page on which it is read through, and what its form sends along."""
    page = browser.get(board(session) + "?read=1")
    content = page.content.decode()
    seen = content.split('name="seen" value="')[1].split('"')[0] if "seen" in content else ""
    return words(page), seen


def test_it_is_read_as_others_will_read_it_and_then_released(as_, cast, filled):
    write(cast, filled)
    write(cast, filled, "slot", words="Change the rota")
    said, seen = read(as_("amara"), filled)
    assert "This is what the others will read:" in said
    assert "What we ask Change the rota" in said
    assert "A facilitator speaks for the caucus" in said
    assert not ShareBack.objects.exists(), "reading releases nothing"
    assert act(as_("amara"), filled, "release", seen=seen).status_code == 302
    shared = ShareBack.objects.get()
    assert (shared.ask, shared.voice) == ("Change the rota", "facilitator")
    assert "Released" in words(open_board(as_, "rosa", filled))


def test_what_was_reworded_since_it_was_read_is_read_again(as_, cast, filled):
    write(cast, filled)
    _said, seen = read(as_("amara"), filled)
    write(cast, filled, revision=Point.objects.get().revision, words="Quite other words.")
    answer = act(as_("amara"), filled, "release", seen=seen)
    assert "It was reworded just now." in words(answer)
    assert "Quite other words." in words(answer)
    assert not ShareBack.objects.exists()


def test_a_strike_that_came_first_is_honoured_and_blocks_nothing(as_, cast, filled):
    write(cast, filled)
    write(cast, filled, "second", heading="Tiredness")
    _said, seen = read(as_("amara"), filled)
    services.strike_point(actor=cast.actor("rosa"), session=filled, place="first")
    assert act(as_("amara"), filled, "release", seen=seen).status_code == 302
    assert [theme.title for theme in ShareBack.objects.get().themes.all()] == ["Tiredness"]
    with pytest.raises(Refused):
        services.strike_point(actor=cast.actor("rosa"), session=filled, place="second")


def test_names_are_pointed_out_and_take_a_second_press(as_, cast, filled):
    write(cast, filled, words="Rosa said it first.")
    said, seen = read(as_("amara"), filled)
    assert "a name like this: Rosa." in said
    answer = act(as_("amara"), filled, "release", seen=seen)
    assert "It names nobody, and the caucus agrees: release it" in words(answer)
    assert not ShareBack.objects.exists()
    act(as_("amara"), filled, "release", seen=seen, despite_names="on")
    assert ShareBack.objects.exists()


def test_a_theme_without_a_heading_does_not_leave(cast, filled):
    write(cast, filled, heading="")
    with pytest.raises(Refused):
        release(cast, filled)


@pytest.mark.parametrize("speaker", ["rosa", None])
def test_of_who_spoke_only_the_kind_is_kept(cast, filled, speaker):
    write(cast, filled)
    if speaker:
        services.offer_to_speak(actor=cast.actor(speaker), session=filled, speaks=True)
    shared = release(cast, filled, voice="member" if speaker is None else "facilitator")
    assert shared.voice == ("member" if speaker else "facilitator")


def test_who_offers_to_speak_releases_where_nobody_looks_after_the_space(cast, filled):
    write(cast, filled)
    services.offer_to_speak(actor=cast.actor("rosa"), session=filled, speaks=True)
    with pytest.raises(PermissionDenied):
        release(cast, filled, "rosa")
    services.leave_space(actor=cast.actor("amara"), session=filled)
    assert seat_of(cast.actor("rosa"), filled).may_release
    assert release(cast, filled, "rosa").voice == "member"


@pytest.mark.parametrize("name", ["will", "tom", "bilal", "ines"])
def test_nobody_of_another_space_releases(cast, filled, name):
    write(cast, filled)
    with pytest.raises((PermissionDenied, Refused)):
        release(cast, filled, name)
    assert not ShareBack.objects.exists()


def test_what_is_given_aloud_leaves_nothing(as_, cast, filled):
    write(cast, filled)
    assert act(as_("rosa"), filled, "give_aloud", aloud="on").status_code == 403
    act(as_("amara"), filled, "give_aloud", aloud="on")
    assert not Point.objects.exists()
    assert LiveSpace.objects.get(gives_aloud=True).space == space_in(filled, "racially_minoritised")
    assert "You give it aloud today." in words(open_board(as_, "rosa", filled))
    with pytest.raises(Refused):
        write(cast, filled)
    act(as_("amara"), filled, "give_aloud")
    assert write(cast, filled)


def test_a_caucus_shares_nothing_in_one_tap(as_, cast, filled):
    write(cast, filled)
    act(as_("amara"), filled, "share_nothing")
    assert not Point.objects.exists()
    assert not ShareBack.objects.exists()


def test_released_it_stays_and_so_do_its_themes(cast, filled):
    write(cast, filled)
    shared = release(cast, filled)
    for change in (
        lambda: ShareBack.objects.update(voice="member"),
        lambda: ShareBack.objects.update(released_at=None),
        lambda: shared.themes.update(body="changed"),
        lambda: shared.themes.create(position=2, title="more"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    for late in (lambda: write(cast, filled, "second"), lambda: release(cast, filled)):
        with pytest.raises(Refused):
            late()


def test_a_space_that_became_small_or_was_left_by_all_releases_nothing(cast, filled):
    write(cast, filled)
    members = cast.community.members.filter(reference__startswith="RAC")
    for member in members[:2]:
        choose(member, filled, "reflection")
    with pytest.raises(Refused):
        release(cast, filled)
    for member in [*members, cast.members["rosa"], cast.members["amara"]]:
        services.leave_space(actor=actor_in(member.person, cast.community), session=filled)
    with pytest.raises(PermissionDenied):
        release(cast, filled)
    publish(cast, "amara", "racially_minoritised")
    end(cast, filled)
    filled.refresh_from_db()
    with pytest.raises(Refused):
        write_afterwards(cast, filled)


def write_afterwards(cast, session):
    services.write_share_back(
        actor=cast.actor("amara"), session=session, themes=[services.Theme("Late")]
    )


def test_the_clock_shuts_it_and_the_draft_of_the_day_goes(cast, filled, clock):
    write(cast, filled)
    clock.move_to(AFTER)
    with pytest.raises(PermissionDenied):
        release(cast, filled)
    end(cast, filled)
    assert not Point.objects.exists()
    publish(cast, "amara", "racially_minoritised")
    filled.refresh_from_db()
    write_afterwards(cast, filled)
    assert release(cast, filled, voice="member").voice == "member"


def test_what_was_seen_is_told_by_its_words(cast, filled):
    write(cast, filled)
    point = Point.objects.get()
    before = digest_of(point)
    point.is_struck, point.revision = True, 99
    assert digest_of(point) == before
    point.words += "."
    assert digest_of(point) != before


def test_the_release_writes_no_live_row_in_its_transaction(cast, filled):
    """Nothing that stays carries the number of a transaction that wrote a row of the space."""
    write(cast, filled)
    written = []

    def watch(execute, sql, params, many, context):
        if sql.split()[0] in ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "RELEASE"):
            written.append(sql.replace('"', ""))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        release(cast, filled)
    ends = [at for at, sql in enumerate(written) if sql.startswith("RELEASE")]
    logged = [at for at, sql in enumerate(written) if "caucus_shareback" in sql or "audit" in sql]
    live = [at for at, sql in enumerate(written) if "caucus_point" in sql or "livespace" in sql]
    assert logged
    assert live
    assert any(max(logged) < end < min(live) for end in ends)


def test_the_draft_of_the_day_is_nobody_s_once_spaces_are_shut(as_, cast, filled, clock):
    """Nobody pressed the end, and who is published for the caucus was elsewhere."""
    publish(cast, "tom", "racially_minoritised")
    write(cast, filled)
    clock.move_to(AFTER)
    assert filled.ended_at is None
    for name in ("share_back_write", "share_back_release"):
        page = as_("tom").get(board(filled, name), follow=True)
        assert "Who is heard" not in page.content.decode()
    with pytest.raises(Refused):
        release(cast, filled, "tom")
    services.write_share_back(
        actor=cast.actor("tom"), session=filled, themes=[services.Theme("Tom’s own")]
    )
    assert [theme.title for theme in release(cast, filled, "tom").themes.all()] == ["Tom’s own"]


def test_a_role_that_ended_looks_after_nothing(cast, filled):
    """Tom stays in the plan and in the space; the caucus is not left without anybody to release."""
    choose(cast.members["tom"], filled, "racially_minoritised")
    services.leave_space(actor=cast.actor("amara"), session=filled)
    services.offer_to_speak(actor=cast.actor("rosa"), session=filled, speaks=True)
    rosa, tom = cast.actor("rosa"), cast.actor("tom")
    assert seat_of(tom, filled).may_release
    assert not seat_of(rosa, filled).may_release
    Appointment.objects.filter(person=cast.tom).delete()
    tom = cast.actor("tom")
    assert not seat_of(tom, filled).looks_after
    assert not seat_of(tom, filled).may_write
    assert seat_of(rosa, filled).may_release


def test_who_holds_everyones_space_holds_it_by_a_role(cast, filled):
    services.name_holder(actor=cast.actor("amara"), session=filled, person=cast.bilal)
    choose(cast.members["bilal"], filled, "everyone")
    assert seat_of(cast.actor("bilal"), filled).looks_after
    Appointment.objects.filter(person=cast.bilal).delete()
    assert not seat_of(cast.actor("bilal"), filled).looks_after
