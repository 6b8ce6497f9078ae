"""What the base templates need: navigation, quick exit, error prefix and summary, date badge."""

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.conf import settings
from django.forms.forms import BaseForm
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cop.core import registry
from cop.core.templatetags.circle_forms import once, summary_entries

register = template.Library()

QR_SIZE = re.compile(r'\bviewBox="([\d. ]+)"')
QR_PATH = re.compile(r'<path d="([MHVZmhvz\d., -]+)"')

# Names under which views and allauth hand forms to a page.
FORM_NAMES = ("form", "formset", "verify_form", "change_form", "reauthenticate_form")


@register.simple_tag
def quick_exit_url() -> str:
    """The neutral page the quick exit leads to; a link, so that it works without a script."""
    return str(settings.QUICK_EXIT_URL)


@register.inclusion_tag("_navigation.html", takes_context=True)
def circle_nav(context: Context) -> dict[str, Any]:
    """The community's name and the sections this actor may enter; plain links otherwise."""
    actor = context.get("actor")
    user = context.get("user")
    items = registry.sections_for(actor) if actor is not None else []
    current = str(context.get("nav_key") or "")
    if current not in [key for _label, _url, key in items]:
        current = registry.WITHIN.get(current, current)
    return {
        "community": getattr(actor, "community", None),
        "items": items,
        "current": current,
        "signed_in": bool(user and user.is_authenticated),
    }


@register.simple_tag(takes_context=True)
def support_url(context: Context) -> str:
    """The support page of the community a page belongs to; the general one where it is of none.

    A page without cookies belongs to the survey's community, which is the same for everybody who
    opens it; such a page (``boxed``) does not ask who is looking.
    """
    survey = context.get("survey") or getattr(context.get("card"), "survey", None)
    place = survey if survey or context.get("boxed") else context.get("actor")
    community = getattr(place, "community", None)
    if community is None:
        return reverse("core:support")
    return reverse("governance_open:support_page", args=[community.slug])


def _forms_on_page(context: Context) -> list[Any]:
    found = [context.get(name) for name in FORM_NAMES]
    several = context.get("forms")
    if isinstance(several, list | tuple):
        found.extend(several)
    unique = {id(form): form for form in found if isinstance(form, BaseForm | forms.BaseFormSet)}
    return list(unique.values())


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """Put "Error: " before the page's title while a form on it has errors."""
    has_errors = any(summary_entries(form) for form in _forms_on_page(context))
    return _("Error: ") if has_errors else ""


@register.inclusion_tag("circle/errors.html", takes_context=True)
def error_summary(context: Context) -> dict[str, Any]:
    """One summary above the page's content for all its forms."""
    return {"entries": [entry for form in _forms_on_page(context) for entry in once(form)]}


@register.inclusion_tag("_date_badge.html")
def date_badge(value: dt.date | dt.datetime, time_zone: str = "") -> dict[str, str]:
    """A date as a small leaf. Decoration: the page says the date in words as well."""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value, ZoneInfo(time_zone) if time_zone else None)
    return {
        "month": date_format(value, "M"),
        "day": date_format(value, "j"),
        "weekday": date_format(value, "D"),
    }


@register.filter
def in_fours(text: str) -> str:
    """A long key as people type it: four letters, a space, four letters."""
    return " ".join(text[first : first + 4] for first in range(0, len(text), 4))


@register.simple_tag
def qr_image(svg: str, label: str = "") -> SafeString:
    """A square to scan, inline: the policy allows no data: image.

    Without a label it is the authenticator's.

    Drawn anew from its size and its one path; nothing else of the given text reaches the page.
    Raises ValueError for anything that is not such a square.
    """
    size = QR_SIZE.search(svg)
    path = QR_PATH.search(svg)
    if size is None or path is None:
        raise ValueError("not the square of an authenticator app")
    return format_html(
        '<svg role="img" aria-label="{}" viewBox="{}" xmlns="http://www.w3.org/2000/svg">'
        '<path d="{}" fill="#000000"/></svg>',
        label or _("Square to scan with an authenticator app"),
        size[1],
        path[1],
    )
