"""A letter is about whoever asked, not about whoever has their rows since."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cop.governance.policies import can_work_complaints
from cop.members.models import Appointment, Member, User
from cop.members.services import save_member
from cop.rights.enums import RequestKind
from cop.rights.models import DataRequest
from cop.rights.services import erase_for_request, export_for_request
from tests.people import Cast
from tests.rights.test_requests import letter, url
from tests.rights.zelda import EMAIL, zelda


def give_away(cast: Cast) -> Member:
    """Between the logging and the answer the secretary gives the entry to somebody else."""
    member = Member.objects.get(email=EMAIL)
    User.objects.update(has_signed_in=False)
    changed, _fields = save_member(
        actor=cast.actor("bilal"),
        member=member,
        reference=member.reference,
        name="Norma Newcomer",
        email="norma@example.org",
    )
    return changed


@pytest.mark.parametrize("is_signing_in", [True, False])
def test_an_entry_given_to_somebody_else_is_neither_erased_nor_handed_out(
    cast: Cast, as_, is_signing_in: bool
):
    member = zelda(cast)
    if not is_signing_in:
        Member.objects.filter(pk=member.pk).update(person=None)
        member.person.delete()
    logged = [letter(cast, kind) for kind in (RequestKind.ERASE, RequestKind.DOWNLOAD)]
    give_away(cast)
    for act, request in zip((erase_for_request, export_for_request), logged, strict=True):
        with pytest.raises(PermissionDenied):
            act(actor=cast.actor("dana"), request=request)
    norma = Member.objects.get(pk=member.pk)
    assert (norma.name, norma.is_erased) == ("Norma Newcomer", False)
    page = as_("dana").get(url(cast, logged[1])).content.decode()
    assert "Log it again" in page
    assert "Norma Newcomer" not in page
    assert as_("dana").get(url(cast, logged[0], "erase/")).status_code == 403


def test_nor_an_entry_whose_address_alone_was_changed(cast: Cast):
    member = zelda(cast)
    Member.objects.filter(pk=member.pk).update(person=None)
    member.person.delete()
    request = letter(cast, RequestKind.ERASE)
    Member.objects.filter(pk=member.pk).update(email="", name="Norma Newcomer")
    with pytest.raises(PermissionDenied):
        erase_for_request(actor=cast.actor("dana"), request=DataRequest.objects.get(pk=request.pk))
    assert not Member.objects.get(pk=member.pk).is_erased


def test_what_was_read_before_the_change_does_not_do(cast: Cast):
    """The rows are read again once nobody can change them."""
    zelda(cast)
    request = letter(cast, RequestKind.ERASE)
    assert request.member.person_id == request.person_id
    give_away(cast)
    with pytest.raises(PermissionDenied):
        erase_for_request(actor=cast.actor("dana"), request=request)


def test_the_letter_logged_again_is_answered(cast: Cast):
    zelda(cast)
    give_away(cast)
    again = letter(cast, RequestKind.ERASE, "norma@example.org")
    erase_for_request(actor=cast.actor("dana"), request=again)
    assert not User.objects.filter(email="norma@example.org").exists()


@pytest.mark.parametrize("role", ["evaluator", "second_reviewer"])
def test_whoever_reads_answers_opens_no_names_whatever_else_they_are(cast: Cast, as_, role: str):
    """Behind the rule that nobody is given both: rows from before it."""
    zelda(cast)
    request = letter(cast, RequestKind.DOWNLOAD)
    Appointment.objects.create(
        community=cast.community, person=cast.dana, role=role, from_on=dt.date(2020, 1, 1)
    )
    dana = as_("dana")
    assert dana.get(url(cast, request)).status_code == 403
    assert dana.post(url(cast, request, "download/")).status_code == 403
    assert not can_work_complaints(cast.actor("dana"))
