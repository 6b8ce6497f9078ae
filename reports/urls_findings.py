"""Addresses of the findings of one report, below its own."""

from django.urls import path

from reports.views import findings as views

urlpatterns = [
    path("", views.findings_detail, name="findings_detail"),
    path("sections/add/", views.findings_section_add, name="findings_section_add"),
    path(
        "sections/<int:section_id>/", views.findings_section_change, name="findings_section_change"
    ),
    path(
        "sections/<int:section_id>/move/", views.findings_section_move, name="findings_section_move"
    ),
    path(
        "sections/<int:section_id>/remove/",
        views.findings_section_remove,
        name="findings_section_remove",
    ),
    path("sections/<int:section_id>/themes/add/", views.theme_add, name="theme_add"),
    path("themes/<int:theme_id>/", views.theme_change, name="theme_change"),
    path("themes/<int:theme_id>/move/", views.theme_move, name="theme_move"),
    path("themes/<int:theme_id>/remove/", views.theme_remove, name="theme_remove"),
    path("relations/add/", views.relation_add, name="relation_add"),
    path("relations/<int:relation_id>/", views.relation_change, name="relation_change"),
    path("relations/<int:relation_id>/remove/", views.relation_remove, name="relation_remove"),
]
