"""Who gets what from the caucuses, spaces and share-backs. See ``matrix.py`` for the shape."""

import datetime as dt
from typing import Any

from caucus import services
from caucus.models import Ask, Commitment, FindingsConsent
from cop.core import clock
from cop.members.selectors import actor_in
from sessions_app.models import Session
from tests.access.matrix import BELONGING, MEMBERS, STRANGERS, page
from tests.caucus.promises import asked, published, taken_on, told
from tests.caucus.world import MINORITISED, WHITE, more_members, publish
from tests.documents.world import adopt_all, take_consent
from tests.people import Cast
from tests.sessions_app.plans import scheduled

NO_SESSION = STRANGERS | {"grace"}  # she is not invited to this one
PLANNERS = {"amara", "tom"}


def running(cast: Cast) -> Session:
    """A session that began half an hour ago."""
    session = scheduled(cast, facilitators=(cast.amara, cast.tom))
    session.starts_at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=30)
    session.save(update_fields=["starts_at"])
    return session


def with_session(cast: Cast) -> dict[str, Any]:
    return {"session_id": running(cast).pk}


def with_consent_asked(cast: Cast) -> dict[str, Any]:
    """The community takes consent, and nobody has been asked yet."""
    take_consent(cast.community)
    adopt_all(cast.actor("amara"))
    return with_session(cast)


def with_everybody_in_a_space(cast: Cast) -> dict[str, Any]:
    """All have chosen the first caucus; Amara looks after it and has drafted what it may share."""
    session = running(cast)
    space = session.spaces.get(caucus=cast.community.caucuses.all()[0])
    door = {space.pk: "https://meet.example/one"}
    services.set_doors(actor=cast.actor("amara"), session=session, doors=door)
    for name in MEMBERS:
        services.choose_space(actor=cast.actor(name), session=session, space_id=space.pk)
    services.write_share_back(
        actor=cast.actor("amara"), session=session, themes=[services.Theme("Who is heard")]
    )
    return {"session_id": session.pk}


def with_dialogue(cast: Cast) -> dict[str, Any]:
    """The caucuses speak together; Amara looks after the first, and three are in it besides."""
    session = running(cast)
    session.starts_at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=50)
    session.save(update_fields=["starts_at"])
    space = session.spaces.get(caucus=cast.community.caucuses.all()[0])
    services.choose_space(actor=cast.actor("amara"), session=session, space_id=space.pk)
    for member in more_members(cast, 3):
        actor = actor_in(member.person, cast.community)
        services.choose_space(actor=actor, session=session, space_id=space.pk)
    return {"session_id": session.pk}


def with_first_call(cast: Cast) -> dict[str, Any]:
    """Amara is published for the caucus the other answers to, and a session has no topic."""
    publish(cast, "amara", MINORITISED)
    scheduled(cast, topics=(), day=clock.today("Europe/London") + dt.timedelta(days=60))
    return {}


def with_draft(cast: Cast) -> dict[str, Any]:
    """It is over, Tom is published for the second caucus and has written a draft."""
    session = running(cast)
    services.close_spaces(actor=cast.system, session=session)
    Session.objects.filter(pk=session.pk).update(ended_at=dt.datetime.now(dt.UTC))
    session.refresh_from_db()
    publication = services.offer_publication(
        actor=cast.actor("amara"), caucus=cast.community.caucuses.all()[1], person=cast.tom
    )
    services.accept_publication(actor=cast.actor("tom"), publication=publication)
    services.write_share_back(
        actor=cast.actor("tom"),
        session=session,
        themes=[services.Theme("Who speaks first", "We noticed that it is nearly always us.")],
        slot="We read the rota before the meeting.",
    )
    return {"session_id": session.pk}


def with_released(cast: Cast) -> dict[str, Any]:
    world = with_draft(cast)
    session = Session.objects.get(pk=world["session_id"])
    session.guests.create(person=cast.grace)
    services.release_share_back(actor=cast.actor("tom"), session=session)
    return world


def with_offer(cast: Cast) -> dict[str, Any]:
    """Amara has asked Tom."""
    publication = services.offer_publication(
        actor=cast.actor("amara"), caucus=cast.community.caucuses.all()[1], person=cast.tom
    )
    return {"publication_id": publication.pk}


def with_offer_shown(cast: Cast) -> dict[str, Any]:
    with_offer(cast)
    return {}


def with_promises(cast: Cast) -> dict[str, Any]:
    """Amara acts for the caucus that asks, Tom for the one that answers; one of each is there."""
    published(cast)
    answered = asked(cast, "Before you ask one of us, find out what has been written already.")
    due = clock.today("Europe/London") + dt.timedelta(days=60)
    taken_on(cast, answered, due_on=due, words="We read it together before the next session.")
    session = running(cast)
    session.held_on = clock.today("Europe/London")
    session.save(update_fields=["held_on"])
    for commitment in answered.commitments.all():
        told(cast, session, commitment, "under_way", "Six of ten have read it.")
    services.respond_to_answers(actor=cast.actor("amara"), ask=answered, words="Thank you.")
    asked(cast, "Tell us what became of the complaints.")
    taken_on(cast, words="Each of us raises it in one supervision.", due_on=due)
    return {}


