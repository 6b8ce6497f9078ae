"""Addresses of writing: sections, their history, remarks; who writes along; reflections."""

from django.urls import path

from reports.views import arranging, authors, writing

urlpatterns = [
    path("reports/<int:report_id>/sections/", arranging.section_list, name="section_list"),
    path("reports/<int:report_id>/sections/add/", arranging.section_add, name="section_add"),
    *(
        path(f"reports/<int:report_id>/sections/<int:section_id>/{rest}", view, name=name)
        for rest, view, name in (
            ("", writing.section_detail, "section_detail"),
            ("save/", writing.section_save, "section_save"),
            ("preview/", writing.section_preview, "section_preview"),
            ("move/", arranging.section_move, "section_move"),
            ("drop/", arranging.section_drop, "section_drop"),
            ("put-back/", arranging.section_put_back, "section_put_back"),
            ("history/", writing.section_history, "section_history"),
            ("history/<int:revision>/", writing.wording_detail, "wording_detail"),
            ("history/<int:revision>/restore/", writing.wording_restore, "wording_restore"),
            ("remarks/", writing.remark_add, "remark_add"),
            ("remarks/<int:remark_id>/", writing.remark_resolve, "remark_resolve"),
        )
    ),
    path("reports/<int:report_id>/editors/", authors.editor_list, name="editor_list"),
    path(
        "reports/<int:report_id>/editors/<int:editor_id>/remove/",
        authors.editor_remove,
        name="editor_remove",
    ),
    path("reports/<int:report_id>/my-name/", authors.own_name, name="own_name"),
    path("reports/<int:report_id>/my-reflection/", authors.own_reflection, name="own_reflection"),
    path(
        "reports/<int:report_id>/my-reflection/take-back/",
        authors.reflection_withdraw,
        name="reflection_withdraw",
    ),
]
