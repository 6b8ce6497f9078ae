"""Every address. All that needs a session lies under one prefix; the box and its form do not."""

from django.conf import settings
from django.urls import include, path

from cop.members.admin import support_site

urlpatterns = [
    path("", include("cop.core.urls")),
    path("", include("cop.home.urls")),
    path("", include("cop.joining.urls_open")),
    path("", include("cop.governance.urls_open")),
    path("", include("sessions_app.urls_open")),
    path("", include("feedback.urls_open")),
    path("", include("reports.urls_open")),
    path("in/account/", include("cop.members.urls_account")),
    path("in/account/", include("cop.rights.urls_open")),
    path("in/admin/", support_site.urls),
    path("in/c/<slug:slug>/", include("cop.members.urls")),
    path("in/c/<slug:slug>/", include("cop.rights.urls")),
    path("in/c/<slug:slug>/", include("cop.documents.urls")),
    path("in/c/<slug:slug>/", include("cop.governance.urls")),
    path("in/c/<slug:slug>/", include("cop.joining.urls")),
    path("in/c/<slug:slug>/", include("sessions_app.urls")),
    path("in/c/<slug:slug>/", include("caucus.urls")),
    path("in/c/<slug:slug>/", include("feedback.urls")),
    path("in/c/<slug:slug>/", include("reports.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("", include("cop.demo.urls")))

handler400 = "cop.core.views.bad_request"
