"""Addresses under a community's own."""

from django.urls import path

from cop.documents.views import consents, editing, reading

app_name = "documents"

urlpatterns = [
    path("documents/", reading.document_list, name="document_list"),
    path("documents/read/", reading.document_read, name="document_read"),
    path("documents/opening/", reading.document_opening, name="document_opening"),
    path("documents/leading/", reading.leading_declare, name="leading_declare"),
    path("documents/begin/", editing.document_begin, name="document_begin"),
    path("documents/<slug:kind>/", reading.document_detail, name="document_detail"),
    path("documents/<slug:kind>/changes/", reading.document_compare, name="document_compare"),
    path(
        "documents/<slug:kind>/versions/<int:number>/",
        reading.version_detail,
        name="version_detail",
    ),
    path("documents/<slug:kind>/edit/", editing.draft_edit, name="draft_edit"),
    path("documents/<slug:kind>/adopt/", editing.draft_adopt, name="draft_adopt"),
    path("documents/<slug:kind>/discard/", editing.draft_discard, name="draft_discard"),
    path("documents/<slug:kind>/review/", editing.document_review, name="document_review"),
    path("consents/", consents.consent_list, name="consent_list"),
]
