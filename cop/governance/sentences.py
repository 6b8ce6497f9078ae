"""The words of the privacy notice: for each fact a title, and what it says in each case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from cop.governance.enums import LawfulBasis, SpecialCondition, Stage
from cop.members.enums import PeriodLength, ResultsMoment, Rhythm

Values = dict[str, Any]

HEADINGS: dict[str, str | Promise] = {
    "who": lazy("Who answers for your data"),
    "why": lazy("Why data may be kept"),
    "caucuses": lazy("Caucuses and spaces"),
    "feedback": lazy("Feedback"),
    "where": lazy("Where it lies"),
    "rights": lazy("Your rights"),
}

BASES: dict[str, str | Promise] = {
    LawfulBasis.PUBLIC_TASK: lazy(
        "for a task in the public interest (Article 6(1)(e) of the UK GDPR)"
    ),
    LawfulBasis.LEGITIMATE_INTERESTS: lazy(
        "for the legitimate interest of running this community (Article 6(1)(f) of the UK GDPR)"
    ),
    LawfulBasis.LEGAL_OBLIGATION: lazy(
        "to fulfil a legal obligation (Article 6(1)(c) of the UK GDPR)"
    ),
    LawfulBasis.CONSENT: lazy(
        "because you agreed, which you can take back as easily (Article 6(1)(a) of the UK GDPR)"
    ),
}

CONDITIONS: dict[str, str | Promise] = {
    SpecialCondition.EXPLICIT_CONSENT: lazy(
        "because you explicitly agree by choosing (Article 9(2)(a) of the UK GDPR)"
    ),
    SpecialCondition.EQUALITY: lazy(
        "for equality of opportunity or treatment (paragraph 8 of Schedule 1 to the Data "
        "Protection Act 2018, and Article 9(2)(g) of the UK GDPR)"
    ),
    SpecialCondition.EMPLOYMENT: lazy(
        "under employment and social protection law (Article 9(2)(b) of the UK GDPR)"
    ),
    SpecialCondition.NOT_FOR_PROFIT: lazy(
        "within a not-for-profit body, for its own members (Article 9(2)(d) of the UK GDPR)"
    ),
    SpecialCondition.RESEARCH: lazy("for research and statistics (Article 9(2)(j) of the UK GDPR)"),
}


@dataclass(frozen=True)
class Words:
    """How one fact is said."""

    section: str
    stage: Stage
    title: str | Promise
    say: Callable[[Values], str]


def _controller(values: Values) -> str:
    if not values["name"]:
        return _("The organisation that answers for the data is not named yet.")
    return (
        _("%(name)s answers for the data (it is the controller). You reach it here: %(contact)s.")
        % values
    )


def _contact(values: Values) -> str:
    if not values["people"]:
        return _("No data protection contact is appointed yet.")
    return _("For any question about your data: %s.") % get_text_list(values["people"], _("or"))


def _host(values: Values) -> str:
    if not values["name"]:
        return _("The controller runs the program itself; no other organisation holds the data.")
    return _(
        "%(name)s runs the program on the controller’s instructions (it is the processor)."
    ) % (values)


def _basis(values: Values) -> str:
    if values["basis"] not in BASES:
        return _("The lawful basis is not settled yet.")
    reason = BASES[values["basis"]]
    return _("Names, addresses and attendance are kept %s.") % reason


def _condition(values: Values) -> str:
    if values["condition"] not in CONDITIONS:
        return _(
            "No condition for special-category data is settled, so nobody’s choice of a space is "
            "stored and no feedback is asked."
        )
    reason = CONDITIONS[values["condition"]]
    return (
        _(
            "Which space you choose on the day may say something about race. It is kept until the "
            "session ends, and no longer, %s."
        )
        % reason
    )


def _comments(values: Values) -> str:
    if not values["asked"]:
        return _("There is no evaluator, so only ratings are asked and no comments.")
    return _(
        "Comments are read first by an evaluator who does not know members’ names. In a round "
        "that checks the themes (triangulation), facilitators and the secretary read comments "
        "that have been reviewed."
    )


def _thresholds(values: Values) -> str:
    return (
        _(
            "Fewer than %(figures)d answers show no figure. Comments are opened from %(text)d "
            "answers, and by caucus from %(caucus)d in each."
        )
        % values
    )


def _rhythm(values: Values) -> str:
    late = {
        PeriodLength.HALF_YEAR: _("once for each half year"),
        PeriodLength.YEAR: _("once for each year"),
    }[values["period"]]
    each = _("after each session")
    said = {
        "figures": each if values["figures"] == Rhythm.SESSION else late,
        "comments": each if values["comments"] == Rhythm.SESSION else late,
    }
    return _("Ratings are counted %(figures)s, comments %(comments)s.") % said


def _results(values: Values) -> str:
    if values["moment"] == ResultsMoment.COUNT:
        return _("Members read the figures as soon as they are counted.")
    return _("Members read the figures with the annual report.")


def _backup(values: Values) -> str:
    if not values["days"]:
        return _("Whoever runs the program has not said yet how long backups are kept.")
    days = ngettext("%d day", "%d days", values["days"]) % values["days"]
    return (
        _(
            "Backups are kept for %s. The choice of spaces and who took a ticket for feedback are "
            "never in them."
        )
        % days
    )


def _mail(values: Values) -> str:
    if not values["server"]:
        return _("No mail leaves this installation.")
    return _("Mail leaves through the server %(server)s. It names no caucus and no space.") % values


def _session(values: Values) -> str:
    days = ngettext("%d day", "%d days", values["days"]) % values["days"]
    return (
        _(
            "A sign-in ends at most %s after the last thing done. It takes two cookies: one knows "
            "who signed in, one shows that a form was ours. Pages that take answers use none."
        )
        % days
    )


def _sign_in(values: Values) -> str:
    if not values["providers"]:
        return _("People sign in with a code sent by mail; there are no passwords.")
    names = get_text_list(values["providers"], _("or"))
    return (
        _("People sign in with a code sent by mail, or through %s, which then knows they came.")
        % names
    )


def _keys(values: Values) -> str:
    if values["apart"]:
        return _(
            "The keys that open sealed answers are kept apart from the answers and from all other "
            "data, and are in no backup."
        )
    return _(
        "The keys that open sealed answers are not in the database with the answers, but they "
        "are stored beside the program’s other files."
    )


def _transport(values: Values) -> str:
    if values["encrypted"]:
        return _("What travels between you and the program is encrypted (https).")
    return _("This installation does not use https: do not use it for real data.")


def _log(values: Values) -> str:
    if values["level"] in ("DEBUG", "INFO"):
        return _(
            "The program keeps a log of what it does, and of faults. It holds no answers and no "
            "choice of a space."
        )
    return _(
        "The program keeps a log of warnings and faults alone. It holds no answers and no choice "
        "of a space."
    )


def _demo(values: Values) -> str:
    if values["demo"]:
        return _("This is a demonstration: anybody may look at it, so enter nothing real.")
    return _("Pages about people open only after signing in.")


def _independent(values: Values) -> str:
    if not values["name"]:
        return _("No independent person is named yet.")
    return (
        _("Independent of the facilitators, for anything that went wrong: %(name)s, %(contact)s.")
        % values
    )


def _complaints(values: Values) -> str:
    days = ngettext("%d day", "%d days", values["days"]) % values["days"]
    said = _(
        "Anybody may complain to the controller, and to the Information Commissioner "
        "(ico.org.uk, 0303 123 1113)."
    )
    if values["register"]:
        return (
            said
            + " "
            + _(
                "A complaint to the controller is acknowledged within %s; the "
                "data protection contact keeps a register of them."
            )
            % days
        )
    return said + " " + _("A complaint to the controller is acknowledged within %s.") % days


def _always(sentence: str | Promise) -> Callable[[Values], str]:
    """What is so on every installation."""
    return lambda _values: str(sentence)


LINES: dict[str, Words] = {
    "controller": Words("who", Stage.MEET, lazy("who answers for the data"), _controller),
    "contact": Words("who", Stage.MEET, lazy("the data protection contact"), _contact),
    "host": Words("who", Stage.MEET, lazy("who runs the program"), _host),
    "basis": Words("why", Stage.MEET, lazy("the lawful basis"), _basis),
    "condition": Words("why", Stage.LISTEN, lazy("the special-category condition"), _condition),
    "voluntary": Words(
        "why",
        Stage.MEET,
        lazy("that it is voluntary"),
        _always(
            lazy(
                "Coming, choosing a space and answering are voluntary. Nothing follows from "
                "not doing so."
            )
        ),
    ),
    "choice": Words(
        "caucuses",
        Stage.LISTEN,
        lazy("how long a choice is kept"),
        _always(
            lazy(
                "Which space you choose is chosen by you alone, afresh each session, and "
                "deleted when the session ends. Nobody sees a list of who is where."
            )
        ),
    ),
    "published": Words(
        "caucuses",
        Stage.LISTEN,
        lazy("published facilitators"),
        _always(
            lazy(
                "There is one exception: somebody who agreed to be named as the facilitator of "
                "a caucus is on record with it, until they end it."
            )
        ),
    ),
    "tools": Words(
        "caucuses",
        Stage.LISTEN,
        lazy("what meeting tools keep"),
        _always(
            lazy(
                "The program you meet in, such as Teams or Zoom, may keep its own record of "
                "who was in which meeting. It cannot be deleted from here."
            )
        ),
    ),
    "answers": Words(
        "feedback",
        Stage.LISTEN,
        lazy("that answers cannot be found"),
        _always(
            lazy(
                "Answers are not stored with a name. Once sent, yours cannot be found, shown "
                "to you, changed or deleted, by anybody."
            )
        ),
    ),
    "comments": Words("feedback", Stage.LISTEN, lazy("who reads comments"), _comments),
    "thresholds": Words("feedback", Stage.LISTEN, lazy("how many answers it takes"), _thresholds),
    "rhythm": Words("feedback", Stage.LISTEN, lazy("when answers are counted"), _rhythm),
    "results": Words("feedback", Stage.LISTEN, lazy("when members read figures"), _results),
    "style": Words(
        "feedback",
        Stage.LISTEN,
        lazy("what wording can give away"),
        _always(
            lazy("Your way of writing, or what only you can know, may still tell who you are.")
        ),
    ),
    "backup": Words("where", Stage.MEET, lazy("how long backups are kept"), _backup),
    "mail": Words("where", Stage.MEET, lazy("where mail leaves"), _mail),
    "session": Words("where", Stage.MEET, lazy("how long a sign-in lasts"), _session),
    "sign_in": Words("where", Stage.MEET, lazy("how people sign in"), _sign_in),
    "keys": Words("where", Stage.LISTEN, lazy("where the keys lie"), _keys),
    "transport": Words("where", Stage.MEET, lazy("encryption on the way"), _transport),
    "log": Words("where", Stage.MEET, lazy("what the log holds"), _log),
    "demo": Words("where", Stage.MEET, lazy("whether this is a demonstration"), _demo),
    "own": Words(
        "rights",
        Stage.MEET,
        lazy("your own data"),
        _always(
            lazy(
                "You may see, correct, take with you and erase what is kept about you, object "
                "to it, and leave at any time. Erasing leaves a nameless mark, so that no "
                "published figure moves; answers stay, since nobody can find yours."
            )
        ),
    ),
    "independent": Words("rights", Stage.MEET, lazy("the independent person"), _independent),
    "complaints": Words("rights", Stage.MEET, lazy("how to complain"), _complaints),
}
