"""Places where rooms enter what lower rooms need of them, so that imports run downwards only."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from cop.core.periods import Edition

if TYPE_CHECKING:
    from cop.core.policy import Actor
    from cop.members.models import Community, Member, User

# Words that must not appear in a community's mail: community id -> terms.
neutral_terms: list[Callable[[int], list[str]]] = []

# Names of organisations and the like, which may hold such a word: community id -> names.
harmless_names: list[Callable[[int], list[str]]] = []

# Entries of the main navigation: actor -> (label, url, key); the key marks the current section.
nav_items: list[Callable[["Actor"], list[tuple[str, str, str]]]] = []

# The order in which people read them; what is not named comes last.
NAV_ORDER = (
    "sessions",
    "caucuses",
    "results",
    "reports",
    "documents",
    "members",
    "joining",
    "people",
    "governance",
    "record",
    "settings",
)


# Sections whose pages one comes to from another's page, which is marked in their place.
_LED_TO_FROM = {
    "caucuses": "ledger",
    "governance": "settings record anonymity requests",
    "members": "joining",
    "results": "year trend review comments reflections",
    "sessions": (
        "programme invitations feed attendance topics answered mail decisions reminders formats"
    ),
}
WITHIN = {key: section for section, keys in _LED_TO_FROM.items() for key in keys.split()}


def sections_for(actor: "Actor") -> list[tuple[str, str, str]]:
    """The entries of all rooms this actor may enter, in reading order."""
    entries = [entry for provider in nav_items for entry in provider(actor)]
    there = {key for _label, _url, key in entries}
    entries = [entry for entry in entries if WITHIN.get(entry[2]) not in there]
    places = {key: place for place, key in enumerate(NAV_ORDER)}
    return sorted(entries, key=lambda entry: places.get(entry[2], len(places)))


def sections_within(actor: "Actor", section: str) -> list[tuple[str, str]]:
    """(label, url) of the sections the section's page leads on to."""
    entries = [entry for provider in nav_items for entry in provider(actor)]
    return [(label, url) for label, url, key in entries if WITHIN.get(key) == section]


@dataclass(frozen=True)
class Panel:
    """A card a higher room puts on a session's page: what there is to do, and the way there."""

    title: str
    text: str
    url: str = ""
    label: str = ""  # of the button that leads to ``url``
    key: str = ""
    is_next: bool = False  # whether this is what the reader most likely came for


# Cards on a session's page: (actor, session) -> panels; the actor may see the session.
session_panels: list[Callable[["Actor", Any], list[Panel]]] = []


def panels_on(actor: "Actor", session: Any) -> list[Panel]:
    """The cards of all rooms, in the order the rooms entered them."""
    return [panel for provider in session_panels for panel in provider(actor, session)]


# Who has first call on the topic of which of these sessions: sessions -> last days, by their keys.
first_calls: list[Callable[[list[Any]], dict[int, dt.date]]] = []


def first_calls_on(sessions: list[Any]) -> dict[int, dt.date]:
    """Until when somebody else may put a topic first; a session that is not in it is free."""
    return {key: day for provider in first_calls for key, day in provider(sessions).items()}


@dataclass(frozen=True)
class Answered:
    """What people said somewhere, and what follows from it."""

    about: str
    words: str
    on: dt.date


# Answers a higher room gives to what people said: actor -> answers the actor may read.
answers_given: list[Callable[["Actor"], list[Answered]]] = []


def answers_for(actor: "Actor") -> list[Answered]:
    """The answers of all rooms."""
    return [answer for provider in answers_given for answer in provider(actor)]


# Pages about oneself, named under "About me": actor -> (label, url).
own_pages: list[Callable[["Actor"], list[tuple[str, str]]]] = []


def own_pages_for(actor: "Actor") -> list[tuple[str, str]]:
    """The pages of all rooms that are about this actor, in the order the rooms entered them."""
    return [entry for provider in own_pages for entry in provider(actor)]


# Cards on the first page, above the next session: actor -> panels; what waits for this person.
first_page_panels: list[Callable[["Actor"], list[Panel]]] = []


def panels_for(actor: "Actor") -> list[Panel]:
    """The cards of all rooms for the actor's first page, in the order the rooms entered them."""
    return [panel for provider in first_page_panels for panel in provider(actor)]


