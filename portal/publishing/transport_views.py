"""The pages that copy a subject and take it from one environment to another."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.audit.actions import record
from portal.organizations.models import Organization
from portal.publishing import copies
from portal.publishing.adapters import Subject
from portal.publishing.exceptions import BadFile, EditedMeanwhile
from portal.publishing.forms import ImportForm
from portal.publishing.pages import address, draw
from portal.publishing.reading import content_to_edit
from portal.publishing.transport import brought, exported, format_of, json_schema


def duplicate(section: Any, request: HttpRequest, subject: Subject) -> HttpResponse:
    if request.method != "POST":
        return redirect(address("change", subject))
    copy = copies.duplicate(subject=subject, by=request.user)
    messages.success(request, _("Voici la copie\u00a0: un brouillon, que personne ne lit avant sa publication."))
    return redirect(address("edit", copy))


def export(section: Any, request: HttpRequest, subject: Subject, number: int = 0) -> HttpResponse:
    """A version, or the draft, or what is in force, as a file for another environment; `?yaml`: as YAML."""
    version = subject.versions.filter(number=number).first()
    if number and version is None:
        raise Http404
    content = version.written if version else content_to_edit(subject)
    record(f"{section.adapter.verb}.exported", by=request.user, subject=subject, organization=subject.organization)
    kind, as_yaml = ("yaml", True) if "yaml" in request.GET else ("json", False)
    text = exported(subject, content, section.adapter, as_yaml=as_yaml)
    named = getattr(subject, "code", "") or slugify(section.adapter.title_of(content))[:60] or section.adapter.verb
    name = f"{named}{f'-v{number}' if number else ''}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=f"application/{kind}", headers=headers)


def schema(section: Any, request: HttpRequest) -> HttpResponse:
    """What a file must hold, for who writes one by program."""
    name = f"{format_of(section.adapter)}.schema.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    params = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(json_schema(section.adapter), json_dumps_params=params, headers=headers)


def bring(section: Any, request: HttpRequest) -> HttpResponse:
    """A file becomes a draft; never anything that people read."""
    organizations = Organization.objects.where(request.user, section.adapter.permission)
    is_of_portal = None in section.administered(request)
    data, files = request.POST or None, request.FILES or None
    form = ImportForm(data, files, organizations=organizations, is_of_portal=is_of_portal)
    if request.method == "POST" and form.is_valid() and (subject := _brought(section, request, form)):
        words = _("Le fichier est lu\u00a0: voici le brouillon à relire.")
        if not section.adapter.is_unread(subject):
            words = _(
                "Le fichier est lu. «\u00a0%(title)s\u00a0» est déjà publié\u00a0: ce que dit le fichier en est devenu "
                "le brouillon, et remplacera ce qui est public si vous le publiez."
            ) % {"title": subject}
        messages.success(request, words)
        return redirect(address("edit", subject))
    title = _("Importer\u00a0: %s") % section.opts.verbose_name
    names = {"title": title, "form": form, "status": 422 if form.errors else 200}
    return draw(section, request, "portal/publishing/import.html", **names)


def _brought(section: Any, request: HttpRequest, form: ImportForm) -> Subject | None:
    """The subject; None when the form says why there is none."""
    try:
        code, read = brought(section.adapter, form.cleaned_data["file"].read())
        organization = form.cleaned_data["organization"]
        return copies.bring(adapter=section.adapter, code=code, read=read, organization=organization, by=request.user)
    except BadFile as error:
        form.add_error("file", list(error.problems))
    except EditedMeanwhile:
        form.add_error(None, _("Un brouillon est déjà ouvert. Publiez-le ou abandonnez-le, puis recommencez."))
    return None
