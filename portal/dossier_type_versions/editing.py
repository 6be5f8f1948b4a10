"""The pages that write a type of dossier: begin one, write its draft."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.dossier_type_versions.actions import start as start_type
from portal.dossier_type_versions.forms import StartTypeForm, TypeEditor, grown
from portal.dossier_type_versions.rows import ROWS
from portal.dossier_types.models import DossierType
from portal.organizations.models import Organization
from portal.publishing.editing import kept
from portal.publishing.pages import address, page
from portal.publishing.reading import content_to_edit


def start(section: Any, request: HttpRequest) -> HttpResponse:
    organizations = Organization.objects.where(request.user, section.adapter.permission)
    form = StartTypeForm(request.POST or None, organizations=organizations)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        subject = start_type(organization=given["organization"], title=given["title"], by=request.user)
        return redirect(address("edit", subject))
    title = _("Nouveau genre de dossier")
    return page(section, request, "start", title=title, form=form, status=422 if form.errors else 200)


def edit(section: Any, request: HttpRequest, subject: DossierType) -> HttpResponse:
    """The draft, or what is in force as the beginning of one. A button adds a row and keeps what is typed."""
    draft = subject.versions.open().select_related("returned_by").first()
    data = request.POST if request.method == "POST" else None
    adds = next((name for name in ROWS if data is not None and f"add_{name}" in data), "")
    content, note = content_to_edit(subject), draft.note if draft else ""
    editor = TypeEditor(content, subject.organization, grown(data, adds) if adds else data, note)
    is_sent = data is not None and not adds
    if adds:
        editor.hush()
    problems: list[str] = []
    if is_sent and editor.is_valid():
        note = editor.form.cleaned_data["note"]
        if kept(request, subject, editor.content, problems.append, note=note):
            messages.success(request, _("Le brouillon est enregistré. Rien ne change avant la publication."))
            return redirect(address("publish" if "to_publish" in request.POST else "edit", subject))
    return page(
        section,
        request,
        "edit",
        title=_("Modifier\u00a0: %(title)s") % {"title": content["title_fr"]},
        subject=subject,
        draft=draft,
        editor=editor,
        problems=problems,
        status_is_bad=is_sent,
        revision=request.POST.get("revision", "0") if data is not None else draft.revision if draft else 0,
        status=422 if is_sent else 200,
    )
