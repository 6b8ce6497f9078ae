"""Who gets what from the pages of governance."""

import datetime as dt

from cop.governance.services import add_breach, add_complaint
from tests.access.matrix import ANYBODY, BELONGING, page
from tests.people import Cast

CO_CHAIRS = {"amara", "tom"}
CONTACT = {"dana"}
READS = CO_CHAIRS | {"bilal"} | CONTACT
A_DAY = dt.date(2026, 3, 2)
HOME = BELONGING - {"grace"}


def a_stage(_cast: Cast) -> dict[str, str]:
    return {"stage": "listen"}


def a_complaint(cast: Cast) -> dict[str, int]:
    complaint = add_complaint(
        actor=cast.system, words="The room had no step-free way in.", received_on=A_DAY
    )
    return {"complaint_id": complaint.pk}


def a_breach(cast: Cast) -> dict[str, int]:
    breach = add_breach(
        actor=cast.system, words="A list was sent to the wrong list.", day=A_DAY, time=dt.time(13)
    )
    return {"breach_id": breach.pk}


def the_notice(_cast: Cast) -> dict[str, str]:
    return {"paper": "notice"}


def the_assessment(_cast: Cast) -> dict[str, str]:
    return {"paper": "assessment"}


MATRIX = [
    page("governance_open:support_page", ANYBODY, strangers=()),
    page("governance_open:notice_page", ANYBODY, strangers=()),
    page("governance:stage_list", HOME),
    page("governance:stage_detail", HOME, world=a_stage),
    page("governance:meet_change", CO_CHAIRS, invalid={"controller_name": ""}),
    page("governance:listen_change", CO_CHAIRS, never_refused="A condition stands chosen already."),
    page("governance:publish_change", CO_CHAIRS, invalid={"validation": ""}),
    page("governance:screening_change", CO_CHAIRS | CONTACT, invalid={"decided_on_day": "x"}),
    page("governance:registers_change", CO_CHAIRS, never_refused="Two switches."),
    page("governance:notice_read", HOME),
    page("governance:notice_read", CO_CHAIRS, method="post", looks=False),
    page("governance:assessment_read", READS),
    page("governance:paper_download", HOME, world=the_notice, looks=False),
    page("governance:paper_download", READS, world=the_assessment, looks=False),
    page("governance:complaint_file", BELONGING, invalid={"words": ""}),
    page("governance:complaint_list", CO_CHAIRS | CONTACT | {"okafor"}),
    page("governance:complaint_add", CONTACT, invalid={"words": ""}),
    page("governance:complaint_detail", CONTACT, world=a_complaint, invalid={"on_day": "x"}),
    page("governance:breach_list", CO_CHAIRS | CONTACT | {"okafor"}),
    page("governance:breach_add", CO_CHAIRS | CONTACT, invalid={"words": ""}),
    page("governance:breach_detail", CO_CHAIRS | CONTACT, world=a_breach, invalid={"time": "x"}),
]
