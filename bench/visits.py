"""Requests straight into the program, as a web server would hand them on; and what they ask."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client

from cop.members.models import User
from tests.people import sign_in

TOKEN = "t" * 32
Statement = tuple[str, Any]


class Visitor:
    """Somebody with or without a session."""

    application = staticmethod(get_wsgi_application())

    def __init__(self, person: User | None = None) -> None:
        self.cookie = ""
        if person is not None:
            client = Client()
            sign_in(client, person)
            name = settings.SESSION_COOKIE_NAME
            self.cookie = (
                f"{name}={client.cookies[name].value}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
            )

    def get(self, address: str, *, status: int = 200, **headers: str) -> bytes:
        """Headers as WSGI spells them."""
        return self._ask("GET", address, b"", status, headers)

    def post(self, address: str, body: bytes, *, status: int = 204) -> bytes:
        return self._ask("POST", address, body, status, {})

    def _ask(
        self, method: str, address: str, body: bytes, status: int, headers: dict[str, str]
    ) -> bytes:
        said: list[str] = []
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": address.partition("?")[0],
            "QUERY_STRING": address.partition("?")[2],
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)) if body else "",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            **({"HTTP_COOKIE": self.cookie, "HTTP_X_CSRFTOKEN": TOKEN} if self.cookie else {}),
            **headers,
        }
        response = self.application(environ, lambda line, _headers: said.append(line))
        content = b"".join(response)
        response.close()
        if not said[0].startswith(str(status)):
            raise RuntimeError(f"{method} {address}: {said[0]}")
        return content


@contextmanager
def statements() -> Iterator[list[Statement]]:
    """Every statement of what is done inside, with its parameters."""
    seen: list[Statement] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen
