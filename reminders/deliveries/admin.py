"""Deliveries in «gestion»: whether it left, by which channel, what the provider answered. Never the content."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.consents.models import Channel
from portal.gestion import menu
from portal.gestion.display import proof
from portal.gestion.site import SectionAdmin
from reminders.deliveries.models import Delivery
from reminders.deliveries.querysets import DeliveryQuerySet
from reminders.deliveries.words import answer_in_words


@admin.register(Delivery)
class DeliveryAdmin(SectionAdmin):
    menu_group = menu.DEADLINES
    menu_rank = 130
    view_permission = Permission.HANDLE_DEADLINES
    read_verb = "delivery.read"
    found_by = ("recipient",)
    list_display = [
        "recipient",
        "channel",
        "purpose",
        "state",
        "attempt",
        "not_before",
        "settled_at",
        "provider_answer",
    ]
    list_filter = ["state", "channel"]
    list_select_related = ["recipient"]
    ordering = ["-created_at", "-pk"]
    fields = readonly_fields = (
        "recipient",
        "channel",
        "purpose",
        "state",
        "attempt",
        "since",
        "not_before",
        "attempted_at",
        "settled_at",
        "provider_answer",
        "identifiers",
    )

    @admin.display(description=_("réponse"), empty_value="—")
    def provider_answer(self, delivery: Delivery) -> str:
        return answer_in_words(delivery)

    @admin.display(description=_("preuve"))
    def identifiers(self, delivery: Delivery) -> SafeString:
        """What its provider and a mail server know it by. Only what is sent has a message: no call, no letter."""
        return proof(*_known_by(delivery))

    def name_of(self, delivery: Delivery) -> str:
        names = {"channel": delivery.get_channel_display(), "state": delivery.get_state_display()}
        return gettext("Envoi %(channel)s, %(state)s") % names

    def get_fields(self, request: HttpRequest, obj: Delivery | None = None) -> tuple[Any, ...]:
        fields = tuple(super().get_fields(request, obj))
        return fields if obj is None or _known_by(obj) else tuple(name for name in fields if name != "identifiers")

    def get_queryset(self, request: HttpRequest) -> DeliveryQuerySet:
        """Never those of one's own space: this page is the organization's."""
        return Delivery.objects.handled_by(request.user).order_by(*self.ordering)


def _known_by(delivery: Delivery) -> list[tuple[str, str]]:
    by_channel: dict[str, str] = {Channel.EMAIL: delivery.message_id, Channel.SMS: str(delivery.key)}
    data = {
        gettext("message"): by_channel.get(delivery.channel, ""),
        gettext("référence du fournisseur"): delivery.reference,
        gettext("réponse"): delivery.code,
    }
    return [(name, one) for name, one in data.items() if one]
