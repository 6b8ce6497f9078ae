from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext as _

from cop.core import clock, registry

if TYPE_CHECKING:
    from cop.core.policy import Actor
    from cop.members.models import Community


class SessionsConfig(AppConfig):
    name = "sessions_app"
    label = "sessions_app"

    def ready(self) -> None:
        # Models must be loaded first.
        from sessions_app import (  # noqa: PLC0415
            holdings,
            holdings_live,
            live_pieces,
            mailings,
            panels,
            policies,
            receivers,  # noqa: F401
        )
        from sessions_app.services import invitations  # noqa: PLC0415

        holdings.register()
        holdings_live.register()
        live_pieces.register()
        mailings.register()
        registry.nav_items.append(sessions_entry)
        registry.nav_items.append(panels.entries)
        registry.own_pages.append(panels.own_entries)
        registry.nav_items.append(attendance_entry)
        registry.first_page_panels.append(panels.programme_panels)
        registry.first_page_panels.append(panels.answered_panels)
        registry.session_panels.append(panels.desk_panels)
        registry.session_panels.append(panels.reminder_panels)
        registry.session_panels.append(panels.debrief_panels)
        registry.session_panels.append(panels.live_panels)
        registry.nav_items.append(panels.reflections_entry)
        registry.session_panels.append(panels.next_step_panels)
        registry.roster_links.append(register_files)
        registry.takes_names_out.append(policies.can_export_register)
        registry.set_up_steps.append(set_up_steps)
        registry.has_met.append(has_met)
        registry.farewells.append(invitations.farewell_letters)
        registry.mail_kinds |= {
            "session_invitation": registry.Need.NEWS,
            "session_guest": registry.Need.ALWAYS,
            "session_facilitator": registry.Need.ALWAYS,
            "session_changed": registry.Need.ALWAYS,  # or calendars would go stale
            "session_cancelled": registry.Need.ALWAYS,
            "session_withdrawn": registry.Need.ALWAYS,
            "session_place": registry.Need.ALWAYS,
            "session_reminder": registry.Need.REMINDER,
            "session_thanks": registry.Need.REMINDER,
        }


def has_met(community: "Community") -> bool:
    """Whether a session was held here; those brought in from a file are no sign of it."""
    from sessions_app.enums import SessionState  # noqa: PLC0415 - not loaded yet
    from sessions_app.models import Session  # noqa: PLC0415 - the same

    held = Session.objects.filter(community=community, held_on__lt=clock.today(community.time_zone))
    return held.exclude(state=SessionState.CANCELLED).filter(imported=False).exists()


def set_up_steps(actor: "Actor") -> list[registry.SetUpStep]:
    """A session planned, and its invitation sent."""
    from sessions_app.models import Invitation, Session  # noqa: PLC0415 - not loaded yet
    from sessions_app.policies import can_send_invitations  # noqa: PLC0415 - the same

    planned = Session.objects.filter(community=actor.community).order_by("pk").last()
    sent = Invitation.objects.filter(session__community=actor.community, sent_on__isnull=False)
    slug = actor.community.slug
    schedule = reverse("sessions_app:session_schedule", args=[slug])
    invite = schedule
    if planned is not None:
        page = "session_invite" if can_send_invitations(actor, planned) else "session_detail"
        invite = reverse(f"sessions_app:{page}", args=[slug, planned.pk])
    return [
        registry.SetUpStep(_("a first session, planned"), planned is not None, schedule),
        registry.SetUpStep(_("the invitation, sent"), sent.exists(), invite),
    ]


def sessions_entry(actor: "Actor") -> list[tuple[str, str, str]]:
    """Everybody who belongs to a community finds its sessions."""
    url = reverse("sessions_app:session_list", args=[actor.community.slug])
    return [(_("Sessions"), url, "sessions")]


def attendance_entry(actor: "Actor") -> list[tuple[str, str, str]]:
    """Attendance in numbers, for whoever may read it."""
    from sessions_app.policies import can_view_attendance  # noqa: PLC0415 - not loaded yet

    if not can_view_attendance(actor):
        return []
    url = reverse("sessions_app:attendance_show", args=[actor.community.slug])
    return [(_("Attendance"), url, "attendance")]


def register_files(actor: "Actor") -> list[tuple[str, str]]:
    """From the roster the secretary brings spreadsheets in, and takes them out."""
    from sessions_app.policies import can_export_register, can_import_register  # noqa: PLC0415

    slug, links = actor.community.slug, []
    if can_import_register(actor):
        links.append((_("Import"), reverse("sessions_app:import_start", args=[slug])))
    if can_export_register(actor):
        links.append((_("Export"), reverse("sessions_app:export_start", args=[slug])))
    return links
