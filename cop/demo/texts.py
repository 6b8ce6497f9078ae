"""What the fictional community has adopted, and who has read it."""

import datetime as dt

from cop.core import clock
from cop.core.policy import Actor
from cop.demo import story
from cop.documents.enums import DOCUMENTS, Kind
from cop.documents.selectors import current_versions, fingerprint
from cop.documents.services import (
    adopt_draft,
    adopt_shipped,
    declare_leading,
    mark_read,
    save_draft,
)
from cop.members.selectors import system_actor

BREAKS = (
    "**Breaks.** We take a break when we need one. Whoever needs one sooner takes it, and nobody "
    "remarks on it."
)
CARE = "**Care.**"


def load_texts(*, co_chair: Actor, readers: list[Actor], earlier: Actor, leading: Actor) -> None:
    """A year ago everything was adopted; today the ground rules for the second time.

    ``readers`` have read it all, ``earlier`` only what was first; everybody else nothing yet.
    """
    today = clock.today(co_chair.community.time_zone)
    review_on = today + dt.timedelta(days=180)
    adopt_shipped(
        actor=system_actor(co_chair.community),
        review_on=review_on,
        on=story.year_began_on(today),
    )
    _read(earlier)
    rules = current_versions(co_chair.community)[Kind.GROUND_RULES].text
    text = rules.replace(CARE, f"{BREAKS}\n\n{CARE}").replace(
        "Speak for yourself, and leave room.", "Speak for yourself, and leave room for others."
    )
    draft = save_draft(
        actor=co_chair, kind=Kind.GROUND_RULES, text=text, note="Says how we take breaks."
    )
    adopt_draft(
        actor=co_chair,
        kind=Kind.GROUND_RULES,
        review_on=review_on,
        seen=fingerprint(draft.text),
    )
    for reader in readers:
        _read(reader)
    declare_leading(actor=leading, leads=True)


def _read(reader: Actor) -> None:
    shown = current_versions(reader.community, DOCUMENTS).values()
    mark_read(actor=reader, versions=[version.pk for version in shown])
