"""The member's whole path on a phone: how long it takes, and what the browser keeps and sends.

Four minutes, estimated as usual for touch screens (keystroke-level model): 1.35 s to find and decide
what to touch, 0.45 s to reach it and 0.2 s to press, so 2 s a tap; 0.3 s a letter on a phone's
keyboard (about 36 words a minute); 15 s to fetch the sign-in code from the mail; 240 words a minute
for reading. The test counts taps, letters and words on the pages and adds them up. Answering
everything with two comments of a sentence each must stay under four minutes; the promise's details,
which may be read or not, are counted as read once.
"""

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cop.post.models import Message
from feedback.models import Envelope
from tests.feedback import ballots
from tests.people import sign_in_address

TAP, LETTER, CODE_FROM_MAIL, WORDS_A_SECOND = 2.0, 0.3, 15.0, 4.0
MOST_SECONDS = 240
SENTENCE = "I felt heard by the others."
