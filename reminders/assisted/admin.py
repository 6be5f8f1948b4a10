"""«Personnes»: registered or opened, found by a search that leaves no trace in an address, served on one page."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from portal.people.models import Citizen
from reminders.assisted import joining
from reminders.assisted.death_page import death
from reminders.assisted.guest_page import send
from reminders.assisted.mandates_page import mandates
from reminders.assisted.models import ServedPerson
from reminders.assisted.opening import check_identity, find_somebody
from reminders.assisted.querysets import teams_of
from reminders.assisted.registering import register
from reminders.assisted.views import serve
from reminders.assisted.writing_page import write


@admin.register(ServedPerson)
class ServedPersonAdmin(SectionAdmin):
    menu_group = menu.QUEUE
    menu_rank = 20
    view_permission = Permission.SERVE_PEOPLE
    read_verb = "person.opened"
    found_by = ("",)
    pages_without_rows = frozenset({"add", "register", "somebody"})
    list_display = ["family_name", "given_name", "born", "has_address", "has_phone", "has_account"]
    list_display_links = ["family_name", "given_name"]
    ordering = ["name_order", "pk"]
    change_list_template = "admin/assisted/servedperson/change_list.html"

    @admin.display(description=_("date de naissance"), ordering="birth_date", empty_value="—")
    def born(self, person: ServedPerson) -> str:
        return str(person.birth or "")

    @admin.display(description=_("adresse postale"), boolean=True)
    def has_address(self, person: ServedPerson) -> bool:
        return bool(person.postal_address)

    @admin.display(description=_("téléphone"), boolean=True)
    def has_phone(self, person: ServedPerson) -> bool:
        return bool(person.phone)

    @admin.display(description=_("compte"), boolean=True)
    def has_account(self, person: ServedPerson) -> bool:
        return person.user_id is not None

    def added_pages(self) -> list[Added]:
        return [
            Added("inscrire/", self.register, "register"),
            Added("ouvrir/", self.find_somebody, "find_somebody"),
            Added("ouvrir/<uuid:person>/", self.check_identity, "check_identity"),
            Added("<uuid:pk>/reunir/", self.join, "join"),
            Added("<uuid:pk>/separer/", self.separate, "separate", posted=True),
            Added("<uuid:pk>/ecrire/", self.write, "write", permission=Permission.HANDLE_CONVERSATIONS),
            Added("<uuid:pk>/envoi/", self.guest_mail, "guest_mail", permission=Permission.HANDLE_CONVERSATIONS),
            Added("<uuid:pk>/mandats/", self.mandates, "mandates"),
            Added("<uuid:pk>/deces/", self.death, "death"),
        ]

    def register(self, request: HttpRequest) -> HttpResponse:
        return register(self, request)

    def find_somebody(self, request: HttpRequest) -> HttpResponse:
        return find_somebody(self, request, teams_of(request.user))

    def check_identity(self, request: HttpRequest, person: UUID) -> HttpResponse:
        return check_identity(self, request, person, teams_of(request.user))

    def join(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return joining.join(self, request, self._person(request, str(pk)))

    def separate(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return joining.separate(self, request, self._person(request, str(pk)))

    def write(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return write(self, request, self._person(request, str(pk)))

    def guest_mail(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return send(self, request, self._person(request, str(pk)))

    def mandates(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return mandates(self, request, self._person(request, str(pk)))

    def death(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return death(self, request, self._person(request, str(pk)))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return serve(self, request, self._person(request, object_id))

    def _person(self, request: HttpRequest, object_id: str) -> Citizen:
        try:
            mine = Citizen.objects.visible_to(request.user).filter(pk=UUID(object_id))
        except ValueError as error:
            raise Http404 from error
        person = mine.first() if self.has_view_permission(request) else None
        if person is None:
            raise Http404
        return person
