"""What a community says of itself to everybody."""

from django.db import transaction

from cop.audit.services import record
from cop.core.errors import refuse_if
from cop.core.names import clean_line
from cop.core.policy import Actor, require
from cop.joining.models import JoinPage, JoinPageName
from cop.joining.policies import can_change_join_page, why_joining_is_shut
from cop.joining.selectors import page_of
from cop.members.services import lock


@transaction.atomic
def change_join_page(
    *,
    actor: Actor,
    headline: str,
    text: str,
    is_open: bool,
    suggests_organisations: bool = False,
    names_me: bool = False,
) -> JoinPage:
    """Save the page and switch it on or off; ``names_me`` is the actor's own agreement alone.

    Raises Refused where it would open before the community's first stage is.
    """
    require(can_change_join_page(actor))
    community = lock(actor.community)
    if is_open:
        refuse_if(why_joining_is_shut(community))
    page = page_of(community)
    values = {
        "headline": clean_line(headline),
        "text": text.strip(),
        "is_open": is_open,
        "suggests_organisations": suggests_organisations,
    }
    changed = [field for field, value in values.items() if getattr(page, field) != value]
    for field in changed:
        setattr(page, field, values[field])
    page.save()
    if actor.person is not None:
        mine = JoinPageName.objects.filter(community=community, person=actor.person)
        if names_me and not mine.exists():
            JoinPageName.objects.create(community=community, person=actor.person)
        elif not names_me:
            mine.delete()
    if changed:
        record(actor=actor, verb="change", target=page, fields=changed)
    return page
