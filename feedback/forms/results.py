"""What is typed on the results pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import submit_helper
from feedback.services.next_steps import NEXT_STEPS_LENGTH


class NextStepsForm(forms.Form):
    """What happens next, in a few lines."""

    words = forms.CharField(
        label=_("What happens next"),
        help_text=_(
            "A few lines in your own words: what you will do, by when, and what you will leave as "
            "it is. Empty it to take it back. Do not guess who said what."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=NEXT_STEPS_LENGTH,
        required=False,
    )
    helper = submit_helper(_("Save"))
