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
from portal.admin_pages import Added
from portal.admin_site import SectionAdmin
from portal.client_numbers.actions import NumberTaken
from portal.finding.forms import SearchForm
from portal.finding.searching import find
from portal.formats.cells import Unfit
from reminders.arrivals.actions import invite_waiting, link_by_agent
from reminders.arrivals.models import Arrival
from reminders.arrivals.querysets import served_by
from reminders.invitations.forms import InviteForm
from reminders.invitations.models import Invitation

SEARCH, SHOWN = "arrivals.search", 20
"""Key of the session that keeps the words searched; people listed at most."""


@admin.register(Arrival)
class ArrivalAdmin(SectionAdmin):
    view_permission = Permission.VIEW_ARRIVALS
    list_display = ["client_number", "first_due", "kind", "organization", "waiting"]
    list_display_links = ["client_number"]
    list_select_related = ["kind", "organization"]
    ordering = ["due_on", "pk"]
    change_list_template = "admin/reminders/arrival/change_list.html"

    @admin.display(description=_("première date"))
    def first_due(self, arrival: Arrival) -> Any:
        return arrival.due_on

    @admin.display(description=_("échéances en attente"))
    def waiting(self, arrival: Arrival) -> int:
        return arrival.waiting

    def added_pages(self) -> list[Added]:
        return [
            Added("<uuid:pk>/chercher/", self.search, "search"),
            Added("<uuid:pk>/relier/", self.link, "link"),
            Added("<uuid:pk>/inviter/", self.invite, "invite"),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """In the list, one row a number; elsewhere, whatever waits."""
        mine = super().get_queryset(request).unmatched()
        return mine.by_number() if getattr(request, "is_list", False) else mine

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        waiting = self.get_queryset(request)
        numbers = waiting.order_by().values("organization", "digest").distinct().count()
        request.is_list = True
        extra = {"numbers": numbers, "deadlines": waiting.count(), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            arrival = self._own(request, UUID(object_id))
        except ValueError as error:
            raise Http404 from error
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._page(request, arrival, InviteForm())

    def search(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The words stay in the session: a name never goes in an address."""
        arrival = self._own(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = SearchForm(request.POST)
        request.session[SEARCH] = form.cleaned_data["words"] if form.is_valid() else ""
        return redirect("admin:reminders_arrival_change", arrival.pk)

    def invite(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        arrival = self._own(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = InviteForm(request.POST)
        if not form.is_valid():
            return self._page(request, arrival, form)
        given = form.cleaned_data
        invite_waiting(arrival=arrival, name=given["invite_name"], address=given["invite_address"], by=request.user)
        messages.success(request, gettext("La lettre sera imprimée et postée par l’exploitation du portail."))
        return redirect("admin:reminders_arrival_change", arrival.pk)

    def link(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Asked twice: the second page names the person and the number, and holds the yes."""
        arrival = self._own(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        citizen = self._served(request, arrival)
        if not request.POST.get("confirmed"):
            fields = {"arrival": arrival, "person": citizen, "waiting": Arrival.objects.of_number(arrival)}
            return self._answer(request, "admin/reminders/arrival/confirm.html", **fields)
        try:
            link_by_agent(arrival=arrival, citizen=citizen, by=request.user)
        except NumberTaken:
            messages.error(request, gettext("Ce numéro est déjà relié à une autre personne. Vérifiez-le avec elle."))
            return redirect("admin:reminders_arrival_changelist")
        except Unfit as error:
            messages.error(request, gettext("Ce numéro ne peut être relié\u00a0: %(why)s") % {"why": error})
            return redirect("admin:reminders_arrival_changelist")
        request.session.pop(SEARCH, None)
        messages.success(request, gettext("C’est relié. Les échéances qui attendaient sont ouvertes pour la personne."))
        return redirect("admin:reminders_arrival_changelist")

    def _served(self, request: HttpRequest, arrival: Arrival) -> Any:
        try:
            key = UUID(request.POST.get("citizen", ""))
        except ValueError as error:
            raise Http404 from error
        citizen = served_by(request.user, arrival.organization_id).filter(pk=key).first()
        if citizen is None:
            raise Http404
        return citizen

    def _own(self, request: HttpRequest, pk: UUID) -> Arrival:
        mine = self.get_queryset(request).filter(pk=pk) if self.has_view_permission(request) else None
        arrival = mine.select_related("organization", "kind").first() if mine is not None else None
        if arrival is None:
            raise Http404
        return arrival

    def _page(self, request: HttpRequest, arrival: Arrival, form: InviteForm) -> HttpResponse:
        served = served_by(request.user, arrival.organization_id)
        words = request.session.get(SEARCH, "")
        found = find(served.order_by("family_name", "given_name", "pk"), words, paths=[""], by=request.user)
        invited = Invitation.objects.filter(organization=arrival.organization_id, digest=arrival.digest)
        return self._answer(
            request,
            "admin/reminders/arrival/number.html",
            status=422 if form.is_bound and form.errors else 200,
            arrival=arrival,
            waiting=Arrival.objects.visible_to(request.user).of_number(arrival).select_related("kind"),
            invitations=invited.select_related("lot").order_by("-asked_at", "pk")[:5],
            invite_form=form,
            may_link=bool(visibility_of(request.user).team_ids),
            search_form=SearchForm(initial={"words": words}),
            searched=words,
            found=found.rows[:SHOWN] if words else [],
            resembles=found.resembles,
        )

    def _answer(self, request: HttpRequest, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
        title = self.opts.verbose_name_plural
        context = {**self.admin_site.each_context(request), "opts": self.opts, "title": title, **values}
        return TemplateResponse(request, template, context, status=status)
