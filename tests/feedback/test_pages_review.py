"""Pages of the review and of what it released."""

import datetime as dt

import pytest
from django.urls import reverse

from cop.audit.models import Entry
from cop.members.models import Appointment, Organisation
from feedback.enums import Outcome, WithheldBecause
from feedback.models import Comment, Review
from feedback.selectors import review_numbers, topics_of
from tests.feedback import slips
from tests.pages import parse, select, texts
from tests.people import MEMBERS

HOSTILE = "<script>alert(1)</script> & \u202etxet\u202c \U0001f469\U0001f3fe\u200d\U0001f4bb [x]"


@pytest.fixture
def survey(cast):
    return slips.survey_in(cast)


def get(client, name, cast, *args):
    return client.get(reverse(f"feedback:{name}", args=[cast.community.slug, *args]))


def post(client, name, cast, *args, **data):
    url = reverse(f"feedback:{name}", args=[cast.community.slug, *args])
    return client.post(url, data, follow=True)


def words(answer, css="main"):
    return " ".join(texts(select(parse(answer.content), css)))


def test_hostile_text_is_shown_as_text(cast, as_, survey):
    slip = slips.findings(cast, HOSTILE)[0]
    answer = get(as_("ines"), "slip_review", cast, slip.pk)
    assert b"<script>alert" not in answer.content
    shown = "".join(
        part.text_content() for part in select(parse(answer.content), "[data-words] [data-at]")
    )
    assert shown == HOSTILE.replace("[x]", "(x)")
    for form in select(parse(answer.content), "main form"):
        assert form.get("action"), "without one it keeps #words, and errors stay out of sight"
    bundle = get(as_("ines"), "bundle_review", cast, slip.period_id, "PPN-1", "2")
    assert b"<script>alert" not in bundle.content


def test_only_names_that_stand_in_the_text_are_on_the_page(cast, as_, survey):
    Organisation.objects.create(community=cast.community, name="Harbour City Trust")
    slip = slips.findings(cast, "rosa from Harbour City Trust, as the only one")[0]
    answer = get(as_("ines"), "slip_review", cast, slip.pk)
    told = texts(select(parse(answer.content), ".circle-words__telling"))
    assert told[0] == "rosa"
    assert "Harbour City Trust (an organisation)" in words(answer)
    page = answer.content.decode().casefold()
    for name in MEMBERS.values():
        for part in set(name.casefold().split()) - {"rosa", "will"}:
            assert part not in page, "no name that nobody wrote"


def test_the_first_page_says_how_many_comments_wait_for_whom(cast, as_, survey):
    one, *_others = slips.findings(cast, "A thought", "Another", "A third")
    slips.propose(cast, one)
    for name, said in (("ines", "2 comments wait"), ("nkechi", "1 comment waits")):
        page = words(as_(name).get(reverse("home:home"), follow=True))
        assert said in page
        assert "not built" not in page
    assert "comments wait" not in words(as_("amara").get(reverse("home:home"), follow=True))


def test_without_a_second_reviewer_the_page_says_that_nothing_goes_out(cast, as_, survey):
    slip = slips.findings(cast, "A thought")[0]
    warning = "nothing is released until somebody is"
    pages = [("review_list",), ("bundle_review", slip.period_id, "PPN-1", "2")]
    for name, *args in pages:
        assert warning not in words(get(as_("ines"), name, cast, *args))
    Appointment.objects.filter(person=cast.nkechi).update(until_on=dt.date(2026, 1, 1))
    for name, *args in pages:
        assert warning in words(get(as_("ines"), name, cast, *args))


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "cut"},
        {"kind": "cut", "word": "0-99"},
        {"kind": "cut", "word": "x-y"},
        {"kind": "cut", "word": "99999999999999-1"},
        {"kind": "burn", "word": "0-4"},
        {"kind": "replace", "word": "0-4", "own_words": "[ ]", "ready_words": ""},
        {"kind": "cut", "start": "0", "end": "4", "quote": "Will"},
        {"kind": "cut", "start": "0", "end": "999999", "quote": "Rosa"},
        {"kind": "cut", "start": "1", "end": "3", "quote": "x"},
        {"kind": "cut", "word": "0-4", "version": "7"},
        {"kind": "cut", "word": "0-4", "version": "one"},
        {"kind": "cut", "word": "0-4", "version": "9" * 5000},
        {"undo": "0"},
        {"undo": "9" * 5000},
    ],
    ids=str,
)
def test_what_makes_no_sense_changes_nothing_and_is_explained(cast, as_, survey, sent):
    slip = slips.findings(cast, "Rosa was kind")[0]
    answer = post(as_("ines"), "slip_edit", cast, slip.pk, **{"version": "0", **sent})
    assert answer.status_code == 200
    assert select(parse(answer.content), ".govuk-error-summary")
    assert not Review.objects.exists()


