"""A sessions' file may say how many came where nobody's name was kept."""

import pytest
from django.core.management import CommandError, call_command

from sessions_app.models import Session
from tests.factories.registers import Register

SESSIONS = """session,starts_at,title,headcount
S1,2025-07-10,One,
S2,2025-10-09,Two,
S3,2026-01-15,Three,
S4,2026-04-16,Four,
S5,2026-07-09,Five,
S6,2026-10-15,Six,
W1,2026-02-03,Webinar,over 160
W2,2026-03-03,Webinar two,about 20
W3,2026-04-03,Webinar three,19
"""


def run(register: Register) -> None:
    call_command("import_register", "north", **register.options)


def known() -> dict[str, str]:
    kept = Session.objects.exclude(headcount=None)
    return {session.key: str(session.headcount_known) for session in kept}


def test_headcounts_come_in_stay_and_change(community, register, capsys):
    register.write("sessions", SESSIONS)
    run(register)
    expected = {"W1": "over 160", "W2": "about 20", "W3": "19"}
    assert known() == expected
    run(register)
    assert "Nothing changes" in capsys.readouterr().out
    register.replace("sessions", "about 20", "at least 21")
    register.replace("sessions", ",19", ",")
    run(register)
    assert known() == {"W1": "over 160", "W2": "at least 21"}
    assert "session W2: headcount “about 20” → “at least 21”" in capsys.readouterr().out


def test_names_and_a_headcount_for_one_session_are_refused(community, register):
    register.write("sessions", SESSIONS.replace("One,", "One,22"))
    with pytest.raises(CommandError, match="Keep the headcount or the names"):
        run(register)
    register.write("sessions", SESSIONS)
    run(register)
    register.write("sessions", SESSIONS.replace("One,", "One,22"))
    with pytest.raises(CommandError, match="row 2, column headcount: Members are marked"):
        run(register)


def test_a_headcount_that_is_none_is_refused_with_its_place(community, register):
    register.write("sessions", SESSIONS.replace("about 20", "a roomful"))
    with pytest.raises(CommandError, match="row 9, column headcount: Write how many came"):
        run(register)
