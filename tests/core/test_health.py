import pytest
from django.core.cache import caches
from django.test import Client

from cop.core.tasks import heartbeat


@pytest.mark.django_db
def test_health_says_what_answers_and_how_old_the_last_sign_of_life_is():
    heartbeat()

    response = Client().get("/health/")

    assert response.status_code == 200
    said = response.json()
    assert said["database"] is True
    assert said["broker"] is True
    assert 0 <= said["heartbeat"] < 60
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_health_is_503_where_the_broker_is_gone(settings):
    gone = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/valkey.sock"}}
    settings.CACHES = gone
    try:
        response = Client().get("/health/")
    finally:
        caches.close_all()

    assert response.status_code == 503
    said = response.json()
    assert (said["database"], said["broker"], said["heartbeat"]) == (True, False, None)
