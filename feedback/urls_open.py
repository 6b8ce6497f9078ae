"""Addresses outside the cookies' path."""

app_name = "box"

urlpatterns: list = []
