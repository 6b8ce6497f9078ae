"""A spreadsheet comes into the register step by step: the secretary's alone."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from cop.audit.services import record_reading
from cop.core.errors import Refused
from cop.core.files import as_file, file_response
from cop.core.policy import require
from cop.members.selectors import actor_or_404
from sessions_app import services
from sessions_app.enums import UploadState
from sessions_app.forms.imports import ColumnsForm, ConfirmForm, UploadForm
from sessions_app.imports.checking import why_nothing
from sessions_app.imports.files import template_file
from sessions_app.imports.sheets import unpack
from sessions_app.models import Session
from sessions_app.policies import can_import_register
from sessions_app.selectors import get_own_upload_or_404, unfinished_uploads

SHOWN = 100  # problems and changes on a page; the file has all of them
SECTION = "members"


@require_http_methods(["GET", "HEAD", "POST"])
def import_start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file and say what it is a list of."""
    actor = actor_or_404(request, slug)
    require(can_import_register(actor))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = services.upload_register(
                actor=actor,
                kind=form.cleaned_data["kind"],
                name=file.name,
                content=file.read(),
            )
        except Refused as refused:
            form.add_error("file", refused.message)
        else:
            return redirect("sessions_app:import_columns", slug, upload.pk)
    context = {"form": form, "uploads": unfinished_uploads(actor), "nav_key": SECTION}
    return render(request, "sessions_app/import_start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Say what each column holds; most is guessed."""
    actor = actor_or_404(request, slug)
    require(can_import_register(actor))
    upload = get_own_upload_or_404(actor, upload_id)
    if not upload.cells or upload.state == UploadState.WAITING:
        return redirect("sessions_app:import_detail", slug, upload.pk)
    form = ColumnsForm(
        request.POST or None,
        kind=upload.kind,
        sheet=(sheet := unpack(bytes(upload.cells))),
        sessions=list(Session.objects.filter(community=actor.community)),
        chosen=upload.columns,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.match_columns(actor=actor, upload=upload, columns=form.chosen)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("sessions_app:import_check", slug, upload.pk)
    context = {"form": form, "upload": upload, "sheet": sheet, "nav_key": SECTION}
    return render(request, "sessions_app/import_columns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def import_check(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Read what would happen and what is wrong; POST lets it happen."""
    actor = actor_or_404(request, slug)
    require(can_import_register(actor))
    upload = get_own_upload_or_404(actor, upload_id)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen, leaves_out = form.cleaned_data["seen"], form.cleaned_data["leave_out"]
        services.confirm_upload(actor=actor, upload=upload, seen=seen, leaves_out=leaves_out)
        return redirect("sessions_app:import_detail", slug, upload.pk)
    if upload.state == UploadState.NEW:
        return redirect("sessions_app:import_columns", slug, upload.pk)
    if not upload.cells or upload.state == UploadState.WAITING:
        return redirect("sessions_app:import_detail", slug, upload.pk)
    record_reading(actor=actor, what="roster", target=actor.community)  # beside what was typed
    checked = services.check_upload(upload)
    context = {"upload": upload, "checked": checked, "nav_key": SECTION}
    context |= {"problems": checked.problems[:SHOWN], "changes": checked.changes[:SHOWN]}
    context |= {"why_nothing": why_nothing(checked)}
    return render(request, "sessions_app/import_check.html", context)


@require_safe
def import_detail(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """How far it is, then what was done; htmx asks for the progress alone."""
    actor = actor_or_404(request, slug)
    require(can_import_register(actor))
    upload = get_own_upload_or_404(actor, upload_id)
    is_going = upload.state == UploadState.WAITING
    if request.htmx and not is_going:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()
    context = {"upload": upload, "nav_key": SECTION, "is_going": is_going}
    context |= {"percent": services.percent_done(upload)}
    name = "_import_progress" if request.htmx else "import_detail"  # type: ignore[attr-defined]
    return render(request, f"sessions_app/{name}.html", context)


@require_safe
def import_problems(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """What is wrong, or was left out, as a spreadsheet."""
    actor = actor_or_404(request, slug)
    require(can_import_register(actor))
    upload = get_own_upload_or_404(actor, upload_id)
    rows = upload.result.get("problems")
    if rows is None:
        if upload.state != UploadState.MATCHED:
            raise Http404
        record_reading(actor=actor, what="roster", target=actor.community)
        found = services.check_upload(upload).problems
        rows = [[one.row, one.column, one.message] for one in found]
    headings = [_("Row"), _("Column"), _("What to do")]
    return file_response(as_file("csv", [headings, *rows]), "rows-to-mend.csv")


@require_POST
def import_drop(request: HttpRequest, slug: str, upload_id: UUID) -> HttpResponse:
    """Erase the uploaded cells."""
    actor = actor_or_404(request, slug)
    require(can_import_register(actor))
    services.drop_upload(actor=actor, upload=get_own_upload_or_404(actor, upload_id))
    messages.success(request, _("The uploaded file is erased. Nothing was imported from it."))
    return redirect("sessions_app:import_start", slug)


@require_safe
def import_template(request: HttpRequest, slug: str, kind: str, extension: str) -> HttpResponse:
    """A spreadsheet with the headings and one fictional row."""
    actor = actor_or_404(request, slug)
    require(can_import_register(actor))
    content = template_file(kind, extension)
    if content is None:
        raise Http404
    return file_response(content, f"{kind}-to-fill-in.{extension}")
