"""«Réponses reçues»: what people wrote back, and the button of whoever dealt with it."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.filters import StateFilter
from portal.gestion.site import SectionAdmin
from portal.people.models import Citizen
from reminders.replies.actions import settle
from reminders.replies.models import Reply
from reminders.replies.querysets import ReplyQuerySet
from reminders.replies.routing import matters_of

TITLES = {"sms": _("Réponse à un message texte"), "email": _("Réponse à un courriel")}


class ReplyStateFilter(StateFilter):
    first = _("à lire")
    offered = [("traitees", _("traitées"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        assert isinstance(queryset, ReplyQuerySet)  # `Reply.objects`
        return queryset.exclude(settled_at=None) if self.value() == "traitees" else queryset.unread()


@admin.register(Reply)
class ReplyAdmin(SectionAdmin):
    menu_group = menu.QUEUE
    menu_rank = 30
    view_permission = Permission.HANDLE_REPLIES
    read_verb = "reply.read"
    list_display = ["channel", "person", "team", "received_at", "settled_at"]
    list_filter = [ReplyStateFilter]
    list_select_related = ["citizen", "team"]
    ordering = ["received_at", "pk"]

    @admin.display(description=_("personne"))
    def person(self, reply: Reply) -> str:
        return str(reply.citizen or gettext("Numéro ou adresse que nous ne connaissons pas"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One reply, what it answers, and where to go from there."""
        reply = self.get_object(request, unquote(object_id)) if self.has_view_permission(request) else None
        if reply is None:
            raise Http404
        if request.method == "POST":
            return self._settle(request, reply)
        served = Citizen.objects.visible_to(request.user).filter(pk=reply.citizen_id).exists()
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Réponse à un message texte")
            if reply.channel == "sms"
            else gettext("Réponse à un courriel"),
            "opts": self.opts,
            "reply": reply,
            "matters": matters_of(reply.delivery, reply.team),
            "is_served": served,
        }
        return TemplateResponse(request, "admin/replies/reply/change_form.html", context)

    def _settle(self, request: HttpRequest, reply: Reply) -> HttpResponse:
        if request.POST.get("act") != "settle":
            messages.error(request, gettext("Choisissez un des boutons de la page."))
            return redirect(reply.get_absolute_url())
        settle(reply=reply, by=request.user)
        messages.success(request, gettext("C’est noté\u00a0: cette réponse est traitée."))
        return redirect("admin:replies_reply_changelist")
