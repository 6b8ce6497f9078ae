"""What may be on record of this room: texts. What somebody read or agreed to never is."""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited

audited += [
    Audited(
        "version",
        _("a document"),
        {
            Verb.CHANGE: frozenset({"text", "note"}),
            Verb.DELETE: frozenset(),
            Verb.ADOPT: frozenset({"review_on"}),
            Verb.CONFIRM: frozenset({"review_on"}),
        },
    ),
]
