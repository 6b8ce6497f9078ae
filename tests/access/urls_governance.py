"""Who gets what from the pages of governance."""

from tests.access.matrix import ANYBODY, BELONGING, page
from tests.people import Cast

CO_CHAIRS = {"amara", "tom"}
CONTACT = {"dana"}
READS = CO_CHAIRS | {"bilal"} | CONTACT
HOME = BELONGING - {"grace"}


def a_stage(_cast: Cast) -> dict[str, str]:
    return {"stage": "listen"}


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
]
