"""The member's whole path on a phone: how long it takes, and what the browser keeps and sends.

Four minutes, estimated with the keystroke-level model: 1.35 s to decide, 0.45 s to reach and 0.2 s
to press make 2 s a tap; 0.3 s a letter on a phone; 15 s to fetch the sign-in code from the mail;
four words a second for reading. The test counts what it taps and types, the words of the mail, of
the promise and of the form, and adds them up. Scales and counters, which are the same each time,
are looked at and not read. Every item is answered and two comments hold a sentence each.
"""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cop.post.models import Message
from feedback.models import Envelope
from tests.feedback import ballots

TAP, LETTER, FETCHING, WORDS_A_SECOND = 2.0, 0.3, 15.0, 4.0
MOST_SECONDS = 240
SENTENCE = "I felt heard by the others."
CANARY = "heron"

# Whatever a page would keep goes through one of these; each call is told before it happens.
WATCH = """
for (const [owner, name] of [
  [Storage.prototype, "setItem"],
  [IDBFactory.prototype, "open"],
  [CacheStorage.prototype, "open"],
  [Cache.prototype, "put"],
  [History.prototype, "pushState"],
  [History.prototype, "replaceState"],
]) {
  const real = owner[name];
  owner[name] = function (...given) {
    window.kept(name, JSON.stringify(given));
    return real.apply(this, given);
  };
}
"""
READ = """place => {
  const again = ".circle-rating__scale, .govuk-character-count__message, [hidden]";
  const seen = place.cloneNode(true);
  seen.querySelectorAll(again).forEach(one => one.remove());
  return seen.textContent;
}"""
HOLDINGS = """async () => JSON.stringify([
  Object.entries(localStorage),
  Object.entries(sessionStorage),
  (await indexedDB.databases()).map(one => one.name),
  await caches.keys(),
  document.cookie,
  window.name,
  location.href,
])"""


class Phone:
    """A tab that counts what is done on it."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.taps = self.letters = self.words = 0

    def tap(self, where: Any) -> None:
        self.taps += 1
        where.click()

    def write(self, where: Any, text: str) -> None:
        self.tap(where)
        self.letters += len(text)
        where.press_sequentially(text)

    def read(self, *selectors: str) -> None:
        for selector in selectors:
            self.words += len(self.tab.locator(selector).first.evaluate(READ).split())

    @property
    def seconds(self) -> float:
        typed = self.taps * TAP + self.letters * LETTER
        return typed + FETCHING + self.words / WORDS_A_SECOND


@pytest.fixture
def survey(cast: Any, tmp_path: Any, live_server: Any) -> Any:
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


def sign_in(phone: Phone, address: str, mailoutbox: list[Any]) -> None:
    """The code from the mail, as whoever has never signed in on this phone."""
    phone.write(phone.tab.get_by_label("Email"), address)
    phone.tap(phone.tab.get_by_role("button", name="Send me a code"))
    place = phone.tab.get_by_label("Code")
    place.wait_for()
    lines = mailoutbox[-1].body.splitlines()
    phone.write(place, next(line.strip() for line in lines if line.startswith("    ")))
    phone.tap(phone.tab.get_by_role("button", name="Sign in"))


def answer_everything(phone: Phone) -> None:
    phone.read("main")
    for item in "abcdefg":
        phone.tap(phone.tab.locator(f"input[name={item}][value='4']"))
    for question in "25":
        phone.write(phone.tab.locator(f"textarea[name='{question}']"), SENTENCE)
    phone.tap(phone.tab.get_by_label("White Caucus"))


def test_from_the_mail_to_counted_in_four_minutes(
    survey: Any, cast: Any, visitor: Any, mailoutbox: list[Any]
):
    phone = Phone(visitor(None, width=390))
    tab = phone.tab
    mail = Message.objects.get(kind="feedback_open", to=cast.rosa.email)
    link = reverse("box:survey_landing", args=[survey.pk])
    assert f"{link}\n" in mail.text
    phone.words += len(mail.text.split())
    phone.taps += 1  # the link
    tab.goto(link)
    phone.tap(tab.get_by_role("button", name="Continue"))
    sign_in(phone, cast.rosa.email, mailoutbox)
    tab.wait_for_url(f"**/in/c/{cast.community.slug}/feedback/{survey.pk}/")
    phone.read("h1", ".circle-lead", ".circle-promise")
    phone.tap(tab.get_by_role("button", name="Start"))
    expect(tab.get_by_role("button", name="Send feedback")).to_be_visible()
    answer_everything(phone)
    phone.tap(tab.get_by_role("button", name="Send feedback"))
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
    assert Envelope.objects.filter(survey=survey).count() == 1
    assert phone.taps <= 20
    assert phone.seconds < MOST_SECONDS, (phone.taps, phone.letters, phone.words, phone.seconds)

    ballots.count(survey)
    tab.goto(link)
    expect(tab.get_by_text("Your feedback was counted.")).to_be_visible()


def test_no_answer_is_kept_anywhere_at_any_moment(survey: Any, cast: Any, visitor: Any):
    tab = visitor(cast.rosa)
    kept: list[str] = []
    tab.expose_binding("kept", lambda _source, name, given: kept.append(f"{name} {given}"))
    tab.add_init_script(WATCH)

    def look() -> None:
        kept.append(tab.evaluate(HOLDINGS))

    tab.goto(reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk]))
    tab.get_by_role("button", name="Start").click()
    expect(tab.get_by_role("button", name="Send feedback")).to_be_visible()
    look()
    tab.locator("input[name=a][value='4']").check()
    tab.locator("textarea[name='2']").fill(f"As the only {CANARY} in Leeds")
    expect(tab.locator("[data-hint='2']")).to_contain_text("the only")
    look()
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Send feedback").click()
    expect(tab.locator("[data-say=network]")).to_be_focused()
    look()
    tab.context.set_offline(False)
    tab.get_by_role("button", name="Send again").click()
    expect(tab.get_by_role("heading", name="Thank you. It is in the box.")).to_be_visible()
    look()
    assert f"receipt:{survey.pk}" in "".join(kept), "the watch sees what is kept"
    assert [one for one in kept if CANARY in one] == []
    # A draft, kept in any of these, would be seen.
    tab.evaluate(f"sessionStorage.setItem('draft', '{CANARY}')")
    look()
    assert len([one for one in kept if CANARY in one]) == 2
    # Coming back finds an empty form: nothing of it is in the browser's own memory either.
    tab.goto(reverse("box:envelope", args=[survey.pk]))
    expect(tab.get_by_role("heading", name="First take your ticket")).to_be_visible()
