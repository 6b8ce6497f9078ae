"""Every page of members and sessions says which methods it takes."""

import pytest

from cop.members import urls as members
from sessions_app import urls as sessions

VIEWS = [(pattern.name, pattern.callback) for pattern in members.urlpatterns + sessions.urlpatterns]


@pytest.mark.parametrize(("name", "view"), VIEWS)
def test_other_methods_are_refused_before_anything_is_read(rf, name, view):
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert view(rf.generic(method, "/")).status_code == 405


@pytest.mark.parametrize(
    "name", ["session_list", "session_detail", "session_present", "member_list", "appointment_list"]
)
def test_pages_that_only_show_take_no_post(rf, name):
    assert dict(VIEWS)[name](rf.post("/")).status_code == 405
