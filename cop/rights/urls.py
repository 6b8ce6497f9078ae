"""Addresses under a community's own."""

from django.urls import path

from cop.rights.views import my_data, record, requests, retention

app_name = "rights"

urlpatterns = [
    path("my-data/", my_data.my_data, name="my_data"),
    path("my-data/download/", my_data.my_data_download, name="my_data_download"),
    path("my-data/leave/", my_data.membership_leave, name="membership_leave"),
    path("my-data/erase/", my_data.my_data_erase, name="my_data_erase"),
    path("data-requests/", requests.request_list, name="request_list"),
    path("data-requests/log/", requests.request_add, name="request_add"),
    path("data-requests/<int:request_id>/", requests.request_detail, name="request_detail"),
    path(
        "data-requests/<int:request_id>/download/",
        requests.request_download,
        name="request_download",
    ),
    path(
        "data-requests/<int:request_id>/correct/", requests.request_correct, name="request_correct"
    ),
    path("data-requests/<int:request_id>/erase/", requests.request_erase, name="request_erase"),
    path("record/", record.record_list, name="record_list"),
    path("record/print/", record.record_print, name="record_print"),
    path("record/record.csv", record.record_export, name="record_export"),
    path("deletion/", retention.retention_list, name="retention_list"),
    path("deletion/<int:run_id>/", retention.retention_detail, name="retention_detail"),
]
