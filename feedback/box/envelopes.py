"""Envelopes in the database: what their rows' order could tell, it does not."""

from collections.abc import Iterable
from uuid import UUID

from django.db import OperationalError, connection

from feedback.models import Envelope

MOVED_ALONG = 31
TRIES = 3

# In one statement, so that the new row never stands anywhere but among the others. The array makes
# PostgreSQL go by the key: it keeps no figures of this table, and would read the whole of it.
# random() and not a UUID, which takes eighty times as long: nobody sees what it brought forth.
INSERT_AMONG_OTHERS = """
WITH moved AS (
    DELETE FROM feedback_envelope
    WHERE ballot_sha = ANY (ARRAY (
        SELECT ballot_sha FROM feedback_envelope WHERE survey_id = %(survey)s
        ORDER BY random() LIMIT %(others)s
    ))
    RETURNING ballot_sha, survey_id, ciphertext
)
INSERT INTO feedback_envelope (ballot_sha, survey_id, ciphertext)
SELECT ballot_sha, survey_id, ciphertext FROM (
    SELECT * FROM moved
    UNION ALL
    SELECT %(ballot_sha)s::bytea, %(survey)s::uuid, %(ciphertext)s::bytea
) AS together
ORDER BY ballot_sha
ON CONFLICT DO NOTHING
"""

FORGET_FIGURES = "pg_stat_reset_single_table_counters"


def lock_box(owner: UUID) -> None:
    """Wait for everybody else at this box, until the transaction ends.

    A statement of its own: the next one sees what the others have committed.
    """
    number = int.from_bytes(owner.bytes[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def has_envelope(ballot_sha: bytes) -> bool:
    """Whether this paper is in its box already."""
    return Envelope.objects.filter(ballot_sha=ballot_sha).exists()


def put_envelope(survey: UUID, ballot_sha: bytes, ciphertext: bytes) -> None:
    """Store an envelope and rewrite 31 others of the survey with it, in the keys' order.

    The caller holds the box's lock and knows that there is no such envelope yet.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_AMONG_OTHERS,
            {
                "survey": survey,
                "others": MOVED_ALONG,
                "ballot_sha": ballot_sha,
                "ciphertext": ciphertext,
            },
        )


def put_all(survey: UUID, envelopes: Iterable[tuple[bytes, bytes]]) -> None:
    """Store (ballot_sha, ciphertext) pairs that came together, in the keys' order."""
    Envelope.objects.bulk_create(
        Envelope(ballot_sha=sha, survey_id=survey, ciphertext=sealed)
        for sha, sealed in sorted(envelopes)
    )


def in_box(survey: UUID) -> list[bytes]:
    """The ciphertexts of a survey's envelopes."""
    rows = Envelope.objects.filter(survey_id=survey).values_list("ciphertext", flat=True)
    return [bytes(ciphertext) for ciphertext in rows]


def keys_in_box(survey: UUID) -> list[bytes]:
    """What stands on a survey's envelopes: the hash of each ballot."""
    rows = Envelope.objects.filter(survey_id=survey).values_list("ballot_sha", flat=True)
    return [bytes(ballot_sha) for ballot_sha in rows]


def empty_box(survey: UUID) -> None:
    """Delete a survey's envelopes, which the count has opened."""
    Envelope.objects.filter(survey_id=survey).delete()


def vacuum(*tables: str) -> None:
    """Clear away dead rows; left to PostgreSQL inside a transaction, where it is not possible."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
    forget_figures(*tables)


# A table keeps long values in a second one, and each has indexes: all of them are counted apart.
FORGET = """
WITH whole AS (
    SELECT oid FROM pg_class WHERE oid = %s::regclass
    UNION SELECT reltoastrelid FROM pg_class WHERE oid = %s::regclass AND reltoastrelid <> 0
)
SELECT pg_stat_reset_single_table_counters(oid) FROM (
    SELECT oid FROM whole UNION SELECT indexrelid FROM pg_index WHERE indrelid IN (TABLE whole)
) AS found
"""


def forget_figures(*tables: str) -> None:
    """Let PostgreSQL forget how many rows ever came: that is how many people answered.

    Also where that is not to be known. Only who runs the database may, or was given the right.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_function_privilege(%s, 'execute')", [f"{FORGET_FIGURES}(oid)"])
        if not cursor.fetchone()[0]:
            return
        cursor.execute("SELECT pg_stat_force_next_flush()")  # or the count's own come after
        for table in tables:
            cursor.execute(FORGET, [table, table])


def rewrite(table: str) -> bool:
    """Write a table's rows into a new file and drop the old one, where deleted rows stay legible.

    Returns whether it was done: not inside a transaction, and not while somebody holds the table
    through several tries (a backup runs); a later run does it then.
    """
    return not connection.in_atomic_block and any(_rewritten(table) for _try in range(TRIES))


def _rewritten(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '2s'")
        try:
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
        except OperationalError:
            return False
        finally:
            cursor.execute("RESET lock_timeout")
    return True
