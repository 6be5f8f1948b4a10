"""Pages of a kind in «gestion». Each gets the kind that its administrator may change; `admin.py` sees to that."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.audit.actions import record
from portal.clock import now, today
from portal.organizations.models import Organization
from portal.people.models import User
from reminders.kinds.models import DeadlineKind
from reminders.versions import actions, publishing, switches
from reminders.versions.audience import concerned
from reminders.versions.diff import compare
from reminders.versions.editor import Editor, one_more
from reminders.versions.forms import ImportForm, StartForm
from reminders.versions.models import KindVersion
from reminders.versions.preview import LANGUAGES, PERSON, ZONES, preview
from reminders.versions.reading import content_in_force, content_to_edit
from reminders.versions.review import remarks_on, told_once
from reminders.versions.transport import BadFile, brought, exported

FOLDER = "admin/reminders/deadlinekind"


def address(name: str, kind: DeadlineKind, **more: Any) -> str:
    return reverse(f"admin:reminders_deadlinekind_{name}", kwargs={"pk": kind.pk, **more})


def page(room: Any, request: HttpRequest, name: str, **told: Any) -> HttpResponse:
    status = told.pop("status", 200)
    context = {**room.admin_site.each_context(request), "opts": room.opts, **told}
    return TemplateResponse(request, f"{FOLDER}/{name}.html", context, status=status)


def edit(room: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    """The draft, or what is in force as the beginning of one. Adding a row writes nothing: the page comes back."""
    draft = kind.versions.open().first()
    content = draft.told if draft else content_in_force(kind)
    data = request.POST if request.method == "POST" else None
    grown = next((name for name in ("steps", "tiers") if data and f"add_{name}" in data), "")
    editor = Editor(content, kind.organization, one_more(data, grown) if grown else data)
    if data and "check" in data:
        return page(room, request, "_live", kind=kind, editor=editor)
    if data and not grown and editor.is_valid() and (written := _write(request, kind, editor)):
        return redirect(_after(request, written))
    revision = data.get("revision", "0") if data else draft.revision if draft else 0
    return page(
        room,
        request,
        "edit",
        title=_("Modifier\u00a0: %(kind)s") % {"kind": kind.title_fr},
        kind=kind,
        draft=draft,
        editor=editor,
        grown=grown,
        revision=revision,
        draft_name=f"kind-{kind.pk}-{revision}",
        draft_done=request.session.pop("kind_draft_done", ""),
        status=422 if data and not grown else 200,
    )


def _write(request: HttpRequest, kind: DeadlineKind, editor: Editor) -> KindVersion | None:
    revision = request.POST.get("revision", "0")
    try:
        written = actions.write(
            kind=kind,
            content=editor.content,
            revision=int(revision) if revision.isdigit() else -1,
            by=request.user,
            note=editor.form.cleaned_data["note"],
        )
    except actions.EditedMeanwhile:
        text = _("Une autre personne a enregistré ce brouillon pendant que vous l’écriviez.")
        how = _("Copiez ce que vous venez d’écrire, puis rouvrez la page pour partir de sa version.")
        editor.form.add_error(None, f"{text} {how}")
        return None
    request.session["kind_draft_done"] = f"kind-{kind.pk}-{revision}"
    return written


def _after(request: HttpRequest, version: KindVersion) -> str:
    wanted = next((name for name in ("preview", "publish") if name in request.POST), "edit")
    if wanted == "edit":
        messages.success(
            request, _("Le brouillon est enregistré. Rien ne change pour les citoyens avant la publication.")
        )
    return address(wanted, version.kind)


def look(room: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    """The whole ladder on a fictional person; language and zone are chosen in the address."""
    zone = request.GET.get("fuseau", ZONES[0][0])
    language = request.GET.get("langue", "fr")
    if zone not in dict(ZONES) or language not in dict(LANGUAGES):
        raise Http404
    content = content_to_edit(kind)
    return page(
        room,
        request,
        "preview",
        title=_("Aperçu\u00a0: %(kind)s") % {"kind": content.columns["title_fr"]},
        kind=kind,
        draft=kind.versions.open().first(),
        preview=preview(content, kind.organization, today=today(), zone=zone, language=language),
        person=" ".join(PERSON),
        zones=ZONES,
        languages=LANGUAGES,
    )


def publish(room: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    """What will change, for how many people, and the buttons."""
    if request.method == "POST":
        return _decide(request, kind)
    draft = kind.versions.open().first()
    if draft is None and kind.is_published:
        messages.info(request, _("Il n’y a pas de brouillon\u00a0: ce qui est en vigueur est à jour."))
        return redirect(address("change", kind))
    content = content_to_edit(kind)
    remarks = remarks_on(content, kind.organization)
    return page(
        room,
        request,
        "publish",
        title=_("Publier\u00a0: %(kind)s") % {"kind": content.columns["title_fr"]},
        kind=kind,
        draft=draft,
        errors=told_once((remark for remark in remarks if remark.is_error), content.steps),
        advices=told_once((remark for remark in remarks if not remark.is_error), content.steps),
        changes=compare(content_in_force(kind), content) if kind.is_published else [],
        concerned=concerned(kind, content, now()),
        needs_two=publishing.needs_two(kind),
        asked_by_me=bool(draft and draft.submitted_by_id == request.user.pk),
    )


def _decide(request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    """One of the buttons, on the revision that was shown."""
    revision = request.POST.get("revision", "0")
    draft = kind.versions.open().first()
    try:
        if (draft.revision if draft else 0) != (int(revision) if revision.isdigit() else -1):
            raise publishing.VersionClosed
        message = _decided(request, kind, draft)
    except publishing.Refused as refusal:
        count = len(refusal.remarks)
        told = ngettext("Il reste %d point à corriger.", "Il reste %d points à corriger.", count) % count
        messages.error(request, told)
    except publishing.NeedsAnotherPerson:
        messages.error(request, _("Une autre personne de votre organisme doit approuver\u00a0: demandez-le-lui."))
    except (publishing.VersionClosed, actions.EditedMeanwhile):
        messages.error(request, _("Ce brouillon a changé pendant que vous le lisiez. Relisez-le, puis recommencez."))
    else:
        messages.success(request, message)
        return redirect(address("change", kind))
    return redirect(address("publish", kind))


def _decided(request: HttpRequest, kind: DeadlineKind, draft: KindVersion | None) -> str:
    by: User = request.user
    if "discard" in request.POST and draft:
        actions.discard(version=draft, by=by)
        return _("Le brouillon est abandonné. Ce qui est en vigueur ne change pas.")
    if "send_back" in request.POST and draft:
        publishing.send_back(version=draft, by=by)
        return _("La demande est retirée\u00a0: c’est de nouveau un brouillon.")
    if "submit" in request.POST:
        publishing.submit(version=draft or publishing.draft_as_it_is(kind=kind, by=by), by=by)
        return _("La demande est faite. Une autre personne de votre organisme doit l’approuver.")
    publishing.publish(version=draft or publishing.draft_as_it_is(kind=kind, by=by), by=by)
    return _("C’est publié. Ce qui est déjà parti ne sera pas répété.")


def history(room: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    versions = kind.versions.select_related("author", "published_by", "submitted_by").order_by("-number")
    title = _("Versions\u00a0: %(kind)s") % {"kind": kind.title_fr}
    return page(room, request, "history", title=title, kind=kind, versions=versions)


def version(room: Any, request: HttpRequest, kind: DeadlineKind, number: int) -> HttpResponse:
    """What that version changed, in words, against the one that was in force before it."""
    shown = kind.versions.select_related("author", "published_by").filter(number=number).first()
    if shown is None:
        raise Http404
    released = kind.versions.released().filter(number__lt=number).order_by("-number")
    previous = released.first()
    return page(
        room,
        request,
        "version",
        title=_("Version %(number)s\u00a0: %(kind)s") % {"number": number, "kind": kind.title_fr},
        kind=kind,
        version=shown,
        previous=previous,
        changes=compare(previous.told, shown.told) if previous else [],
    )


_SWITCHES = {
    "stop": (switches.stop, _("Les envois sont arrêtés.")),
    "resume": (switches.resume, _("Les envois reprennent.")),
    "retire": (switches.retire, _("Le type est retiré. Plus aucun rappel ne partira.")),
}


def switch(room: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    """Stop, resume or retire: shown with what it does, then confirmed."""
    wanted = request.POST.get("switch", "") if request.method == "POST" else ""
    if wanted in _SWITCHES:
        action, told = _SWITCHES[wanted]
        action(kind=kind, by=request.user)
        messages.success(request, told)
        return redirect(address("change", kind))
    content = content_in_force(kind)
    title = _("Arrêter ou retirer\u00a0: %(kind)s") % {"kind": kind.title_fr}
    return page(room, request, "switch", title=title, kind=kind, concerned=concerned(kind, content, now()))


def duplicate(room: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    if request.method != "POST":
        return redirect(address("change", kind))
    copy = actions.duplicate(kind=kind, by=request.user)
    messages.success(request, _("Voici la copie\u00a0: un brouillon, que vous seul publierez."))
    return redirect(address("edit", copy.kind))


def export(room: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    """The draft, or what is in force, as a file for another environment."""
    record("deadline_kind.exported", by=request.user, subject=kind, organization=kind.organization)
    told = exported(kind, content_to_edit(kind))
    headers = {"Content-Disposition": f'attachment; filename="{kind.code}.json"'}
    return HttpResponse(told, content_type="application/json", headers=headers)


def start(room: Any, request: HttpRequest) -> HttpResponse:
    organizations = Organization.objects.filter(pk__in=room.administered(request)).order_by("name_fr")
    form = StartForm(request.POST or None, organizations=organizations)
    if request.method == "POST" and form.is_valid():
        made = actions.start(**form.cleaned_data, by=request.user)
        return redirect(address("edit", made.kind))
    title = _("Nouveau type d’échéance")
    return page(room, request, "start", title=title, form=form, status=422 if form.errors else 200)


def bring(room: Any, request: HttpRequest) -> HttpResponse:
    """An exported file becomes a draft; never anything that people receive."""
    organizations = Organization.objects.filter(pk__in=room.administered(request)).order_by("name_fr")
    form = ImportForm(request.POST or None, request.FILES or None, organizations=organizations)
    if request.method == "POST" and form.is_valid():
        try:
            code, content = brought(form.cleaned_data["file"].read())
            organization = form.cleaned_data["organization"]
            made = actions.bring(code=code, content=content, organization=organization, by=request.user)
        except BadFile as error:
            form.add_error("file", str(error))
        except actions.EditedMeanwhile:
            form.add_error(None, _("Ce type a déjà un brouillon. Publiez-le ou abandonnez-le, puis recommencez."))
        else:
            messages.success(request, _("Le fichier est lu\u00a0: voici le brouillon à relire."))
            return redirect(address("edit", made.kind))
    title = _("Importer un type d’échéance")
    return page(room, request, "import", title=title, form=form, status=422 if form.errors else 200)
