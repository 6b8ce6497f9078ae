"""Choosing a space and its door, on everybody's page; one's own space on the facilitators'."""

from typing import Any

from django.views.decorators.debug import sensitive_variables

from caucus import day, headcounts, selectors, ways_in
from caucus.models import Opening
from caucus.policies import can_choose_space, is_caucused_here
from caucus.selectors import Standing
from cop.core import live
from cop.core.live import Piece
from cop.core.policy import Actor
from cop.documents.selectors import consents_in_short
from sessions_app.models import Attendance, Session
from sessions_app.running import Moment


@sensitive_variables()
def own_space(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """Choose, go in, go elsewhere: for members; guests and visiting facilitators have none."""
    if not can_choose_space(actor, session):
        return []
    standings = selectors.standings(actor, session)
    said = live.revision(*_moment(session, moment), _seen(actor, session, moment, standings))
    return [
        Piece(
            "space",
            said,
            "caucus/live/_space.html",
            lambda: (
                ways_in.seen_by(actor, session, moment) | {"is_resting": ways_in.is_behind(moment)}
            ),
        )
    ]


@sensitive_variables()
def desk_space(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """How the facilitator's own space stands, and no other."""
    if not is_caucused_here(actor, session):
        return []
    standings = selectors.standings(actor, session)
    mine = next((each for each in standings if each.is_mine), None)
    is_open = day.is_choice_open(session, moment.now)

    @sensitive_variables()
    def context() -> dict[str, Any]:
        if mine is None or not is_open:
            return {"is_open": is_open and can_choose_space(actor, session)}
        own = ways_in.in_space(actor, session, moment, mine)
        return own | {"is_open": True, "pause_url": ways_in.address("caucus:door_pause", session)}

    said = live.revision(
        *_moment(session, moment), headcounts.step(moment.now), mine and _key(mine)
    )
    return [Piece("space", said, "caucus/live/_desk_space.html", context)]


def desk_spaces(actor: Actor, session: Session, moment: Moment) -> list[Piece]:
    """What each space sees now: the same for all of them, and no numbers."""
    if not is_caucused_here(actor, session):
        return []
    standings = selectors.standings(actor, session)
    said = live.revision(*_moment(session, moment), [(s.space.pk, s.ways) for s in standings])

    def context() -> dict[str, Any]:
        return {
            "part": ways_in.caucus_part(moment),
            "is_behind": ways_in.is_behind(moment),
            "doors_in_words": ways_in.doors_in_words(session, moment),
            "spaces": [(each, selectors.name_of(each.space)) for each in standings],
        }

    return [Piece("spaces", said, "caucus/live/_desk_spaces.html", context)]


def _moment(session: Session, moment: Moment) -> tuple[object, ...]:
    runs = moment.stretches[0] if moment.stretches else None
    return (
        moment.revision,
        runs and (runs.position, runs.begins_at, runs.begins_at <= moment.now),
        day.is_choice_open(session, moment.now),
        session.ended_at,
    )


@sensitive_variables()
def _seen(
    actor: Actor, session: Session, moment: Moment, standings: list[Standing]
) -> tuple[object, ...]:
    """Of what may be shown. A door that is shut moves every page, and so tells of none."""
    mine = next((each for each in standings if each.is_mine), None)
    known = (headcounts.step(moment.now), [_key(each) for each in standings])
    if mine is not None:
        return (*known, mine.space.pk)
    return (
        *known,
        Attendance.objects.filter(session=session, member=actor.member).exists(),
        Opening.objects.filter(session=session).exists(),
        consents_in_short(actor.member),
    )


def _key(standing: Standing) -> tuple[object, ...]:
    name = selectors.name_of(standing.space)
    return standing.space.pk, name, standing.ways, standing.is_paused
