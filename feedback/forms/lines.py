"""What people write in several lines."""

from typing import Any

from django import forms


class LinesField(forms.CharField):
    """A text whose line ends count as one character, as in the browser's own count."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")
