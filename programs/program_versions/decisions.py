"""The pages that decide or tell: publish, take back, history, a version's differences, «J’ai vérifié»."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access.permissions import Permission
from portal.clock import today
from portal.foundation.formats.days import day_words
from portal.organizations.models import Organization
from portal.publishing.forms import SendBackForm
from portal.publishing.words import in_force_stays
from programs.facts.models import FactDefinition
from programs.program_versions import actions, publishing
from programs.program_versions.content import content_in_force, content_to_edit
from programs.program_versions.diff import compare
from programs.program_versions.models import ProgramVersion
from programs.program_versions.pages import address, page, revision_of
from programs.program_versions.review import remarks_on
from programs.program_versions.starting_form import PublishForm, StartProgramForm
from programs.programs.models import Program
from programs.scans.impact import impact_of


def publish(section: Any, request: HttpRequest, program: Program) -> HttpResponse:
    """What will change, what refuses it, from when."""
    data = request.POST if request.method == "POST" else None
    form = PublishForm(data)
    back = SendBackForm(data if data is not None and "send_back" in data else None)
    given_up = program.versions.open().first() if data is not None and "discard" in data else None
    if given_up and "sure" not in data:
        title = _("Abandonner le brouillon\u00a0: %(program)s") % {"program": content_to_edit(program)["name_fr"]}
        return page(section, request, "discard", title=title, program=program, draft=given_up)
    if data is not None and (back.is_valid() if back.is_bound else _needs_no_form(data) or form.is_valid()):
        return _decide(request, program, form, why=back.cleaned_data["why"] if back.is_bound else "")
    draft = program.versions.open().select_related("submitted_by", "returned_by").first()
    if draft is None and program.is_published:
        messages.info(request, _("Il n’y a pas de brouillon\u00a0: ce qui est en vigueur est à jour."))
        return redirect(address("change", program))
    definitions = FactDefinition.objects.by_code()
    content = content_to_edit(program)
    in_force = content_in_force(program) if program.is_published else None
    remarks = remarks_on(content, definitions, in_force)
    impact = impact_of(program, content)
    asked_by_me = bool(draft and draft.submitted_by_id == request.user.pk)
    approves = bool(draft and draft.submitted_by_id) and not asked_by_me
    title = _("Approuver\u00a0: %(program)s") if approves else _("Publier\u00a0: %(program)s")
    return page(
        section,
        request,
        "publish",
        title=title % {"program": content["name_fr"]},
        program=program,
        draft=draft,
        form=form,
        back=back,
        impact=impact,
        needs_two=publishing.needs_two(impact),
        asked_by_me=asked_by_me,
        approves=approves,
        errors=[remark for remark in remarks if remark.is_error],
        advices=[remark for remark in remarks if not remark.is_error],
        changes=compare(in_force, content, definitions) if in_force else [],
        coming=program.versions.coming().order_by("effective_on"),
        status=422 if data is not None else 200,
    )


def _needs_no_form(data: QueryDict) -> bool:
    return bool({"discard", "withdraw"} & set(data))


def _decide(request: HttpRequest, program: Program, form: PublishForm, why: str) -> HttpResponse:
    """One of the buttons, on the revision that was shown."""
    draft = program.versions.open().first()
    if draft is None and revision_of(request) > 0:  # a second click, or somebody else's
        messages.info(request, _("Ce brouillon n’est plus ouvert\u00a0: il est déjà publié ou abandonné."))
        return redirect(address("ledger", program))
    try:
        if (draft.revision if draft else 0) != revision_of(request):
            raise actions.VersionClosed
        message = _decided(request, program, draft, form, why)
    except publishing.ProgramRefused as refusal:
        count = len(refusal.remarks)
        words = ngettext("Il reste %d point à corriger.", "Il reste %d points à corriger.", count) % count
        messages.error(request, words)
    except publishing.NeedsAnotherPerson:
        messages.error(request, _("Une autre personne de votre organisme doit approuver\u00a0: demandez-le-lui."))
    except (actions.VersionClosed, actions.EditedMeanwhile):
        messages.error(request, _("Ce brouillon a changé pendant que vous le lisiez. Relisez-le, puis recommencez."))
    else:
        messages.success(request, message)
        return redirect(address("change", program))
    return redirect(address("publish", program))


def _decided(request: HttpRequest, program: Program, draft: ProgramVersion | None, form: PublishForm, why: str) -> str:
    if "discard" in request.POST and draft:
        actions.discard(version=draft, by=request.user)
        return in_force_stays(_("Le brouillon est abandonné."), is_published=program.is_published)
    if "send_back" in request.POST and draft:
        publishing.send_back(version=draft, why=why, by=request.user)
        return in_force_stays(_("C’est renvoyé, avec votre raison."), is_published=program.is_published)
    if "withdraw" in request.POST and draft:
        publishing.withdraw(version=draft, by=request.user)
        return _("La demande est retirée\u00a0: c’est de nouveau un brouillon.")
    if "submit" in request.POST:
        asked = draft or publishing.draft_as_it_is(program=program, by=request.user)
        publishing.submit(version=asked, by=request.user, note=form.cleaned_data["note"])
        return _("La demande est faite. Une autre personne de votre organisme doit l’approuver.")
    return _published(request, program, draft, form)


def _published(request: HttpRequest, program: Program, draft: ProgramVersion | None, form: PublishForm) -> str:
    said = form.cleaned_data
    version = publishing.publish(
        version=draft or publishing.draft_as_it_is(program=program, by=request.user),
        effective_on=said["effective_on"],
        is_checked=said["is_checked"],
        by=request.user,
        note=said["note"],
    )
    if version.state == ProgramVersion.State.SCHEDULED:
        day = day_words(version.effective_on)
        return _("C’est publié\u00a0: en vigueur le %(day)s, sans autre geste.") % {"day": day}
    return _("C’est publié\u00a0: le public le lit, et le conseiller refait le point avec ces règles.")


def take_back(section: Any, request: HttpRequest, program: Program, number: int) -> HttpResponse:
    """A version whose day has not come: it will not rule."""
    version = program.versions.coming().filter(number=number).first()
    if version is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.discard(version=version, by=request.user)
        except actions.VersionClosed:
            messages.error(request, _("Cette version a déjà pris effet, ou quelqu’un l’a déjà retirée."))
        else:
            messages.success(request, _("Cette version ne prendra pas effet."))
    return redirect(address("ledger", program))


def restore(section: Any, request: HttpRequest, program: Program, number: int) -> HttpResponse:
    """A former version becomes the draft again, to be read, tried and published."""
    version = program.versions.filter(number=number).first()
    if version is None:
        raise Http404
    if request.method != "POST":
        return redirect(address("version", program, number=number))
    try:
        actions.restore(version=version, revision=revision_of(request), by=request.user)
    except actions.EditedMeanwhile:
        messages.error(request, _("Quelqu’un a écrit un brouillon pendant que vous lisiez. Relisez, puis recommencez."))
        return redirect(address("version", program, number=number))
    words = _("La version %(number)s est de nouveau le brouillon. Rien ne change pour le public avant la publication.")
    messages.success(request, words % {"number": number})
    return redirect(address("publish", program))


def vouch(section: Any, request: HttpRequest, program: Program) -> HttpResponse:
    """«J’ai vérifié»."""
    if request.method == "POST":
        actions.vouch(program=program, by=request.user)
        messages.success(request, _("C’est noté\u00a0: la page publique dit que c’est vérifié aujourd’hui."))
    return redirect(address("change", program))


def history(section: Any, request: HttpRequest, program: Program) -> HttpResponse:
    versions = program.versions.select_related("author", "published_by").order_by("-number")
    title = _("Versions\u00a0: %(program)s") % {"program": program.name_fr}
    return page(section, request, "history", title=title, program=program, versions=versions, today=today())


def version(section: Any, request: HttpRequest, program: Program, number: int) -> HttpResponse:
    """What that version changed, in words, against the one before it."""
    shown = program.versions.select_related("author", "published_by").filter(number=number).first()
    if shown is None:
        raise Http404
    previous = program.versions.released().filter(number__lt=number).order_by("-number").first()
    changes = compare(previous.content, shown.content, FactDefinition.objects.by_code()) if previous else []
    title = _("Version %(number)s\u00a0: %(program)s") % {"number": number, "program": program.name_fr}
    draft = program.versions.open().first()
    fields = {"program": program, "version": shown, "previous": previous, "changes": changes, "draft": draft}
    return page(section, request, "version", title=title, **fields)


def start(section: Any, request: HttpRequest) -> HttpResponse:
    organizations = Organization.objects.where(request.user, Permission.CONFIGURE_PROGRAMS)
    form = StartProgramForm(request.POST or None, organizations=organizations)
    if request.method == "POST" and form.is_valid():
        return redirect(address("edit", actions.start(**form.cleaned_data, by=request.user)))
    return page(section, request, "start", title=_("Nouveau programme"), form=form, status=422 if form.errors else 200)
