"""What the page that publishes shows of a kind; the page that stops, resumes or retires it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.clock import now, today
from portal.publishing.pages import address
from portal.publishing.reading import content_in_force
from reminders.holidays.models import Holiday
from reminders.kind_versions import switches
from reminders.kind_versions.audience import concerned
from reminders.kind_versions.pages import page
from reminders.kind_versions.preview import preview
from reminders.kind_versions.review import remarks_on, told_once
from reminders.kinds.content import Content
from reminders.kinds.models import DeadlineKind
from reminders.linter.remarks import Remark
from reminders.linter.whole import says_grave


def about_publishing(kind: DeadlineKind, content: Content, *, approves: bool) -> dict[str, Any]:
    """What people will receive, how many they are, what the linter says."""
    remarks = remarks_on(content, kind.organization)
    return {
        "kind": kind,
        "errors": told_once((remark for remark in remarks if remark.is_error), content.steps),
        "advices": told_once((remark for remark in remarks if _advises(remark, approves=approves)), content.steps),
        "concerned": concerned(kind, content, now()),
        "reason": content.columns["sensitive_reason"] if says_grave(content) else "",
        "preview": preview(content, kind.organization, today=today(), holidays=Holiday.objects.days()),
    }


def _advises(remark: Remark, *, approves: bool) -> bool:
    """What the author is told of the reason that they wrote is not for the person who judges it."""
    return not remark.is_error and not (approves and remark.code == "grave")


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
