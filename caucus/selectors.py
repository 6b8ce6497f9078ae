"""Reads of caucuses, spaces and share-backs. Nothing here tells who is in which space."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.http import Http404
from django.utils.translation import gettext as _

from caucus import day, headcounts
from caucus.enums import SpaceKind
from caucus.models import (
    Caucus,
    Choice,
    Closing,
    Holder,
    Opening,
    PublishedFacilitator,
    ShareBack,
    Space,
)
from caucus.policies import HOLDS_EVERYONE, can_offer_publication, is_caucused_here
from cop.core import clock
from cop.core.policy import Actor
from cop.members.enums import FACILITATES
from cop.members.models import Community, User
from cop.members.selectors import people_holding, people_in
from sessions_app.models import Facilitator, Session
from sessions_app.policies import is_facilitator_of
from sessions_app.selectors import get_visible_session_or_404

# Caucuses in their order, then everyone's space, then reflection.
SPACE_ORDER = Case(
    When(kind=SpaceKind.CAUCUS, then=Value(1)),
    When(kind=SpaceKind.EVERYONE, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)
JOINERS = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")
ALARM_DAYS = 30


# The words of a community


def caucuses_of(community: Community) -> QuerySet[Caucus]:
    """The community's caucuses in their order: its own content, for everybody in it."""
    return Caucus.objects.filter(community=community)


def _folded(text: str) -> str:
    return JOINERS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def caucus_matcher(community: Community) -> Callable[[str], Caucus | None]:
    """A function from what somebody typed to the caucus they meant; one query for all.

    It knows key, name, singular, plural and adjective; case, spaces, hyphens and underscores do
    not matter. None for anything else, and for a word that more than one caucus uses.
    """
    meant: dict[str, Caucus | None] = {}
    for caucus in caucuses_of(community):
        words = (caucus.key, caucus.name, caucus.singular, caucus.plural, caucus.adjective)
        for word in {_folded(word) for word in words} - {""}:
            meant[word] = None if word in meant else caucus
    return lambda text: meant.get(_folded(text))


def terms_of(community_id: int) -> list[str]:
    """Every word and address a community's mail may not carry: terms, space names, doors."""
    words: list[str] = []
    for caucus in Caucus.objects.filter(community=community_id):
        words += [caucus.key, caucus.key.replace("_", " "), caucus.name, caucus.singular]
        words += [caucus.plural, caucus.adjective]
    for kind in (SpaceKind.EVERYONE, SpaceKind.REFLECTION):
        words += [str(kind.label), str(kind.label).replace("’", "'")]
    doors = Space.objects.filter(session__community=community_id).exclude(door="")
    words += doors.values_list("door", flat=True)
    return list(dict.fromkeys(word for word in words if word))


def holders_in(community: Community) -> "Prefetch[str]":
    """For ``prefetch_related`` of spaces: who holds one, by the names the community knows."""
    people = Prefetch("person", people_in(community))
    return Prefetch("holders", Holder.objects.prefetch_related(people))


# Published facilitators


def published_facilitators(community: Community) -> QuerySet[PublishedFacilitator]:
    """R8: who accepted to be named and is still appointed; for the whole community to see."""
    return (
        PublishedFacilitator.objects.filter(
            caucus__community=community,
            accepted_on__isnull=False,
            person__in=people_holding(community, *FACILITATES).values("pk"),
        )
        .select_related("caucus")
        .prefetch_related(Prefetch("person", people_in(community)))
        .order_by("caucus__position", "person__name", "pk")
    )


def offers_made(actor: Actor) -> QuerySet[PublishedFacilitator]:
    """Offers nobody has answered yet: for co-chairs, who made them."""
    offers = (
        PublishedFacilitator.objects.filter(
            caucus__community=actor.community, accepted_on__isnull=True
        )
        .select_related("caucus")
        .prefetch_related(Prefetch("person", people_in(actor.community)))
    )
    return offers if can_offer_publication(actor) else offers.none()


def own_publication(actor: Actor) -> PublishedFacilitator | None:
    """What the actor was offered or has accepted."""
    if actor.person is None:
        return None
    return (
        PublishedFacilitator.objects.filter(caucus__community=actor.community, person=actor.person)
        .select_related("caucus")
        .first()
    )


