"""What each stage asks for, and what keeps it shut."""

import pytest

from cop.governance.enums import Stage
from cop.governance.models import Governance
from cop.governance.policies import why_stage_is_shut
from cop.governance.selectors import checklist
from cop.members.enums import Role
from cop.members.models import Appointment
from cop.members.services import create_community
from tests.factories.governance import open_all_stages
from tests.people import Cast

ASKED = {
    Stage.MEET: ["co_chairs", "contact", "controller", "basis", "support", "notice"],
    Stage.LISTEN: ["condition", "assessment", "evaluator", "retention", "thresholds", "notice"],
    Stage.PUBLISH: ["second_reviewer", "oversight_chair", "validation", "consent"],
}
EMPTY = {
    "controller_name": "",
    "controller_contact": "",
    "lawful_basis": "",
    "independent_name": "",
    "independent_contact": "",
    "samaritans": "",
    "notice_confirmed_on": None,
    "special_condition": "",
    "dpia_reference": "",
    "retention_confirmed_on": None,
    "thresholds_confirmed_on": None,
    "validation": "",
    "consent_asked": "",
}
# The first stage that a fact guards. What the notice says must be confirmed as well.
FIRST_STAGE = {
    "controller_name": Stage.MEET,
    "controller_contact": Stage.MEET,
    "lawful_basis": Stage.MEET,
    "independent_name": Stage.MEET,
    "independent_contact": Stage.MEET,
    "samaritans": Stage.MEET,
    "notice_confirmed_on": Stage.MEET,
    "special_condition": Stage.LISTEN,
    "dpia_reference": Stage.LISTEN,
    "retention_confirmed_on": Stage.LISTEN,
    "thresholds_confirmed_on": Stage.LISTEN,
    "validation": Stage.PUBLISH,
    "consent_asked": Stage.PUBLISH,
}
ROLES = {
    Role.CO_CHAIR: Stage.MEET,
    Role.DATA_PROTECTION_CONTACT: Stage.MEET,
    Role.SECOND_REVIEWER: Stage.PUBLISH,
    Role.OVERSIGHT_CHAIR: Stage.PUBLISH,
}


def shut_stages(cast: Cast) -> set[Stage]:
    return {stage for stage in Stage if why_stage_is_shut(cast.community, stage)}


def from_on(first: Stage) -> set[Stage]:
    """A stage and those that stand on it."""
    return set(list(Stage)[list(Stage).index(first) :])


def test_a_new_community_has_every_stage_shut_and_is_told_what_is_missing(db: None) -> None:
    community = create_community(slug="new", name="New CoP")
    for stage, keys in ASKED.items():
        items = checklist(community, stage)
        assert [item.key for item in items] == keys
        assert not any(item.done for item in items)
        assert all(item.why and item.help for item in items)
        assert "co-chair" in why_stage_is_shut(community, stage)


def test_the_cast_has_every_stage_open(cast: Cast) -> None:
    assert shut_stages(cast) == set()


@pytest.mark.parametrize("field", EMPTY)
def test_each_fact_guards_its_stage(cast: Cast, field: str) -> None:
    Governance.objects.update(**{field: EMPTY[field]})
    assert shut_stages(cast) == from_on(FIRST_STAGE[field])


@pytest.mark.parametrize("role", ROLES)
def test_each_role_guards_its_stage(cast: Cast, role: Role) -> None:
    held = Appointment.objects.filter(role=role).first()
    assert held is not None
    held.delete()
    assert shut_stages(cast) == from_on(ROLES[role])


def test_an_evaluator_or_figures_only(cast: Cast) -> None:
    Appointment.objects.filter(role=Role.EVALUATOR).delete()
    assert shut_stages(cast) == {Stage.LISTEN, Stage.PUBLISH}
    open_all_stages(cast.community, figures_only=True)
    assert shut_stages(cast) == set()


def test_the_officers_decision_counts_with_its_date(cast: Cast) -> None:
    Governance.objects.update(dpia_reference="", screening_decision="Low risk.")
    assert shut_stages(cast) == {Stage.LISTEN, Stage.PUBLISH}
    Governance.objects.update(screening_decided_on="2026-10-01")
    assert shut_stages(cast) == set()


def test_one_person_appointed_twice_is_one_co_chair(cast: Cast) -> None:
    Appointment.objects.filter(role=Role.CO_CHAIR).update(person=cast.amara)
    assert "two co-chairs" in why_stage_is_shut(cast.community, Stage.MEET)
