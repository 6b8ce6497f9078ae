"""The web server, or the database, is killed in the middle of a session that browsers follow."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import connection
from playwright.sync_api import Page, expect

from caucus.models import Choice, Note, Point
from sessions_app.enums import Act
from sessions_app.models import Session
from sessions_app.selectors import moment_of
from sessions_app.services import press
from tests.caucus.world import WHITE, caucus_in, choose, fill
from tests.conftest import database_url
from tests.people import Cast
from tests.privacy.own_server import OwnServer, server_of_its_own
from tests.sessions_app.plans import came, on_since

ROOT = Path(__file__).parents[2]
SHIPPED = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["web"]["command"]
BACK = 120_000  # a page asks every half minute at the latest; the machine may be busy
SAID, TYPED = "The rota is made by three", "and the fourth is never"
LOST = re.compile("No connection")


class WebServer:
    """The shipped command, on a port of its own; it may be killed, and comes back there."""

    def __init__(self, database: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        known = {"DATABASE_URL": database, "SECRET_KEY": settings.SECRET_KEY}
        self.environment = {**os.environ, **known, "LOG_LEVEL": "CRITICAL"}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        bind = ["--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", *SHIPPED, *bind],
            cwd=ROOT,
            env=self.environment,
            start_new_session=True,
        )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("the web server does not answer")

    def kill(self) -> None:
        """With all its workers, whatever they are doing."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(60)
            self.process = None


@pytest.fixture
def session(cast: Cast) -> Session:
    """Four minutes of the welcome are gone; Will, Tom and three others are in one space."""
    planned = on_since(cast, 4, facilitators=(cast.amara, cast.tom))
    planned.spaces.filter(caucus__key=WHITE).update(door="https://meet.example/elm")
    came(planned, cast.members["will"])
    for who in ("will", "tom"):
        choose(cast.members[who], planned, WHITE)
    fill(cast, planned, white=3)
    return planned


@pytest.fixture
def own_database(session: Session, request: Any) -> Iterator[OwnServer | None]:
    """Where the database is to be killed too, one of its own."""
    if getattr(request, "param", False):
        with server_of_its_own() as server:
            yield server
    else:
        yield None


@pytest.fixture
def server(own_database: OwnServer | None) -> Iterator[WebServer]:
    name = connection.settings_dict["NAME"]
    server = WebServer(own_database.url if own_database else database_url(name))
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture
def served_at(server: WebServer) -> str:
    return server.address


class Followers:
    """Will with the session and his notes in two tabs; both facilitators at their screens."""

    def __init__(self, cast: Cast, session: Session, visitor: Any) -> None:
        base = f"/in/c/northern/sessions/{session.pk}/live/"
        self.will = visitor(cast.will)
        self.board = self.will.context.new_page()
        self.amara = visitor(cast.amara, width=1280)
        self.tom = visitor(cast.tom, width=1280)
        self.will.goto(base)
        self.board.goto(base + "board/")
        for page in (self.amara, self.tom):
            page.goto(base + "desk/")

    @property
    def following(self) -> list[Page]:
        return [self.will, self.amara, self.tom]

    def add(self, words: str) -> None:
        self.typed.fill(words)
        self.board.get_by_role("button", name="Add the note").click()
        expect(self.board.locator("#board-notes")).to_contain_text(words)

    @property
    def typed(self) -> Any:
        return self.board.get_by_label("A new note")

    def are_told_that_it_is_lost(self) -> None:
        for page in self.following:
            expect(page.locator("[data-live-line]")).to_contain_text(LOST, timeout=BACK)
        expect(self.board.locator("[data-board-status]")).to_contain_text(LOST, timeout=BACK)
        expect(self.typed).to_have_value(TYPED)

    def are_in(self, part: str) -> None:
        expect(self.will.locator("#part")).to_have_text(part, timeout=BACK)
        for page in (self.amara, self.tom):
            heading = page.get_by_role("heading", name=part, exact=True).first
            expect(heading).to_be_visible(timeout=BACK)

    def are_told_that_it_is_back(self) -> None:
        for page in self.following:
            expect(page.locator("[data-live-line]")).to_be_hidden(timeout=BACK)
        expect(self.board.locator("[data-board-status]")).not_to_contain_text(LOST, timeout=BACK)


@pytest.fixture
def followers(cast: Cast, session: Session, server: WebServer, visitor: Any) -> Followers:
    followers = Followers(cast, session, visitor)
    followers.add(SAID)
    followers.typed.fill(TYPED)
    return followers


def press_next(cast: Cast, session: Session) -> None:
    moment = moment_of(session)
    seen = {"revision": moment.revision, "position": moment.position}
    press(actor=cast.actor("amara"), session=session, act=Act.NEXT, **seen)


def test_the_web_server_is_killed_and_comes_back(cast, session, server, followers):
    white = caucus_in(cast, WHITE)
    Point.objects.create(session=session, caucus=white, place="first", heading="Who is heard")
    server.kill()
    followers.are_told_that_it_is_lost()
    # Amara presses in vain, and is told so; what happens meanwhile is seen when it is back.
    followers.amara.locator("#press-next").click()
    expect(followers.amara.get_by_text("That did not arrive.")).to_be_visible()
    press_next(cast, session)
    server.start()
    followers.are_in("Caucuses")
    followers.are_told_that_it_is_back()
    door = followers.will.get_by_role("button", name="Go in (opens in a new tab)")
    expect(door).to_have_attribute("href", "https://meet.example/elm")
    # Nothing that was typed, written or chosen is lost.
    expect(followers.typed).to_have_value(TYPED)
    followers.board.get_by_role("button", name="Add the note").click()
    for words in (SAID, TYPED):
        expect(followers.board.locator("#board-notes")).to_contain_text(words)
    assert sorted(Note.objects.values_list("words", flat=True)) == sorted([SAID, TYPED])
    expect(followers.board.locator('[data-item="first"]')).to_contain_text("Who is heard")
    assert Choice.objects.filter(session=session).count() == 5
    # Amara's machine is gone for good: Tom goes on.
    followers.amara.context.close()
    followers.tom.locator("#press-next").click()
    expect(followers.will.locator("#part")).to_have_text("Inter-caucus dialogue", timeout=BACK)


@pytest.mark.parametrize("own_database", [True], indirect=True)
def test_the_database_is_killed_and_pages_say_what_is_gone(
    cast, session, own_database, server, followers
):
    own_database.kill()
    followers.are_told_that_it_is_lost()
    own_database.start()
    press_next(cast, session)
    followers.are_in("Caucuses")
    # Where we are was kept. Who is where, and notes, were not, and both pages say so.
    assert not Choice.objects.exists()
    assert not Note.objects.exists()
    asked = followers.will.locator("#piece-space")
    expect(asked).to_contain_text("Please choose again", timeout=BACK)
    expect(followers.board.get_by_text(SAID)).to_have_count(0, timeout=BACK)
    expect(followers.board.get_by_text("Choose your space again")).to_be_visible()
    # What was typed is not; once he has chosen again it can be sent.
    expect(followers.typed).to_have_value(TYPED)
    followers.will.get_by_role("radio", name="White Caucus").check()
    followers.will.get_by_role("button", name="Go there").click()
    expect(followers.will.get_by_role("button", name=re.compile("^Go in"))).to_be_visible()
    expect(followers.board.get_by_role("heading", name="White Caucus")).to_be_visible(timeout=BACK)
    followers.add(TYPED)
    followers.tom.locator("#press-next").click()
    expect(followers.will.locator("#part")).to_have_text("Inter-caucus dialogue", timeout=BACK)
