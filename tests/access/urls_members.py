"""Who gets what from the pages of people, roles and settings."""

from cop.members.models import Appointment
from tests.access.matrix import BELONGING, page
from tests.people import Cast

CO_CHAIRS = {"amara", "tom"}
SECRETARY = {"bilal"}


def a_member(cast: Cast) -> dict[str, int]:
    return {"member_id": cast.members["rosa"].pk}


def a_role(cast: Cast) -> dict[str, int]:
    return {"appointment_id": Appointment.objects.get(person=cast.okafor).pk}


MATRIX = [
    page("members:member_list", SECRETARY),
    page("members:member_add", SECRETARY, invalid={"reference": ""}),
    page("members:member_change", SECRETARY, world=a_member, invalid={"email": "rosa"}),
    page("members:appointment_list", BELONGING - {"grace"}),
    page("members:appointment_add", CO_CHAIRS, invalid={}),
    page("members:appointment_end", CO_CHAIRS, world=a_role),
    page("members:settings_change", CO_CHAIRS, invalid={"name": ""}),
]
