"""What a member answers."""

from django import forms
from django.utils.translation import gettext_lazy

from cop.core.forms import submit_helper
from sessions_app.enums import Answer


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("Are you coming?"),
        choices=Answer.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
        error_messages={"required": gettext_lazy("Choose whether you are coming.")},
    )
    helper = submit_helper(gettext_lazy("Save my answer"))
