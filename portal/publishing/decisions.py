"""The page that decides: publish, ask another person, take the request back, send back, give up."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.publishing import actions, releases, reviews
from portal.publishing.adapters import Subject, adapter_of
from portal.publishing.exceptions import EditedMeanwhile, NeedsAnotherPerson, VersionClosed, VersionRefused
from portal.publishing.forms import SendBackForm
from portal.publishing.ledger import is_only_a_draft
from portal.publishing.models import Version
from portal.publishing.pages import address, draw, page, page_of_all, revision_of
from portal.publishing.reading import content_in_force, content_to_edit
from portal.publishing.words import in_force_stays

if TYPE_CHECKING:
    from portal.publishing.sections import VersionedSection

NEED_NO_FORM = {"discard", "withdraw", "send_back"}


def publish(section: "VersionedSection", request: HttpRequest, subject: Subject) -> HttpResponse:
    """What will change, what refuses it, and the buttons."""
    data = request.POST if request.method == "POST" else None
    form = section.publish_form(data)
    back = SendBackForm(data if data is not None and "send_back" in data else None)
    draft = subject.versions.open().select_related("submitted_by", "returned_by").first()
    form.initial["note"] = draft.note if draft else ""  # typed in the editor
    if data is not None and draft and "discard" in data and "sure" not in data:
        return _sure(section, request, subject, draft)
    if data is not None and (back.is_valid() if back.is_bound else NEED_NO_FORM & set(data) or form.is_valid()):
        return _decide(section, request, subject, form, why=back.cleaned_data["why"] if back.is_bound else "")
    if draft is None and subject.is_published:
        messages.info(request, _("Il n’y a pas de brouillon\u00a0: ce qui est en vigueur est à jour."))
        return redirect(address("change", subject))
    shown = _shown(section, request, subject, draft)
    return page(section, request, "publish", **shown, form=form, back=back, status=422 if data is not None else 200)


def _shown(
    section: "VersionedSection", request: HttpRequest, subject: Subject, draft: Version | None
) -> dict[str, Any]:
    adapter, content = adapter_of(type(subject)), content_to_edit(subject)
    in_force = content_in_force(subject) if subject.is_published else None
    asked_by_me = bool(draft and draft.submitted_by_id == request.user.pk)
    approves = bool(draft and draft.submitted_by_id) and not asked_by_me
    title = _("Approuver\u00a0: %(subject)s") if approves else _("Publier\u00a0: %(subject)s")
    common = {
        "title": title % {"subject": adapter.title_of(content)},
        "subject": subject,
        "draft": draft,
        "asked_by_me": asked_by_me,
        "approves": approves,
        "changes": adapter.compare(in_force, content) if subject.is_published else [],
        "content": content,
        "coming": subject.versions.coming().order_by("effective_on"),
    }
    return common | section.about_publishing(request, subject, content, approves=approves)


def _sure(section: "VersionedSection", request: HttpRequest, subject: Subject, draft: Version) -> HttpResponse:
    """Nothing written is lost by one click."""
    named = {"subject": adapter_of(type(subject)).title_of(content_to_edit(subject))}
    title = _("Abandonner le brouillon\u00a0: %(subject)s") % named
    back = address("publish", subject)
    shown = {
        "subject": subject,
        "draft": draft,
        "back": back,
        "erases": is_only_a_draft(section.adapter, subject),
        "is_unread": section.adapter.is_unread(subject),
    }
    return draw(section, request, "portal/publishing/discard.html", title=title, **shown)


def _decide(
    section: "VersionedSection", request: HttpRequest, subject: Subject, form: forms.Form, why: str
) -> HttpResponse:
    """One of the buttons, on the revision that was shown."""
    draft = subject.versions.open().first()
    if draft is None and revision_of(request) > 0:  # a second click, or somebody else's
        messages.info(request, _("Ce brouillon n’est plus ouvert\u00a0: il est déjà publié ou abandonné."))
        return redirect(address("ledger", subject))
    try:
        if (draft.revision if draft else 0) != revision_of(request):
            raise VersionClosed
        message = _decided(section, request, subject, draft, form, why)
    except VersionRefused as refusal:
        count = len(refusal.remarks)
        words = ngettext("Il reste %d point à corriger.", "Il reste %d points à corriger.", count) % count
        messages.error(request, words)
    except NeedsAnotherPerson:
        messages.error(request, _("Une autre personne de votre organisme doit approuver\u00a0: demandez-le-lui."))
    except (VersionClosed, EditedMeanwhile):
        messages.error(request, _("Ce brouillon a changé pendant que vous le lisiez. Relisez-le, puis recommencez."))
    else:
        messages.success(request, message)
        is_left = type(subject)._default_manager.filter(pk=subject.pk).exists()
        return redirect(address("change", subject) if is_left else page_of_all(subject))
    return redirect(address("publish", subject))


def _decided(
    section: "VersionedSection",
    request: HttpRequest,
    subject: Subject,
    draft: Version | None,
    form: forms.Form,
    why: str,
) -> str:
    by = request.user
    if "discard" in request.POST and draft:
        title = str(subject)
        is_erased = is_only_a_draft(section.adapter, subject)
        actions.discard(version=draft, by=by)
        if is_erased:
            return _("Le brouillon est abandonné\u00a0: «\u00a0%(title)s\u00a0» est effacé.") % {"title": title}
        return in_force_stays(_("Le brouillon est abandonné."), is_published=subject.is_published)
    if "send_back" in request.POST and draft:
        reviews.send_back(version=draft, why=why, by=by)
        return in_force_stays(_("C’est renvoyé, avec votre raison."), is_published=subject.is_published)
    if "withdraw" in request.POST and draft:
        reviews.withdraw(version=draft, by=by)
        return _("La demande est retirée\u00a0: c’est de nouveau un brouillon.")
    if NEED_NO_FORM & set(request.POST):  # the draft that they name is no more
        raise VersionClosed
    version = draft or releases.draft_as_it_is(subject=subject, by=by)
    if "submit" in request.POST:
        reviews.submit(version=version, by=by, note=form.cleaned_data.get("note", ""))
        return _("La demande est faite. Une autre personne de votre organisme doit l’approuver.")
    return section.publish(version, form, by)
