"""R7, R8: who reads the ledger, who writes in it and for whom, and who is left in peace."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from caucus import services
from caucus.models import Ask, Commitment
from caucus.selectors import asking_for, owing_for
from cop.core.errors import Refused
from cop.core.registry import panels_for
from tests.caucus.promises import DUE, asked, published, taken_on, told
from tests.caucus.world import WHITE, caucus_in
from tests.pages import parse, select, texts
from tests.people import build_cast

pytestmark = pytest.mark.django_db
READERS = ["amara", "tom", "bilal", "rosa", "will", "ines", "nkechi", "okafor", "dana"]


@pytest.fixture(autouse=True)
def named(cast):
    published(cast)


def test_everybody_who_reads_share_backs_reads_the_same(cast, as_, session):
    taken_on(cast, asked(cast))
    url = reverse("caucus:ledger", args=["northern"])
    for name in READERS:
        said = " ".join(texts(select(parse(as_(name).get(url).content), "main")))
        assert "Read your own letters." in said, name
        assert "We read ten letters." in said, name
    assert as_("grace").get(url).status_code == 403
    assert as_("sam").get(url).status_code == 404


@pytest.mark.parametrize("who", [name for name in READERS if name != "amara"])
def test_nobody_else_asks(cast, session, who):
    ask = asked(cast)
    for act in (
        lambda actor: services.post_ask(actor=actor, words="Another."),
        lambda actor: services.respond_to_answers(actor=actor, ask=ask, words="Well."),
        lambda actor: services.withdraw_ask(actor=actor, ask=ask),
    ):
        with pytest.raises(PermissionDenied):
            act(cast.actor(who))
    assert [one.words for one in Ask.objects.all()] == [ask.words]


@pytest.mark.parametrize("who", [name for name in READERS if name != "tom"])
def test_nobody_else_answers(cast, session, who):
    ask = asked(cast)
    commitment = taken_on(cast, ask)
    waiting = Commitment.objects.create(
        caucus=caucus_in(cast, WHITE), words="We begin.", made_on=DUE
    )
    said = {"role": "A role", "due_on": DUE}
    for act in (
        lambda actor: services.take_on(actor=actor, ask=ask, words="We too.", **said),
        lambda actor: services.complete_commitment(actor=actor, commitment=waiting, **said),
        lambda actor: services.tell_how_it_stands(
            actor=actor, session=session, told={commitment.pk: ("kept", "")}
        ),
    ):
        with pytest.raises(PermissionDenied):
            act(cast.actor(who))
    assert Commitment.objects.count() == 2
    assert not commitment.statuses.exists()


def test_who_ends_being_named_writes_no_more(cast, session):
    publication = cast.tom.caucuses_facilitated.get()
    services.end_publication(actor=cast.actor("tom"), publication=publication)
    with pytest.raises(PermissionDenied):
        taken_on(cast)
    assert owing_for(cast.actor("tom")) is None
    assert asking_for(cast.actor("tom")) is None


def test_a_caucus_tells_of_its_own_only(cast, session):
    third = cast.community.caucuses.create(position=3, key="third", name="Third Caucus")
    foreign = Commitment.objects.create(
        caucus=third, words="Theirs.", role="A role", due_on=DUE, made_on=DUE
    )
    told(cast, session, foreign, "kept")
    assert not foreign.statuses.exists()
    waiting = Commitment.objects.create(caucus=third, words="Theirs too.", made_on=DUE)
    with pytest.raises(PermissionDenied):
        services.complete_commitment(
            actor=cast.actor("tom"), commitment=waiting, role="A role", due_on=DUE
        )


def test_another_community_is_as_if_it_were_not_there(cast, as_, session):
    other = build_cast("southern", "Southern CoP", "example.net")
    published(other)
    foreign = asked(other, "Elsewhere.")
    answer = reverse("caucus:ask_answer", args=["northern", foreign.pk])
    assert as_("tom").get(answer).status_code == 404
    assert (
        as_("amara").get(reverse("caucus:ask_change", args=["northern", foreign.pk])).status_code
        == 404
    )
    with pytest.raises(Refused, match="taken back meanwhile"):
        services.withdraw_ask(actor=cast.actor("amara"), ask=foreign)
    with pytest.raises(Refused, match="taken back meanwhile"):
        taken_on(cast, foreign)
    assert foreign.commitments.count() == 0


def test_nothing_is_required_of_the_caucus_that_asks(cast, as_, session):
    """No required field, no refusal of an empty page, no card, no number, no sign of reading."""
    ask = asked(cast)
    taken_on(cast, ask)
    amara = as_("amara")
    for url in (
        reverse("caucus:ask_add", args=["northern"]),
        reverse("caucus:ask_change", args=["northern", ask.pk]),
    ):
        page = amara.get(url).content.decode()
        assert "required" not in page
        assert amara.post(url, {}).status_code == 302
    assert Ask.objects.count() == 1
    assert not {panel.key for panel in panels_for(cast.actor("amara"))} & {"overdue", "ledger"}
    columns = {field.name for field in Ask._meta.get_fields()}
    assert columns == {
        "id", "caucus", "session", "words", "posted_on", "response", "commitments"
    }  # fmt: skip


def test_reading_leaves_nothing(cast, as_, session, django_assert_num_queries):
    taken_on(cast, asked(cast))

    client = as_("amara")
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("caucus:ledger", args=["northern"]))
    verbs = {query["sql"].split()[0].upper() for query in queries}
    assert not verbs & {"INSERT", "UPDATE", "DELETE"}


def test_co_chairs_read_that_nobody_is_named(cast, as_, session):
    url = reverse("caucus:ledger", args=["northern"])
    services.end_publication(
        actor=cast.actor("tom"), publication=cast.tom.caucuses_facilitated.get()
    )
    services.end_publication(
        actor=cast.actor("amara"), publication=cast.amara.caucuses_facilitated.get()
    )
    assert (
        "Nobody is named as facilitator of the White Caucus" in as_("tom").get(url).content.decode()
    )
    said = as_("tom").get(url).content.decode()
    assert "facilitator of the Racially Minoritised Caucus" not in said, "it owes nobody a name"
    assert "Nobody is named as facilitator of the" not in as_("rosa").get(url).content.decode()
