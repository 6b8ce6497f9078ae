"""What may be on record of reports."""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited
from reports.enums import FileFormat, Gate
from reports.schema import TABLE_IDS

audited += [
    Audited(
        "report",
        _("a report"),
        {
            Verb.CREATE: frozenset(),
            Verb.CHANGE: frozenset(
                {
                    "editors",
                    "erratum",
                    "findings",
                    "follow_up",
                    "from_on",
                    "organisations",
                    "quote_checks",
                    "quotes",
                    "recommendations",
                    "references",
                    "sections",
                    "text",
                    "title",
                    "to_on",
                }
            ),
            Verb.ACCEPT: frozenset(Gate.values),
            Verb.WITHDRAW: frozenset({*Gate.values, "erratum", "reader"}),
            Verb.OPEN: frozenset({"public_link"}),
            Verb.CLOSE: frozenset({"public_link"}),
            Verb.ADD: frozenset({"reader"}),
            Verb.FREEZE: frozenset(),
            Verb.PUBLISH: frozenset(),
            Verb.RENDER: frozenset(),
            Verb.CANCEL: frozenset(),
            Verb.DOWNLOAD: frozenset(FileFormat.values),
            Verb.EXPORT: frozenset(TABLE_IDS),
        },
    ),
    Audited(
        "sessionsummary",
        _("the summary of a session"),
        {
            Verb.FREEZE: frozenset(),
            Verb.DELETE: frozenset(),
            Verb.PUBLISH: frozenset(),
            Verb.CREATE: frozenset({"mail"}),
        },
    ),
    Audited(
        "testimonial",
        _("a testimonial"),
        {Verb.CREATE: frozenset(), Verb.WITHDRAW: frozenset()},
    ),
    Audited("community", _("the community"), {Verb.EXPORT: frozenset()}),
]
