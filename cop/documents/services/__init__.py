"""What changes things here, by flow: texts, reading, consents."""

from cop.documents.services.consents import give_consent, withdraw_consent
from cop.documents.services.reading import declare_leading, mark_read
from cop.documents.services.texts import (
    LONGEST_TEXT,
    adopt_draft,
    adopt_shipped,
    clean_text,
    confirm_review,
    discard_draft,
    save_draft,
)

__all__ = [
    "LONGEST_TEXT",
    "adopt_draft",
    "adopt_shipped",
    "clean_text",
    "confirm_review",
    "declare_leading",
    "discard_draft",
    "give_consent",
    "mark_read",
    "save_draft",
    "withdraw_consent",
]
