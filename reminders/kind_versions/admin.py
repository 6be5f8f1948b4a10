"""«Types d’échéances»: what an administrator creates, edits, previews, publishes and stops; agents read."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.publishing.reading import content_in_force
from portal.publishing.sections import VersionedSection, View
from reminders.kind_versions import decisions, joining_views, views
from reminders.kind_versions.drawing import draw
from reminders.kind_versions.pages import page
from reminders.kind_versions.rows import as_typed
from reminders.kinds.models import DeadlineKind


@admin.register(DeadlineKind)
class DeadlineKindAdmin(VersionedSection):
    menu_group = menu.DEADLINES
    menu_rank = 10
    view_permission = Permission.VIEW_DEADLINE_KINDS
    change_permission = add_permission = Permission.CONFIGURE_DEADLINE_KINDS
    list_display = ["title_fr", "organization", "team", "state", "draft", "sending", "nature", "published_at"]
    list_filter = ["state", "nature"]
    list_select_related = ["organization", "team"]
    search_fields = ["title_fr", "code"]
    ordering = ["title_order", "pk"]
    may_restore = True
    published_words = _("C’est publié. Ce qui est déjà parti ne sera pas répété.")
    no_version_words = _("Aucune version\u00a0: ce type est tel que dans les données de départ.")

    @admin.display(description=_("envois"))
    def sending(self, kind: DeadlineKind) -> str:
        return str(_("arrêtés")) if kind.stopped_at else ""

    def view_on_site(self, kind: DeadlineKind) -> str:
        return kind.get_absolute_url()

    def added_pages(self) -> list[Added]:
        """Pages of one kind, then those of the section."""
        own: list[tuple[str, str, View]] = [
            ("editeur", "edit", views.edit),
            ("apercu", "preview", views.look),
            ("apercu/lettre/<int:rank>", "letter", views.letter),
            ("envois", "switch", decisions.switch),
        ]
        last_days = partial(self.of_section, joining_views.last_days)
        return [
            *self.pages_of_subject(own),
            *self.ledger_pages(),
            Added("programme/<uuid:program>/", last_days, "program", right="change"),
            Added("<uuid:pk>/change/", self.read, "change"),
        ]

    def read(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """One kind: what it says, what it does, and what one may do with it."""
        kind = self.get_queryset(request).select_related("organization", "team", "published_by").filter(pk=pk).first()
        if kind is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        content = content_in_force(kind)
        draft = kind.versions.open().select_related("author", "submitted_by", "returned_by").first()
        shown = draft.written if draft and not content.steps else content
        return page(
            self,
            request,
            "kind",
            title=kind.title_fr,
            kind=kind,
            is_subject_page=True,
            draft=draft,
            content=shown,
            drawing=draw(shown.steps),
            texts=[as_typed(step.text_fr) for step in shown.steps],
            may_change=kind.organization_id in self.administered(request),
        )

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.of_section(views.start, request)

    def about_publishing(self, request: HttpRequest, subject: Any, content: Any, *, approves: bool) -> dict[str, Any]:
        needs_two = self.adapter.needs_two(subject, content)
        return decisions.about_publishing(subject, content, approves=approves) | {"needs_two": needs_two}
