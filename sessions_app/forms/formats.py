"""A format as somebody types it: what it is called, how people sit, and its parts."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cop.core.forms import LineField, LinesField
from cop.core.registry import questionnaires_to_choose
from sessions_app.enums import Grouping
from sessions_app.formats import Format
from sessions_app.forms.parts import PartForms
from sessions_app.models import OwnFormat

LONGEST_ADVICE = 2000
NOTHING = "none"  # asked afterwards; a radio needs a value


class FormatForm(forms.Form):
    """All but the parts."""

    name = LineField(
        label=gettext_lazy("Name"),
        max_length=OwnFormat._meta.get_field("name").max_length,  # noqa: SLF001 - Django's own
        error_messages={"required": gettext_lazy("Enter a name.")},
    )
    summary = LineField(
        label=gettext_lazy("In one sentence"),
        max_length=OwnFormat._meta.get_field("summary").max_length,  # noqa: SLF001 - the same
        required=False,
        help_text=gettext_lazy("Read by whoever chooses a format."),
    )
    advice = LinesField(
        label=gettext_lazy("Advice"),
        max_length=LONGEST_ADVICE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("What facilitators should know before they use it."),
    )
    grouping = forms.ChoiceField(
        label=gettext_lazy("How people sit"),
        choices=Grouping.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Only in caucuses are people asked to choose a space."),
    )
    topics = forms.TypedChoiceField(
        label=gettext_lazy("Number of topics"),
        choices=[(1, gettext_lazy("One")), (2, gettext_lazy("Two"))],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
    )
    questionnaire = forms.ChoiceField(
        label=gettext_lazy("Asked afterwards"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = cast(forms.ChoiceField, self.fields["questionnaire"])
        asked.choices = [*questionnaires_to_choose(), (NOTHING, _("Nothing is asked"))]


class FormatEditor:
    """The form and the parts as one: as typed, or from the format to start from."""

    def __init__(self, data: Mapping[str, Any] | None, *, start: Format) -> None:
        self.parts = PartForms(data, parts=start.parts)
        initial = {name: getattr(start, name) for name in ("name", "summary", "advice")}
        initial |= {"grouping": start.grouping, "topics": start.topics}
        initial["questionnaire"] = start.questionnaire or NOTHING
        self.form = FormatForm(data, initial=initial)

    def arrange(self, how: str) -> None:
        """As ``PartForms.arrange``; what else was typed stays, and is judged when it is saved."""
        self.parts.arrange(how)
        self.form = FormatForm(initial={name: self.form[name].value() for name in self.form.fields})

    def is_valid(self) -> bool:
        """Whether everything is right; problems stand on the forms."""
        are_right = self.parts.is_valid()
        return self.form.is_valid() and are_right

    def content(self) -> Format:
        """The format, once it is valid."""
        clean = dict(self.form.cleaned_data)
        asked = clean.pop("questionnaire")
        return Format(
            key="",
            parts=self.parts.shown(),
            questionnaire="" if asked == NOTHING else asked,
            **clean,
        )

    def shown(self) -> Format:
        """The format as it stands, right or wrong, to say what its parts leave out."""
        grouping = str(self.form["grouping"].value())
        asked = str(self.form["questionnaire"].value())
        return Format(
            key="",
            name="",
            summary="",
            parts=self.parts.shown(),
            grouping=grouping if grouping in Grouping.values else Grouping.TOGETHER,
            questionnaire="" if asked == NOTHING else asked,
        )

    @property
    def forms(self) -> list[forms.Form]:
        """For the error summary."""
        return [self.form, *self.parts]
