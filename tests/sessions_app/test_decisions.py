"""The decision log (R14): what was decided, from which session on, and why."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from cop.audit.models import Entry
from cop.core.errors import Refused
from sessions_app.enums import DecisionKind
from sessions_app.models import Decision
from sessions_app.services import log_decision
from tests.people import build_cast
from tests.sessions_app.plans import scheduled


def a_decision(cast, who="amara", **changes):
    words = {
        "kind": DecisionKind.FORMAT,
        "what": "One topic with reflection",
        "reason": "So that there is time to reflect on what was heard.",
    }
    return log_decision(actor=cast.actor(who), **(words | changes))


def test_a_decision_says_what_since_when_and_why(cast):
    session = scheduled(cast)
    decision = a_decision(cast, what="  One topic\nwith reflection ", session=session)
    assert decision.what == "One topic with reflection"
    assert decision.session == session
    assert decision.decided_on == dt.date(2026, 11, 22)
    entry = Entry.objects.get(target_kind="decision")
    assert (entry.verb, entry.fields) == ("create", [])


@pytest.mark.parametrize("missing", ["what", "reason"])
def test_neither_the_decision_nor_its_reason_may_be_missing(cast, missing):
    with pytest.raises(Refused):
        a_decision(cast, **{missing: " \n"})
    assert not Decision.objects.exists()


@pytest.mark.parametrize("kind", [DecisionKind.TOPIC, DecisionKind.OTHER])
def test_only_co_chairs_write_what_is_no_format(cast, kind):
    a_decision(cast, "tom", kind=kind)
    for who in ("rosa", "bilal", "ines", "grace", "dana"):
        with pytest.raises(PermissionDenied):
            a_decision(cast, who, kind=kind)


def test_a_decision_is_about_a_session_of_the_same_community(cast):
    elsewhere = scheduled(build_cast("southern", "Southern", "south.example.org"))
    with pytest.raises(PermissionDenied):
        a_decision(cast, session=elsewhere)
