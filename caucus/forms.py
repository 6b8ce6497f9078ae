"""Input: the day's choice, the doors, an offer to be named, a share-back, a first call."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caucus.enums import SpaceKind, Voice
from caucus.models import Caucus, ShareBack, Space
from caucus.selectors import name_of, slot_of
from caucus.services import Theme
from cop.core.forms import LineField, submit_helper
from cop.members.models import User
from sessions_app.models import Proposal


class SpaceForm(forms.Form):
    """Where somebody would like to be. Nothing is ever chosen beforehand."""

    space = forms.ChoiceField(
        label=gettext_lazy("Choose one"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a space, or leave this page as it is.")},
    )

    def __init__(self, *args: Any, spaces: list[Space], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["space"]
        field.choices = [(str(space.pk), name_of(space)) for space in spaces]
        field.option_hints = {str(space.pk): _hint(space) for space in spaces}


def name_and_hint(space: Space) -> tuple[str, str]:
    """What a space is called, and for whom it is."""
    return name_of(space), _hint(space)


def _hint(space: Space) -> str:
    if space.caucus is not None:
        return space.caucus.definition
    if space.kind == SpaceKind.EVERYONE:
        names = ", ".join(str(holder.person) for holder in space.holders.all())
        return _("For anybody, whatever else they might choose. Held today by %s.") % names
    return _("Time to yourself, with nobody to talk to unless you want to. Come back at any time.")


class SetupForm(forms.Form):
    """The doors of a session's spaces, and who holds everyone's space."""

    helper = submit_helper(gettext_lazy("Save"))
    mark_optional = False

    def __init__(
        self, *args: Any, spaces: list[Space], people: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for space in spaces:
            self.fields[f"door_{space.pk}"] = forms.URLField(
                label=_("Meeting link: %s") % name_of(space),
                required=False,
                initial=space.door,
                assume_scheme="https",
                error_messages={"invalid": _("Enter the whole link, beginning with https://.")},
            )
        held = next((s.holders.first() for s in spaces if s.kind == SpaceKind.EVERYONE), None)
        self.fields["holder"] = forms.ModelChoiceField(
            label=_("Who holds everyone’s space?"),
            help_text=_("Everyone’s space is there only if somebody looks after it."),
            queryset=people,
            required=False,
            initial=held.person_id if held else None,
            empty_label=_("Nobody: there is no everyone’s space in this session"),
        )

    def doors(self) -> dict[int, str]:
        """Links by the id of the space."""
        return {
            int(name.removeprefix("door_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("door_")
        }


class OfferForm(forms.Form):
    """Whom a co-chair asks, and for which caucus. Neither is chosen beforehand."""

    helper = submit_helper(gettext_lazy("Send the offer"))
    person = forms.ModelChoiceField(
        label=gettext_lazy("Whom would you like to ask?"),
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a person.")},
    )
    caucus = forms.ModelChoiceField(
        label=gettext_lazy("To be named as facilitator of which caucus?"),
        help_text=gettext_lazy("Ask them in person first: what somebody is, only they can say."),
        queryset=Caucus.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": gettext_lazy("Choose a caucus.")},
    )

    def __init__(
        self, *args: Any, people: QuerySet[User], caucuses: QuerySet[Caucus], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = {"person": people, "caucus": caucuses}
        for name, field in self.fields.items():
            field.queryset = rows[name]  # type: ignore[attr-defined]


class ShareBackForm(forms.Form):
    """At most two themes, the one slot of the caucus, and who spoke."""

    helper = submit_helper(gettext_lazy("Save and read it through"))
    first_title = forms.CharField(
        label=gettext_lazy("First theme: a short heading"), max_length=120, required=False
    )
    first_body = forms.CharField(
        label=gettext_lazy("First theme: what you want to say about it"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1500,
        required=False,
    )
    second_title = forms.CharField(
        label=gettext_lazy("Second theme: a short heading"), max_length=120, required=False
    )
    second_body = forms.CharField(
        label=gettext_lazy("Second theme: what you want to say about it"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=1500,
        required=False,
    )
    slot = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=600, required=False)
    voice = forms.ChoiceField(
        label=gettext_lazy("Who spoke for the caucus?"),
        help_text=gettext_lazy("Only this is kept, and no name."),
        choices=Voice.choices,
        initial=Voice.FACILITATOR,
        widget=forms.RadioSelect,
    )
    mark_optional = False

    def __init__(self, *args: Any, caucus: Caucus, draft: ShareBack | None, **kwargs: Any) -> None:
        slot = slot_of(caucus)
        if draft is not None:
            kwargs["initial"] = {"slot": getattr(draft, slot.field), "voice": draft.voice}
            for name, theme in zip(("first", "second"), draft.themes.all(), strict=False):
                kwargs["initial"] |= {f"{name}_title": theme.title, f"{name}_body": theme.body}
        super().__init__(*args, **kwargs)
        self.fields["slot"].label = slot.label
        self.fields["slot"].help_text = slot.hint

    def themes(self) -> list[Theme]:
        """Both themes as typed; empty ones are the service's to drop."""
        typed = self.cleaned_data
        return [
            Theme(typed["first_title"], typed["first_body"]),
            Theme(typed["second_title"], typed["second_body"]),
        ]


class FirstCallForm(forms.Form):
    """A topic of the list, or another one. Nothing is required (R7)."""

    helper = submit_helper(gettext_lazy("Put it first"))
    mark_optional = False
    proposal = forms.ChoiceField(label=gettext_lazy("A topic of the list"), required=False)
    words = LineField(
        label=gettext_lazy("Or another topic, in one line"),
        help_text=gettext_lazy("Everybody reads it as the topic of the session."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, topics: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topics = {str(one.pk): one for one in topics}
        field: Any = self.fields["proposal"]
        field.choices = [("", _("None of these"))] + [
            (key, one.words) for key, one in self.topics.items()
        ]

    def clean_proposal(self) -> Proposal | None:
        """The topic itself."""
        return self.topics.get(self.cleaned_data["proposal"])

    def add_problem(self, words: str) -> None:
        """Say why it was not done, whatever button was pressed."""
        if not self.is_bound:
            self.is_bound, self.data = True, QueryDict()
            self.full_clean()
        self.add_error(None, words)
