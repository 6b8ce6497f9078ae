"""The plain form: without scripts and cookies, the same for all, and nothing typed is lost."""

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from feedback.box import keys
from feedback.models import Envelope
from feedback.services import envelopes, issue_code
from feedback.views import coded
from tests.feedback import ballots
from tests.pages import parse, select, texts

COMMENT = "the heron stood in the car park"


@pytest.fixture
def survey(cast):
    return ballots.opened(cast.community, [cast.members["rosa"], cast.members["will"]])


@pytest.fixture
def code(cast, survey):
    return issue_code(actor=cast.actor("rosa"), survey=survey)


@pytest.fixture
def seen(monkeypatch):
    """The answers as they go to be sealed."""
    found = []
    seal = envelopes._sealed

    def note(survey, answers):
        found.append(answers)
        return seal(survey, answers)

    monkeypatch.setattr(envelopes, "_sealed", note)
    return found


def form_url(survey):
    return reverse("box:coded_form", args=[survey.pk])


def send(survey, client=None, **given):
    """As a browser sends the plain form; ``own_code`` stands for ``own-code``."""
    fields = {name.replace("_", "-").lstrip("q"): value for name, value in given.items()}
    return (client or Client(enforce_csrf_checks=True)).post(
        reverse("box:coded_envelope", args=[survey.pk]),
        urlencode(fields),
        content_type="application/x-www-form-urlencoded",
    )


def errors(response) -> list[str]:
    return texts(select(parse(response.content), ".govuk-error-summary__list li"))


def test_signed_in_a_member_gets_a_code_and_the_honest_words(as_, survey):
    url = reverse("feedback:code_collect", args=[survey.community.slug, survey.pk])
    answers = [as_("rosa").post(url) for _time in range(2)]
    pages = [parse(answer.content) for answer in answers]
    [first], [again] = (texts(select(page, "[data-code]")) for page in pages)
    assert first == again
    assert "no-store" in answers[0]["Cache-Control"]
    assert "weaker until the box is opened" in texts(select(pages[0], ".govuk-warning-text"))[0]
    assert select(pages[0], f"a[href='{form_url(survey)}']")[0].get("rel") == "noreferrer"
    assert as_("rosa").get(url)["Location"].endswith(f"/feedback/{survey.pk}/")


def test_after_a_paper_there_is_a_sentence_and_no_code(as_, cast, survey):
    ballots.collect(cast.members["will"], survey)
    url = reverse("feedback:code_collect", args=[survey.community.slug, survey.pk])
    answer = as_("will").post(url)
    assert answer.status_code == 409
    page = parse(answer.content)
    assert select(page, "[data-code]") == []
    assert "already" in texts(select(page, ".circle-lead"))[0]


def test_the_whole_form_is_sealed_as_a_browser_with_a_paper_sends_it(survey, code, seen):
    answer = send(
        survey, own_code=code.lower(), a="5", b="", q2=f" {COMMENT}\r\nagain ", own_caucus="white"
    )
    assert answer.status_code == 302
    assert answer["Location"] == reverse("box:coded_thanks", args=[survey.pk])
    nothing = dict.fromkeys("cdefg")
    assert seen == [
        {
            "label": "white",
            "ratings": {"a": 5, "b": None, **nothing},
            "choices": {},
            "texts": {"2": f"{COMMENT}\nagain", "3": "", "4": "", "5": "", "6": ""},
        }
    ]
    assert Envelope.objects.count() == 1
    assert send(survey, own_code=code, a="1").status_code == 302
    assert Envelope.objects.count() == 1
    thanks = Client().get(answer["Location"])
    assert texts(select(parse(thanks.content), "h1")) == ["Thank you. It is in the box."]


def test_both_pages_are_the_same_bytes_for_everybody_and_set_no_cookie(as_, survey):
    for name in ("box:coded_form", "box:coded_thanks"):
        address = reverse(name, args=[survey.pk])
        answers = [as_(person).get(address) for person in (None, "rosa", "tom", "sam")]
        assert len({answer.content for answer in answers}) == 1
        for answer in answers:
            assert not answer.cookies
            assert "Cookie" not in answer.get("Vary", "")
            assert answer["Cache-Control"] == "no-store"
            assert answer["Referrer-Policy"] == "no-referrer"


def test_nothing_is_chosen_beforehand_and_what_was_chosen_stays(client, survey, code):
    page = parse(client.get(form_url(survey)).content)
    assert select(page, "[checked]") == []
    shown = parse(send(survey, own_caucus="", a="2").content)
    assert [one.get("name") for one in select(shown, "[checked]")] == ["a", "own-caucus"]


