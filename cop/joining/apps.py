from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cop.core import registry

if TYPE_CHECKING:
    from cop.core.policy import Actor


class JoiningConfig(AppConfig):
    name = "cop.joining"
    label = "joining"

    def ready(self) -> None:
        from cop.joining import holdings  # noqa: PLC0415 - models are not loaded yet

        registry.nav_items.append(joining_entry)
        registry.roster_links.append(inviting)
        registry.first_page_panels.append(requests_waiting)
        registry.mail_titles["join_invitation"] = gettext_lazy("Invitation to join")
        registry.mail_kinds |= dict.fromkeys(
            ["join_decline", "join_invitation", "join_question", "join_waiting"],
            registry.Need.ALWAYS,
        )
        holdings.register()


def joining_entry(actor: "Actor") -> list[tuple[str, str, str]]:
    """The queue, for whoever works it."""
    from cop.joining.policies import can_work_queue  # noqa: PLC0415 - models are not loaded yet

    if not can_work_queue(actor):
        return []
    return [(_("Joining"), reverse("joining:request_list", args=[actor.community.slug]), "joining")]


def inviting(actor: "Actor") -> list[tuple[str, str]]:
    """From the roster one comes to inviting people onto it."""
    from cop.joining.policies import can_invite_to_join  # noqa: PLC0415 - models are not loaded yet

    if not can_invite_to_join(actor):
        return []
    return [(_("Invite people"), reverse("joining:invitation_add", args=[actor.community.slug]))]


def requests_waiting(actor: "Actor") -> list[registry.Panel]:
    """How many requests to join wait for an answer, for whoever works the queue."""
    from cop.joining.policies import can_work_queue  # noqa: PLC0415 - models are not loaded yet
    from cop.joining.selectors import queue_counts  # noqa: PLC0415

    number = queue_counts(actor.community).waiting if can_work_queue(actor) else 0
    if not number:
        return []
    said = ngettext(
        "%d person has asked to join, and waits for an answer.",
        "%d people have asked to join, and wait for an answer.",
        number,
    )
    return [
        registry.Panel(
            title=_("Requests to join"),
            text=said % number,
            url=reverse("joining:request_list", args=[actor.community.slug]),
            label=_("Answer them"),
            key="join-requests",
        )
    ]
