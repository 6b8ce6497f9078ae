from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core import registry

if TYPE_CHECKING:
    from cop.core.policy import Actor


class MembersConfig(AppConfig):
    name = "cop.members"
    label = "members"
    verbose_name = gettext_lazy("Accounts and communities")

    def ready(self) -> None:
        from cop.members import holdings, organisations, policies, receivers  # noqa: F401, PLC0415

        holdings.register()
        registry.nav_items.append(members_entries)
        registry.own_pages.append(own_entries)
        registry.harmless_names.append(organisations.names_of_organisations)
        registry.takes_names_out.append(policies.can_view_roster)
        registry.health_numbers.append(health_numbers)
        registry.mail_kinds |= dict.fromkeys(
            ["address_changed", "appointed", "community_begun", "swap_offered"],
            registry.Need.ALWAYS,
        )


def health_numbers() -> dict[str, int]:
    """0, or somebody has to say whether mails arrived."""
    from cop.post.selectors import perhaps_sent  # noqa: PLC0415 - models are not loaded yet

    return {"mails perhaps sent": perhaps_sent()}


def members_entries(actor: "Actor") -> list[tuple[str, str, str]]:
    """The roster, people and roles, and the settings, each for whoever may open it."""
    from cop.members import policies  # noqa: PLC0415 - models are not loaded yet

    entries = [
        (policies.can_view_roster(actor), _("Members"), "members:member_list", "members"),
        (policies.can_view_appointments(actor), _("People"), "members:appointment_list", "people"),
        (policies.can_change_settings(actor), _("Settings"), "members:settings_change", "settings"),
        (policies.can_view_mail(actor), _("Mail"), "members:mailing_list", "mail"),
    ]
    slug = actor.community.slug
    return [
        (label, reverse(name, args=[slug]), key) for allowed, label, name, key in entries if allowed
    ]


def own_entries(actor: "Actor") -> list[tuple[str, str]]:
    """How one signs in, and for members who else wants to be seen."""
    from cop.members import policies  # noqa: PLC0415 - models are not loaded yet

    entries = [
        (_("My e-mail address"), reverse("account_email")),
        (_("My second step when I sign in"), reverse("mfa_index")),
        (_("Where I am signed in"), reverse("usersessions_list")),
    ]
    if policies.can_view_directory(actor):
        url = reverse("members:directory", args=[actor.community.slug])
        entries.insert(0, (_("Members who chose to be seen"), url))
    return entries
