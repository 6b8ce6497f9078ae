"""Writes of people, communities and roles."""

from cop.members.services.appointments import (
    appoint,
    change_last_day,
    end_appointment,
    lock,
    lock_person,
)
from cop.members.services.communities import Settings, change_settings, create_community
from cop.members.services.joining import join_community
from cop.members.services.leaving import leave_community, refuse_last_co_chair
from cop.members.services.mail import (
    copy_mailing,
    note_mail_came_back,
    put_mailing_away,
    send_mailing,
    settle_message,
)
from cop.members.services.members import save_member
from cop.members.services.organisations import (
    delete_organisation,
    merge_organisations,
    organisation_named,
    save_organisation,
)
from cop.members.services.people import (
    change_by_support,
    change_own_address,
    is_address_taken,
    person_for,
    take_second_step,
)
from cop.members.services.profiles import Profile, change_own_name, change_profile
from cop.members.services.register import MemberPlan, apply_members, plan_members
from cop.members.services.swaps import answer_swap, confirm_swap, offer_swap, shut_swap

__all__ = [
    "MemberPlan",
    "Profile",
    "Settings",
    "answer_swap",
    "apply_members",
    "appoint",
    "change_by_support",
    "change_last_day",
    "change_own_address",
    "change_own_name",
    "change_profile",
    "change_settings",
    "confirm_swap",
    "copy_mailing",
    "create_community",
    "delete_organisation",
    "end_appointment",
    "is_address_taken",
    "join_community",
    "leave_community",
    "lock",
    "lock_person",
    "merge_organisations",
    "note_mail_came_back",
    "offer_swap",
    "organisation_named",
    "person_for",
    "plan_members",
    "put_mailing_away",
    "refuse_last_co_chair",
    "save_member",
    "save_organisation",
    "send_mailing",
    "settle_message",
    "shut_swap",
    "take_second_step",
]
