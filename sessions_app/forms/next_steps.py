"""A next step in one line."""

from django import forms
from django.utils.translation import gettext_lazy

from cop.core.forms import LineField, submit_helper


class NextStepForm(forms.Form):
    """Nothing is required."""

    helper = submit_helper(gettext_lazy("Keep it"))
    mark_optional = False
    words = LineField(
        label=gettext_lazy("One thing you mean to do, in your own words"),
        max_length=300,
        required=False,
    )
