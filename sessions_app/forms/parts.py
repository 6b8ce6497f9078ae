"""Timed parts as people type them: each with its kind, title, minutes, prompt and materials.

The fields of a part are named ``part_0-title`` and so on; ``parts`` says how many there are, and
``parts_of`` for which format they were typed. A part is moved, taken away or added by a button
``arrange`` whose value is "up:2", "down:2", "remove:2" or "add:2": no script is needed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.forms import LineField, LinesField
from sessions_app.enums import SegmentKind
from sessions_app.formats import (
    APART,
    LONGEST,
    Format,
    Part,
    length_of,
    why_not_filled,
    why_out_of_order,
)

LONGEST_PART = 240  # minutes
MOST_PARTS = 24
FIELDS = ("kind", "title", "minutes", "prompt", "materials")

Row = dict[str, str]


class PartForm(forms.Form):
    """One part; ``number`` counts from nought."""

    title = LineField(label=gettext_lazy("Title"), max_length=200)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"),
        min_value=1,
        max_value=LONGEST_PART,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SegmentKind.choices)
    prompt = LinesField(
        label=gettext_lazy("Prompt"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What people are asked or told in this part."),
    )
    materials = LinesField(
        label=gettext_lazy("Materials"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What is needed for it, with links."),
    )

    def __init__(self, data: Any = None, *, number: int, **kwargs: Any) -> None:
        super().__init__(data, prefix=f"part_{number}", **kwargs)
        self.number = number
        words = {"number": number + 1}
        for name, code, sentence in (
            ("title", "required", _("Part %(number)d: enter a title.")),
            ("minutes", "required", _("Part %(number)d: enter the minutes.")),
            ("minutes", "invalid", _("Part %(number)d: enter the minutes as a number.")),
        ):
            self.fields[name].error_messages[code] = sentence % words

    def shown(self) -> Part:
        """The part as it stands in the fields; minutes that are none count for nought."""
        row = {name: str(self[name].value() or "") for name in FIELDS}
        typed = row.pop("minutes").strip()
        is_number = typed.isascii() and typed.isdecimal() and len(typed) < len("1000")
        return Part(minutes=int(typed) if is_number else 0, **row)

    def has_more(self) -> bool:
        """Whether what is folded away must be seen."""
        return any(name in self.errors for name in ("kind", "prompt", "materials"))


class PartForms:
    """The parts in order: as typed, or from a plan or a format."""

    def __init__(self, data: Mapping[str, Any] | None, *, parts: Sequence[Part]) -> None:
        self.is_typed = data is not None and "parts" in data
        if data is not None and self.is_typed:
            number = _number_in(data)
            self.forms = [PartForm(data, number=place) for place in range(number)]
        else:
            self._start([_row(part) for part in parts])

    def __iter__(self) -> Any:
        return iter(self.forms)

    def __len__(self) -> int:
        return len(self.forms)

    @property
    def is_full(self) -> bool:
        return len(self) >= MOST_PARTS

    def arrange(self, how: str) -> None:
        """Do what a button says; what was typed stays, and is judged when it is saved."""
        rows = [{name: str(form[name].value() or "") for name in FIELDS} for form in self.forms]
        what, _colon, typed = how.partition(":")
        place = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 2 else -1
        if place not in range(max(len(rows), 1)):
            self._start(rows)
            return
        if what == "add" and not self.is_full:
            rows.insert(place + 1, {"kind": SegmentKind.PLENARY.value})
        elif what == "remove":
            del rows[place : place + 1]
        elif what in ("up", "down"):
            other = place + (1 if what == "down" else -1)
            if other in range(len(rows)):
                rows[place], rows[other] = rows[other], rows[place]
        self._start(rows)

    def allow(self, kinds: Iterable[tuple[str, Any]]) -> None:
        """Offer these kinds alone."""
        offered = list(kinds)
        for form in self.forms:
            form.fields["kind"].choices = offered  # type: ignore[attr-defined]

    def is_valid(self) -> bool:
        """Whether every part is right."""
        return all(form.is_valid() for form in self.forms if form.is_bound)

    def shown(self) -> tuple[Part, ...]:
        """The parts as they stand, clean where they are right."""
        return tuple(
            Part(**form.cleaned_data) if form.is_bound and form.is_valid() else form.shown()
            for form in self.forms
        )

    def _start(self, rows: Sequence[Row]) -> None:
        self.forms = [PartForm(number=place, initial=row) for place, row in enumerate(rows)]


class LengthForm(forms.Form):
    length = forms.IntegerField(
        label=gettext_lazy("Length of the session, in minutes"),
        min_value=1,
        max_value=LONGEST,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        help_text=gettext_lazy("The parts must fill it. The debrief comes afterwards."),
        error_messages={
            "required": gettext_lazy("Enter how many minutes the session lasts."),
            "invalid": gettext_lazy("Enter the length of the session as a number of minutes."),
        },
    )


class Timetable:
    """A session's length and its parts. What was typed for another format says nothing here."""

    def __init__(self, data: Mapping[str, Any], *, chosen: Format, parts: Sequence[Part]) -> None:
        is_ours = data.get("parts_of") == chosen.key and "parts" in data
        typed = data if is_ours else None
        self.chosen = chosen
        self.parts = PartForms(typed, parts=parts)
        self.length = LengthForm(typed, initial={"length": length_of(parts)})
        self._allow()

    def arrange(self, how: str) -> None:
        """As ``PartForms.arrange``."""
        self.parts.arrange(how)
        self.length = LengthForm(initial={"length": self.length["length"].value()})
        self._allow()

    def is_valid(self) -> bool:
        """Whether the parts are right and fill the session; problems stand on the forms."""
        are_right = self.parts.is_valid()
        if not self.length.is_bound:
            return are_right
        if not self.length.is_valid() or not are_right:
            return False
        parts = self.parts.shown()
        reason = why_out_of_order(parts, self.chosen.grouping)
        reason = reason or why_not_filled(parts, self.length.cleaned_data["length"])
        if reason:
            self.length.add_error("length", reason)
        return not reason

    @property
    def forms(self) -> list[forms.Form]:
        """For the error summary."""
        return [self.length, *self.parts]

    def _allow(self) -> None:
        if not self.chosen.is_caucused:
            kinds = [pair for pair in SegmentKind.choices if pair[0] not in APART]
            self.parts.allow(kinds)


def is_of_parts(name: str) -> bool:
    """Whether an input's name is one of this step's."""
    return name in ("parts", "parts_of", "length") or name.startswith("part_")


def _number_in(data: Mapping[str, Any]) -> int:
    typed = str(data.get("parts", ""))
    if not (typed.isascii() and typed.isdecimal()) or len(typed) > len("24"):
        return 0
    return min(int(typed), MOST_PARTS)


def _row(part: Part) -> Row:
    return {
        "kind": str(part.kind),
        "title": str(part.title),
        "minutes": str(part.minutes),
        "prompt": str(part.prompt),
        "materials": str(part.materials),
    }
