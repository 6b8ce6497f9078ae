"""The public page of the promise: plain, short, without a cookie, and true of what is served."""

import hashlib
import re

import pytest
from django.urls import reverse

from cop.members.models import Community
from tests.feedback import ballots
from tests.feedback.modules import published
from tests.pages import parse, select, texts

PAGE = "/feedback/"
TECHNICAL = {
    "algorithm", "anonymity set", "asymmetric", "ballot", "blinded", "ciphertext", "client",
    "cookie", "cryptography", "decrypt", "encrypt", "encrypted", "envelope", "hash",
    "hashed", "key pair", "metadata", "protocol", "private key", "public key", "rsa", "server",
    "sha", "signature", "token", "transaction",
}  # fmt: skip
LONGEST = 600
LONGEST_BEFORE_START = 455  # with the limits, which nobody has to unfold
HARDEST_GRADE = 6.0  # read at eleven or twelve


def syllables(word: str) -> int:
    """Groups of vowels; an e at the end is silent, except after an l behind a consonant."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = re.search(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouytd]ed$", word)
    return max(1, groups - bool(silent and groups > 1))


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z]+(?:[’'][a-z]+)?", text.lower())


def grade(sentences: list[str]) -> float:
    """The school year in which English like this is read, after Flesch and Kincaid."""
    words = [word for sentence in sentences for word in words_of(sentence)]
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * len(words) / len(sentences) + 11.8 * per_word - 15.59


def sentences_of(paragraphs: list[str]) -> list[str]:
    """A colon or a semicolon ends nothing; a paragraph does."""
    parts = [part for one in paragraphs for part in re.split(r"(?<=[.?!])\s+", one)]
    return [part for part in parts if words_of(part)]


def technical_words(text: str) -> set[str]:
    folded = f" {' '.join(words_of(text))} "
    return {word for word in TECHNICAL if f" {word} " in folded}


@pytest.fixture
def promise(client, db):
    return parse(client.get(PAGE).content)


@pytest.fixture
def survey(cast):
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


def plain_paragraphs(page) -> list[str]:
    return texts(select(page, "[data-plain] :is(h1, h2, h3, p, li, dt, dd)"))


def before_the_start(page) -> str:
    """What a member sees before Start, without opening anything."""
    for closed in select(page, "main details"):
        closed.getparent().remove(closed)
    for hidden in select(page, "main [data-paper]"):
        hidden.getparent().remove(hidden)
    return texts(select(page, "main"))[0]


# How it reads


def test_the_measure_agrees_with_what_is_published():
    """Worked by hand: 6 words of one syllable; and the sentence Flesch's own formula calls hard."""
    assert grade(["The cat sat on the mat."]) == pytest.approx(-1.45)
    hard = ["The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."]
    assert grade(hard) == pytest.approx(11.3, abs=1.2)


def test_plain_part_reads_easily_and_is_short(promise):
    paragraphs = plain_paragraphs(promise)
    assert 300 < len(words_of(" ".join(paragraphs))) <= LONGEST
    assert grade(sentences_of(paragraphs)) < HARDEST_GRADE
    longest = max(sentences_of(paragraphs), key=lambda one: len(words_of(one)))
    assert len(words_of(longest)) <= 30, longest


def test_plain_part_has_no_technical_word_and_the_other_part_shows_that_it_would_be_seen(promise):
    assert technical_words(" ".join(plain_paragraphs(promise))) == set()
    technical = texts(select(promise, "[data-technical] :is(p, li)"))
    assert {"signature", "key", "rfc"} <= set(words_of(" ".join(technical)))
    assert technical_words(" ".join(technical)) >= {"signature", "transaction"}
    assert grade(sentences_of(technical)) > HARDEST_GRADE


@pytest.mark.parametrize("rhythm", ["session", "period"])
def test_page_before_the_start_is_short_and_plain(as_, cast, rhythm):
    changed = {"figures_rhythm": rhythm, "comments_rhythm": rhythm}
    Community.objects.filter(pk=cast.community.pk).update(**changed)
    cast.community.refresh_from_db()
    survey = ballots.opened(cast.community, [cast.members["rosa"]])
    url = reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk])
    words = before_the_start(parse(as_("rosa").get(url).content))
    assert len(words_of(words)) <= LONGEST_BEFORE_START
    assert technical_words(words) == set()


# What it says


def test_one_wording_stands_on_the_public_page_and_before_the_form(as_, promise, cast, survey):
    """Each sentence of the promise, the steps and the limits is written once."""
    url = reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk])
    before = " ".join(texts(select(parse(as_("rosa").get(url).content), "main")))
    shared = texts(select(promise, "[data-plain] :is(ol, ul) li"))
    shared += texts(select(promise, "[data-plain] .circle-promise p"))[1:]
    assert len(shared) > 10
    assert [one for one in shared if one not in before] == []


def test_who_reads_what_is_said_before_the_first_question(as_, cast, survey):
    url = reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk])
    words = before_the_start(parse(as_("rosa").get(url).content))
    for said in (
        "pass them on to facilitators and co-chairs.",
        "Can my manager see?",
        "Nobody watches feedback for emergencies",
        "2 members have come so far",
        "Fewer than 5 answers: no figure, ever",
        "secretly change the program",
        "What helps: use your own phone",
    ):
        assert said in words


def test_drawing_has_a_name_and_words(promise):
    drawing = select(promise, "svg[role=img]")[0]
    names = drawing.get("aria-labelledby").split()
    said = [texts(select(drawing, f"#{name}"))[0] for name in names]
    assert said[0] == "Two walls between your name and your answers"
    assert "destroyed" in said[1]


def test_page_is_reached_from_everywhere(as_, cast, survey):
    detail = reverse("feedback:survey_detail", args=[cast.community.slug, survey.pk])
    landing = reverse("box:survey_landing", args=[survey.pk])
    for client, url in ((as_("rosa"), detail), (as_(None), landing)):
        found = select(parse(client.get(url).content), f".circle-promise a[href='{PAGE}']")
        assert len(found) == 1
    assert select(parse(as_(None).get("/").content), f"footer a[href='{PAGE}']")


@pytest.mark.parametrize("name", ["promise_page", "protocol_page", "threat_model_page"])
def test_pages_set_no_cookie_and_are_the_same_for_everybody(as_, client, db, name):
    url = reverse(f"box:{name}")
    answer = client.get(url)
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert as_("rosa").get(url).content == answer.content


# What runs in the browser


def test_fingerprints_are_those_of_the_files_as_served(client, promise):
    shown = published(promise)
    assert len(shown) >= 5
    for url, said in shown.items():
        served = b"".join(client.get(url).streaming_content)
        assert said == (len(served), hashlib.sha256(served).hexdigest())


def test_a_changed_file_has_another_fingerprint(client, db, settings, tmp_path):
    before = published(parse(client.get(PAGE).content))
    changed = tmp_path / "static" / "js"
    changed.mkdir(parents=True)
    (changed / "box.js").write_text("// not ours\n")
    settings.STATICFILES_DIRS = [tmp_path / "static", *settings.STATICFILES_DIRS]
    after = published(parse(client.get(PAGE).content))
    assert {url for url in before if before[url] != after.get(url)} >= {"/static/js/box.js"}
