"""«Types d’échéances»: what an administrator creates, edits, previews, publishes and stops; agents read."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin
from reminders.kind_versions import decisions, joining_views, views
from reminders.kind_versions.drawing import draw
from reminders.kind_versions.models import KindVersion
from reminders.kind_versions.pages import page
from reminders.kind_versions.reading import content_in_force
from reminders.kinds.models import DeadlineKind


@admin.register(DeadlineKind)
class DeadlineKindAdmin(SectionAdmin):
    menu_group = menu.DEADLINES
    menu_rank = 10
    view_permission = Permission.VIEW_DEADLINE_KINDS
    change_permission = add_permission = Permission.CONFIGURE_DEADLINE_KINDS
    list_display = ["title_fr", "organization", "team", "state", "draft", "sending", "nature", "published_at"]
    list_filter = ["state", "nature"]
    list_select_related = ["organization", "team"]
    search_fields = ["title_fr", "code"]
    ordering = ["title_fr", "pk"]
    change_list_template = "admin/kinds/deadlinekind/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        drafts = KindVersion.objects.open().filter(kind=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(draft_state=Subquery(drafts.values("state")), returned_at=Subquery(drafts.values("returned_at")))
        )

    @admin.display(description=_("brouillon"))
    def draft(self, kind: DeadlineKind) -> str:
        """So that the second person sees what waits for them, and its author what came back."""
        if kind.draft_state == "draft" and kind.returned_at:
            return _("renvoyé")
        return {"draft": _("en cours"), "submitted": _("à approuver")}.get(kind.draft_state, "")

    @admin.display(description=_("envois"))
    def sending(self, kind: DeadlineKind) -> str:
        return _("arrêtés") if kind.stopped_at else ""

    def view_on_site(self, kind: DeadlineKind) -> str:
        return kind.get_absolute_url()

    def added_pages(self) -> list[Added]:
        """Pages of one kind, then those of the room."""
        pages: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("editeur", "edit", views.edit),
            ("apercu", "preview", views.look),
            ("apercu/lettre/<int:rank>", "letter", views.letter),
            ("publier", "publish", decisions.publish),
            ("versions", "history", views.history),
            ("versions/<int:number>", "version", views.version),
            ("envois", "switch", decisions.switch),
            ("dupliquer", "duplicate", views.duplicate),
            ("exporter", "export", views.export),
        ]
        own = [
            Added(f"<uuid:pk>/{where}/", partial(self._of_kind, view), code, right="change")
            for where, code, view in pages
        ]
        return [
            *own,
            Added("importer/", partial(self._of_section, views.bring), "import", right="add"),
            Added(
                "programme/<uuid:program>/",
                partial(self._of_section, joining_views.last_days),
                "program",
                right="change",
            ),
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
            draft=draft,
            content=shown,
            drawing=draw(shown.steps),
            may_change=kind.organization_id in self.administered(request),
        )

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._of_section(views.start, request)

    def administered(self, request: HttpRequest) -> frozenset[UUID]:
        return visibility_of(request.user).organizations_where(Permission.CONFIGURE_DEADLINE_KINDS)

    def _of_section(self, view: Callable[..., HttpResponse], request: HttpRequest, **more: Any) -> HttpResponse:
        if not self.administered(request):
            raise PermissionDenied
        return view(self, request, **more)

    def _of_kind(self, view: Callable[..., HttpResponse], request: HttpRequest, pk: UUID, **more: Any) -> HttpResponse:
        """Only for an administrator of its organization: to others the page does not exist."""
        mine = DeadlineKind.objects.filter(organization__in=self.administered(request))
        kind = mine.select_related("organization").filter(pk=pk).first()
        if kind is None:
            raise Http404
        return view(self, request, kind, **more)
