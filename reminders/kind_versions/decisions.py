"""The pages that decide: publish, ask another person, stop, resume, retire."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.clock import now, today
from portal.people.models import User
from portal.publishing.forms import SendBackForm
from portal.publishing.words import in_force_stays
from reminders.holidays.models import Holiday
from reminders.kind_versions import actions, publishing, switches
from reminders.kind_versions.audience import concerned
from reminders.kind_versions.diff import compare
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.pages import address, page, revision_of
from reminders.kind_versions.preview import preview
from reminders.kind_versions.reading import content_in_force, content_to_edit
from reminders.kind_versions.review import remarks_on, told_once
from reminders.kinds.models import DeadlineKind
from reminders.linter.remarks import Remark
from reminders.linter.whole import says_grave


def publish(section: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    """What will change, what people will receive, how many they are, and the buttons."""
    form = SendBackForm(request.POST if "send_back" in request.POST else None)
    if "discard" in request.POST and "sure" not in request.POST and (given_up := kind.versions.open().first()):
        title = _("Abandonner le brouillon\u00a0: %(kind)s") % {"kind": given_up.written.columns["title_fr"]}
        return page(section, request, "discard", title=title, kind=kind, draft=given_up)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        return _decide(request, kind, why=form.cleaned_data["why"] if form.is_bound else "")
    draft = kind.versions.open().select_related("submitted_by", "returned_by").first()
    if draft is None and kind.is_published:
        messages.info(request, _("Il n’y a pas de brouillon\u00a0: ce qui est en vigueur est à jour."))
        return redirect(address("change", kind))
    content = content_to_edit(kind)
    remarks = remarks_on(content, kind.organization)
    asked_by_me = bool(draft and draft.submitted_by_id == request.user.pk)
    approves = bool(draft and draft.submitted_by_id) and not asked_by_me
    title = _("Approuver\u00a0: %(kind)s") if approves else _("Publier\u00a0: %(kind)s")
    return page(
        section,
        request,
        "publish",
        title=title % {"kind": content.columns["title_fr"]},
        kind=kind,
        draft=draft,
        errors=told_once((remark for remark in remarks if remark.is_error), content.steps),
        advices=told_once((remark for remark in remarks if _advises(remark, approves=approves)), content.steps),
        changes=compare(content_in_force(kind), content) if kind.is_published else [],
        concerned=concerned(kind, content, now()),
        needs_two=publishing.needs_two(kind, content),
        reason=content.columns["sensitive_reason"] if says_grave(content) else "",
        asked_by_me=asked_by_me,
        approves=approves,
        preview=preview(content, kind.organization, today=today(), holidays=Holiday.objects.days()),
        form=form,
        status=422 if form.errors else 200,
    )


def _advises(remark: Remark, *, approves: bool) -> bool:
    """What the author is told of the reason that they wrote is not for the person who judges it."""
    return not remark.is_error and not (approves and remark.code == "grave")


def _decide(request: HttpRequest, kind: DeadlineKind, why: str) -> HttpResponse:
    """One of the buttons, on the revision that was shown."""
    revision = request.POST.get("revision", "0")
    draft = kind.versions.open().first()
    try:
        if (draft.revision if draft else 0) != revision_of(revision):
            raise publishing.VersionClosed
        message = _decided(request, kind, draft, why)
    except publishing.KindRefused as refusal:
        count = len(refusal.remarks)
        sentence = ngettext("Il reste %d point à corriger.", "Il reste %d points à corriger.", count) % count
        messages.error(request, sentence)
    except publishing.NeedsAnotherPerson:
        messages.error(request, _("Une autre personne de votre organisme doit approuver\u00a0: demandez-le-lui."))
    except (publishing.VersionClosed, actions.EditedMeanwhile):
        messages.error(request, _("Ce brouillon a changé pendant que vous le lisiez. Relisez-le, puis recommencez."))
    else:
        messages.success(request, message)
        return redirect(address("change", kind))
    return redirect(address("publish", kind))


def _decided(request: HttpRequest, kind: DeadlineKind, draft: KindVersion | None, why: str) -> str:
    by: User = request.user
    if "discard" in request.POST and draft:
        actions.discard(version=draft, by=by)
        return in_force_stays(_("Le brouillon est abandonné."), is_published=kind.is_published)
    if "send_back" in request.POST and draft:
        publishing.send_back(version=draft, why=why, by=by)
        return in_force_stays(_("C’est renvoyé, avec votre raison."), is_published=kind.is_published)
    if "withdraw" in request.POST and draft:
        publishing.withdraw(version=draft, by=by)
        return _("La demande est retirée\u00a0: c’est de nouveau un brouillon.")
    if "submit" in request.POST:
        publishing.submit(version=draft or publishing.draft_as_it_is(kind=kind, by=by), by=by)
        return _("La demande est faite. Une autre personne de votre organisme doit l’approuver.")
    publishing.publish(version=draft or publishing.draft_as_it_is(kind=kind, by=by), by=by)
    return _("C’est publié. Ce qui est déjà parti ne sera pas répété.")


_SWITCHES = {
    "stop": (switches.stop, _("Les envois sont arrêtés.")),
    "resume": (switches.resume, _("Les envois reprennent.")),
    "retire": (switches.retire, _("Le type est retiré. Plus aucun rappel ne partira.")),
}


def switch(section: Any, request: HttpRequest, kind: DeadlineKind) -> HttpResponse:
    """Stop, resume or retire: shown with what it does, then confirmed."""
    wanted = request.POST.get("switch", "") if request.method == "POST" else ""
    if wanted in _SWITCHES:
        action, sentence = _SWITCHES[wanted]
        action(kind=kind, by=request.user)
        messages.success(request, sentence)
        return redirect(address("change", kind))
    content = content_in_force(kind)
    title = _("Arrêter ou retirer\u00a0: %(kind)s") % {"kind": kind.title_fr}
    return page(section, request, "switch", title=title, kind=kind, concerned=concerned(kind, content, now()))
