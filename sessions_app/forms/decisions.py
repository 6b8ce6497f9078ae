"""An entry of the decision log."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, submit_helper
from sessions_app.models import Decision, Session


class DecisionForm(forms.Form):
    """What, why, and from when on. Changes of format enter the log when the session is planned."""

    helper = submit_helper(_("Add it to the log"))
    what = LineField(
        label=_("What was decided?"),
        max_length=Decision._meta.get_field("what").max_length,  # noqa: SLF001 - Django's own
        error_messages={"required": _("Write what was decided.")},
    )
    reason = LineField(
        label=_("Why?"),
        help_text=_("Members read it. Name nobody."),
        max_length=Decision._meta.get_field("reason").max_length,  # noqa: SLF001 - the same
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason, so that members can follow it.")},
    )
    session = forms.ModelChoiceField(
        label=_("From which session on?"),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("It is not of one session"),
    )
    mark_optional = False

    def __init__(self, *args: object, sessions: QuerySet[Session], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]