@dataclass(frozen=True)
class SetUpStep:
    """One step from nothing to a first invitation, as the co-chairs' first page counts them."""

    title: str
    done: bool
    url: str = ""


# Steps of rooms above governance, in the order they are taken: actor -> steps.
set_up_steps: list[Callable[["Actor"], list[SetUpStep]]] = []


# Whether a community has met: from then on nobody is led through setting up.
has_met: list[Callable[["Community"], bool]] = []


@dataclass(frozen=True)
class Subject:
    """Somebody as one community knows them: a member, a person with a role, or both."""

    community: "Community"
    person: "User | None" = None
    member: "Member | None" = None


@dataclass(frozen=True)
class Holding:
    """One kind of personal data that a room keeps, said and handled in one place.

    The privacy notice prints ``what``, ``why``, ``readers`` and ``kept``; "my data" hands out what
    ``export`` returns; erasure calls ``erase``; the daily job calls ``expire``. Every model that
    points at a person or a member is in exactly one holding.
    """

    key: str
    title: str | Promise  # what its section of "my data" is called
    models: tuple[str, ...]  # labels, like "sessions_app.Attendance"
    what: str | Promise
    why: str | Promise
    # Values of Role and of Many in cop.members.enums: "own", "everybody", "member" and so on.
    readers: tuple[str, ...]
    kept: Callable[["Community"], str]  # the period in words, from the number ``expire`` uses
    export: Callable[[Subject], list[dict[str, Any]]]
    erase: Callable[[Subject], int]  # rows deleted or made nameless
    # (community, today, dry run) -> rows past their period; None: ends with the person or day.
    expire: Callable[["Community", dt.date, bool], int] | None = None
    data_class: str = ""  # D1 to D13; "" where the matrix of data classes does not name it
    withheld: str | Promise = ""  # why no download holds the rows, and where they can be seen


# Whether a community has come to the stage at which it keeps sensitive answers.
listening: list[Callable[["Community"], bool]] = []


def is_listening(community: "Community") -> bool:
    """Whether any room says so."""
    return any(provider(community) for provider in listening)


# Why a community may not begin to meet yet, in one sentence, or "".
why_not_meeting: list[Callable[["Community"], str]] = []


def why_meeting_waits(community: "Community") -> str:
    """The first reason any room gives, or ""."""
    return next(filter(None, (provider(community) for provider in why_not_meeting)), "")


class Need(Enum):
    """How needed a kind of mail is."""

    ALWAYS = "always"  # cancellations, security, answers to what somebody asked for
    NEWS = "news"
    REMINDER = "reminder"


# Every kind of mail, from the room that writes it. Who wants it: cop.members.selectors.wants.
mail_kinds: dict[str, Need] = {}


# What kinds of mail are called where mail is looked after. A kind without a title is one person's
# own errand: it is listed there only when it did not arrive, and its words are shown to nobody.
mail_titles: dict[str, str | Promise] = {}


@dataclass(frozen=True)
class MailAbout:
    """What a mailing is about, in words, and the way there."""

    words: str
    url: str = ""


# What rooms mean by their words for what mailings are about: (community, their words) -> meanings.
mail_about: list[Callable[["Community", Collection[str]], dict[str, MailAbout]]] = []


def mail_is_about(community: "Community", abouts: Collection[str]) -> dict[str, MailAbout]:
    """What all rooms know of these words."""
    return {
        about: meaning
        for provider in mail_about
        for about, meaning in provider(community, abouts).items()
    }


@dataclass(frozen=True)
class MailAgain:
    """A mail as it would be written now, and everybody it was sent to."""

    subject: str
    text: str
    addresses: list[str]


# Mail written anew, after its words were erased: (community, kind, what it is about) -> mail.
mail_again: list[Callable[["Community", str, str], MailAgain | None]] = []


def mail_written_anew(community: "Community", kind: str, about: str) -> MailAgain | None:
    """From the room whose mail it is, if it still holds."""
    return next(filter(None, (provider(community, kind, about) for provider in mail_again)), None)


# What an actor looks after, and so its mail: actor -> words of mailings.
mail_looked_after: list[Callable[["Actor"], list[str]]] = []


def abouts_looked_after(actor: "Actor") -> list[str]:
    """From all rooms."""
    return [about for provider in mail_looked_after for about in provider(actor)]


