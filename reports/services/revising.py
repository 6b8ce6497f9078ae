"""Nobody's words are overwritten unread: who saves says which revision they read."""

from typing import Any, TypeVar

from django.utils.translation import gettext as _

from cop.core.errors import Refused
from reports.models import FindingsSection, Quote, Recommendation, Relation, Theme

Row = TypeVar("Row", FindingsSection, Theme, Relation, Quote, Recommendation)


def refuse_if_overtaken(row: Row, revision: int | None) -> None:
    """Raise Refused where somebody has saved it since ``revision`` was read; None read nothing."""
    if revision is not None and row.revision != revision:
        raise Refused(_("Somebody else has saved this since you read it. Theirs is kept."))


def saved(row: Row, revision: int | None, words: dict[str, Any]) -> Row:
    """The row, which is held, with these words; refused as above."""
    refuse_if_overtaken(row, revision)
    for name, value in words.items():
        setattr(row, name, value)
    row.revision += 1
    row.save(update_fields=[*words, "revision"])
    return row
