"""Forms on what several people may change: each carries which wording its author read."""

from typing import Any

from django import forms


class RevisedForm(forms.Form):
    """Carries which wording its author read."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_revision(self) -> int:
        """0 is no wording's, so nothing is overwritten by who does not say what they read."""
        return self.cleaned_data["revision"] or 0

    def saved_meanwhile(self, row: Any) -> Any:
        """What somebody else has saved, to read beside one's own words before saving those."""
        if row is None or not self.is_bound or self.data.get("revision") == str(row.revision):
            return None
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["revision"] = row.revision  # type: ignore[index]
        return row
