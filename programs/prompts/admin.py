"""«Questions au bon moment» in «gestion»: an administrator says where, which fact, in which words, and sees it."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.gestion import menu
from portal.gestion.site import SectionAdmin
from programs.prompts.actions import WRITTEN, resume_prompt, retire_prompt, write_prompt
from programs.prompts.forms import PromptForm
from programs.prompts.models import Prompt
from programs.prompts.moments import prompt_form
from programs.prompts.querysets import PromptQuerySet


@admin.register(Prompt)
class PromptAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.PROGRAMS
    menu_rank = 40
    view_permission = change_permission = add_permission = Permission.CONFIGURE_PROMPTS
    list_display = ["shown_question", "organization", "team", "life_event", "position", "updated_at", "retired_at"]
    list_display_links = ["shown_question"]
    list_select_related = ["organization", "team", "life_event", "fact"]
    ordering = ["organization", "position", "pk"]
    form = PromptForm
    fieldsets = [
        (_("Où la poser"), {"fields": ["organization", "team", "life_event", "deadlines", "position"]}),
        (_("Ce qu’on demande"), {"fields": ["fact", "question_fr", "precision_fr", "question_en", "precision_en"]}),
        (_("Ce que la réponse peut ouvrir"), {"fields": ["programs"]}),
    ]
    actions = ["retire_chosen", "resume_chosen"]

    @admin.display(description=_("question"))
    def shown_question(self, prompt: Prompt) -> str:
        return str(prompt)

    def get_form(self, request: HttpRequest, obj: Prompt | None = None, change: bool = False, **kwargs: Any) -> type:
        form = super().get_form(request, obj, change, **kwargs)
        assert issubclass(form, PromptForm)  # made from `form`, above
        form.organization_ids = visibility_of(request.user).organizations_where(Permission.CONFIGURE_PROMPTS)
        return form

    def save_model(self, request: HttpRequest, obj: Prompt, form: PromptForm, change: bool) -> None:
        names = (*WRITTEN, "programs")
        write_prompt(prompt=obj, content={name: form.cleaned_data[name] for name in names}, by=request.user)

    def get_queryset(self, request: HttpRequest) -> PromptQuerySet:
        mine = super().get_queryset(request)
        assert isinstance(mine, PromptQuerySet)  # `Prompt.objects`
        return mine

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Below the form, the question as people meet it."""
        mine = self.get_queryset(request)
        shown = mine.with_words().filter(pk=object_id).first() if _is_key(object_id) else None
        preview = {"preview": shown, "preview_form": prompt_form(shown)} if shown else {}
        return super().change_view(request, object_id, form_url, {**preview, **(extra_context or {})})

    @admin.action(description=_("Ne plus poser"), permissions=["change"])
    def retire_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for prompt in queryset:
            retire_prompt(prompt=prompt, by=request.user)

    @admin.action(description=_("Poser de nouveau"), permissions=["change"])
    def resume_chosen(self, request: HttpRequest, queryset: QuerySet) -> None:
        for prompt in queryset:
            resume_prompt(prompt=prompt, by=request.user)


def _is_key(text: str) -> bool:
    """Whether a part of an address can be a prompt's id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
