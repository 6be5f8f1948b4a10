"""«Échéances sans personne reliée»: a work list by client number. Never a name; the way to its person is to write to
them, or to have them in front of oneself."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.client_numbers.actions import NumberTaken
from portal.client_numbers.linking import link_by_agent
from portal.client_numbers.serving import served_by
from portal.finding.searching import find
from portal.finding.sections import form_of, is_too_long, kept
from portal.foundation.formats.cells import Unfit
from portal.foundation.keyset import count_up_to
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.searched import MOST_COUNTED
from portal.gestion.site import SectionAdmin
from portal.imports.sections import ImportSection
from reminders.imported_deadlines.actions import invite_waiting
from reminders.imported_deadlines.models import DeadlineFile, ImportedDeadline
from reminders.imported_deadlines.querysets import ImportedDeadlineQuerySet
from reminders.invitations.forms import InvitationForm
from reminders.invitations.models import Invitation

SEARCH, SHOWN = "imported_deadlines.search", 20
"""Key of the session that keeps the words searched; people listed at most."""
_IS_LIST = "is_list"
"""Kept by the request of a list: its rows are one a number."""


@admin.register(DeadlineFile)
class DeadlineFileAdmin(ImportSection):
    menu_group = menu.DEADLINES
    menu_rank = 20
    view_permission = Permission.IMPORT_DEADLINES


@admin.register(ImportedDeadline)
class ImportedDeadlineAdmin(SectionAdmin):
    menu_group = menu.DEADLINES
    menu_rank = 30
    view_permission = Permission.VIEW_IMPORTED_DEADLINES
    list_display = ["client_number", "first_due", "kind", "organization", "waiting"]
    list_display_links = ["client_number"]
    list_select_related = ["kind", "organization"]
    ordering = ["due_on", "pk"]
    change_list_template = "admin/imported_deadlines/importeddeadline/change_list.html"

    @admin.display(description=_("première date"))
    def first_due(self, imported_deadline: ImportedDeadline) -> Any:
        return imported_deadline.due_on

    @admin.display(description=_("échéances en attente"))
    def waiting(self, imported_deadline: ImportedDeadline) -> int:
        return imported_deadline.waiting

    def added_pages(self) -> list[Added]:
        return [
            Added("<uuid:pk>/chercher/", self.search, "search", posted=True),
            Added("<uuid:pk>/relier/", self.link, "link", posted=True),
            Added("<uuid:pk>/inviter/", self.invite, "invite", posted=True),
        ]

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

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            imported_deadline = self._own(request, UUID(object_id))
        except ValueError as error:
            raise Http404 from error
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._page(request, imported_deadline, InvitationForm())

    def search(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The words stay in the session: a name never goes in an address."""
        imported_deadline = self._own(request, pk)
        request.session[SEARCH] = kept(request.POST.get("words", ""))
        return redirect("admin:imported_deadlines_importeddeadline_change", imported_deadline.pk)

    def invite(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        imported_deadline = self._own(request, pk)
        form = InvitationForm(request.POST)
        if not form.is_valid():
            return self._page(request, imported_deadline, form)
        given = form.cleaned_data
        invite_waiting(
            imported_deadline=imported_deadline,
            name=given["invite_name"],
            address=given["invite_address"],
            by=request.user,
        )
        messages.success(request, gettext("La lettre sera imprimée et postée par l’exploitation du portail."))
        return redirect("admin:imported_deadlines_importeddeadline_change", imported_deadline.pk)

    def link(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Asked twice: the second page names the person and the number, and holds the yes."""
        imported_deadline = self._own(request, pk)
        citizen = self._served(request, imported_deadline)
        if not request.POST.get("confirmed"):
            fields = {
                "imported_deadline": imported_deadline,
                "person": citizen,
                "waiting": ImportedDeadline.objects.of_number(imported_deadline),
            }
            return self._answer(request, "admin/imported_deadlines/importeddeadline/confirm.html", **fields)
        try:
            about = {"organization": imported_deadline.organization, "number": imported_deadline.client_number}
            link_by_agent(citizen=citizen, **about, by=request.user)
        except NumberTaken:
            messages.error(request, gettext("Ce numéro est déjà relié à une autre personne. Vérifiez-le avec elle."))
            return redirect("admin:imported_deadlines_importeddeadline_changelist")
        except Unfit as error:
            messages.error(request, gettext("Ce numéro ne peut être relié\u00a0: %(why)s") % {"why": error})
            return redirect("admin:imported_deadlines_importeddeadline_changelist")
        request.session.pop(SEARCH, None)
        messages.success(request, gettext("C’est relié. Les échéances qui attendaient sont ouvertes pour la personne."))
        return redirect("admin:imported_deadlines_importeddeadline_changelist")

    def _served(self, request: HttpRequest, imported_deadline: ImportedDeadline) -> Any:
        try:
            key = UUID(request.POST.get("citizen", ""))
        except ValueError as error:
            raise Http404 from error
        citizen = served_by(request.user, imported_deadline.organization_id).filter(pk=key).first()
        if citizen is None:
            raise Http404
        return citizen

    def _own(self, request: HttpRequest, pk: UUID) -> ImportedDeadline:
        mine = self.get_queryset(request).filter(pk=pk) if self.has_view_permission(request) else None
        imported_deadline = mine.select_related("organization", "kind").first() if mine is not None else None
        if imported_deadline is None:
            raise Http404
        return imported_deadline

    def _page(self, request: HttpRequest, imported_deadline: ImportedDeadline, form: InvitationForm) -> HttpResponse:
        served = served_by(request.user, imported_deadline.organization_id)
        words = request.session.get(SEARCH, "")
        searched = "" if is_too_long(words) else words
        found = find(served.order_by("name_order", "pk"), searched, paths=[""], by=request.user)
        invited = Invitation.objects.filter(
            organization=imported_deadline.organization_id, digest=imported_deadline.digest
        )
        return self._answer(
            request,
            "admin/imported_deadlines/importeddeadline/number.html",
            status=422 if form.is_bound and form.errors else 200,
            imported_deadline=imported_deadline,
            waiting=ImportedDeadline.objects.visible_to(request.user)
            .of_number(imported_deadline)
            .select_related("kind"),
            invitations=invited.select_related("batch").order_by("-asked_at", "pk")[:5],
            invite_form=form,
            may_link=bool(visibility_of(request.user).team_ids),
            search_form=form_of(words),
            searched=searched,
            found=found.rows[:SHOWN] if searched else [],
            resembles=found.resembles,
        )

    def _answer(self, request: HttpRequest, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
        title = self.opts.verbose_name_plural
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **values}
        return TemplateResponse(request, template, context, status=status)
