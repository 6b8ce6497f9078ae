"""What a field offers while somebody types an organisation: names of one's own community."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cop.members.models import Organisation
from cop.members.selectors import system_actor
from cop.members.services import create_community, save_organisation
from cop.members.views.organisations import ASKED_IN_A_MINUTE

URL = "/in/c/northern/organisations/suggest/"


@pytest.fixture(autouse=True)
def fresh(cast):
    """Nobody has asked yet in this minute."""
    for person in cast.people.values():
        cache.delete(f"members:suggest:{person.pk}")


def offered(browser, typed: str) -> list[str]:
    answer = browser.get(URL, {"q": typed})
    assert answer.status_code == 200
    return [found["name"] for found in answer.json()["organisations"]]


@pytest.fixture
def trusts(cast):
    for name, *aliases in (
        ["Northern Trust", "NT", "Pennine Foundation"],
        ["College of Nursing", "CoN"],
        ["Great Northern Hospital"],
        ["100% Care_Co"],
    ):
        save_organisation(actor=cast.system, name=name, aliases=aliases)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("no", ["Northern Trust", "Great Northern Hospital"]),
        ("NORTHERN  t", ["Northern Trust"]),
        ("penn", ["Northern Trust"]),
        ("nt", ["Northern Trust"]),
        ("con", ["College of Nursing"]),
        ("nurs", ["College of Nursing"]),
        ("n", []),
        ("", []),
        ("%", []),
        ("%%", []),
        ("0%", ["100% Care_Co"]),
        ("__", []),
        ("\u200bn\u200b", []),
        ("zz", []),
        ("x" * 10_000, []),
        ("' OR 1=1 --", []),
    ],
)
def test_two_letters_find_names_and_aliases(as_, trusts, typed, found):
    assert offered(as_("rosa"), typed) == found


def test_an_alias_that_was_met_is_named(as_, trusts):
    answer = as_("rosa").get(URL, {"q": "pennine"}).json()
    assert answer == {"organisations": [{"name": "Northern Trust", "alias": "Pennine Foundation"}]}
    assert as_("rosa").get(URL, {"q": "northern t"}).json()["organisations"][0]["alias"] == ""


def test_at_most_eight_are_offered_with_one_query(as_, cast):
    for number in range(20):
        save_organisation(actor=cast.system, name=f"Trust {number:02}", aliases=[f"T{number:02}"])
    client = as_("rosa")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(offered(client, "trust")) == 8
    asked = [query for query in queries.captured_queries if "organisation" in query["sql"]]
    # One finds the person's own entry, which has an organisation.
    assert len(asked) == 2


def test_no_other_communitys_names_are_offered(as_, cast, trusts):
    other = create_community(slug="other", name="Other")
    save_organisation(
        actor=system_actor(other), name="Northern Secret", aliases=["Northern Hidden"]
    )
    assert Organisation.objects.filter(key__contains="northern").count() == 3
    for typed in ("northern", "secret", "hidden"):
        assert "Northern Secret" not in offered(as_("rosa"), typed)
    assert as_("rosa").get("/in/c/other/organisations/suggest/?q=northern").status_code == 404


def test_whoever_may_write_none_is_offered_none(as_, trusts):
    for name, status in {"bilal": 200, "will": 200, "ines": 403, "grace": 403, "sam": 404}.items():
        answer = as_(name).get(URL, {"q": "northern"})
        assert answer.status_code == status
        assert (b"Northern Trust" in answer.content) == (status == 200)
    assert as_("rosa").post(URL, {"q": "northern"}).status_code == 405


def test_asking_faster_than_anybody_types_gets_nothing(as_, trusts):
    client = as_("rosa")
    for _time in range(ASKED_IN_A_MINUTE):
        assert client.get(URL, {"q": "zz"}).status_code == 200
    answer = client.get(URL, {"q": "northern"})
    assert (answer.status_code, answer.json()) == (429, {"organisations": []})
    assert offered(as_("will"), "northern t") == ["Northern Trust"]
