"""Extracts of the record of acts, each of which is on record itself."""

from django.db import transaction

from cop.audit.services import record_export
from cop.core.files import as_file
from cop.core.policy import Actor, require
from cop.rights.policies import can_view_whole_record
from cop.rights.record import Line, Question, entries_for, in_words

COLUMNS = ("when", "who", "act", "kind", "key", "fields")


@transaction.atomic
def extract_record(*, actor: Actor, question: Question) -> list[Line]:
    """Everything that answers the question, the newest first. The record says who took it."""
    require(can_view_whole_record(actor))
    lines = in_words(actor, entries_for(actor, question))
    record_export(actor=actor, what="record", target=actor.community)
    return lines


def as_csv(lines: list[Line]) -> bytes:
    """The lines as a file."""
    cells = (
        (line.at.isoformat(), line.who, line.verb, line.kind, line.key, line.fields)
        for line in lines
    )
    return as_file("csv", [COLUMNS, *cells])