def get_publication_or_404(actor: Actor, publication_id: int) -> PublishedFacilitator:
    """Door: the person's own, and for co-chairs the offers they can take back."""
    publication = (
        PublishedFacilitator.objects.filter(pk=publication_id, caucus__community=actor.community)
        .filter(Q(person=actor.person) | Q(pk__in=offers_made(actor).values("pk")))
        .select_related("caucus", "person")
        .first()
    )
    if publication is None:
        raise Http404
    return publication


def people_to_offer(community: Community) -> QuerySet[User]:
    """Co-chairs and facilitators of today whom nobody has asked yet."""
    asked = PublishedFacilitator.objects.filter(caucus__community=community)
    return people_holding(community, *FACILITATES).exclude(pk__in=asked.values("person"))


def caucus_published_for(actor: Actor) -> Caucus | None:
    """The caucus the actor may act for between sessions (R8)."""
    if actor.person is None:
        return None
    mine = published_facilitators(actor.community).filter(person=actor.person).first()
    return mine.caucus if mine else None


# Spaces, on the day


def get_caucused_session_or_404(actor: Actor, session_id: int) -> Session:
    """Door of this room: a session the actor sees in which people split into caucuses."""
    session = get_visible_session_or_404(actor, session_id)
    if not session.is_caucused:
        raise Http404
    return session


def caucuses_in(session: Session) -> QuerySet[Caucus]:
    """The caucuses the session is split into; none where it is not."""
    caucuses = caucuses_of(session.community)
    return caucuses if session.is_caucused else caucuses.none()


def spaces_of(session: Session) -> QuerySet[Space]:
    """The session's spaces in their order. Doors are shown to a person only once they chose."""
    return (
        Space.objects.filter(session=session)
        .select_related("caucus")
        .order_by(SPACE_ORDER, "caucus__position", "pk")
    )


def name_of(space: Space) -> str:
    """What people call the space."""
    return space.caucus.name if space.caucus else str(SpaceKind(space.kind).label)


def people_to_hold(community: Community) -> QuerySet[User]:
    """Who may be named to hold everyone's space."""
    return people_holding(community, *HOLDS_EVERYONE)


def own_space(actor: Actor, session: Session) -> Space | None:
    """D2: where the actor is today. Nobody else's place can be asked for."""
    if actor.member is None:
        return None
    own = Choice.objects.filter(session=session, member=actor.member)
    return Space.objects.filter(pk__in=own.values("space")).select_related("caucus").first()


def facilitates_space(actor: Actor, session: Session, space: Space) -> bool:
    """Whether the actor, being in the space, looks after it today."""
    if space.kind == SpaceKind.REFLECTION or actor.person is None:
        return False
    return is_facilitator_of(actor, session) or sees_number(actor, space)


def sees_number(actor: Actor, space: Space) -> bool:
    """R9: whether the actor, being in the space, sees how many are in it.

    Only somebody who can look after no other space: the caucus's published facilitators, and who
    was named to hold everyone's space. A session's facilitator could go from one to the next.
    """
    if actor.person is None:
        return False
    if space.kind == SpaceKind.EVERYONE:
        return space.holders.filter(person=actor.person).exists()
    published = caucus_published_for(actor)
    return published is not None and published.pk == space.caucus_id


def people_by_space(session: Session) -> dict[int, int]:
    """Number of people now in each space (by its id), facilitators not counted.

    For services and for ``headcounts`` alone: no page shows a number that has not passed there.
    """
    facilitating = Facilitator.objects.filter(session=session).values("person")
    holding = Holder.objects.filter(space=OuterRef("space"), person=OuterRef("member__person"))
    found = (
        Choice.objects.filter(session=session)
        .exclude(member__person__in=facilitating)
        .exclude(Exists(holding))
        .values_list("space")
        .annotate(people=Count("member_id"))
    )
    counted = dict(found)
    return {
        space: counted.get(space, 0)
        for space in Space.objects.filter(session=session).values_list("pk", flat=True)
    }


def headcounts_for_survey(session: Session) -> dict[str, int] | None:
    """People in each caucus now, by its key, session facilitators not counted; for L1 alone.

    None where nobody ever chose, so that every caucus of the community is named. Once the
    spaces have closed, what was not kept counts as 0 and such a caucus is not named: a survey
    opens while its session runs.
    """
    spaces = list(spaces_of(session).filter(kind=SpaceKind.CAUCUS))
    closing = Closing.objects.filter(session=session).first()
    if closing is not None:
        if not closing.were_chosen:
            return None
        return {space.caucus.key: space.people or 0 for space in spaces if space.caucus}
    if not Opening.objects.filter(session=session).exists():
        return None
    people = people_by_space(session)
    return {space.caucus.key: people[space.pk] for space in spaces if space.caucus}


