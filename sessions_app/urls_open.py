"""The one address of sessions outside the cookies' path: a calendar feed, by its secret."""

from django.urls import path

from sessions_app.views import feeds

app_name = "calendar"

urlpatterns = [path("calendar/<slug:secret>.ics", feeds.feed_read, name="feed_read")]
