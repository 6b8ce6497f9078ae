"""News for rooms above. All are sent inside the transaction, with ``session`` and ``actor``."""

from django.dispatch import Signal

session_scheduled = Signal()
session_regrouped = Signal()  # it is in caucuses now, or no more
session_moved = Signal()  # to another date or time
session_cancelled = Signal()
session_ended = Signal()
register_closed = Signal()
attendance_changed = Signal()
