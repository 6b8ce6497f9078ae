"""What is typed into the summary of a session."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import submit_helper
from cop.core.names import clean_lines


class SummaryForm(forms.Form):
    """What goes to leaders beside the figures, topics and actions."""

    asks_of_leaders = forms.CharField(
        label=_("What do you ask of leaders?"),
        help_text=_(
            "A sentence or two for those outside, such as time to take part, or a room. It stands "
            "in their version only, and may be passed on to anybody."
        ),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    helper = submit_helper(_("Draft the summary as things are now"))

    def clean_asks_of_leaders(self) -> str:
        return clean_lines(str(self.cleaned_data["asks_of_leaders"]))