def test_a_request_with_any_cookie_is_refused_kindly(as_, survey, code):
    client = Client()
    client.cookies["theme"] = "dark"
    for browser in (client, as_("rosa")):
        answer = send(survey, browser, own_code=code, a="5", q2=COMMENT)
        assert answer.status_code == 400
        assert texts(select(parse(answer.content), "h1")) == ["The box did not take this"]
        assert COMMENT not in answer.content.decode()
    assert not Envelope.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"a": "5"}, ["Type your code. You get it after signing in."]),
        ({"own_code": "7K3M", "a": "5"}, ["A code has six groups of four letters and figures."]),
        ({"own_code": "0" * 24, "a": "5"}, ["This is no code of this feedback."]),
        ({"own_code": "CODE"}, ["There is nothing to send yet."]),
        ({"own_code": "CODE", "own_caucus": ""}, ["There is nothing to send yet."]),
        ({"own_code": "CODE", "q2": "a" * 2001}, ["This comment has more than 2000 characters."]),
        ({"own_code": "CODE", "a": "9"}, ["Select a valid choice."]),
        ({"own_code": "CODE", "a": "3", "own_caucus": "green"}, ["Select a valid choice."]),
    ],
)
def test_what_is_to_mend_is_said_and_everything_typed_stays(survey, code, given, said):
    if given.get("own_code") == "CODE":
        given = {**given, "own_code": code}
    answer = send(survey, q3=COMMENT, **given) if "a" in given else send(survey, **given)
    assert answer.status_code == 200
    found = errors(answer)
    assert len(found) == len(said)
    assert all(words in one for one, words in zip(found, said, strict=True)), found
    page = parse(answer.content)
    assert answer["Cache-Control"] == "no-store"
    assert texts(select(page, "title"))[0].startswith("Error:")
    if "a" in given:
        assert texts(select(page, "textarea[name='3']")) == [COMMENT]
        assert [one.get("value") for one in select(page, "input[name=a][checked]")] in (
            [given["a"]],
            [],  # a rating that does not exist
        )
    if "own_code" in given:
        assert select(page, "[name=own-code]")[0].get("value") == given["own_code"]
    assert not Envelope.objects.exists()


def test_no_view_alone_is_an_answer(survey, code, seen):
    assert send(survey, own_code=code, a="").status_code == 302
    assert set(seen[0]["ratings"].values()) == {None}


def test_too_late_is_kind_and_keeps_the_answers(survey, code):
    ballots.close(survey)
    answer = send(survey, own_code=code, a="5", q2=COMMENT)
    assert answer.status_code == 410
    assert "for you to copy" in errors(answer)[0]
    page = parse(answer.content)
    assert texts(select(page, "textarea[name='2']")) == [COMMENT]
    assert select(page, "main button") == []
    closed = parse(Client().get(form_url(survey)).content)
    assert texts(select(closed, "h1")) == ["This feedback is closed"]


def test_where_the_secret_is_gone_the_answers_stay_on_the_page(survey, code):
    keys.destroy(survey.pk)
    answer = send(survey, own_code=code, a="5", q2=COMMENT)
    assert answer.status_code == 410
    assert COMMENT in answer.content.decode()


def test_the_longest_that_fits_is_taken_and_far_too_much_is_not_read(survey, code):
    longest = {f"q{key}": "🜁" * 2000 for key in "23456"}
    assert send(survey, own_code=code, **longest).status_code == 302
    assert Envelope.objects.count() == 1
    far_too_long = send(survey, own_code=code, q2="a" * 131_072)
    assert far_too_long.status_code == 400


def test_only_a_plain_form_is_read(survey, code):
    url = reverse("box:coded_envelope", args=[survey.pk])
    given = {"own-code": code, "a": "5"}
    assert Client().post(url, given).status_code == 400  # multipart, which may hold files
    assert Client().post(url, given, content_type="application/json").status_code == 400
    many = "&".join(f"x{number}=" for number in range(2000))
    answer = Client().post(url, many, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert not Envelope.objects.exists()


def test_a_page_that_breaks_tells_nobody_what_was_on_it(
    survey, code, monkeypatch, mailoutbox, settings, caplog
):
    settings.ADMINS = [("Joy", "joy@example.org")]

    def break_with(_request, _name, context, **_more):
        raise RuntimeError(render_to_string("feedback/coded_form.html", context))

    monkeypatch.setattr(coded, "render", break_with)
    client = Client(raise_request_exception=False)
    answer = send(survey, client, own_code=code, q2=COMMENT, a="9")
    assert (answer.status_code, answer.content) == (500, b"")
    said = caplog.text + "".join(mail.body + str(mail.alternatives) for mail in mailoutbox)
    assert COMMENT not in said
    assert code not in said
    # What breaks holds all of it; one decorator keeps it from the report.
    with pytest.raises(RuntimeError, match="heron"):
        coded._page(None, survey, coded.CodedForm(coded.ballot_form(survey), data={"2": COMMENT}))
