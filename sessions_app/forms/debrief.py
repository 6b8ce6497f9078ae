"""The words facilitators share after a session, and their own."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LinesField, submit_helper
from sessions_app.models import Debrief, Reflection
from sessions_app.services.debrief import LONGEST


class DebriefForm(forms.Form):
    """``revision`` tells whether somebody else wrote since the page was drawn."""

    act = forms.CharField(widget=forms.HiddenInput, initial="shared")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    words = LinesField(
        label=_("Our words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    mark_optional = False
    helper = submit_helper(_("Save our words"))

    def __init__(self, *args: Any, debrief: Debrief, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "act": "shared",
            "revision": debrief.revision,
            "words": debrief.words,
        }
        super().__init__(*args, **kwargs)
        self.auto_id = "id_shared_%s"


class ReflectionForm(forms.Form):
    act = forms.CharField(widget=forms.HiddenInput, initial="own")
    words = LinesField(
        label=_("My words"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    for_pair = forms.BooleanField(
        label=_("Whoever facilitated with me may read it"), required=False
    )
    for_evaluator = forms.BooleanField(
        label=_("The evaluator may read it, with my name"), required=False
    )
    mark_optional = False
    helper = submit_helper(_("Save my words"))

    def __init__(self, *args: Any, reflection: Reflection, **kwargs: Any) -> None:
        names = ("words", "for_pair", "for_evaluator")
        kwargs["initial"] = {"act": "own", **{name: getattr(reflection, name) for name in names}}
        super().__init__(*args, **kwargs)
        self.auto_id = "id_own_%s"
