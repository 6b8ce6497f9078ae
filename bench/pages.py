"""Pages, the box and papers against their floors."""

import json
import secrets
from collections.abc import Callable
from functools import partial
from itertools import cycle

from django.contrib.sessions.models import Session as Login

from bench import cpu, world
from bench.gates import Results
from bench.visits import Visitor, statements
from cop.members.models import User
from feedback.box import blind, keys, papers
from feedback.box.base64url import encode
from feedback.models import Survey
from tests.feedback import ballots
from tests.feedback.boxes import sealed
from tests.people import Cast

FORM, BOX, PAGE, INSERT = "survey form", "a response", "floor page", "floor INSERT"
FEW, MANY = 64, 2000


def measure(cast: Cast, results: Results) -> None:
    """Everything a member waits for but the count."""
    people = ballots.members(cast.community, 25)
    survey = world.survey_with(cast.community, people, key="S1", filled=FEW)
    _pages(cast, survey, _counted(cast), results)
    _responses(cast, survey, results)
    _papers(cast, survey, results)


def _counted(cast: Cast) -> Survey:
    """A survey of 50 responses whose figures are out."""
    world.choose_rhythm(cast.community, "session")
    came = world.crowd(cast.community, 50, key="R")
    survey = world.survey_with(cast.community, came, key="S2", filled=50)
    return ballots.count(survey)


def _pages(cast: Cast, survey: Survey, counted: Survey, results: Results) -> None:
    member, stranger = Visitor(cast.people["amara"]), Visitor()
    slug = cast.community.slug
    pages: dict[str, tuple[Visitor, str, float]] = {
        PAGE: (member, "/in/bench/page/", 1.0),
        FORM: (stranger, f"/box/{survey.pk}/", 1.3),
        "landing page": (stranger, f"/feedback/{survey.pk}/", 0),
        "survey page": (member, f"/in/c/{slug}/feedback/{survey.pk}/", 0),
        "results, 50 responses": (member, f"/in/c/{slug}/results/{counted.pk}/", 2.5),
        "list of results": (member, f"/in/c/{slug}/results/", 0),
        "dashboard": (member, f"/in/c/{slug}/", 2.0),
        "session page": (member, f"/in/c/{slug}/sessions/{survey.session_id}/", 2.0),
    }
    logins = Login.objects.count()
    actions: dict[str, cpu.Action] = {
        name: partial(visitor.get, address) for name, (visitor, address, _most) in pages.items()
    }
    found = cpu.compare(actions, floor=PAGE)
    for name, (visitor, address, most) in pages.items():
        with statements() as seen:
            visitor.get(address)
        results.cost(name, found.costs[name], len(seen))
        if most and name != PAGE:
            results.gate(f"{name} against the floor page", found.ratio(name, PAGE), most, " ×")
    results.spread("pages", found.spread)
    with statements() as seen:
        stranger.get(f"/box/{survey.pk}/")
    results.gate("statements of the form", len(seen), 3)
    results.gate("sessions written by pages", Login.objects.count() - logins, 0)


def _responses(cast: Cast, survey: Survey, results: Results) -> None:
    came = world.crowd(cast.community, 8, key="F")
    full = world.survey_with(cast.community, came, key="S3", filled=MANY)
    stranger = Visitor()
    few, many = world.bodies(survey), world.bodies(full)
    into_few, into_many = f"/box/{survey.pk}/", f"/box/{full.pk}/"
    actions: dict[str, cpu.Action] = {
        INSERT: lambda: stranger.post("/bench/insert/", b"{}"),
        BOX: lambda: stranger.post(into_few, next(few)),
        f"a response beside {MANY}": lambda: stranger.post(into_many, next(many)),
        "its cryptography": _cryptography(survey),
    }

    def reset() -> None:
        world.trim(survey.pk, FEW)
        world.trim(full.pk, MANY)

    found = cpu.compare(actions, floor=INSERT, reset=reset)
    price = found.costs["its cryptography"].cpu
    for name, cost in found.costs.items():
        results.cost(name, cost, None)
    results.gate(
        "a response against the INSERT, its cryptography taken off",
        found.ratio(BOX, INSERT, price),
        3.0,
        " ×",
    )
    results.gate(
        f"PostgreSQL for a response, {MANY:,} envelopes against {FEW}",
        found.database_ratio(f"a response beside {MANY}", BOX),
        1.5,
        " ×",
    )
    results.spread("responses", found.spread)
    with statements() as seen:
        stranger.post(into_few, next(few))
    results.tell("statements of a response", str(len(seen)))


def _cryptography(survey: Survey) -> Callable[[], object]:
    message, signature = world.paper_of(survey)
    key = bytes(survey.paper_public_key)

    def verify_and_seal() -> None:
        if not papers.is_paper(message, signature, key):
            raise RuntimeError("the paper is none")
        sealed(survey, 1)

    return verify_and_seal


def _papers(cast: Cast, survey: Survey, results: Results) -> None:
    """Signing, where the value was signed before: what is stored is measured with the 25."""
    people = _asked(cast)
    visitors = cycle([(Visitor(person), _blinded(survey)) for person in people])
    address = f"/in/c/{cast.community.slug}/feedback/{survey.pk}/ballot"

    def collect() -> None:
        visitor, body = next(visitors)
        visitor.post(address, body, status=200)

    def sign() -> None:
        blind.blind_sign(keys.paper_key(survey.pk), secrets.token_bytes(255).rjust(256, b"\0"))

    member = Visitor(cast.people["amara"])
    found = cpu.compare(
        {PAGE: lambda: member.get("/in/bench/page/"), "a paper": collect, "its signature": sign},
        floor=PAGE,
    )
    for name, cost in found.costs.items():
        if name != PAGE:
            results.cost(name, cost, None)
    price = found.costs["its signature"].cpu
    results.tell(
        "a paper against the floor page, its signature taken off",
        f"{found.ratio('a paper', PAGE, price):.2f} ×",
    )


def _blinded(survey: Survey) -> bytes:
    _message, hidden = ballots.blinded(survey)
    return json.dumps({"blinded": encode(hidden.value)}).encode()


def _asked(cast: Cast) -> list[User]:
    return [
        member.person
        for member in cast.community.members.filter(reference__startswith="V").select_related(
            "person"
        )
    ]
