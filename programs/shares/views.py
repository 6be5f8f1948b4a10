"""A person shows a finding to a team, reads what they showed, takes it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.access.policies import citizen_only
from portal.audit.readings import tell_represented
from programs.findings.models import Finding
from programs.shares import actions
from programs.shares.forms import ShareForm
from programs.shares.models import FindingShare
from programs.shares.snapshots import NothingToShow, shown_now, snapshot_of


@citizen_only
@never_cache
def share(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """What would be shown, to whom, until when; then it is."""
    visible = Finding.objects.visible_to(request.user).select_related("program__organization", "citizen__situation")
    finding = get_object_or_404(visible, pk=finding_id)
    try:
        shown = shown_now(finding)
    except NothingToShow:
        raise Http404 from None
    teams = finding.program.organization.teams.order_by("name_order")
    form = ShareForm(request.POST or None, teams=teams)
    if request.method == "POST" and form.is_valid():
        return _share(request, finding, form)
    tell_represented([finding], by=request.user)
    held = FindingShare.objects.current().filter(finding=finding).select_related("team__organization")
    page = {"finding": finding, "snapshot": snapshot_of(shown), "form": form, "held": held, "teams": teams}
    return render(request, "programs/shares/share.html", page, status=422 if form.errors else 200)


def _share(request: HttpRequest, finding: Finding, form: ShareForm) -> HttpResponse:
    try:
        shared = actions.share(finding=finding, team=form.cleaned_data["team"], until=form.until, by=request.user)
    except (actions.NotTheirProgram, NothingToShow):
        messages.warning(request, _("Cette piste a changé entre-temps\u00a0: rien n’a été montré. La voici."))
        return redirect("findings:result")
    messages.success(request, _("C’est fait\u00a0: cette équipe peut lire cette piste, et rien d’autre."))
    return redirect("shares:shared", shared.pk)


@citizen_only
@never_cache
@require_safe
def shared(request: HttpRequest, share_id: UUID) -> HttpResponse:
    """What the team reads, exactly."""
    mine = FindingShare.objects.of(request.user).select_related("team__organization", "finding__program")
    found = get_object_or_404(mine, pk=share_id)
    tell_represented([found], by=request.user)
    return render(request, "programs/shares/shared.html", {"share": found, "snapshot": found.snapshot})


@citizen_only
@require_POST
def revoke(request: HttpRequest, share_id: UUID) -> HttpResponse:
    found = get_object_or_404(FindingShare.objects.of(request.user), pk=share_id)
    actions.revoke(shared=found, by=request.user)
    messages.success(request, _("C’est repris\u00a0: cette équipe ne lit plus cette piste."))
    return redirect("findings:result")
