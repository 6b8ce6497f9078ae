"""What may be on record of this room: requests by letter, deletion, extracts."""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited

audited += [
    Audited(
        "datarequest",
        _("a request about somebody’s data"),
        dict.fromkeys([Verb.CREATE, Verb.READ, Verb.EXPORT, Verb.ERASE], frozenset())
        | {Verb.CHANGE: frozenset({"email"})},
    ),
    Audited("community", _("the community"), {Verb.RETAIN: frozenset()}),
    Audited("record", _("the record of acts"), {Verb.EXPORT: frozenset()}),
]
