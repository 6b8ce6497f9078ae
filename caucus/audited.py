"""What may be on record of this room: about sessions and the community, never about a caucus.

Whoever is named as facilitator has said so publicly; the record still does not say for which
caucus, and never points at the row that does. A share-back is released, and a door shut for a
while, by "the program itself".
"""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited

audited += [
    Audited(
        "session",
        _("a session"),
        {
            Verb.CHANGE: frozenset({"doors", "holder", "first_call", "findings"}),
            Verb.CLOSE_LATE: frozenset(),
            Verb.RELEASE_SHARE_BACK: frozenset(),
            Verb.PAUSE_DOOR: frozenset(),
            Verb.OPEN_DOOR: frozenset(),
        },
    ),
    Audited(
        "community",
        _("the community"),
        {
            Verb.CHANGE: frozenset({"ledger"}),
            Verb.OFFER_PUBLICATION: frozenset(),
            Verb.ACCEPT_PUBLICATION: frozenset(),
            Verb.DECLINE_PUBLICATION: frozenset(),
            Verb.END_PUBLICATION: frozenset(),
            Verb.WITHDRAW_PUBLICATION: frozenset(),
            Verb.FORGET_PUBLICATIONS: frozenset(),
        },
    ),
]
