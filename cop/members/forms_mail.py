"""What is typed where mail is looked after."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import submit_helper
from cop.members.models import Member
from cop.post.enums import Reason
from cop.post.services import CAME_BACK


class RecipientForm(forms.Form):
    """Whose mail to read."""

    to = forms.ChoiceField(label=_("Show the mail to"))
    helper = submit_helper(_("Show"))

    def __init__(self, *args: object, recipients: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["to"].choices = recipients  # type: ignore[attr-defined]


class ReturnedForm(forms.Form):
    """Whose mail came back, and why."""

    member = forms.ModelChoiceField(
        label=_("Whose mail came back?"), queryset=Member.objects.none()
    )
    reason = forms.ChoiceField(
        label=_("What did the answer say?"),
        choices=[(reason.value, reason.label) for reason in Reason if reason in CAME_BACK],
        widget=forms.RadioSelect,
    )
    helper = submit_helper(_("Note that it came back"))
