"""Who saves over what somebody else saved meanwhile is told so, and keeps what they typed."""

import pytest
from django.urls import reverse

from reports.models import Quote, Recommendation, Relation
from reports.services import change_quote, write_recommendation, write_relation
from tests.pages import parse, select, texts
from tests.reports.full_report import full_report

pytestmark = pytest.mark.django_db
MINE = "What I typed"


@pytest.fixture
def report(cast):
    return full_report(cast)


def recommendation(cast, report):
    row = report.recommendations.get()
    bilal = cast.actor("bilal")
    given = {"actor": bilal, "report": report, "recommendation": row, "title": row.title}
    return row, "bilal", lambda: write_recommendation(**given, words="Theirs")


def relation(cast, report):
    row = Relation.objects.get()
    given = {name: getattr(row, name) for name in ("from_theme", "to_theme", "kind")}
    given |= {"actor": cast.actor("ines"), "report": report, "relation": row}
    return row, "ines", lambda: write_relation(**given, words="Theirs")


def quote(cast, report):
    row = Quote.objects.first()
    Quote.objects.filter(pk=row.pk).update(words=f"Theirs {MINE}")
    given = {"actor": cast.actor("ines"), "report": report, "quote": row, "words": "Theirs […]"}
    return row, "ines", lambda: change_quote(**given)


@pytest.mark.parametrize("world", [recommendation, relation, quote])
def test_what_was_saved_meanwhile_is_kept_and_shown_beside_ones_own(cast, report, as_, world):
    row, who, they_save = world(cast, report)
    name = world.__name__
    url = reverse(
        f"reports:{name}_change",
        kwargs={"slug": cast.community.slug, "report_id": report.pk, f"{name}_id": row.pk},
    )
    client = as_(who)
    typed = dict(select(parse(client.get(url).content), "main form.circle-form")[0].fields)
    they_save()
    page = client.post(url, {**typed, "words": MINE})
    row.refresh_from_db()
    assert row.words.startswith("Theirs")
    tree = parse(page.content)
    assert "Somebody else has saved this" in " ".join(
        texts(select(tree, ".govuk-error-summary, .govuk-error-message"))
    )
    assert "Theirs" in " ".join(texts(select(tree, "section[aria-labelledby=theirs]")))
    form = select(tree, "main form.circle-form")[0]
    assert form.fields["words"].strip() == MINE
    if name != "quote":  # the rest of its words is gone with what they cut
        assert client.post(url, dict(form.fields)).status_code == 302
        row.refresh_from_db()
        assert row.words == MINE


@pytest.mark.parametrize("revision", ["", "0", "99"])
def test_nothing_is_overwritten_by_who_does_not_say_what_they_read(cast, report, as_, revision):
    row = Recommendation.objects.get()
    url = reverse("reports:recommendation_change", args=[cast.community.slug, report.pk, row.pk])
    page = as_("bilal").post(url, {"title": MINE, "revision": revision})
    assert page.status_code == 200
    assert Recommendation.objects.get().title == row.title
