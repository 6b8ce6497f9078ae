"""Mail, files and the support desk: what leaves the installation in somebody's hands."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import cast

from django.conf import settings
from django.contrib import admin
from django.db.models import Model
from django.template import TemplateDoesNotExist
from django.template.backends.django import Template
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from caucus.models import Choice
from cop.core import clock, registry
from cop.core.registry import Subject
from cop.members.models import Community, Member
from cop.post.models import Message
from feedback.assurance.checks import Group, Place, check
from feedback.box.tables import ANSWERS, NAMES, label
from feedback.letters import reminder_words
from feedback.models import Collected, Envelope, Survey
from sessions_app.models import Session

MAILS = ("mail/feedback_open", "mail/feedback_reminder")
SAYS = re.compile(r"\{\{\s*([\w.]+)|\{%\s*(\w+)")
# Tags that bring in no other words.
PLAIN_TAGS = frozenset(
    {
        *(
            "autoescape",
            "endautoescape",
            "block",
            "endblock",
            "blocktranslate",
            "endblocktranslate",
        ),
        *("extends", "if", "else", "endif", "load", "translate"),
    }
)
SURVEY_MAIL = "feedback_"
LINK = re.compile(r"/feedback/([0-9a-f-]{36})/")
NEVER_IN_A_FILE = frozenset([*map(label, ANSWERS), label(Collected)])
SOME = 50  # people on whose behalf a download is tried


@check(
    Group.WAYS_OUT,
    gettext_lazy("The mail of a survey can name nobody"),
    looked_at=gettext_lazy("Every word the mail’s template takes from elsewhere."),
    todo=gettext_lazy("Put the template back as it was shipped."),
)
def survey_mail_names_nobody(place: Place) -> Iterator[str]:
    same_for_all = _words_for_everybody()
    for name in (f"{mail}.{kind}" for mail in MAILS for kind in ("txt", "html")):
        try:
            template = cast(Template, get_template(name)).template
        except TemplateDoesNotExist:
            continue
        for word, tag in SAYS.findall(str(template.source)):
            if (word and word not in same_for_all) or (tag and tag not in PLAIN_TAGS):
                yield _("%(name)s uses “%(word)s”.") % {"name": name, "word": word or tag}


def _words_for_everybody() -> set[str]:
    """What the program gives a survey's mails, whoever they go to."""
    today, somewhere = clock.today(settings.TIME_ZONE), Community(slug="north")
    session = Session(community=somewhere, held_on=today)
    return set(reminder_words(Survey(community=somewhere, session=session, closes_on=today)))


@check(
    Group.WAYS_OUT,
    gettext_lazy("Everybody gets the same mail of a survey, with the same link"),
    looked_at=gettext_lazy("Every such mail that has not left yet, letter for letter."),
    todo=gettext_lazy("Delete these mails before they leave, and find out what wrote them."),
)
def survey_mails_are_alike(place: Place) -> Iterator[str]:
    waiting = Message.objects.filter(kind__startswith=SURVEY_MAIL).exclude(text="")
    said: dict[tuple[str, tuple[str, ...]], set[tuple[str, ...]]] = defaultdict(set)
    for kind, *words in waiting.values_list("kind", "subject", "text", "html"):
        said[kind, tuple(sorted(set(LINK.findall(words[1]))))].add(tuple(words))
    if several := sum(len(versions) > 1 for versions in said.values()):
        yield (
            ngettext(
                "The mail of %d survey is not the same for everybody.",
                "The mails of %d surveys are not the same for everybody.",
                several,
            )
            % several
        )


@check(
    Group.WAYS_OUT,
    gettext_lazy("No file holds answers or voting papers"),
    looked_at=gettext_lazy(
        "What “my data” hands out of each kind of data, tried on behalf of people who are here."
    ),
    todo=gettext_lazy("Take it out of the download, and see who has downloaded it."),
)
def no_file_holds_answers(place: Place) -> Iterator[str]:
    for holding in registry.holdings:
        if not NEVER_IN_A_FILE & set(holding.models):
            continue
        if not holding.withheld or any(holding.export(one) for one in _people()):
            yield _("“%s” is handed out.") % holding.title
        if label(Envelope) in holding.models:
            yield _("“%s” says that it keeps envelopes for somebody.") % holding.title


def _people() -> Iterator[Subject]:
    """Those who have collected a paper, and some others."""
    collected = Collected.objects.values("member")
    members = Member.objects.select_related("community", "person")
    for member in (
        *islice(members.filter(pk__in=collected), SOME),
        *islice(members.exclude(pk__in=collected), SOME),
    ):
        yield Subject(member.community, member.person, member)


@check(
    Group.WAYS_OUT,
    gettext_lazy("The support desk shows no answers, no papers and no choices"),
    looked_at=gettext_lazy("What the support site lists."),
    todo=gettext_lazy("Take it out of the support site."),
)
def support_desk_shows_none(place: Place) -> Iterator[str]:
    hidden: list[type[Model]] = [*ANSWERS, *NAMES, Choice]
    for model in hidden:
        if admin.site.is_registered(model):
            yield _("It lists %s.") % label(model)


@check(
    Group.WAYS_OUT,
    gettext_lazy("The record of acts has no words for answering"),
    looked_at=gettext_lazy("What may be put on record, beside the tables of answers and papers."),
    todo=gettext_lazy("Take it out of the room’s list of what may be on record."),
)
def record_knows_no_answers(place: Place) -> Iterator[str]:
    kinds = {model.__name__.lower() for model in (*ANSWERS, *NAMES)} | {"ballot", "paper", "answer"}
    kinds -= {"released", "slip"}  # reviewing is an act; what was said is never on record
    for kind in sorted({one.kind for one in registry.audited} & kinds):
        yield _("“%s” may be on record.") % kind
