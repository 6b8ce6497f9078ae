"""News for rooms above. All are sent inside the transaction, with ``session`` and ``actor``."""

from django.dispatch import Signal

session_scheduled = Signal()
session_cancelled = Signal()
session_ended = Signal()
register_closed = Signal()
attendance_changed = Signal()
