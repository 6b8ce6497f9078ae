"""Writes of people, communities and roles."""

from cop.members.services.appointments import appoint, end_appointment, lock
from cop.members.services.communities import Settings, change_settings, create_community
from cop.members.services.members import organisation_named, save_member
from cop.members.services.people import (
    change_by_support,
    change_own_address,
    clean_email,
    is_address_taken,
    person_for,
)
from cop.members.services.register import MemberPlan, apply_members, plan_members

__all__ = [
    "MemberPlan",
    "Settings",
    "apply_members",
    "appoint",
    "change_by_support",
    "change_own_address",
    "change_settings",
    "clean_email",
    "create_community",
    "end_appointment",
    "is_address_taken",
    "lock",
    "organisation_named",
    "person_for",
    "plan_members",
    "save_member",
]
