"""What may be on record about joining."""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited

audited += [
    Audited(
        "joininvitation",
        _("an invitation to join"),
        {Verb.SEND: frozenset(), Verb.WITHDRAW: frozenset()},
    ),
    Audited(
        "joinrequest",
        _("a request to join"),
        dict.fromkeys((Verb.READ, Verb.ACCEPT, Verb.ASK, Verb.DECLINE), frozenset()),
    ),
    Audited("joinqueue", _("the requests to join"), {Verb.READ: frozenset()}),
    Audited("joininvitations", _("the invitations to join"), {Verb.READ: frozenset()}),
    Audited(
        "joinpage",
        _("the public page"),
        {Verb.CHANGE: frozenset({"headline", "text", "is_open", "suggests_organisations"})},
    ),
]
