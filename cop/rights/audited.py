"""What may be on record about requests by letter: that they came, and were answered."""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited

audited += [
    Audited(
        "datarequest",
        _("a request about somebody’s data"),
        dict.fromkeys([Verb.CREATE, Verb.EXPORT, Verb.ERASE], frozenset()),
    ),
]
