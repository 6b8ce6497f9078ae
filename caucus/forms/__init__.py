"""Input to clean data, by flow."""

from caucus.forms.dialogue import VoiceForm
from caucus.forms.first_call import FirstCallForm
from caucus.forms.ledger import AskForm, CompleteForm, ResponseForm, StandingForm, TakeOnForm
from caucus.forms.publication import OfferForm
from caucus.forms.setup import SetupForm
from caucus.forms.share_back import ShareBackForm, SpokeForm
from caucus.forms.signals import SignalForm
from caucus.forms.spaces import SpaceForm, name_and_hint

__all__ = [
    "AskForm",
    "CompleteForm",
    "FirstCallForm",
    "OfferForm",
    "ResponseForm",
    "SetupForm",
    "ShareBackForm",
    "SignalForm",
    "SpaceForm",
    "SpokeForm",
    "StandingForm",
    "TakeOnForm",
    "VoiceForm",
    "name_and_hint",
]