# Whether a room writes to everybody who came to a session, so that nobody thanks them besides.
thanks: list[Callable[[Any], bool]] = []


def is_thanked_elsewhere(session: Any) -> bool:
    """Whether any room does."""
    return any(provider(session) for provider in thanks)


# What people can be asked after a session: () -> (key, title), from the room that asks.
questionnaires: list[Callable[[], list[tuple[str, str]]]] = []


def questionnaires_to_choose() -> list[tuple[str, str]]:
    """Of all rooms, the usual one first."""
    return [one for provider in questionnaires for one in provider()]


# Who may take names out of the program, in a file or on a whole list: actor -> bool.
takes_names_out: list[Callable[["Actor"], bool]] = []


def may_take_names_out(actor: "Actor") -> bool:
    """Whether any room lets the actor do so."""
    return any(provider(actor) for provider in takes_names_out)


# Last mails to somebody who is about to be erased: subject -> (e-mail, name, letter).
farewells: list[Callable[[Subject], Iterable[tuple[str, str, Any]]]] = []


# Each room's holdings, in the order people read them.
holdings: list[Holding] = []


def hold(*kept: Holding) -> None:
    """Enter holdings of a room, each once however often the room is made ready."""
    holdings.extend(one for one in kept if one not in holdings)


# Published reports, from the room that has them: community -> editions.
editions: list[Callable[["Community"], list[Edition]]] = []


def editions_of(community: "Community") -> list[Edition]:
    """The community's published reports."""
    return [edition for provider in editions for edition in provider(community)]


@dataclass(frozen=True)
class Audited:
    """What a room may put on record about one kind of thing; anything else is refused.

    Each room's ``audited`` module enters its own. ``acts`` leads from a verb of
    ``cop.audit.enums.Verb`` to the fields such an entry may name. Never content, never a caucus.
    """

    kind: str  # a model's name in lower case, or what a list is called
    words: str | Promise  # with its article: "a session"
    acts: dict[str, frozenset[str]]


# What people read for a field on record; one that is not here stands with its own name in words.
audited_fields: dict[str, str | Promise] = {}


def field_in_words(field: str) -> str:
    """``is_listed`` as people read it."""
    return str(audited_fields.get(field, field.replace("_", " ")))


# What may be on record, from all rooms. One kind may be entered by several rooms.
audited: list[Audited] = []

# Ways from the roster to what higher rooms do with it: actor -> (label, url).
roster_links: list[Callable[["Actor"], list[tuple[str, str]]]] = []

# Numbers for the health page that should be 0: words -> how many. They name nobody.
health_numbers: list[Callable[[], dict[str, int]]] = []


def alarms() -> dict[str, int]:
    """The numbers of all rooms."""
    return {words: number for provider in health_numbers for words, number in provider().items()}


@dataclass(frozen=True)
class CaucusWords:
    """What a community calls one of its caucuses, for texts of lower rooms."""

    name: str
    definition: str
    is_answered_to: bool


# The caucuses of a community in their order.
caucus_words: list[Callable[["Community"], list[CaucusWords]]] = []


def caucuses_in_words(community: "Community") -> list[CaucusWords]:
    """The community's own words for its caucuses, from the room that keeps them."""
    return [words for provider in caucus_words for words in provider(community)]


# The spaces of a session by name, each with its room and telephone; "" where neither is known.
doors_on_paper: list[Callable[["Actor", Any], list[tuple[str, str]]]] = []


def doors_to_print(actor: "Actor", session: Any) -> list[tuple[str, str]]:
    """Every door alike: a sheet of paper says nothing of who goes where."""
    return [door for provider in doors_on_paper for door in provider(actor, session)]


# Whether a community may store a member's choice of space only with their consent.
consent_needed: list[Callable[["Community"], bool]] = []


def needs_consent(community: "Community") -> bool:
    """Whether any room says that the choice needs consent; none says so by itself."""
    return any(provider(community) for provider in consent_needed)


def known_names(community_id: int) -> list[str]:
    """Names that say nothing of race whatever words they are made of, from all rooms."""
    return [name for provider in harmless_names for name in provider(community_id)]


def terms_to_avoid(community_id: int) -> list[str]:
    """Every word the community's mail may not carry, from all rooms that know some."""
    return [term for provider in neutral_terms for term in provider(community_id)]
