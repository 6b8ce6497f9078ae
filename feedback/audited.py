"""What may be on record of feedback: that it was opened and for how many, never an answer."""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited

audited += [
    Audited(
        "survey",
        _("the feedback on a session"),
        {
            Verb.OPEN: frozenset(),
            Verb.CHANGE: frozenset({"next_steps"}),
            Verb.ADD: frozenset({"eligible"}),
            Verb.IMPORT: frozenset(),
            Verb.DELETE: frozenset(),  # given up, since its key was lost
            # The one act of a review on record: docs/decisions says why no other is.
            Verb.RELEASE_COMMENTS: frozenset(),
        },
    ),
    Audited(
        "period",
        _("a feedback period"),
        {
            Verb.CREATE: frozenset(),
            Verb.DELETE: frozenset(),
            Verb.RELEASE_COMMENTS: frozenset(),
        },
    ),
]
