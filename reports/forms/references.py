"""The works a report cites, as they are pasted."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReferencesForm(forms.Form):
    """Paste BibTeX or CSL-JSON."""

    references = forms.CharField(
        label=_("The works, as BibTeX or CSL-JSON"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=_(
            "Zotero, Mendeley, EndNote and most library catalogues can copy or export one of these."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    mark_optional = False
