"""Frequent questions in «gestion»: what an administrator writes, publishes and retires."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.publishing.pages import page
from portal.publishing.sections import VersionedSection
from portal.questions import editing
from portal.questions.actions import retire
from portal.questions.models import Question


@admin.register(Question)
class QuestionAdmin(VersionedSection):
    menu_group = menu.PROGRAMS
    menu_rank = 60
    view_permission = Permission.WRITE_ANSWERS
    change_permission = Permission.WRITE_ANSWERS
    add_permission = Permission.WRITE_ANSWERS
    list_display = ["question_fr", "organization", "position", "draft", "published_at", "updated_at", "retired_at"]
    list_select_related = ["organization"]
    ordering = ["position", "question_order", "pk"]
    actions = ["retire_chosen"]
    published_words = _("C’est publié\u00a0: le public le lit.")
    no_version_words = _("Aucune version\u00a0: cette question est telle que dans les données de départ.")
    may_restore = True

    def added_pages(self) -> list[Added]:
        return [
            *self.pages_of_subject([("editeur", "edit", editing.edit)]),
            *self.ledger_pages(),
            Added("<uuid:pk>/change/", self.read, "change"),
        ]

    def read(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """One question: what the public reads, and what one may do with it."""
        question = self.get_queryset(request).select_related("organization", "retired_by").filter(pk=pk).first()
        if question is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        shown = {
            "subject": question,
            "is_subject_page": True,
            "draft": question.versions.open().select_related("author", "returned_by").first(),
            "coming": question.versions.coming().order_by("effective_on"),
        }
        return page(self, request, "question", title=question.question_fr, **shown)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.of_section(editing.start, request)

    def administered(self, request: HttpRequest) -> frozenset[Any]:
        """None: the portal itself, for its operators."""
        everywhere = visibility_of(request.user).may_everywhere(Permission.WRITE_ANSWERS)
        return super().administered(request) | ({None} if everywhere else frozenset())

    def writable(self, request: HttpRequest) -> QuerySet[Question]:
        return Question.objects.visible_to(request.user)

    @admin.action(description=_("Retirer de la page publique"), permissions=["change"])
    def retire_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for question in queryset:
            retire(question=question, by=request.user)
