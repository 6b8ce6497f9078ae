"""The database server is killed in the middle of a session: nothing is guessed, and it goes on."""

from collections.abc import Iterator

import pytest
import time_machine

from caucus.models import LIVE, Closing, Opening
from caucus.selectors import is_too_small_to_share
from sessions_app.models import Run
from tests.caucus.world import MINORITISED, WHITE, caucus_in, session_with_spaces
from tests.pages import parse, select, texts
from tests.privacy.live_day import Day
from tests.privacy.own_server import OwnServer, server_of_its_own
from tests.privacy.remains import rare_numbers, world
from tests.privacy.test_live_session import remembered
from tests.sessions_app.plans import DOORS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(DOORS, tick=False) as traveller:
        yield traveller


@pytest.fixture
def day(db, request, settings, tmp_path, clock) -> Day:
    settings.KEY_DIR = tmp_path / "keys"
    rare_numbers()
    cast = request.getfixturevalue("cast")
    return Day(cast, session_with_spaces(cast), clock)


@pytest.fixture
def own_server(day) -> Iterator[OwnServer]:
    with server_of_its_own() as server:
        yield server


def stored() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in LIVE if model.objects.exists()}


def main_of(day: Day, who: str) -> str:
    page = day.browser(day.cast.members[who]).get(day.url("caucus:space_choose"))
    assert page.status_code == 200
    return " ".join(texts(select(parse(page.content), "main")))


def test_a_killed_database_forgets_what_was_live_and_the_session_goes_on(day, own_server):
    day.come()
    day.talk()
    day.post("tom", "sessions_app:session_tick", key="opening", is_done="1")
    assert set(stored()) == {model.__name__ for model in LIVE}

    own_server.kill()
    own_server.start()

    assert stored() == {}
    assert Run.objects.filter(session=day.session).exists(), "where the session is, is kept"
    assert Opening.objects.filter(session=day.session).exists()
    assert "Please choose again" in main_of(day, "rosa")
    # That nobody is anywhere is not known, so nothing may leave a space until people are back.
    for key in (MINORITISED, WHITE):
        assert is_too_small_to_share(day.session, caucus_in(day.cast, key))
    day.look(board=403)

    day.browsers = {}
    day.come()
    day.at("caucus")
    day.write_theirs()
    day.meet()
    day.end()
    assert Closing.objects.get(session=day.session).were_chosen
    assert remembered(world(), day) == []
    assert set(stored()) <= {"Signal"}


def test_where_nobody_came_back_it_closes_without_a_number(day, own_server):
    day.come()
    own_server.kill()
    own_server.start()
    day.at("feedback")
    day.post("tom", "sessions_app:session_end")
    assert Closing.objects.get(session=day.session).were_chosen
    assert set(day.session.spaces.values_list("people", flat=True)) == {None}
