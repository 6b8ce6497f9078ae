"""What a community decides for itself, and what it cannot take back."""

import pytest

from cop.audit.models import Entry
from cop.members.models import Community

URL = "/in/c/northern/settings/"
AS_THEY_ARE = {
    "name": "Northern Community of Practice",
    "nation": "ENG",
    "figures_rhythm": "period",
    "comments_rhythm": "period",
    "period_length": "year",
    "results_moment": "count",
    "t_figures": "5",
    "t_text": "8",
    "t_text_caucus": "10",
    "thresholds_reason": "",
}


def save(as_, **values):
    return as_("amara").post(URL, {**AS_THEY_ARE, **values}, follow=True)


def test_rhythm_and_name_change_and_are_on_record(as_, cast):
    page = save(as_, name="North  CoP", figures_rhythm="session").content.decode()
    assert "The settings are saved." in page
    community = Community.objects.get()
    assert (community.name, community.figures_rhythm) == ("North CoP", "session")
    entry = Entry.objects.order_by("pk").last()
    assert (entry.verb, entry.fields) == ("change", ["figures_rhythm", "name"])


def test_saving_what_is_there_changes_nothing(as_, cast):
    before = Entry.objects.count()
    assert "Nothing was changed." in save(as_).content.decode()
    assert Entry.objects.count() == before


def test_a_threshold_is_raised_with_a_sentence_why(as_, cast):
    save(as_, t_figures="7", thresholds_reason="We are a small profession.")
    page = as_("amara").get(URL).content.decode()
    assert Community.objects.get().t_figures == 7
    assert "Raised before, because: We are a small profession." in page
    assert "At least 7." in page


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"t_figures": "4", "thresholds_reason": "x"}, "raised and never lowered"),
        ({"t_text": "9"}, "Say in a sentence why"),
        ({"t_text": "11", "thresholds_reason": "x"}, "comments by caucus at least as many"),
        ({"t_figures": "five"}, "Enter a whole number"),
        ({"name": " "}, "Enter the name of the community."),
        ({"figures_rhythm": "weekly"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(as_, cast, values, said):
    answer = save(as_, **values)
    assert said in answer.content.decode()
    community = Community.objects.get()
    assert (community.t_figures, community.t_text, community.t_text_caucus) == (5, 8, 10)


def test_a_raised_threshold_is_not_lowered_to_where_it_began(as_, cast):
    save(as_, t_figures="7", thresholds_reason="We are few.")
    answer = save(as_, t_figures="5", thresholds_reason="We are many now.")
    assert "raised and never lowered" in answer.content.decode()
    assert Community.objects.get().t_figures == 7
