"""Kinds of deadlines in «gestion»: what citizens read and receive, and the button that publishes it."""

import datetime as dt
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.admin_site import ReachAdmin
from portal.clock import today
from reminders.kinds.actions import KindIncomplete, publish
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import basis_words, offset_words, step_text


@admin.register(DeadlineKind)
class DeadlineKindAdmin(ReachAdmin):
    view_roles = {"agent", "supervisor", "administrator"}
    list_display = ["title_fr", "organization", "state", "nature", "confidence", "published_at"]
    list_filter = ["state", "nature"]
    list_select_related = ["organization"]
    ordering = ["title_fr", "pk"]
    actions = ["publish_chosen"]
    fields = [
        "title_fr",
        "organization",
        "state",
        "published_at",
        "published_by",
        "nature",
        "rule_fr",
        "origin_of_date",
        "consequence_fr",
        "procedure",
        "ladder",
        "note_fr",
        "style",
        "official_url",
        "confidence",
        "version",
    ]
    readonly_fields = fields
    change_form_template = "admin/reminders/deadlinekind/change_form.html"

    def view_on_site(self, kind: DeadlineKind) -> str:
        return kind.get_absolute_url()

    @admin.display(description=_("origine de la date"))
    def origin_of_date(self, kind: DeadlineKind) -> str:
        return basis_words(kind.basis)

    @admin.display(description=_("marche à suivre"))
    def procedure(self, kind: DeadlineKind) -> str:
        return format_html_join("\n", "<p>{}</p>", ((step,) for step in kind.procedure_fr))

    @admin.display(description=_("messages, tels qu’une personne fictive les recevrait"))
    def ladder(self, kind: DeadlineKind) -> str:
        """Seen before publishing: the texts with a date in thirty days."""
        due_on = today() + dt.timedelta(days=30)
        lines = ((offset_words(step.offset_days), step_text(step, due_on)) for step in kind.steps.all())
        return format_html_join("\n", "<p><strong>{}</strong> {}</p>", lines)

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        extra = {"may_publish": self.has_publish_permission(request)}
        return super().change_view(request, object_id, *args, extra_context=extra, **kwargs)

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
