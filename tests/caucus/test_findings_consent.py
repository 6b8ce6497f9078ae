"""R7: findings are published with consent alone, asked in the space; silence is no."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from caucus import services
from caucus.models import Choice, FindingsConsent
from caucus.selectors import consent_in_space, findings_consent, own_space
from cop.audit.models import Entry
from cop.core.errors import Refused
from tests.caucus.promises import published
from tests.caucus.world import AFTER, MINORITISED, WHITE, caucus_in, choose, end, fill
from tests.pages import parse, select, texts
from tests.sessions_app.plans import scheduled

pytestmark = pytest.mark.django_db
YEAR = (dt.date(2027, 1, 1), dt.date(2027, 12, 31))


@pytest.fixture
def filled(cast, session):
    """Three in each caucus; Amara looks after the first, Tom after the second, Rosa is in the
    first as a member."""
    fill(cast, session, racially_minoritised=3, white=3)
    choose(cast.members["amara"], session, MINORITISED)
    choose(cast.members["tom"], session, WHITE)
    choose(cast.members["rosa"], session, MINORITISED)
    return session


def url(session, name="findings_live"):
    return reverse(f"caucus:{name}", args=["northern", session.pk])


def main(response):
    return " ".join(texts(select(parse(response.content), "main")))


def test_one_tap_and_back_in_the_space(cast, as_, filled):
    amara = as_("amara")
    assert findings_consent(cast.community, *YEAR) is None, "silence is no"
    assert amara.post(url(filled), {"agree": "1"}).status_code == 302
    assert findings_consent(cast.community, *YEAR) == filled
    assert "Recorded: our caucus agrees" in main(as_("rosa").get(url(filled)))
    assert amara.post(url(filled), {"take_back": "1"}).status_code == 302
    assert findings_consent(cast.community, *YEAR) is None


def test_it_is_on_record_of_the_session_and_of_nobody(cast, as_, filled):
    before = set(Entry.objects.values_list("pk", flat=True))
    amara = as_("amara")
    amara.post(url(filled), {"agree": "1"})
    amara.post(url(filled), {"take_back": "1"})
    new = Entry.objects.exclude(pk__in=before)
    assert [(one.actor_key, one.target_kind, one.fields) for one in new] == [
        (None, "session", ["findings"])
    ] * 2
    assert "_messages" not in amara.session
    columns = {field.name for field in FindingsConsent._meta.get_fields()}
    assert columns == {"session", "caucus", "given_on"}


@pytest.mark.parametrize("who", ["tom", "rosa", "will", "bilal"])
def test_only_who_looks_after_that_space_records_it(cast, as_, filled, who):
    assert as_(who).post(url(filled), {"agree": "1"}).status_code == 403
    with pytest.raises(PermissionDenied):
        services.agree_to_findings(actor=cast.actor(who), session=filled)
    assert not FindingsConsent.objects.exists()


def test_other_spaces_see_nothing_of_it_whatever_was_said(cast, as_, filled):
    pages = []
    for agreed in (False, True):
        if agreed:
            services.agree_to_findings(actor=cast.actor("amara"), session=filled)
        for who in ("tom", "will"):  # another space, and none
            response = as_(who).get(url(filled))
            pages.append((main(response), len(response.content)))
    assert len(set(pages)) == 1
    assert "nothing to do here" in pages[0][0]
    assert len(as_("rosa").get(url(filled)).content) == pages[0][1], "of one length everywhere"


def test_who_changes_space_loses_it_at_once(cast, as_, filled):
    choose(cast.members["amara"], filled, WHITE)
    assert as_("amara").post(url(filled), {"agree": "1"}).status_code == 403
    assert "nothing to do here" in main(as_("amara").get(url(filled)))


def test_not_from_a_space_under_three(cast, as_, session):
    fill(cast, session, racially_minoritised=2, white=3)
    choose(cast.members["amara"], session, MINORITISED)
    amara = cast.actor("amara")
    assert consent_in_space(amara, session, own_space(amara, session)) is None
    with pytest.raises(Refused, match="nobody stands out"):
        services.agree_to_findings(actor=amara, session=session)
    said = main(as_("amara").post(url(session), {"agree": "1"}))
    assert "nobody stands out" in said


def test_after_the_close_only_who_is_named_takes_it_back(cast, as_, filled, clock):
    services.agree_to_findings(actor=cast.actor("amara"), session=filled)
    end(cast, filled)
    clock.move_to(AFTER)
    assert not Choice.objects.exists()
    for who in ("amara", "tom", "rosa"):
        with pytest.raises(PermissionDenied):
            services.take_back_findings(actor=cast.actor(who), session=filled)
    published(cast)
    given = reverse("caucus:findings_given", args=["northern"])
    assert as_("tom").get(given).status_code == 403
    with pytest.raises(PermissionDenied):
        services.agree_to_findings(actor=cast.actor("amara"), session=filled)
    amara = as_("amara")
    assert "14 January 2027" in main(amara.get(given))
    assert amara.post(given, {"session": filled.pk}).status_code == 302
    assert not FindingsConsent.objects.exists()
    assert "At no session so far" in main(amara.get(given))


def test_the_newest_of_the_period_counts(cast, session):
    first = caucus_in(cast, MINORITISED)
    days = [dt.date(2026, 12, 31), dt.date(2027, 4, 1), dt.date(2027, 7, 1), dt.date(2028, 1, 1)]
    sessions = [scheduled(cast, day=day) for day in days]
    for one in sessions:
        FindingsConsent.objects.create(session=one, caucus=first, given_on=one.held_on)
    assert findings_consent(cast.community, *YEAR) == sessions[2]
    assert findings_consent(cast.community, dt.date(2027, 1, 1), dt.date(2027, 3, 31)) is None


def test_a_caucus_that_is_not_answered_to_any_more_decides_nothing(cast, session):
    white = caucus_in(cast, WHITE)
    FindingsConsent.objects.create(session=session, caucus=white, given_on=session.held_on)
    assert findings_consent(cast.community, *YEAR) is None
