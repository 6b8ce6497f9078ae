"""Sessions without caucuses use none of the caucus machinery."""

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from caucus import services
from caucus.models import Choice, Opening, Space
from cop.core.errors import Refused
from feedback.models import Survey
from feedback.selectors import ballot_form
from feedback.services import open_survey
from sessions_app.formats import FORMATS
from sessions_app.models import Session
from sessions_app.services import change_session, end_session
from tests.caucus.walk import Walk
from tests.caucus.world import AFTER, BEFORE, DURING
from tests.sessions_app.plans import came, plan, scheduled

PAGES = (
    *("space_choose", "space_setup", "board"),
    *("share_back_write", "share_back_release", "share_back_list"),
)


def planned(cast, key: str = "webinar", **changes) -> Session:
    chosen = FORMATS[key]
    with time_machine.travel(BEFORE, tick=False):
        return scheduled(
            cast, format=key, parts=chosen.parts, facilitators=(cast.amara, cast.tom), **changes
        )


def in_tables(session: Session) -> int:
    """Rows of every table of the room that lead to the session."""
    return sum(
        model.objects.filter(session=session).count()
        for model in apps.get_app_config("caucus").get_models()
        if any(field.name == "session" for field in model._meta.get_fields())
    )


def test_a_whole_webinar_writes_in_no_table_of_caucuses(cast, as_):
    session = planned(cast)
    came(session, cast.members["rosa"], cast.members["will"])
    with time_machine.travel(DURING, tick=False):
        survey = open_survey(
            actor=cast.actor("amara"), session=session, asked=session.questionnaire
        )
        end_session(actor=cast.actor("amara"), session=session)
    assert survey.questionnaire == "WEBINAR-1"
    assert ballot_form(survey).caucuses == ()
    assert in_tables(session) == 0
    with_caucuses = planned(cast, "one_topic")
    assert in_tables(with_caucuses) == 3, "the same count sees spaces where there are some"


def test_no_page_of_a_whole_webinar_speaks_of_caucuses(cast, as_):
    cast.community.figures_rhythm = cast.community.comments_rhythm = "session"
    cast.community.save()
    said = Walk(cast, as_, planned(cast)).said()
    assert {name for name, words in said.items() if "caucus" in words.lower()} == set()
    assert {name: in_tables(one) for one in Session.objects.all() for name in [one.key]} == {
        "S1": 0
    }
    assert "6 of 7" in said["rosa feedback:result_detail"], "figures were shown"


def test_pages_of_a_session_with_caucuses_do(cast, as_):
    """The control: the same walk, the same words looked for."""
    cast.community.figures_rhythm = cast.community.comments_rhythm = "session"
    cast.community.save()
    said = Walk(cast, as_, planned(cast, "one_topic")).said()
    speaking = {name for name, words in said.items() if "caucus" in words.lower()}
    assert speaking >= {
        "tom sessions_app:session_guest_add",
        "bilal sessions_app:session_meeting",
        "amara feedback:survey_open",
        "rosa feedback:survey_detail",
        "rosa feedback:result_detail",
        "bilal reports:report_read",
    }
    assert in_tables(Session.objects.get()) > 0


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["amara", "rosa"])
def test_no_address_of_caucuses_is_there(cast, as_, page, who):
    session = planned(cast)
    url = reverse(f"caucus:{page}", args=[cast.community.slug, session.pk])
    with time_machine.travel(DURING, tick=False):
        assert as_(who).get(url).status_code == 404
        assert as_(who).post(url, {}).status_code == (405 if page == "share_back_list" else 404)


def test_its_page_shows_no_card_of_caucuses(cast, as_):
    def keys(session: Session) -> set[str]:
        url = reverse("sessions_app:session_detail", args=[cast.community.slug, session.pk])
        return {panel.key for panel in as_("amara").get(url).context["panels"]}

    webinar, usual = planned(cast), planned(cast, "one_topic")
    with time_machine.travel(DURING, tick=False):
        assert keys(usual) >= {"live", "space_setup"}
        assert not keys(webinar) & {"space", "space_setup", "share_back", "shared"}


def test_services_refuse(cast):
    session = planned(cast)
    space = planned(cast, "one_topic").spaces.first()
    with time_machine.travel(DURING, tick=False):
        with pytest.raises(PermissionDenied):
            services.choose_space(actor=cast.actor("rosa"), session=session, space_id=space.pk)
        with pytest.raises(PermissionDenied):
            services.set_doors(actor=cast.actor("tom"), session=session, doors={})
        with pytest.raises(PermissionDenied):
            services.name_holder(actor=cast.actor("tom"), session=session, person=cast.tom)
        with pytest.raises(PermissionDenied):
            services.write_share_back(actor=cast.actor("tom"), session=session, themes=[])
    assert in_tables(session) == 0


def test_spaces_come_and_go_with_the_format(cast):
    session = planned(cast, "one_topic")
    chosen = FORMATS["webinar"]
    Opening.objects.create(session=session)
    Choice.objects.create(
        session=session, member=cast.members["rosa"], space=session.spaces.first()
    )
    with time_machine.travel(BEFORE, tick=False):
        new = plan(cast, format=chosen.key, parts=chosen.parts, topics=())
        session = change_session(actor=cast.actor("tom"), session=session, plan=new)
        assert (session.grouping, session.questionnaire) == ("together", "WEBINAR-1")
        assert in_tables(session) == 0
        change_session(actor=cast.actor("tom"), session=session, plan=plan(cast))
    assert Space.objects.filter(session=session).count() == 3


def test_a_format_that_asks_nothing_asks_nothing(cast, as_):
    session = planned(cast, "reflective_group")
    with time_machine.travel(AFTER, tick=False):
        url = reverse("sessions_app:session_detail", args=[cast.community.slug, session.pk])
        page = as_("amara").get(url)
        assert "feedback" not in {panel.key for panel in page.context["panels"]}
        assert "In one closed group" in page.content.decode()
        with pytest.raises(Refused, match="asks for no feedback"):
            open_survey(actor=cast.actor("amara"), session=session)
    assert not Survey.objects.exists()