def ended_publications(community: Community) -> QuerySet[PublishedFacilitator]:
    """Names and offers of people who hold no role any more."""
    appointed = people_holding(community, *FACILITATES)
    return PublishedFacilitator.objects.filter(caucus__community=community).exclude(
        person__in=appointed.values("pk")
    )


def was_closed_late(session: Session) -> bool:
    """Whether choices outlived the session by more than 24 hours; shown to those who plan it."""
    return Closing.objects.filter(session=session, was_late=True).exists()


def number_closed_late(now: dt.datetime) -> int:
    """Sessions of the last ``ALARM_DAYS`` whose choices outlived them by more than 24 hours."""
    since = now.date() - dt.timedelta(days=ALARM_DAYS)
    return Closing.objects.filter(was_late=True, session__held_on__gte=since).count()


def overdue_sessions(now: dt.datetime) -> list[Session]:
    """Sessions whose choices are stored although they should be forgotten by now."""
    holding = Session.objects.filter(pk__in=Choice.objects.values("session"))
    return [
        session for session in holding.select_related("community") if now > day.kept_until(session)
    ]


def is_too_small_to_share(session: Session, caucus: Caucus) -> bool:
    """R9: from a space under 3 comes no share-back, nor once all have left.

    Where nobody ever chose, nothing is known and nothing is held back.
    """
    closing = Closing.objects.filter(session=session).first()
    space = Space.objects.filter(session=session, caucus=caucus).first()
    if space is None:
        return False
    if closing is not None:
        return bool(space.was_small)
    if not Opening.objects.filter(session=session).exists():
        return False
    return headcounts.is_small(people_by_space(session)[space.pk])


# Share-backs


@dataclass(frozen=True)
class Slot:
    """The one slot beside the themes: as large for every caucus, and not the same (R7)."""

    field: str  # of the model
    label: str
    hint: str


def slot_of(caucus: Caucus) -> Slot:
    """The ask of the caucus that is answered to; what we take responsibility for, of the others."""
    if caucus.is_answered_to:
        return Slot(
            field="ask",
            label=_("What we ask"),
            hint=_("One thing, if you want to ask for something. You owe nobody an ask."),
        )
    return Slot(
        field="responsibility",
        label=_("What we take responsibility for"),
        hint=_("One thing we will do, and not what others might do for us."),
    )


def caucus_to_share_for(actor: Actor, session: Session) -> Caucus | None:
    """The caucus whose share-back the actor may write now; the server finds it, nobody names it.

    While spaces are open: that of the space the actor is in and facilitates. Afterwards, and for
    imported sessions: the one they are published for. None for everybody else.
    """
    now = clock.now()
    if session.is_cancelled or not is_caucused_here(actor, session):
        return None
    if day.is_choice_open(session, now):
        space = own_space(actor, session)
        if space is not None and facilitates_space(actor, session, space):
            return space.caucus
        return None
    return caucus_published_for(actor) if day.is_over(session, now) else None


def released_share_backs(community: Community) -> QuerySet[ShareBack]:
    """D9: everything released, with themes, by date and then in the order of the caucuses."""
    return (
        ShareBack.objects.released()
        .filter(session__community=community)
        .select_related("caucus", "session")
        .prefetch_related("themes")
        .order_by("session__held_on", "session__starts_at", "session", "caucus__position")
    )


def share_back_of(session: Session, caucus: Caucus) -> ShareBack | None:
    """Draft or released: for the people in that caucus's space and whoever writes for it."""
    return (
        ShareBack.objects.filter(session=session, caucus=caucus)
        .select_related("caucus", "session")
        .prefetch_related("themes")
        .first()
    )


def share_backs_side_by_side(session: Session) -> list[ShareBack]:
    """What all caucuses of the session released, in their order; none of it where one did not.

    For whatever leaves the session's own page. Somebody who was not there would otherwise learn
    which caucus was silent, and might guess that it was small (R9); nobody is told which it was.
    """
    if not session.is_caucused or Space.objects.filter(session=session, was_small=True).exists():
        return []
    met = Space.objects.filter(session=session, caucus__isnull=False)
    caucuses = caucuses_of(session.community)
    wanted = set(met.values_list("caucus", flat=True)) or set(caucuses.values_list("pk", flat=True))
    released = list(released_share_backs(session.community).filter(session=session))
    return released if wanted == {one.caucus_id for one in released} else []
