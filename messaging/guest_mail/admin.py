"""«Envois sécurisés»: what was sent to people without an account, where each is, and what can still be done of it."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from messaging.guest_mail import actions
from messaging.guest_mail.models import GuestShipment
from messaging.guest_mail.proofs import ShipmentOver
from portal.access.permissions import Permission
from portal.clock import now
from portal.foundation.crypto.codes import grouped
from portal.gestion import menu
from portal.gestion.filters import StateFilter
from portal.gestion.site import SectionAdmin

ACT = "act"
"""Name of the buttons; values: again, secret, withdraw."""


class GuestShipmentFilter(StateFilter):
    title = _("envois")
    offered = [("ouverts", _("encore ouverts")), ("non-lus", _("pas encore ouverts par la personne"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        match self.value():
            case "ouverts":
                return queryset.in_force(now())
            case "non-lus":
                return queryset.in_force(now()).filter(opened_at=None)
        return queryset


@admin.register(GuestShipment)
class GuestShipmentAdmin(SectionAdmin):
    """To whom, when, how it opens and where it is: neither a code nor a secret is shown here."""

    menu_group = menu.QUEUE
    menu_rank = 25
    view_permission = Permission.HANDLE_CONVERSATIONS
    read_verb = "guest_shipment.read"
    found_by = ("thread__citizen",)
    list_display = ["person", "shown_state", "sent_at", "opened_at", "answered_at", "expires_at"]
    list_display_links = ["person"]
    list_filter = [GuestShipmentFilter]
    list_select_related = ["thread__citizen"]
    ordering = ["-sent_at", "-id"]
    change_list_template = "admin/guest_mail/guestshipment/change_list.html"

    @admin.display(description=_("personne"))
    def person(self, shipment: GuestShipment) -> str:
        return str(shipment.thread.citizen)

    @admin.display(description=_("état"))
    def shown_state(self, shipment: GuestShipment) -> str:
        return str(shipment.state.label)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).with_names().prefetch_related("emails")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        shipment = self._shipment(request, object_id)
        secret = ""
        if request.method == "POST":
            try:
                secret = self._act(request, shipment)
            except ShipmentOver:
                messages.error(request, gettext("Cet envoi est déjà terminé\u00a0: rien n’a changé."))
            if not secret:
                return redirect("admin:guest_mail_guestshipment_change", shipment.pk)
        return self.show(request, shipment, secret)

    def show(self, request: HttpRequest, shipment: GuestShipment, secret: str) -> HttpResponse:
        """The page of one shipment. `secret`: just made, to say by telephone; shown this once."""
        context = {
            **self.admin_site.each_context(request),
            "title": str(shipment),
            "opts": self.opts,
            "shipment": shipment,
            "thread": shipment.thread,
            "secret": grouped(secret) if secret else "",
        }
        return TemplateResponse(request, "admin/guest_mail/guestshipment/change_form.html", context)

    def _act(self, request: HttpRequest, shipment: GuestShipment) -> str:
        match request.POST.get(ACT):
            case "again":
                actions.send_again(shipment=shipment, by=request.user)
                messages.success(request, gettext("Le courriel part de nouveau, avec la même référence."))
            case "secret" if shipment.proof == GuestShipment.Proof.SECRET:
                return actions.renew_secret(shipment=shipment, by=request.user)
            case "withdraw":
                actions.withdraw(shipment=shipment, by=request.user)
                messages.success(request, gettext("C’est retiré\u00a0: la référence et les codes n’ouvrent plus rien."))
            case _:
                messages.error(request, gettext("Choisissez un des boutons de la page."))
        return ""

    def _shipment(self, request: HttpRequest, object_id: str) -> GuestShipment:
        try:
            key = UUID(object_id)
        except ValueError as error:
            raise Http404 from error
        found = self.get_queryset(request).filter(pk=key).first() if self.has_view_permission(request) else None
        if found is None:
            raise Http404
        return found
