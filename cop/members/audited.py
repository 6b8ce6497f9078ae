"""What may be on record about people, roles and the community itself."""

from django.utils.translation import gettext_lazy as _

from cop.audit.enums import Verb
from cop.core.registry import Audited, audited, audited_fields

ON_THE_ROSTER = frozenset(
    {
        "reference",
        "name",
        "email",
        "organisation",
        "profession",
        "joined_on",
        "left_on",
        "person",
        "pronouns",
        "access_needs",
        "is_listed",
        "leads_others",
        "mail",
    }
)
SETTINGS = frozenset(
    {
        "name",
        "nation",
        "figures_rhythm",
        "comments_rhythm",
        "period_length",
        "results_moment",
        "t_figures",
        "t_text",
        "t_text_caucus",
        "thresholds_reason",
    }
)

audited_fields |= {
    "reference": _("own key"),
    "email": _("e-mail address"),
    "joined_on": _("first day"),
    "left_on": _("last day"),
    "person": _("account"),
    "access_needs": _("what they need to take part"),
    "is_listed": _("whether they stand in the directory"),
    "leads_others": _("whether they lead others"),
    "mail": _("how much mail they want"),
    "nation": _("whose bank holidays it keeps"),
    "figures_rhythm": _("when ratings are counted"),
    "comments_rhythm": _("when comments are counted"),
    "period_length": _("length of a feedback period"),
    "results_moment": _("when members read figures"),
    "t_figures": _("answers needed for figures"),
    "t_text": _("answers needed for comments"),
    "t_text_caucus": _("answers needed for comments by caucus"),
    "thresholds_reason": _("reason for the numbers of answers"),
    "aliases": _("other names"),
    "until_on": _("last day of the term"),
    "is_active": _("whether the account may sign in"),
    "arrived": _("that one arrived"),
    "sent_again": _("that one leaves again"),
    "came_back": _("that one came back"),
    "is_staff": _("whether they run the installation"),
    "second_step": _("the second step of signing in"),
}

audited += [
    Audited(
        "member",
        _("a member’s entry"),
        {
            Verb.CREATE: ON_THE_ROSTER,
            Verb.CHANGE: ON_THE_ROSTER,
            Verb.JOIN: frozenset(),
            Verb.READ: frozenset(),
        },
    ),
    Audited("roster", _("the roster"), {Verb.READ: frozenset(), Verb.EXPORT: frozenset()}),
    Audited(
        "organisation",
        _("an organisation"),
        {
            Verb.CREATE: frozenset({"name", "aliases"}),
            Verb.CHANGE: frozenset({"name", "aliases"}),
            Verb.MERGE: frozenset({"organisation", "aliases"}),
            Verb.DELETE: frozenset(),
        },
    ),
    Audited(
        "mailing",
        _("mails to members"),
        {
            Verb.SEND: frozenset(),
            Verb.DELETE: frozenset(),
            Verb.CHANGE: frozenset({"arrived", "sent_again", "came_back"}),
        },
    ),
    Audited(
        "readerswap",
        _("an agreement to lend readers"),
        dict.fromkeys(
            [Verb.OFFER, Verb.ANSWER, Verb.CONFIRM, Verb.WITHDRAW, Verb.DECLINE], frozenset()
        ),
    ),
    Audited(
        "appointment",
        _("a role"),
        {
            Verb.APPOINT: frozenset({"role"}),
            Verb.CHANGE: frozenset({"until_on", "name"}),
            Verb.END: frozenset({"role"}),
        },
    ),
    Audited(
        "user",
        _("an account"),
        {Verb.CHANGE: frozenset({"email", "name", "is_active", "is_staff", "second_step"})},
    ),
    Audited(
        "community",
        _("the community"),
        {
            Verb.CREATE: frozenset(),
            Verb.CHANGE: SETTINGS,
            Verb.LEAVE: frozenset(),
            Verb.ERASE: frozenset(),
        },
    ),
]
