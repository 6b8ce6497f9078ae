"""Every address of a demonstration: the ordinary ones and its own doors."""

from django.urls import include, path

from cop.urls import handler400
from cop.urls import urlpatterns as ordinary

__all__ = ["handler400"]

urlpatterns = [*ordinary, path("", include("cop.demo.urls"))]
