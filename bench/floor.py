"""The least a view can do with these settings; addresses that only the measurement has."""

import uuid

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from cop.urls import urlpatterns as all_pages

TABLE = "CREATE TABLE bench_floor (id uuid PRIMARY KEY, body bytea NOT NULL)"
PAGE = engines["django"].from_string(
    "<!DOCTYPE html><title>Floor</title>"
    "<p>{{ user.email }}{% for one in numbers %} {{ one }}{% endfor %}"
)


def page(request: HttpRequest) -> HttpResponse:
    """Looks up session and user, and renders a small template."""
    return HttpResponse(PAGE.render({"numbers": range(10)}, request))


@csrf_exempt
def insert(_request: HttpRequest) -> HttpResponse:
    """Makes one INSERT."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bench_floor VALUES (%s, %s)", [uuid.uuid4(), bytes(64)])
    return HttpResponse(status=204)


urlpatterns = [path("in/bench/page/", page), path("bench/insert/", insert), *all_pages]
