"""Pages of a kind in «gestion», beside those of every ledger.

Each gets the kind that its administrator may change; `admin.py` sees to that."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.access.permissions import Permission
from portal.clock import now, today
from portal.consents.models import Channel
from portal.documents.attachments import protect
from portal.organizations.models import Organization
from portal.publishing.adapters import adapter_of
from portal.publishing.editing import kept
from portal.publishing.pages import address
from portal.publishing.reading import content_to_edit
from programs.programs.models import Program
from reminders.holidays.models import Holiday
from reminders.kind_versions import actions
from reminders.kind_versions.editor import Editor
from reminders.kind_versions.forms import StartKindForm
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.pages import page
from reminders.kind_versions.preview import LANGUAGES, PERSON, ZONES, letter_preview, preview
from reminders.kind_versions.written import one_more
from reminders.kinds.models import DeadlineKind


def edit(section: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    """The draft, or what is in force as the beginning of one. Adding a row writes nothing: the page comes back."""
    draft = kind.versions.open().select_related("returned_by").first()
    adapter = adapter_of(DeadlineKind)
    content = adapter.to_edit(kind, draft)
    data = request.POST if request.method == "POST" else None
    grown = next((name for name in ("steps", "tiers") if data and f"add_{name}" in data), "")
    editor = Editor(content, kind.organization, one_more(data, grown) if grown else data)
    if grown:
        editor.hush()
    if data and "check" in data:
        two = adapter.needs_two(kind, editor.content)
        return page(section, request, "_live", kind=kind, editor=editor, needs_two=two)
    if data and not grown and editor.is_valid() and (written := _write(request, kind, editor)):
        return redirect(_after(request, written))
    revision = data.get("revision", "0") if data else draft.revision if draft else 0
    return page(
        section,
        request,
        "edit",
        title=_("Modifier\u00a0: %(kind)s") % {"kind": kind.title_fr},
        kind=kind,
        draft=draft,
        editor=editor,
        needs_two=adapter.needs_two(kind, editor.content),
        grown=grown,
        revision=revision,
        draft_name=f"kind-{kind.pk}-{revision}",
        status_is_bad=data is not None and not grown,
        status=422 if data is not None and not grown else 200,
    )


def _write(request: HttpRequest, kind: DeadlineKind, editor: Editor) -> KindVersion | None:
    note = editor.form.cleaned_data["note"]
    written = kept(request, kind, editor.content, lambda words: editor.form.add_error(None, words), note=note)
    if written:
        request.session["draft_done"] = f"kind-{kind.pk}-{request.POST.get('revision', '0')}"
    return written


def _after(request: HttpRequest, version: KindVersion) -> str:
    wanted = next((name for name in ("preview", "publish") if name in request.POST), "edit")
    if wanted == "edit":
        messages.success(
            request, _("Le brouillon est enregistré. Rien ne change pour les citoyens avant la publication.")
        )
    return address(wanted, version.kind)


def look(section: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    """The whole ladder on a fictional person; language and zone are chosen in the address."""
    zone = request.GET.get("fuseau", ZONES[0][0])
    language = request.GET.get("langue", "fr")
    if zone not in dict(ZONES) or language not in dict(LANGUAGES):
        raise Http404
    draft, content = kind.versions.open().first(), content_to_edit(kind)
    title = _("Aperçu du brouillon\u00a0: %(kind)s") if draft else _("Aperçu\u00a0: %(kind)s")
    return page(
        section,
        request,
        "preview",
        title=title % {"kind": content.columns["title_fr"]},
        kind=kind,
        draft=draft,
        preview=preview(
            content, kind.organization, today=today(), zone=zone, language=language, holidays=Holiday.objects.days()
        ),
        person=" ".join(PERSON),
        zones=ZONES,
        languages=LANGUAGES,
    )


def letter(section: Any, request: HttpRequest, kind: DeadlineKind, rank: int) -> HttpResponse:
    """The sheet of one step, made by the print queue's own function."""
    content, language = content_to_edit(kind), request.GET.get("langue", "fr")
    if language not in dict(LANGUAGES):
        raise Http404
    if rank >= len(content.steps) or Channel.LETTER not in content.columns["channels"]:
        raise Http404
    pdf = letter_preview(content, kind.organization, rank, now(), language=language)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="apercu-{kind.code}-{rank + 1}.pdf"'
    return protect(answer)


def start(section: Any, request: HttpRequest) -> HttpResponse:
    organizations = Organization.objects.where(request.user, Permission.CONFIGURE_DEADLINE_KINDS)
    program = _program_of(request)
    initial = {"nature": DeadlineKind.Nature.APPLICATION_LIMIT} if program else {}
    form = StartKindForm(request.POST or None, initial=initial, organizations=organizations)
    if request.method == "POST" and form.is_valid():
        programs = [program.code] if program else []
        made = actions.start(**form.cleaned_data, programs=programs, by=request.user)
        return redirect(address("edit", made.kind))
    title = _("Nouveau type d’échéance")
    status = 422 if form.errors else 200
    return page(section, request, "start", title=title, form=form, program=program, status=status)


def _program_of(request: HttpRequest) -> Program | None:
    """The program from whose page one came to write its last day, while one administers it."""
    try:
        return Program.objects.administered_by(request.user).filter(pk=UUID(request.GET.get("programme", ""))).first()
    except ValueError:
        return None