def with_an_ask(cast: Cast) -> dict[str, Any]:
    with_promises(cast)
    return {"ask_id": Ask.objects.latest("pk").pk}


def with_something_to_complete(cast: Cast) -> dict[str, Any]:
    """Released in a session: its role and day are to be said."""
    with_promises(cast)
    commitment = Commitment.objects.create(
        caucus=cast.community.caucuses.get(key=WHITE),
        words="We review our letters and bring what we changed.",
        made_on=clock.today("Europe/London"),
    )
    return {"commitment_id": commitment.pk}


def with_findings_agreed_to(cast: Cast) -> dict[str, Any]:
    published(cast)
    caucus = cast.community.caucuses.get(key=MINORITISED)
    session = running(cast)
    FindingsConsent.objects.create(session=session, caucus=caucus, given_on=session.held_on)
    return {}


MATRIX = [
    page(
        "caucus:findings_live",
        MEMBERS,
        strangers=NO_SESSION,
        world=with_everybody_in_a_space,
        never_refused="one button",
    ),
    page(
        "caucus:findings_given",
        {"amara"},
        world=with_findings_agreed_to,
        never_refused="one button",
    ),
    page("caucus:ledger", BELONGING - {"grace"}, world=with_promises),
    page(
        "caucus:ask_add",
        {"amara"},
        world=with_promises,
        never_refused="nothing is required of the caucus that asks",
    ),
    page(
        "caucus:ask_change",
        {"amara"},
        strangers=STRANGERS | {"grace"},
        world=with_an_ask,
        never_refused="nothing is required of the caucus that asks",
    ),
    page(
        "caucus:ask_answer",
        {"tom"},
        strangers=STRANGERS | {"grace"},
        world=with_an_ask,
        invalid={"words": ""},
    ),
    page("caucus:commitment_add", {"tom"}, world=with_promises, invalid={"words": ""}),
    page(
        "caucus:commitment_complete",
        {"tom"},
        strangers=STRANGERS | {"grace"},
        world=with_something_to_complete,
        invalid={"other_role": ""},
    ),
    page(
        "caucus:commitment_status",
        {"tom"},
        world=with_promises,
        never_refused="what is left out stays as it was",
    ),
    page("caucus:first_call", {"amara"}, world=with_first_call, invalid={}),
    page("caucus:caucus_list", BELONGING - {"grace"}, world=with_offer_shown),
    page("caucus:publication_offer", PLANNERS, invalid={}),
    page(
        "caucus:publication_answer",
        PLANNERS,
        strangers=STRANGERS | BELONGING - PLANNERS,
        redirects=PLANNERS,
        method="post",
        data={"answer": "withdraw"},
        world=with_offer,
        looks=False,
    ),
    page("caucus:space_choose", MEMBERS, strangers=NO_SESSION, world=with_session, invalid={}),
    page(
        "caucus:space_choose",
        MEMBERS,
        strangers=NO_SESSION,
        world=with_consent_asked,
        never_refused="a button that agrees",
    ),
    page(
        "caucus:space_choose",
        MEMBERS,
        strangers=NO_SESSION,
        world=with_everybody_in_a_space,
        never_refused="buttons, one for each space",
    ),
    page(
        "caucus:door_pause",
        {"amara", "tom"},
        strangers=NO_SESSION,
        world=with_everybody_in_a_space,
        redirects={"amara", "tom"},
        method="post",
        data={"door": "shut"},
        looks=False,
    ),
    page(
        "caucus:space_setup",
        PLANNERS,
        strangers=NO_SESSION,
        world=with_session,
        invalid={"door": "the blue room"},
    ),
    page(
        "caucus:share_back_write",
        {"tom"},
        strangers=NO_SESSION,
        world=with_draft,
        invalid={"first_title": ""},
    ),
    page(
        "caucus:board",
        MEMBERS,
        strangers=NO_SESSION,
        world=with_everybody_in_a_space,
        never_refused="what is missing is said beside it, without leaving the page",
    ),
    page("caucus:board_pulse", MEMBERS, strangers=NO_SESSION, world=with_session, looks=False),
    page(
        "caucus:signal_send",
        MEMBERS,
        redirects=MEMBERS,
        strangers=NO_SESSION,
        world=with_session,
        looks=False,
    ),
    page(
        "caucus:signal_send",
        MEMBERS,
        strangers=NO_SESSION,
        method="post",
        data={"kind": "call"},
        world=with_session,
        looks=False,
    ),
    page(
        "caucus:signal_seen",
        PLANNERS,
        strangers=NO_SESSION,
        redirects=PLANNERS,
        method="post",
        world=with_session,
        looks=False,
    ),
    page(
        "caucus:voice_put",
        MEMBERS,
        strangers=NO_SESSION,
        world=with_dialogue,
        invalid={"words": ""},
    ),
    page(
        "caucus:share_back_release",
        {"tom"},
        strangers=NO_SESSION,
        world=with_draft,
        never_refused="one of the two voices is chosen from the start",
    ),
    page("caucus:share_back_list", BELONGING, world=with_released),
]
