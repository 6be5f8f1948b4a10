"""Subscriptions in «gestion»: made, secret shown once, failures seen and retried, stopped."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from portal.webhooks import actions, sources
from portal.webhooks.forms import SubscriptionForm
from portal.webhooks.models import Subscription
from portal.webhooks.querysets import SubscriptionQuerySet

SHOWN = 50
"""Calls listed; the button retries all of them."""


@admin.register(Subscription)
class SubscriptionAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.ORGANIZATION
    menu_rank = 80
    view_permission = Permission.CONNECT_SYSTEMS
    pages_without_rows = SectionAdmin.pages_without_rows | {"make"}
    list_display = ["url", "organization", "called_for", "failed", "waiting", "revoked_at"]
    list_select_related = ["organization"]
    ordering = ["-made_at", "pk"]
    fields = readonly_fields = ("organization", "url", "called_for", "made_at", "made_by", "revoked_at", "revoked_by")
    change_list_template = "admin/webhooks/subscription/change_list.html"
    change_form_template = "admin/webhooks/subscription/change_form.html"

    @admin.display(description=_("quand elle est appelée"))
    def called_for(self, subscription: Subscription) -> str:
        words = dict(sources.choices())
        return "; ".join(str(words.get(event, event)) for event in subscription.events)

    @admin.display(description=_("abandonnés"))
    def failed(self, subscription: Subscription) -> int:
        return subscription.failed

    @admin.display(description=_("à faire"))
    def waiting(self, subscription: Subscription) -> int:
        return subscription.waiting

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        mine = super().get_queryset(request)
        assert isinstance(mine, SubscriptionQuerySet)  # `Subscription.objects`
        return mine.with_counts()

    def added_pages(self) -> list[Added]:
        return [
            Added("creer/", self.make_view, "make"),
            Added("<uuid:pk>/reessayer/", self.retry, "retry", posted=True),
            Added("<uuid:pk>/remplacer/", self.replace_secret, "replace_secret", posted=True),
            Added("<uuid:pk>/ancien-secret/", self.end_former_secret, "end_former_secret", posted=True),
            Added("<uuid:pk>/arreter/", self.revoke, "revoke", posted=True),
        ]

    def make_view(self, request: HttpRequest) -> HttpResponse:
        """The secret is in the answer to the POST, and nowhere afterwards."""
        form = SubscriptionForm(request.POST or None, user=request.user)
        secret = ""
        if request.method == "POST" and form.is_valid():
            _made, secret = actions.subscribe(**form.cleaned_data, by=request.user)
        return self._with_secret(request, {"form": form, "secret": secret})

    def _with_secret(self, request: HttpRequest, more: dict[str, Any]) -> HttpResponse:
        page = {"opts": self.opts, "title": self.opts.verbose_name_plural, **more}
        context = {**self.admin_site.each_context(request), **page}
        answer = TemplateResponse(request, "admin/webhooks/subscription/make.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        mine = self.get_object(request, object_id)
        troubled = mine.calls.troubled().order_by("-since", "pk")[:SHOWN] if mine else []
        return super().change_view(request, object_id, form_url, {"troubled": troubled, **(extra_context or {})})

    def retry(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        mine = self.own(request, pk)
        count = actions.retry(subscription=mine, by=request.user)
        text = ngettext("%d appel repart tout de suite.", "%d appels repartent tout de suite.", count)
        messages.success(request, text % count)
        return redirect("admin:webhooks_subscription_change", mine.pk)

    def replace_secret(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """The new secret is in the answer to the POST, and nowhere afterwards."""
        mine = self.own(request, pk)
        try:
            mine, secret = actions.replace_secret(subscription=mine, by=request.user)
        except actions.TwoSecrets:
            messages.error(
                request, gettext("L’ancien secret est encore accepté\u00a0: mettez-y fin avant d’en changer.")
            )
            return redirect("admin:webhooks_subscription_change", mine.pk)
        return self._with_secret(request, {"subscription": mine, "secret": secret})

    def end_former_secret(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        mine = self.own(request, pk)
        actions.end_former_secret(subscription=mine, by=request.user)
        messages.success(
            request, gettext("C’est fait\u00a0: les appels ne sont plus signés que par le nouveau secret.")
        )
        return redirect("admin:webhooks_subscription_change", mine.pk)

    def revoke(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        mine = self.own(request, pk)
        actions.revoke(subscription=mine, by=request.user)
        messages.success(request, gettext("C’est arrêté : plus rien n’est dit à cette adresse."))
        return redirect("admin:webhooks_subscription_change", mine.pk)
