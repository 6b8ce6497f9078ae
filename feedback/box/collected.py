"""Who has collected a paper: the one table that joins a name to a survey's papers.

It is read to give nobody a second paper, and for nothing else. What its rows' order could tell, it
does not: all rows of a survey are written anew with each paper.
"""

from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction

from feedback.box import envelopes
from feedback.box.tables import table_name
from feedback.models import Collected

# In one statement and in the members' order: every row of the survey has the same transaction.
WRITE_TOGETHER = """
WITH moved AS (
    DELETE FROM feedback_collected WHERE survey_id = %(survey)s
    RETURNING survey_id, member_id, blinded_sha
)
INSERT INTO feedback_collected (survey_id, member_id, blinded_sha)
SELECT survey_id, member_id, blinded_sha FROM (
    SELECT * FROM moved
    UNION ALL
    SELECT %(survey)s::uuid, %(member)s::bigint, %(blinded_sha)s::bytea
) AS together
ORDER BY member_id
"""


def collected_sha(survey: UUID, member: int) -> bytes | None:
    """What the member's paper was collected with; None: not yet. The caller holds the lock."""
    found = Collected.objects.filter(survey_id=survey, member_id=member)
    sha = found.values_list("blinded_sha", flat=True).first()
    return None if sha is None else bytes(sha)


def put_collected(survey: UUID, member: int, blinded_sha: bytes) -> None:
    """Note that the member has a paper, and write everybody else's row with it.

    The caller holds the box's lock and knows that there is no such row yet.
    """
    given: dict[str, Any] = {"survey": survey, "member": member, "blinded_sha": blinded_sha}
    with connection.cursor() as cursor:
        cursor.execute(WRITE_TOGETHER, given)


def number_of_papers(survey: UUID) -> int:
    """How many papers and codes were given out; for the count alone."""
    return Collected.objects.filter(survey_id=survey).count()


def forget_collected(survey: UUID) -> None:
    """At the count: nobody needs to know any more."""
    Collected.objects.filter(survey_id=survey).delete()


def wipe() -> bool:
    """Give the pages of deleted rows back, since a deleted row stays legible on the disk.

    Rows of other surveys go into a new file. Returns whether it was done; a busy table (a backup
    runs) is left for the next time.
    """
    is_done = _empty() or envelopes.rewrite(table_name(Collected))
    if is_done:
        envelopes.forget_figures(table_name(Collected))
    return is_done


def _empty() -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute("LOCK TABLE feedback_collected IN ACCESS EXCLUSIVE MODE")
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
            if Collected.objects.exists():
                return False
            cursor.execute("TRUNCATE feedback_collected")
            return True
    except OperationalError:
        return False
