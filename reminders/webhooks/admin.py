"""Subscriptions in «gestion»: made, secret shown once, failures seen and retried, stopped."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from reminders.webhooks import actions
from reminders.webhooks.forms import SubscriptionForm
from reminders.webhooks.models import Subscription
from reminders.webhooks.querysets import SubscriptionQuerySet

SHOWN = 50
"""Calls listed; the button retries all of them."""


@admin.register(Subscription)
class SubscriptionAdmin(SectionAdmin):
    menu_group = menu.DEADLINES
    menu_rank = 60
    view_permission = Permission.CONNECT_SYSTEMS
    pages_without_rows = SectionAdmin.pages_without_rows | {"make"}
    list_display = ["url", "organization", "events", "failed", "waiting", "revoked_at"]
    list_select_related = ["organization"]
    ordering = ["-made_at", "pk"]
    fields = readonly_fields = ("organization", "url", "events", "made_at", "made_by", "revoked_at", "revoked_by")
    change_list_template = "admin/webhooks/subscription/change_list.html"
    change_form_template = "admin/webhooks/subscription/change_form.html"

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
            Added("<uuid:pk>/reessayer/", self.retry, "retry"),
            Added("<uuid:pk>/arreter/", self.revoke, "revoke"),
        ]

    def make_view(self, request: HttpRequest) -> HttpResponse:
        """The secret is in the answer to the POST, and nowhere afterwards."""
        form = SubscriptionForm(request.POST or None, user=request.user)
        secret = ""
        if request.method == "POST" and form.is_valid():
            _made, secret = actions.subscribe(**form.cleaned_data, by=request.user)
        page = {"opts": self.opts, "title": self.opts.verbose_name_plural, "form": form, "secret": secret}
        context = {**self.admin_site.each_context(request), **page}
        answer = TemplateResponse(request, "admin/webhooks/subscription/make.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        mine = self.get_object(request, object_id)
        troubled = (
            mine.calls.troubled().select_related("imported_deadline").order_by("-since", "pk")[:SHOWN] if mine else []
        )
        return super().change_view(request, object_id, form_url, {"troubled": troubled, **(extra_context or {})})

    def retry(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        mine = self._own(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        count = actions.retry(subscription=mine, by=request.user)
        text = ngettext("%d appel repart tout de suite.", "%d appels repartent tout de suite.", count)
        messages.success(request, text % count)
        return redirect("admin:webhooks_subscription_change", mine.pk)

    def revoke(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        mine = self._own(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        actions.revoke(subscription=mine, by=request.user)
        messages.success(request, gettext("C’est arrêté : plus rien n’est dit à cette adresse."))
        return redirect("admin:webhooks_subscription_change", mine.pk)

    def _own(self, request: HttpRequest, pk: UUID) -> Subscription:
        found = self.get_queryset(request).filter(pk=pk).first() if self.has_view_permission(request) else None
        if found is None:
            raise Http404
        return found