def test_the_second_reviewer_reads_what_is_proposed_and_sends_it_back(cast, as_, survey):
    slip = slips.findings(cast, "Tom talked over us")[0]
    slips.propose(
        cast, slip, Outcome.PARAPHRASE, paraphrase="Felt interrupted", is_about_facilitator=True
    )
    nkechi = as_("nkechi")
    page = words(get(nkechi, "slip_review", cast, slip.pk))
    for said in ("Tom talked over us", "Felt interrupted", "somebody who facilitated"):
        assert said in page
    late = post(nkechi, "slip_confirm", cast, slip.pk, version="0", confirm="1")
    assert "Somebody else has changed" in words(late, "body")
    empty = post(nkechi, "slip_confirm", cast, slip.pk, version="1")
    assert "Write what should be different." in words(empty, "body")
    sent = post(nkechi, "slip_confirm", cast, slip.pk, version="1", remark="Softer, please")
    assert words(sent, ".govuk-notification-banner").endswith("Sent back to the evaluator.")
    assert "Softer, please" in words(get(as_("ines"), "slip_review", cast, slip.pk))


def test_a_message_says_nothing_of_a_comment(cast, as_, survey):
    slip = slips.findings(cast, "A heron")[0]
    slips.propose(cast, slip)
    slips.confirm(cast, slip)
    done = post(as_("nkechi"), "bundle_review", cast, slip.period_id, "PPN-1", "2", release="1")
    banner = words(done, ".govuk-notification-banner")
    assert "The review of 1 comment is finished." in banner
    assert "heron" not in banner


def test_where_a_comment_has_its_caucus_it_has_no_session(cast, as_, survey):
    slips.released(cast, *slips.put(survey, "2", "white", ("By caucus",)))
    slips.released(cast, *slips.put(survey, "3", "all", ("By session",)))
    slips.released(cast, *slips.put(survey.period, "4", "pool", ("From the pool",)))
    answer = get(as_("amara"), "comment_list", cast)
    assert texts(select(parse(answer.content), "h4")) == [
        "White Caucus",
        f"{survey.session.title} · 22 November 2026",
        "Several sessions together",
    ]
    assert "no-store" in answer["Cache-Control"]


def test_what_became_of_comments_is_counted_and_small_numbers_are_not(cast, as_, survey):
    hostile = {"withheld_because": WithheldBecause.HOSTILE}
    for number in range(5):
        slip = slips.put(survey.period, str(2 + number % 3), "white", (f"Rude {number}",))[0]
        slips.propose(cast, slip, Outcome.WITHHELD, **hostile)
        slips.released(cast, slip)
    slips.released(cast, *slips.findings(cast, "One", "Two"))
    period = survey.period
    dates = {"from_on": period.from_on, "to_on": period.to_on}
    waits = slips.findings(cast, "Unread")[0]
    while_it_waits = parse(get(as_("ines"), "comment_list", cast).content)
    assert not select(while_it_waits, "main dd"), "each bundle would tell of its own"
    assert review_numbers(cast.community, **dates).withheld == 0
    waits.delete()
    answer = get(as_("ines"), "comment_list", cast)
    rows = dict(
        zip(
            texts(select(parse(answer.content), "main dt")),
            texts(select(parse(answer.content), "main dd")),
            strict=True,
        )
    )
    assert rows == {
        "Released as written": "fewer than 5",
        "Released with edits in brackets": "0",
        "Paraphrased": "0",
        "Handed on as topics only": "0",
        "Withheld": "5",
    }
    assert review_numbers(cast.community, **dates).withheld == 5
    later = period.from_on + dt.timedelta(days=1)
    assert review_numbers(cast.community, from_on=later, to_on=period.to_on).withheld == 0
    assert "Rude" not in words(answer)


