"""The provider's addresses, and a door for each of its people."""

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def enter(request: HttpRequest, name: str) -> HttpResponse:
    """Sign in at the provider."""
    login(request, User.objects.get(username=name))
    return HttpResponse("in")


urlpatterns = [
    path("enter/<name>/", enter),
    path("accounts/", include("allauth.urls")),
    path("", include("allauth.idp.urls", namespace="idp")),
]
