"""«Télécharger mes données»: ask, see how far it is, download."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal import clock
from portal.access.policies import own_only, signed_in
from portal.access.step_up import step_up, step_up_when
from portal.data_exports import actions, store
from portal.data_exports.models import DataExport
from portal.documents.attachments import protect
from portal.foundation.crypto.streams import unsealed_chunks


@own_only
@signed_in
@step_up_when(lambda request: request.method == "POST")
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """The last one, and how far it is. Asking proves again who is there; so does downloading."""
    if request.method == "POST":
        try:
            actions.ask(by=request.user)
        except actions.TooManyExports:
            messages.warning(request, _("Vous l’avez déjà demandé trois fois aujourd’hui. Revenez demain."))
        return redirect("data_exports:show")
    export = DataExport.objects.visible_to(request.user).order_by("-asked_at", "pk").first()
    template = "portal/data_exports/show.html"
    if request.headers.get("HX-Request"):
        template = "portal/data_exports/_state.html"
    return render(request, template, {"export": export})


@own_only
@signed_in
@step_up
@require_safe
def download(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The package, as it leaves the disk: opened 1 MiB at a time."""
    mine = DataExport.objects.visible_to(request.user).filter(state=DataExport.State.READY)
    export = get_object_or_404(mine.select_related("citizen"), pk=export_id)
    if request.method == "GET":
        actions.mark_downloaded(export=export, by=request.user)
    chunks = unsealed_chunks(store.path_of(export.storage_key), context=export.context)
    answer = StreamingHttpResponse(chunks, content_type="application/zip")
    name = _("relais-mes-donnees-%(day)s.zip") % {"day": clock.day_of(export.ready_at).isoformat()}
    answer["Content-Disposition"] = content_disposition_header(True, name)
    answer["Content-Length"] = str(export.size)
    return protect(answer)
