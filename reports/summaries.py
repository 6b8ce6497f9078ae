"""The one-page summary of a session: from what was released to words that are frozen.

Two readers: everybody in the community, and leaders outside it. What leaders read may go anywhere,
so it holds a total, topics, actions and the next date, and no line that names a caucus.

Share-backs stand side by side or not at all: where one caucus released nothing, the page shows
none, and says neither which one was silent nor why (docs/decisions/0034).
"""

import hashlib
import json
from typing import Any, TypedDict

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caucus.models import ShareBack
from caucus.selectors import share_backs_side_by_side, slot_of
from cop.core import clock
from cop.core.errors import Refused
from cop.core.figures import Count, Rough, number_in
from cop.members.enums import ResultsMoment
from cop.members.models import Community
from cop.post.policies import neutrality
from feedback.enums import SurveyState
from feedback.models import NextSteps
from reports.models import SessionSummary
from reports.policies import why_no_number
from sessions_app.enums import SessionState
from sessions_app.models import Session
from sessions_app.selectors import actions_of, decided_topics, notes_of, number_at

FEWEST = 5  # a smaller total is not printed
MOST_DECIDED = 4
# What one page holds in the smallest letters, as measured: characters, in whole lines, and the
# room above each paragraph. Headings are allowed for.
LONGEST = 5600
LINE, GAP = 115, 60
REASON = ". "


class ThemeWords(TypedDict):
    title: str
    body: str


class ShareBackWords(TypedDict):
    caucus: str
    themes: list[ThemeWords]
    label: str  # of the one slot beside the themes
    slot: str


class ActionWords(TypedDict):
    words: str
    role: str
    due: str
    is_done: bool


class LeadersWords(TypedDict):
    """For people outside the caucuses and outside the community."""

    topics: list[str]
    came: str
    actions: list[ActionWords]
    asks: str
    next: str


class SummaryWords(TypedDict):
    """Everything that is read, as it was when it was drafted."""

    community: str
    day: str
    topics: list[str]
    came: str
    share_backs: list[ShareBackWords]
    next_steps: str
    decided: list[str]
    notes: str
    actions: list[ActionWords]
    next: str
    leaders: LeadersWords


def compile_summary(session: Session, *, asks_of_leaders: str = "") -> SummaryWords:
    """The summary as it would be today. Reads only.

    Raises Refused where it would not fit on one page.
    """
    community = session.community
    topics = [topic.title for topic in session.topics.all()]
    actions = [_action(action) for action in actions_of(session)]
    came = came_in_words(session)
    is_neutral = neutrality(community.pk)
    words: SummaryWords = {
        "community": community.name,
        "day": clock.date_in_words(session.held_on),
        "topics": topics,
        "came": came,
        "share_backs": [_share_back(one) for one in share_backs_side_by_side(session)],
        "next_steps": _next_steps(session),
        "decided": _decided(session),
        "notes": notes_of(session),
        "actions": actions,
        "next": next_in_words(community),
        "leaders": {
            "topics": [topic for topic in topics if is_neutral(topic)],
            "came": came,
            "actions": [one for one in actions if is_neutral(f"{one['words']}\n{one['role']}")],
            "asks": asks_of_leaders,
            "next": next_in_words(community),
        },
    }
    return _on_one_page(words)


def digest_of(words: SummaryWords) -> str:
    """Tells whether two drafts say the same."""
    text = json.dumps(words, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def came_in_words(session: Session) -> str:
    """How many came in all (R9), once that is settled; "" before."""
    if why_no_number(session):
        return ""
    return _came(number_at(session))


def why_unnumbered(draft: SessionSummary) -> str:
    """Why a draft does not say how many came; "" where it does, or never will."""
    if draft.content["came"]:
        return ""
    if why := why_no_number(draft.session):
        return why
    if came_in_words(draft.session):
        return _("How many came is known by now. Draft the summary again, so that it says so.")
    return ""


def _came(number: Count) -> str:
    if isinstance(number, Rough):
        return _("%s people came.") % str(number).capitalize() if number_in(number) else ""
    if number < FEWEST:
        return _("Fewer than 5 people came.")
    return ngettext("%d person came.", "%d people came.", number) % number


def next_in_words(community: Community) -> str:
    """When the community meets next, with the time; "" where nothing is planned."""
    day = clock.today(community.time_zone)
    ahead = Session.objects.filter(
        community=community, held_on__gte=day, state=SessionState.PLANNED
    ).select_related("community")
    coming = (session.when for session in ahead[:5] if not session.has_begun)
    return next(coming, "")


def _share_back(shared: ShareBack) -> ShareBackWords:
    slot = slot_of(shared.caucus)
    return {
        "caucus": shared.caucus.name,
        "themes": [{"title": one.title, "body": one.body} for one in shared.themes.all()],
        "label": slot.label,
        "slot": str(getattr(shared, slot.field)),
    }


def _action(action: Any) -> ActionWords:
    return {
        "words": action.words,
        "role": action.role,
        "due": date_format(action.due_on, "j F Y") if action.due_on else "",
        "is_done": action.is_done,
    }


def _next_steps(session: Session) -> str:
    """What those who asked said they would do about the feedback of an earlier session.

    Where members read results with the annual report only, what follows from them waits too.
    """
    if session.community.results_moment != ResultsMoment.COUNT:
        return ""
    earlier = NextSteps.objects.filter(
        survey__community=session.community,
        survey__state=SurveyState.COUNTED,
        survey__session__held_on__lt=session.held_on,
    )
    newest = earlier.order_by("-survey__session__held_on").values_list("text", flat=True)
    return newest.first() or ""


def _decided(session: Session) -> list[str]:
    """Topics members proposed, and what became of them since the session before."""
    before = Session.objects.filter(
        community=session.community, held_on__lt=session.held_on, state=SessionState.PLANNED
    ).last()
    decided = decided_topics(session.community)
    if before is not None:
        decided = decided.filter(decided_on__gt=before.held_on)
    return [
        f"{one.words}: {one.get_state_display().lower()}{REASON}{one.reason}".strip()
        for one in decided[:MOST_DECIDED]
    ]


def _on_one_page(words: SummaryWords) -> SummaryWords:
    """The summary. Where it is too long, headings of themes alone, for all alike, then no reasons.

    Raises Refused where that is not enough.
    """
    if _length(words) > LONGEST:
        for shared in words["share_backs"]:
            shared["themes"] = [{"title": one["title"], "body": ""} for one in shared["themes"]]
    if _length(words) > LONGEST:
        words["decided"] = [line.partition(REASON)[0] for line in words["decided"]]
    over = _length(words) - LONGEST
    if over > 0:
        raise Refused(
            _(
                "The summary does not fit on one page. Shorten the notes or the actions by about "
                "%d characters."
            )
            % over
        )
    return words


def _length(words: SummaryWords) -> int:
    """About how much room the page for everybody needs."""
    paragraphs = [*words["topics"], *words["decided"]]
    paragraphs += [*words["next_steps"].splitlines(), *words["notes"].splitlines()]
    for shared in words["share_backs"]:
        paragraphs += [shared["caucus"], f"{shared['label']} {shared['slot']}"]
        paragraphs += [f"{one['title']} {one['body']}" for one in shared["themes"]]
    paragraphs += [f"{one['words']} {one['role']} {one['due']}" for one in words["actions"]]
    return sum(-(-len(one) // LINE) * LINE + GAP for one in paragraphs if one)
