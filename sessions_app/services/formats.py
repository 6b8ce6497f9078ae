"""A community's own formats: copied, changed, deleted. No session changes with them."""

from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from cop.audit.enums import Verb
from cop.audit.services import record
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from cop.members.services import lock
from sessions_app.formats import FORMATS, LONGEST, OWN, Format, length_of, why_out_of_order
from sessions_app.models import OwnFormat, ReminderText
from sessions_app.policies import can_change_formats

MOST_OWN = 30
FIELDS = ("name", "summary", "advice", "topics", "grouping", "questionnaire", "parts")


@transaction.atomic
def copy_format(*, actor: Actor, source: Format, content: Format) -> OwnFormat:
    """Keep ``content`` as a format of the community's own, made from ``source``.

    Raises Refused for a name there is already, and for parts that make no session.
    """
    require(can_change_formats(actor))
    lock(actor.community)
    if actor.community.formats.count() >= MOST_OWN:
        raise Refused(_("You have %d formats of your own. Delete one first.") % MOST_OWN)
    own = OwnFormat(community=actor.community, copied_from=_shipped(source))
    _write(own, content)
    own.save()
    record(actor=actor, verb=Verb.CREATE, target=own)
    return own


@transaction.atomic
def change_format(*, actor: Actor, own: OwnFormat, content: Format) -> OwnFormat:
    """Change it for sessions planned from now on. Raises Refused as ``copy_format`` does."""
    require(can_change_formats(actor) and own.community_id == actor.community.pk)
    lock(actor.community)
    own = OwnFormat.objects.get(pk=own.pk)
    before = {name: getattr(own, name) for name in FIELDS}
    _write(own, content)
    changed = [name for name in FIELDS if getattr(own, name) != before[name]]
    if changed:
        own.save()
        fields = ["segments" if name == "parts" else name for name in changed]
        record(actor=actor, verb=Verb.CHANGE, target=own, fields=fields)
    return own


@transaction.atomic
def delete_format(*, actor: Actor, own: OwnFormat) -> None:
    """Delete it. Sessions keep its name and all they took over, and what reminds of them."""
    require(can_change_formats(actor) and own.community_id == actor.community.pk)
    record(actor=actor, verb=Verb.DELETE, target=own)
    _keep_reminders(own)
    own.delete()


def _keep_reminders(own: OwnFormat) -> None:
    """Its sessions have their name alone from now on (``key_of``), and so have their texts."""
    texts = ReminderText.objects.filter(community_id=own.community_id)
    own_texts = texts.filter(format=f"{OWN}{own.pk}")
    for name in set(own.sessions.values_list("format", flat=True)):
        texts.filter(format=name).delete()  # of an earlier format of that name
        for text in own_texts:
            text.pk, text.format = None, name
            text.save()
    own_texts.delete()


def _shipped(source: Format) -> str:
    if source.own_id is None:
        return source.key
    return OwnFormat.objects.values_list("copied_from", flat=True).get(pk=source.own_id)


def _write(own: OwnFormat, content: Format) -> None:
    refuse_if(why_out_of_order(content.parts, content.grouping))
    if length_of(content.parts) > LONGEST:
        raise Refused(_("A session is at most eight hours long. Shorten its parts."))
    name = str(content.name)
    same = OwnFormat.objects.filter(community_id=own.community_id, name__iexact=name)
    taken = {*FORMATS, *(str(shipped.name).casefold() for shipped in FORMATS.values())}
    # A session keeps the name alone when its format is deleted; it must not turn into another's.
    is_key = name.casefold() in taken or name.casefold().startswith(OWN)
    if is_key or same.exclude(pk=own.pk).exists():
        raise Refused(_("There is a format of this name already. Choose another name."))
    own.name, own.summary, own.advice = name, str(content.summary), str(content.advice)
    own.topics, own.grouping = content.topics, content.grouping
    own.questionnaire = content.questionnaire
    own.parts = [
        asdict(part)
        | {
            "kind": str(part.kind),
            "title": str(part.title),
            "prompt": str(part.prompt),
            "materials": str(part.materials),
        }
        for part in content.parts
    ]
