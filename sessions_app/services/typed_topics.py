"""The topics somebody types who plans a session, beside those that were decided on."""

from collections.abc import Sequence

from cop.core.errors import refuse_if
from cop.core.policy import Actor
from sessions_app.models import Session, Topic
from sessions_app.policies import why_topics_stay


def write_topics(
    actor: Actor, session: Session, topics: Sequence[str], *, is_regrouped: bool = False
) -> None:
    """Write a plan's topics; the caller holds the session. Raises Refused where they may not be.

    One that is in caucuses only now (``is_regrouped``) begins without a topic, as a new one does.
    """
    is_first = is_regrouped or not session.topics.exists()
    session.topics.filter(proposal=None).delete()
    if not actor.is_system:
        refuse_if(why_topics_stay(session, topics, is_first=is_first))
    decided = dict(session.topics.values_list("title", "proposal"))
    session.topics.all().delete()
    Topic.objects.bulk_create(
        Topic(session=session, position=position, title=title, proposal_id=decided.pop(title, None))
        for position, title in enumerate(topics, start=1)
    )
