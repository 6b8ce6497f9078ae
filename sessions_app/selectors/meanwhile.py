"""What became of a session while somebody had its form open."""

from dataclasses import fields
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sessions_app.selectors.sessions import Plan

LABELS = {
    "title": gettext_lazy("title"),
    "day": gettext_lazy("date"),
    "time": gettext_lazy("start time"),
    "topics": gettext_lazy("topics"),
    "place": gettext_lazy("place"),
    "is_in_person": gettext_lazy("in person"),
    "room_limit": gettext_lazy("how many the room holds"),
    "link": gettext_lazy("link"),
    "dial_in": gettext_lazy("dial-in"),
    "joining": gettext_lazy("how to join"),
    "format": gettext_lazy("format"),
    "parts": gettext_lazy("parts and their minutes"),
    "facilitators": gettext_lazy("facilitators"),
}
SHOWN = frozenset({"title", "topics", "place"})  # short enough for a sentence


def digest_of_plan(plan: Plan) -> str:
    """Another one as soon as anything of the plan is another."""
    said = [(field.name, _value(plan, field.name)) for field in fields(Plan)]
    return sha256(repr(said).encode()).hexdigest()


def differences(typed: Plan, now: Plan) -> str:
    """In what the two differ, with what the session says now where that is short."""
    found = []
    for name, label in LABELS.items():
        value = _value(now, name)
        if value == _value(typed, name):
            continue
        if name not in SHOWN:
            found.append(str(label))
            continue
        words = ", ".join(now.topics) if name == "topics" else value
        said = _("now “%s”") % words if words else _("now empty")
        found.append(f"{label} ({said})")
    return ", ".join(found)


def _value(plan: Plan, name: str) -> object:
    if name == "facilitators":
        return sorted(person.pk for person in plan.facilitators)
    return getattr(plan, name)
