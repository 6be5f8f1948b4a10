"""Frequent questions in «gestion»."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.gestion import menu
from portal.gestion.site import SectionAdmin
from portal.organizations.models import Organization
from portal.questions.actions import WORDS, retire, write
from portal.questions.forms import QuestionForm
from portal.questions.models import Question


@admin.register(Question)
class QuestionAdmin(SectionAdmin):
    menu_group = menu.PROGRAMS
    menu_rank = 60
    form = QuestionForm
    view_permission = Permission.WRITE_ANSWERS
    change_permission = Permission.WRITE_ANSWERS
    add_permission = Permission.WRITE_ANSWERS
    list_display = ["question_fr", "organization", "position", "updated_at", "retired_at"]
    list_select_related = ["organization"]
    ordering = ["position", "question_fr", "pk"]
    fields = list(WORDS)
    actions = ["retire_chosen"]

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """One's own organizations; none at all is the portal's, for its operators."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "organization":
            field.queryset = Organization.objects.filter(
                pk__in=visibility_of(request.user).organizations_where(Permission.WRITE_ANSWERS)
            )
            field.required = not visibility_of(request.user).may_everywhere(Permission.WRITE_ANSWERS)
        return field

    def save_model(self, request: HttpRequest, obj: Question, form: ModelForm, change: bool) -> None:
        write(question=obj, words={name: form.cleaned_data[name] for name in WORDS}, by=request.user)

    @admin.action(description=_("Retirer de la page publique"), permissions=["change"])
    def retire_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for question in queryset:
            retire(question=question, by=request.user)
