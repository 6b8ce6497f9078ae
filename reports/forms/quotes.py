"""What is typed about quotes and testimonials."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cop.core.forms import LineField, LinesField, submit_helper
from reports.enums import Colleague, TestimonialUse
from reports.forms.revised import RevisedForm
from reports.models import Theme


class QuoteForm(RevisedForm):
    """The quote, beginning with the comment; the service says what is not the comment's."""

    words = forms.CharField(
        label=_("The quote"),
        help_text=_(
            "Shorten it to the words you need. Change them only in square brackets: […] for words "
            "left out, [organisation] for words replaced, [I will] for words put in."
        ),
        max_length=2000,
        required=False,  # the rules say it better
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.none(), empty_label=None
    )
    mark_optional = False
    helper = submit_helper(_("Save the quote"))

    def __init__(self, *args: Any, themes: list[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme = self.fields["theme"]
        theme.queryset = Theme.objects.filter(pk__in=[one.pk for one in themes])  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    """One question about one quote."""

    answer = forms.ChoiceField(
        label=_("Could a colleague who knows who came recognise who said this?"),
        choices=Colleague,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose No, Not sure or Yes.")},
    )
    words = LineField(
        label=_("If not sure or yes: what gives it away?"),
        help_text=_("A few words, such as “the job title”. Nobody’s name."),
        max_length=300,
        required=False,
    )
    mark_optional = False
    helper = submit_helper(_("Answer, and go on"))


class TestimonialForm(forms.Form):
    """A member's own words."""

    words = LinesField(
        label=_("Your words"),
        help_text=_(
            "What the community means to you, for readers outside it. Leave out other people, and "
            "which space anybody went to."
        ),
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your words.")},
    )
    named_as = LineField(
        label=_("The name you want to stand under"),
        help_text=_(
            "For example your name, your first name, or “a psychologist in Leeds”. It is printed "
            "as you write it."
        ),
        max_length=120,
        error_messages={"required": _("Write the name you want to stand under.")},
    )
    uses = forms.MultipleChoiceField(
        label=_("Where may your words stand?"),
        choices=TestimonialUse,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one place where your words may stand.")},
    )
    helper = submit_helper(_("Sign and hand in"))
