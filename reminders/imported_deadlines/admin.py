"""«Échéances sans personne reliée»: a work list by client number. Never a name; the way to its person is to write to
them, or to have them in front of oneself."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.foundation.keyset import count_up_to
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.searched import MOST_COUNTED
from portal.imports.sections import ImportSection
from portal.imports.waiting import WaitingSection
from reminders.imported_deadlines.actions import invite_waiting
from reminders.imported_deadlines.models import DeadlineFile, ImportedDeadline
from reminders.imported_deadlines.querysets import ImportedDeadlineQuerySet
from reminders.invitations.forms import InvitationForm
from reminders.invitations.models import Invitation

_IS_LIST = "is_list"
"""Kept by the request of a list: its rows are one a number."""


@admin.register(DeadlineFile)
class DeadlineFileAdmin(ImportSection):
    menu_group = menu.DEADLINES
    menu_rank = 20
    view_permission = Permission.IMPORT_DEADLINES


@admin.register(ImportedDeadline)
class ImportedDeadlineAdmin(WaitingSection):
    menu_group = menu.DEADLINES
    menu_rank = 30
    list_display = ["client_number", "first_due", "kind", "organization", "waiting"]
    list_display_links = ["client_number"]
    list_select_related = ["kind", "organization"]
    ordering = ["due_on", "pk"]
    change_list_template = "admin/imported_deadlines/importeddeadline/change_list.html"

    done_words = _("C’est relié. Les échéances qui attendaient sont ouvertes pour la personne.")

    @admin.display(description=_("première date"))
    def first_due(self, imported_deadline: ImportedDeadline) -> Any:
        return imported_deadline.due_on

    @admin.display(description=_("échéances en attente"))
    def waiting(self, imported_deadline: ImportedDeadline) -> int:
        return imported_deadline.waiting

    def added_pages(self) -> list[Added]:
        return [*super().added_pages(), Added("<uuid:pk>/inviter/", self.invite, "invite", posted=True)]

    def under_number(self, request: HttpRequest, imported: Any) -> QuerySet:
        return ImportedDeadline.objects.visible_to(request.user).of_number(imported).select_related("kind")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """In the list, one row a number; elsewhere, whatever waits."""
        every = super().get_queryset(request)
        assert isinstance(every, ImportedDeadlineQuerySet)  # `ImportedDeadline.objects`
        mine = every.unmatched()
        return mine.by_number() if request.__dict__.get(_IS_LIST) else mine

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        deadlines = count_up_to(self.get_queryset(request), MOST_COUNTED + 1)
        request.__dict__[_IS_LIST] = True
        extra = {"deadlines": deadlines, "most": MOST_COUNTED, **(extra_context or {})}
        return super().changelist_view(request, extra)

    def invite(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        imported_deadline = self.own(request, pk)
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self.number_page(request, imported_deadline, status=422, invite_form=form)
        given = form.cleaned_data
        invite_waiting(
            imported_deadline=imported_deadline,
            name=given["invite_name"],
            address=given["invite_address"],
            by=request.user,
        )
        messages.success(request, gettext("La lettre sera imprimée et postée par l’exploitation du portail."))
        return redirect("admin:imported_deadlines_importeddeadline_change", imported_deadline.pk)

    def number_page(self, request: HttpRequest, imported: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        invited = Invitation.objects.filter(organization=imported.organization_id, digest=imported.digest)
        more = {"invite_form": InvitationForm(), **more}
        more |= {"invitations": invited.select_related("batch").order_by("-asked_at", "pk")[:5]}
        return super().number_page(request, imported, status=status, **more)
