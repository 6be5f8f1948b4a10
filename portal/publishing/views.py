"""The pages of a ledger: history, a version’s differences, going back to one, taking one back before its day.

Each gets the subject that its administrator may change; `sections` sees to that."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.publishing import actions
from portal.publishing.adapters import Subject, adapter_of
from portal.publishing.exceptions import EditedMeanwhile, VersionClosed
from portal.publishing.pages import address, draw, revision_of


def history(section: Any, request: HttpRequest, subject: Subject) -> HttpResponse:
    versions = subject.versions.select_related("author", "published_by", "submitted_by").order_by("-number")
    title = _("Versions\u00a0: %(subject)s") % {"subject": subject}
    words, can_wait = section.no_version_words, section.adapter.can_wait
    shown = {"versions": versions, "can_wait": can_wait, "no_version_words": words}
    return draw(section, request, "portal/publishing/history.html", title=title, subject=subject, **shown)


def version(section: Any, request: HttpRequest, subject: Subject, number: int) -> HttpResponse:
    """What that version says, and what it changed, in words, against the one that was in force before it."""
    shown = subject.versions.select_related("author", "published_by").filter(number=number).first()
    if shown is None:
        raise Http404
    previous = subject.versions.released().filter(number__lt=number).order_by("-number").first()
    adapter = adapter_of(type(subject))
    return draw(
        section,
        request,
        "portal/publishing/version.html",
        title=_("Version %(number)s\u00a0: %(subject)s") % {"number": number, "subject": subject},
        subject=subject,
        version=shown,
        previous=previous,
        changes=adapter.compare(previous.written, shown.written) if previous else [],
        content_in_words=adapter.in_words(shown.written),
        draft=subject.versions.open().first(),
        may_restore=section.may_restore,
    )


def take_back(section: Any, request: HttpRequest, subject: Subject, number: int) -> HttpResponse:
    """A version whose day has not come: it will not rule. Asked once, in a page of its own."""
    coming = subject.versions.coming().filter(number=number).first()
    if coming is None:
        raise Http404
    if request.method == "POST" and "sure" not in request.POST:
        title = _("Retirer la version %(number)s?") % {"number": number}
        return draw(section, request, "portal/publishing/take_back.html", title=title, subject=subject, version=coming)
    if request.method == "POST":
        try:
            actions.discard(version=coming, by=request.user)
        except VersionClosed:
            messages.error(request, _("Cette version a déjà pris effet, ou quelqu’un l’a déjà retirée."))
        else:
            messages.success(request, _("Cette version ne prendra pas effet."))
    return redirect(address("ledger", subject))


def restore(section: Any, request: HttpRequest, subject: Subject, number: int) -> HttpResponse:
    """A former version becomes the draft again, to be read, tried and published."""
    former = subject.versions.filter(number=number).first()
    if former is None:
        raise Http404
    if request.method != "POST":
        return redirect(address("version", subject, number=number))
    try:
        actions.restore(version=former, revision=revision_of(request), by=request.user)
    except EditedMeanwhile:
        messages.error(request, _("Quelqu’un a écrit un brouillon pendant que vous lisiez. Relisez, puis recommencez."))
        return redirect(address("version", subject, number=number))
    words = _("La version %(number)s est de nouveau le brouillon. Rien ne change pour le public avant la publication.")
    messages.success(request, words % {"number": number})
    return redirect(address("publish", subject))
