"""R6, R7: what a caucus agrees to tell the others. Written, read again, released once.

Nothing here says who wrote or released it: for somebody who is not a published facilitator, that
would say which space they were in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from caucus.enums import ShareBackState, Voice
from caucus.models import Caucus, ShareBack, SharedTheme
from caucus.selectors import caucus_to_share_for, is_too_small_to_share, slot_of
from caucus.services.ledger import enter_share_back
from cop.audit.services import record
from cop.core import clock
from cop.core.errors import Refused
from cop.core.policy import Actor
from cop.members.selectors import system_actor
from sessions_app.models import Session

MOST_THEMES = 2


@dataclass(frozen=True)
class Theme:
    title: str
    body: str = ""


@transaction.atomic
def write_share_back(
    *,
    actor: Actor,
    session: Session,
    themes: Sequence[Theme],
    slot: str = "",
    voice: str = Voice.FACILITATOR,
) -> ShareBack:
    """Write or rewrite the draft: at most two themes, and the one slot of the caucus.

    Raises Refused for more themes, for nothing at all, once it is released, and where R9 forbids.
    """
    caucus = _own_caucus(actor, session)
    themes = [theme for theme in themes if theme.title.strip() or theme.body.strip()]
    if len(themes) > MOST_THEMES:
        raise Refused(_("Share at most two themes: a few that stay are worth more than a list."))
    if any(not theme.title.strip() for theme in themes):
        raise Refused(_("Give each theme a heading, so that people can find it again."))
    if not themes and not slot.strip():
        raise Refused(
            _("Nothing is written yet. If your caucus shares nothing, you can simply leave.")
        )
    _refuse_if_small(session, caucus)
    draft = _held_draft(session, caucus)
    setattr(draft, slot_of(caucus).field, slot.strip())
    draft.voice = Voice(voice)
    draft.save()
    draft.themes.all().delete()
    SharedTheme.objects.bulk_create(
        SharedTheme(
            share_back=draft, position=place, title=theme.title.strip(), body=theme.body.strip()
        )
        for place, theme in enumerate(themes, start=1)
    )
    return draft


@transaction.atomic
def release_share_back(*, actor: Actor, session: Session) -> ShareBack:
    """Release the draft of the actor's caucus to the community; it cannot be changed afterwards.

    Raises Refused without a draft and where R9 forbids.
    """
    caucus = _own_caucus(actor, session)
    _refuse_if_small(session, caucus)
    draft = ShareBack.objects.select_for_update().filter(session=session, caucus=caucus).first()
    if draft is None:
        raise Refused(_("There is nothing to release yet. Write it first."))
    _refuse_if_released(draft)
    draft.state = ShareBackState.RELEASED
    draft.released_at = clock.now()
    draft.save(update_fields=["state", "released_at"])
    enter_share_back(draft)
    # As the system: who released it would say which space they were in.
    record(actor=system_actor(actor.community), verb="release_share_back", target=session)
    return draft


@transaction.atomic
def delete_share_back(*, actor: Actor, session: Session) -> None:
    """Throw the draft away: a caucus may share nothing. Raises Refused once it is released."""
    caucus = _own_caucus(actor, session)
    draft = ShareBack.objects.select_for_update().filter(session=session, caucus=caucus).first()
    if draft is not None:
        _refuse_if_released(draft)
        draft.delete()


def _own_caucus(actor: Actor, session: Session) -> Caucus:
    """The caucus the actor may write for; PermissionDenied (403) where there is none."""
    caucus = caucus_to_share_for(actor, session)
    if caucus is None:
        raise PermissionDenied
    return caucus


def _held_draft(session: Session, caucus: Caucus) -> ShareBack:
    """The draft, made if need be, and held against being written or released meanwhile."""
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    draft = ShareBack.objects.filter(session=session, caucus=caucus).first()
    if draft is not None:
        _refuse_if_released(draft)
    return draft or ShareBack(session=session, caucus=caucus)


def _refuse_if_released(share_back: ShareBack) -> None:
    if share_back.state == ShareBackState.RELEASED:
        raise Refused(_("This has been released, and what people have read stays as it is."))


def _refuse_if_small(session: Session, caucus: Caucus) -> None:
    if is_too_small_to_share(session, caucus):
        raise Refused(
            _(
                "Nothing is shared from this space today, so that nobody can be recognised by it. "
                "What was said stays with you."
            )
        )
