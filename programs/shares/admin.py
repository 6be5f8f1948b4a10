"""«Pistes montrées à mon équipe»: agents read what a person chose to show them, until the day they said."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.site import SectionAdmin
from programs.shares import actions
from programs.shares.models import FindingShare
from programs.shares.querysets import FindingShareQuerySet


@admin.register(FindingShare)
class FindingShareAdmin(SectionAdmin):
    menu_group = menu.QUEUE
    menu_rank = 80
    view_permission = Permission.SERVE_PEOPLE
    read_verb = "finding.share_read"
    found_by = ("citizen",)
    list_display = ["citizen", "program", "team", "shared_at", "until"]
    list_select_related = ["citizen", "team__organization", "finding__program"]
    ordering = ["-shared_at", "-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[FindingShare]:
        mine = super().get_queryset(request)
        assert isinstance(mine, FindingShareQuerySet)  # `FindingShare.objects`
        return mine.current()

    @admin.display(description=gettext_lazy("programme"))
    def program(self, share: FindingShare) -> str:
        return share.finding.program.name_fr

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One shared finding; «C’est traité» closes the team's task."""
        shared = self._shared(request, object_id)
        if request.method == "POST":
            actions.settle(shared=shared, by=request.user)
            messages.success(request, _("C’est noté\u00a0: cette tâche est faite."))
            return redirect(reverse("admin:shares_findingshare_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": shared.snapshot["program"],
            "opts": self.opts,
            "share": shared,
            "snapshot": shared.snapshot,
        }
        return TemplateResponse(request, "admin/shares/findingshare/change_form.html", context)

    def _shared(self, request: HttpRequest, object_id: str) -> FindingShare:
        try:
            key = UUID(object_id)
        except ValueError:
            raise Http404 from None
        if not self.has_view_permission(request):
            raise Http404
        wanted = self.get_queryset(request).select_related(*self.list_select_related)
        shared = wanted.filter(pk=key).filter(snapshot_json__isnull=False).first()
        if shared is None:
            raise Http404
        return shared
