"""Formats to choose among: those shipped, and a community's own."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from cop.core.policy import Actor, require
from cop.members.models import Community
from sessions_app.formats import FORMATS, OWN, Format, Part
from sessions_app.models import OwnFormat, Session
from sessions_app.policies import can_view_formats

MOST_TOPICS = 2


def formats_for(community: Community) -> list[Format]:
    """Every format the community can choose, its own last; one query."""
    own = OwnFormat.objects.filter(community=community)
    return [*FORMATS.values(), *map(format_of_own, own)]


def format_for(community: Community, key: str) -> Format | None:
    """The format of that key; None where the community has no such format."""
    if key in FORMATS:
        return FORMATS[key]
    number = key.removeprefix(OWN)
    if number == key or not (number.isascii() and number.isdecimal()):
        return None
    own = OwnFormat.objects.filter(community=community, pk=number).first()
    return format_of_own(own) if own else None


def format_of_own(own: OwnFormat) -> Format:
    """A community's own format, to be used like a shipped one."""
    return Format(
        key=f"{OWN}{own.pk}",
        name=own.name,
        summary=own.summary,
        parts=tuple(Part(**part) for part in own.parts),
        topics=own.topics,
        grouping=own.grouping,
        questionnaire=own.questionnaire,
        advice=own.advice,
        own_id=own.pk,
    )


def key_of(session: Session) -> str:
    """The key of the session's format; the words it came with where that is no format here."""
    return f"{OWN}{session.own_format_id}" if session.own_format_id else session.format


def format_kept(session: Session) -> Format | None:
    """The session's format as it took it over, whatever became of it; None where it has none."""
    if not session.format:
        return None
    parts = [
        Part(each.kind, each.title, each.minutes, each.prompt, each.materials)
        for each in session.segments.all()
    ]
    known = format_for(session.community, key_of(session))
    return Format(
        key=key_of(session),
        name=session.format_name,
        summary=_("As this session has it."),
        parts=tuple(parts),
        topics=known.topics if known else MOST_TOPICS,
        grouping=session.grouping,
        questionnaire=session.questionnaire,
        advice=known.advice if known else "",
        own_id=session.own_format_id,
    )


def get_format_or_404(actor: Actor, key: str) -> Format:
    """Door: a format for whoever plans sessions; 403 for everybody else who belongs here."""
    require(can_view_formats(actor))
    found = format_for(actor.community, key)
    if found is None:
        raise Http404
    return found


def get_own_format_or_404(actor: Actor, key: str) -> OwnFormat:
    """Door: one of the community's own formats, which alone can be changed."""
    found = get_format_or_404(actor, key)
    if found.own_id is None:
        raise Http404
    return OwnFormat.objects.get(pk=found.own_id)
