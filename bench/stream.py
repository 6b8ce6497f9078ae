"""Server-sent events, to compare with asking: here only, the product has none.

A thread for each stream, as gunicorn offers it. PostgreSQL wakes every stream of a session; who is
still signed in and still of the session is looked up again before anything is said, and every
quarter of a minute.
"""

import functools
import threading
from collections.abc import Iterator
from importlib import import_module

import psycopg
from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import path

from cop.urls import urlpatterns as all_pages
from sessions_app.models import Session

SERVER = (
    *("--worker-class", "gthread", "--threads", "240", "--graceful-timeout", "5"),
    *("--env", "DJANGO_SETTINGS_MODULE=bench.stream_settings"),
)
HEARTBEAT = 15  # seconds


def tell(session: Session) -> None:
    """Wake all streams of a session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('bench_live', %s)", [str(session.pk)])


class _Bell:
    """How often each session has changed, for all the streams of this process."""

    def __init__(self) -> None:
        self.rung = threading.Condition()
        self.changes: dict[int, int] = {}
        threading.Thread(target=self._listen, daemon=True).start()

    def wait(self, session_id: int, seen: int) -> int:
        with self.rung:
            self.rung.wait_for(lambda: self.changes.get(session_id, 0) != seen, HEARTBEAT)
            return self.changes.get(session_id, 0)

    def _listen(self) -> None:
        given = connection.get_connection_params()
        with psycopg.connect(
            dbname=given["dbname"], user=given.get("user"), host=given.get("host"), autocommit=True
        ) as listening:
            listening.execute("LISTEN bench_live")
            for said in listening.notifies():
                with self.rung:
                    session_id = int(said.payload)
                    self.changes[session_id] = self.changes.get(session_id, 0) + 1
                    self.rung.notify_all()


bell = functools.cache(_Bell)


def session_stream(request: HttpRequest, slug: str, session_id: int) -> StreamingHttpResponse:
    """That something changed, each time it does; what, the page then asks."""
    events = _events(request, session_id)
    return StreamingHttpResponse(events, content_type="text/event-stream")


def _events(request: HttpRequest, session_id: int) -> Iterator[str]:
    seen = -1
    while True:
        changes = bell().wait(session_id, seen)
        is_signed_in = _look_again(request)
        try:
            if not is_signed_in:
                return
            if changes == seen:
                yield ":\n\n"
                continue
        finally:
            connection.close()  # else every stream keeps one of the pool for as long as it lasts
        seen = changes
        yield f"data: {changes}\n\n"


def _look_again(request: HttpRequest) -> bool:
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)  # type: ignore[assignment]
    return request.user.is_authenticated


PLACE = "in/c/<slug:slug>/sessions/<int:session_id>/live/"
urlpatterns = [
    path(f"{PLACE}stream/", session_stream),
    path(f"{PLACE}desk/stream/", session_stream),
    *all_pages,
]
