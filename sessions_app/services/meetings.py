"""Who was in the plenary's meeting, from the meeting tool's own list: read, confirmed, erased.

The list of a caucus's meeting is refused before anything is kept. No address, time or duration is
ever kept, and names only until they are confirmed: for an hour at most.
"""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from cop.core import clock
from cop.core.errors import Refused, refuse_if
from cop.core.policy import Actor, require
from cop.members.models import Member
from sessions_app.enums import UploadKind
from sessions_app.imports.meeting import read_meeting
from sessions_app.imports.plenary import why_not_plenary
from sessions_app.imports.present import Found, find_present, pack, unpack_found
from sessions_app.models import RegisterUpload, Session
from sessions_app.policies import can_record_attendance, why_no_meeting_list, why_no_walk_ins
from sessions_app.selectors import guests_of, members_for_register
from sessions_app.services.meeting import refuse_if_not_meeting
from sessions_app.services.register import record_attendance, record_walk_ins

NO_MEMBER = "other"  # what is chosen for somebody who came and is not a member


def upload_meeting_list(
    *, actor: Actor, session: Session, name: str, content: bytes
) -> RegisterUpload:
    """Read who was in the plenary. Raises Refused, and then nothing whatever is kept of the file.

    A list uploaded before by the same person is erased.
    """
    require(can_record_attendance(actor, session))
    refuse_if_not_meeting(actor, session)
    refuse_if(why_no_meeting_list(session))
    meeting = read_meeting(content, session.held_on)
    refuse_if(why_not_plenary(session, meeting, name))
    found = find_present(meeting.people, members_for_register(session), guests_of(session))
    if not found:
        raise Refused(_("Nobody but guests is on this list. It is not kept."))
    assert actor.person is not None  # noqa: S101  the system uploads no list
    with transaction.atomic():
        _lists_of(actor, session).delete()
        return RegisterUpload.objects.create(
            community=actor.community,
            owner=actor.person,
            kind=UploadKind.MEETING,
            session=session,
            name=_("List of a meeting"),
            cells=pack(found),
            made_at=clock.now(),
        )


def people_found(upload: RegisterUpload) -> list[Found]:
    """Who is on the list, as it waits to be confirmed; policy is ``can_record_attendance``."""
    return unpack_found(bytes(upload.cells))


def confirm_meeting_list(
    *, actor: Actor, upload: RegisterUpload, taken: Collection[int], meant: Mapping[int, str]
) -> tuple[int, int]:
    """Mark whom the secretary confirmed, and erase the list, whatever comes of it.

    ``taken`` are places in the list of those who are sure; ``meant`` says of the others which
    member each is (a key), or ``NO_MEMBER``. Whoever is marked already stays. Returns how many
    members are marked now and how many of the list came who are none. Raises Refused.
    """
    session = upload.session
    assert session is not None  # noqa: S101  the door gives none without
    require(can_record_attendance(actor, session))
    found = people_found(upload)
    upload.delete()
    members = {member.pk: member for member in members_for_register(session)}
    chosen = [found[at].members[0] for at in taken if at < len(found) and found[at].is_sure]
    chosen += [
        int(who)
        for at, who in meant.items()
        if at < len(found) and who.isdecimal() and int(who) in found[at].members
    ]
    came: list[Member] = [members[key] for key in dict.fromkeys(chosen) if key in members]
    others = sum(who == NO_MEMBER for who in meant.values())
    with transaction.atomic():
        number = record_attendance(
            actor=actor, session=session, members=came, before=[], from_list=True
        )
        if others > session.walk_ins and not why_no_walk_ins(session):
            record_walk_ins(actor=actor, session=session, number=others)
    return number, others


def drop_meeting_list(*, actor: Actor, upload: RegisterUpload) -> None:
    """Erase a list that is not wanted."""
    assert upload.session is not None  # noqa: S101  the door gives none without
    require(can_record_attendance(actor, upload.session))
    upload.delete()


def _lists_of(actor: Actor, session: Session):  # type: ignore[no-untyped-def]
    return RegisterUpload.objects.filter(
        owner=actor.person, session=session, kind=UploadKind.MEETING
    )
