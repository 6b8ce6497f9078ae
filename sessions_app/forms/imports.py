"""Input of a secretary who brings a spreadsheet."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.errors import Refused
from sessions_app.enums import UploadKind
from sessions_app.imports.columns import (
    AT_SESSION,
    FIELDS,
    is_of_race,
    label_of,
    session_of_heading,
    why_not_enough,
)
from sessions_app.imports.guesses import guess_columns, unknown_sessions
from sessions_app.imports.sheets import Sheet
from sessions_app.models import Session

ROWS_SHOWN = 3


class UploadForm(forms.Form):
    """A file, and what it is a list of."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it a list of?"),
        choices=UploadKind.for_people(),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the file is a list of.")},
    )
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("Excel (.xlsx) or CSV, up to 10 MB and 20,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose another."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].option_hints = {  # type: ignore[attr-defined]
            UploadKind.MEMBERS: _("Names, e-mail addresses, organisations. Begin with these."),
            UploadKind.SESSIONS: _("Dates and titles, and headcounts where no names were kept."),
            UploadKind.ATTENDANCE: _(
                "Who came to what: a row for each, or a column for each session with a mark."
            ),
        }


class ColumnsForm(forms.Form):
    """What each column of the file holds. Columns that tell of race have no field."""

    def __init__(
        self,
        *args: Any,
        kind: str,
        sheet: Sheet,
        sessions: Sequence[Session],
        chosen: dict[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.sheet = kind, sheet
        guessed = guess_columns(kind, sheet, sessions)
        self.unknown = set(unknown_sessions(kind, sheet, guessed, sessions))
        for place, heading in enumerate(sheet.headings):
            named = session_of_heading(heading, sessions) if kind == UploadKind.ATTENDANCE else None
            if is_of_race(heading) and named is None:
                continue
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=_("What “%s” holds") % sheet.heading(place),
                choices=self._choices(named),
                required=False,
                initial=chosen.get(str(place), "") if chosen else guessed.get(place, ""),
            )

    def _choices(self, named: Session | None) -> list[tuple[str, Any]]:
        choices: list[tuple[str, Any]] = [("", _("Do not read"))]
        choices += [(field.key, field.label) for field in FIELDS[self.kind]]
        if named is not None:
            key = f"{AT_SESSION}{named.key}"
            choices.append((key, label_of(self.kind, key)))
        return choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        held: dict[str, str] = {}
        for name, key in cleaned.items():
            if key and key in held.values():
                self.add_error(
                    name, _("Two columns are “%s”. Keep one.") % label_of(self.kind, key)
                )
            elif key:
                held[name] = key
        try:
            if missing := why_not_enough(self.kind, held.values()):
                raise Refused(missing)
        except Refused as refused:
            raise ValidationError(refused.message) from refused
        return cleaned

    @property
    def chosen(self) -> dict[int, str]:
        """Place of a column -> what it holds, for those that are read."""
        return {
            int(name.removeprefix("column_")): key for name, key in self.cleaned_data.items() if key
        }

    def columns(self) -> list[dict[str, Any]]:
        """For the page: heading, first cells and the field, which columns of race do not have."""
        shown = []
        for place in range(len(self.sheet.headings)):
            cells = [cells[place] for _row, cells in self.sheet.rows if cells[place].strip()]
            name = f"column_{place}"
            held = self[name] if name in self.fields else None
            if cells or held is None or held.value():
                shown.append(
                    {
                        "heading": self.sheet.heading(place),
                        "cells": cells[:ROWS_SHOWN],
                        "field": held,
                        "is_unknown_session": place in self.unknown,
                    }
                )
        return shown


class ConfirmForm(forms.Form):
    """What was seen, so that nothing else is done."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    leave_out = forms.BooleanField(required=False)
