"""Input to clean data, by flow."""

from caucus.forms.dialogue import VoiceForm
from caucus.forms.first_call import FirstCallForm
from caucus.forms.publication import OfferForm
from caucus.forms.share_back import ShareBackForm
from caucus.forms.spaces import SetupForm, SpaceForm, name_and_hint

__all__ = [
    "FirstCallForm",
    "OfferForm",
    "SetupForm",
    "ShareBackForm",
    "SpaceForm",
    "VoiceForm",
    "name_and_hint",
]
