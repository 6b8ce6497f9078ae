"""What a live page was answered a moment ago, for as long as nothing it shows has changed.

Sixty people ask every two seconds, and hardly ever did anything change. Whether it did is one
question to the database, however many pieces a page has: every row that points at the session, and
every row that says what the reader may do, is asked for its version, which each write changes. So
no service has to tell of what it wrote. What a piece shows beyond such rows is seen a little later,
as the page is worked out again after half a minute at the latest, and when a part begins or ends.

Answers are kept in the memory of the process alone, for those seconds, by the reader's sign-in.
"""

import datetime as dt
import functools
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import ForeignObjectRel

from cop.core import clock
from cop.members.models import Appointment, Member
from sessions_app import models as own
from sessions_app.models import Session
from sessions_app.running import Moment

KEPT = dt.timedelta(seconds=30)  # each of three processes is asked every six
# Nothing of these is on a live page while its session runs; asking for them would cost as much
# as for all the others.
NOT_SHOWN = (
    *(own.Action, own.Apology, own.Debrief, own.Decision, own.Invitation, own.NextStep),
    *(own.PlenaryNotes, own.Proposal, own.Reflection, own.RegisterChange, own.RegisterUpload),
    *(own.Reminder, own.Topic),
)


@dataclass(frozen=True)
class Answer:
    """The pieces' revisions, and when the page asks again."""

    moment: Moment
    again: int
    pieces: dict[str, str]

    def holds(self, now: dt.datetime) -> bool:
        """Whether the clock alone cannot have changed it since."""
        made = self.moment.now
        turns = {turn for each in self.moment.stretches for turn in (each.begins_at, each.ends_at)}
        return made <= now < min([made + KEPT, *(turn for turn in turns if turn > made)])


Key = tuple[str | None, str]
_kept: OrderedDict[Key, tuple[object, Answer]] = OrderedDict()  # oldest first


def answered(
    key: Key, *, session_id: int, person_id: int, anew: Callable[[], Answer]
) -> tuple[dt.datetime, Answer]:
    """The instant, and the answer: the one that was given before where nothing has changed."""
    now = clock.now()
    version = _version(session_id, person_id)  # before the answer: a write meanwhile is not missed
    for old in [one for one, (_version_then, said) in _kept.items() if not said.holds(now)]:
        _kept.pop(old, None)
    kept, answer = _kept.get(key, (None, None))
    if answer is None or kept != version:
        _kept.pop(key, None)
        answer = anew()
        _kept[key] = (version, answer)
    return now, answer


def _version(session_id: int, person_id: int) -> object:
    """Changes with every write to a row in question, to its columns or to whether it is there."""
    with connection.cursor() as cursor:
        cursor.execute(_statement(), {"session": session_id, "person": person_id})
        return cursor.fetchall()


@functools.cache
def _statement() -> str:
    # A row's place and the transaction that wrote it are never the same twice.
    return " UNION ALL ".join(
        f"SELECT sum(hashtidextended(ctid, xmin::text::bigint)) FROM {table}"  # noqa: S608  names
        f" WHERE {column} = %({whose})s"
        for table, column, whose in _tables()
    )


def _tables() -> Iterator[tuple[str, str, str]]:
    yield _table(Member), "person_id", "person"
    yield _table(Appointment), "person_id", "person"
    yield _table(Session), "id", "session"
    for field in Session._meta.get_fields(include_hidden=True):  # noqa: SLF001  Django's own way
        if isinstance(field, ForeignObjectRel) and field.related_model not in NOT_SHOWN:
            yield _table(field.related_model), str(field.field.column), "session"


def _table(model: Any) -> str:
    return str(model._meta.db_table)  # noqa: SLF001  likewise
