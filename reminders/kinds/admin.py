"""Kinds of deadlines in «gestion»: what citizens read and receive, and the button that publishes it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.admin_site import ReachAdmin
from reminders.kinds.actions import KindIncomplete, publish
from reminders.kinds.models import DeadlineKind, ReminderStep


class StepInline(admin.TabularInline):
    """The ladder, read here; its texts are changed by a new version."""

    model = ReminderStep
    fields = ["offset_days", "text_fr"]
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(DeadlineKind)
class DeadlineKindAdmin(ReachAdmin):
    view_roles = {"agent", "supervisor", "administrator"}
    list_display = ["title_fr", "organization", "state", "nature", "confidence", "published_at"]
    list_filter = ["state", "nature"]
    list_select_related = ["organization"]
    ordering = ["title_fr", "pk"]
    inlines = [StepInline]
    actions = ["publish_chosen"]
    fields = [
        "title_fr",
        "organization",
        "state",
        "published_at",
        "published_by",
        "nature",
        "rule_fr",
        "basis",
        "consequence_fr",
        "procedure",
        "note_fr",
        "style",
        "official_url",
        "confidence",
        "version",
    ]
    readonly_fields = fields

    @admin.display(description=_("marche à suivre"))
    def procedure(self, kind: DeadlineKind) -> str:
        return format_html_join("\n", "<p>{}</p>", ((step,) for step in kind.procedure_fr))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return self._holds(request, {"administrator"})

    @admin.action(description=_("Publier : offrir les rappels aux citoyens"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        published = 0
        for kind in queryset:
            try:
                publish(kind=kind, by=request.user)
                published += 1
            except KindIncomplete:
                text = _("« %s » n’a aucune étape : ajoutez-en une avant de publier.")
                self.message_user(request, text % kind.title_fr, messages.ERROR)
            except PermissionDenied:
                text = _("« %s » est publié par les administrateurs de son organisme.")
                self.message_user(request, text % kind.title_fr, messages.ERROR)
        if published:
            text = ngettext("%d type publié.", "%d types publiés.", published)
            self.message_user(request, text % published, messages.SUCCESS)