def test_facilitators_meet_comments_about_them_apart_and_may_reply(cast, as_, survey):
    slip = slips.findings(cast, "Tom talked over us")[0]
    slips.propose(
        cast, slip, Outcome.PARAPHRASE, paraphrase="Felt interrupted", is_about_facilitator=True
    )
    slips.released(cast, slip)
    tom = as_("tom")
    shut = select(parse(get(tom, "comment_list", cast).content), "details:not([open])")
    assert "Felt interrupted" in " ".join(texts(shut))
    assert "in the evaluator’s words" in " ".join(texts(shut))
    before = Entry.objects.count()
    post(tom, "comment_reply", cast, Comment.objects.get().pk, reply="  We will\u202e listen.  ")
    assert Comment.objects.get().reply == "We will listen."
    assert Entry.objects.count() == before, "the record would say whom it was about"
    assert "We will listen." in words(get(as_("amara"), "comment_list", cast))
    assert "Reply" not in words(get(as_("ines"), "comment_list", cast))
    other = slips.findings(cast, "Kind people", question="3")[0]
    slips.released(cast, other)
    plain = Comment.objects.get(question="3")
    assert get(tom, "comment_reply", cast, plain.pk).status_code == 404


def test_suggestions_arrive_on_the_list_of_topics_without_number_or_session(cast, as_, survey):
    wishes = slips.suggestions(survey, "More time", "Time", "A break")
    for slip, topics in zip(wishes, (("Zeit",), ("Zeit", "Écoute"), ("Breaks",)), strict=True):
        slips.propose(cast, slip, Outcome.TOPICS, topics=topics)
    slips.released(cast, *wishes)
    found = slips.findings(cast, "A finding")[0]
    slips.propose(cast, found, Outcome.TOPICS, topics=("Not a wish",))
    slips.released(cast, found)
    assert topics_of(survey) == ("Breaks", "Écoute", "Zeit")
    listed = as_("rosa").get(reverse("sessions_app:topic_list", args=[cast.community.slug]))
    heard = texts(select(parse(listed.content), "main li h2"))
    assert sorted(heard) == ["Breaks", "Zeit", "Écoute"]
    assert "S1" not in words(listed)


@pytest.mark.parametrize(("who", "links"), [
    ("ines", ["Review comments", "Comments", "Facilitators’ reflections"]),
    ("amara", ["Comments"]),
    ("bilal", []),
    ("rosa", []),
])  # fmt: skip
def test_results_lead_on_to_what_each_may_read(cast, as_, survey, who, links):
    answer = get(as_(who), "result_list", cast)
    assert texts(select(parse(answer.content), ".circle-ways a")) == [
        "Over a year",
        "Over time",
        *links,
    ]
    nav = texts(select(parse(answer.content), "nav a"))
    assert "Results" in nav
    assert "Comments" not in nav


@pytest.mark.parametrize("number", [1, 10])
def test_lists_take_as_many_queries_for_one_as_for_ten(
    cast, as_, survey, django_assert_num_queries, number
):
    for place in range(number):
        slips.findings(cast, f"Unread {place}")
    slips.released(cast, *slips.findings(cast, *map(str, range(number)), question="3"))
    wishes = slips.suggestions(survey, *map(str, range(number)))
    for slip in wishes:
        slips.propose(cast, slip, Outcome.TOPICS, topics=(f"Topic {slip.body}",))
    slips.released(cast, *wishes)
    ines, unread = as_("ines"), slips.findings(cast, "One more")[0]
    get(ines, "review_list", cast)
    for page, most in (("review_list", 8), ("comment_list", 9)):
        with django_assert_num_queries(most):
            get(ines, page, cast)
    with django_assert_num_queries(9):
        get(ines, "bundle_review", cast, unread.period_id, "PPN-1", "2")
