"""Whether anything a live page shows has changed since the page was told.

Sixty people ask every two seconds, and hardly ever did anything change. Whether it did is one
question to the database, however many pieces a page has: every row that points at the session, and
every row that says what the reader may do, is asked for its version, which each write changes. So
no service has to tell of what it wrote. What a piece shows beyond such rows is seen a little later,
as the page is worked out again after half a minute at the latest, and when a part begins or ends.

Nothing is kept here, so any process can answer: the page hands back what it was told, sealed for
its reader, and which version that was of.
"""

import datetime as dt
import functools
import hashlib
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.models import ForeignObjectRel
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from cop.core import clock
from cop.members.models import Appointment, Member
from sessions_app import models as own
from sessions_app.models import Session
from sessions_app.running import Moment

KEPT = dt.timedelta(seconds=30)
# Nothing of these is on a live page while its session runs; asking for them would cost as much
# as for all the others. Models of higher rooms say it themselves: ``SHOWN_LIVE`` names the columns
# that are on everybody's page, where not every write to a row is seen there.
NOT_SHOWN = (
    *(own.Action, own.Apology, own.Debrief, own.Decision, own.Invitation, own.NextStep),
    *(own.PlenaryNotes, own.Proposal, own.Reflection, own.RegisterChange, own.RegisterUpload),
    *(own.Reminder, own.Topic),
)


def is_as_told(request: HttpRequest, version: str) -> bool:
    """Whether what this page of this reader was told, sealed, still holds (``X-Told``)."""
    told = request.headers.get("X-Told", "")
    until = told.partition(".")[0]
    if not (until.isascii() and until.isdecimal() and len(until) < 16):
        return False
    if clock.now().timestamp() * 1000 >= int(until):
        return False
    return constant_time_compare(told, _sealed(request, version, until))


def telling(request: HttpRequest, version: str, moment: Moment) -> str:
    """What a page told of this moment hands back; it holds until the clock alone changes it."""
    turns = {turn for each in moment.stretches for turn in (each.begins_at, each.ends_at)}
    until = min([moment.now + KEPT, *(turn for turn in turns if turn > moment.now)])
    return _sealed(request, version, str(int(until.timestamp() * 1000)))


def _sealed(request: HttpRequest, version: str, until: str) -> str:
    said = f"{until} {version} {request.session.session_key} {request.path}"
    return f"{until}.{salted_hmac(__name__, said, algorithm='sha256').hexdigest()[:32]}"


def version_of(session_id: int, person_id: int) -> str:
    """Changes with every write to a row in question, to its columns or to whether it is there."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"session": session_id, "person": person_id})
        return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()


@functools.cache
def _statement() -> str:
    return " UNION ALL ".join(
        f"SELECT sum({what}) FROM {table} WHERE {where}"  # noqa: S608  names
        for table, what, where in _tables()
    )


# A row's place and the transaction that wrote it are never the same twice.
ROW = "hashtidextended(ctid, xmin::text::bigint)"
OF_READER = "member_id IN (SELECT id FROM members_member WHERE person_id = %(person)s)"


def _tables() -> Iterator[tuple[str, str, str]]:
    """Table, what is asked of each row in question, and which those are."""
    yield _table(Member), ROW, "person_id = %(person)s"
    yield _table(Appointment), ROW, "person_id = %(person)s"
    yield _table(Session), ROW, "id = %(session)s"
    for field in Session._meta.get_fields(include_hidden=True):  # noqa: SLF001  Django's own way
        if not isinstance(field, ForeignObjectRel) or field.related_model in NOT_SHOWN:
            continue
        model: Any = field.related_model
        shown = getattr(model, "SHOWN_LIVE", None)
        if shown is None or shown:
            whose = f" AND {OF_READER}" if _is_of_a_member(model) else ""
            yield _table(model), _asked(model, shown), f"{field.field.column} = %(session)s{whose}"


def _asked(model: Any, shown: tuple[str, ...] | None) -> str:
    if shown is None:
        return ROW
    keys = (field.column for field in model._meta.pk_fields)  # noqa: SLF001  likewise
    columns = ", ".join((*keys, *shown))
    return f"hashtextextended(concat_ws(' ', {columns}), 0)"


def _is_of_a_member(model: Any) -> bool:
    """Of such rows a page shows its reader's own: sixty who arrive do not each move sixty pages."""
    return any(
        field.many_to_one and field.related_model is Member and field.name == "member"
        for field in model._meta.get_fields()  # noqa: SLF001  likewise
    )


def _table(model: Any) -> str:
    return str(model._meta.db_table)  # noqa: SLF001  likewise
