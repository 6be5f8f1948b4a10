"""People's words in «gestion»: whoever hears them proposes them, the operation of the portal decides."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.access.permissions import Permission
from portal.catalogue import synonyms
from portal.catalogue.forms import RefusalForm, SynonymForm
from portal.catalogue.models import Synonym, SynonymVersion
from portal.foundation.words.folding import plain
from portal.gestion import menu
from portal.gestion.added_pages import Added
from portal.gestion.site import SectionAdmin

SHOWN = 100
"""Versions listed at most: the latest."""


@admin.register(Synonym)
class SynonymAdmin(SectionAdmin):
    is_short = True
    menu_group = menu.PROGRAMS
    menu_rank = 70
    view_permission = add_permission = Permission.PROPOSE_SYNONYMS
    form = SynonymForm
    list_display = ["term", "meaning", "state", "written_at"]
    list_filter = ["state"]
    search_fields = ["term_plain", "meaning"]
    ordering = ["term_plain", "pk"]
    view_on_site = False
    change_list_template = "admin/catalogue/synonym/change_list.html"
    change_form_template = "admin/catalogue/synonym/change_form.html"

    def added_pages(self) -> list[Added]:
        return [
            Added("<uuid:pk>/approuver/", self.approve, "approve", permission=Permission.APPROVE_SYNONYMS, posted=True),
            Added("<uuid:pk>/refuser/", self.refuse, "refuse", permission=Permission.APPROVE_SYNONYMS, posted=True),
            Added("<uuid:pk>/retirer/", self.withdraw, "withdraw", permission=Permission.APPROVE_SYNONYMS, posted=True),
            Added("versions/", self.versions, "versions", permission=Permission.APPROVE_SYNONYMS),
            Added(
                "versions/<int:number>/remettre/",
                self.put_back,
                "put_back",
                permission=Permission.APPROVE_SYNONYMS,
                posted=True,
            ),
        ]

    def get_fields(self, request: HttpRequest, obj: Synonym | None = None) -> tuple[str, ...]:
        """Who proposed and who decided are told to operators only."""
        if obj is None:
            return ("term", "meaning")
        people = ("author", "decided_by") if synonyms.is_decided_by(request.user) else ()
        return ("term", "meaning", "state", "written_at", "decided_at", "refused_why", *people)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Synonym], search_term: str
    ) -> tuple[QuerySet[Synonym], bool]:
        """Words are compared as the search of all compares them: «Bazou» finds «bazou»."""
        words = search_term.strip()
        said = Q(meaning__icontains=words)
        if plain(words):
            said |= Q(term_plain__contains=plain(words))
        return queryset.filter(said) if words else queryset, False

    def has_delete_permission(self, request: HttpRequest, obj: Synonym | None = None) -> bool:
        return obj is not None and synonyms.may_erase(obj, request.user)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        decides = synonyms.is_decided_by(request.user)
        waiting = Synonym.objects.proposed().count() if decides else 0
        return super().changelist_view(request, {"decides": decides, "waiting": waiting, **(extra_context or {})})

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        context = {"decides": synonyms.is_decided_by(request.user), "refusal_form": RefusalForm()}
        return super().change_view(request, object_id, *args, **{**kwargs, "extra_context": context})

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, *args, **kwargs)
        except synonyms.AlreadyDecided:
            messages.info(request, gettext("L’état de ce synonyme a changé entre-temps\u00a0: il n’est pas effacé."))
            return redirect("admin:catalogue_synonym_changelist")

    def save_model(self, request: HttpRequest, obj: Synonym, form: SynonymForm, change: bool) -> None:
        kept = synonyms.propose(term=obj.term, meaning=obj.meaning, by=request.user)
        obj.pk, obj.state = kept.pk, kept.state

    def response_add(self, request: HttpRequest, obj: Synonym, post_url_continue: str | None = None) -> HttpResponse:
        if obj.is_in_force:
            messages.success(request, gettext("C’est en service\u00a0: la recherche s’en sert déjà."))
        else:
            text = gettext(
                "Votre proposition est envoyée à l’exploitation du portail. "
                "La recherche ne change qu’une fois la proposition approuvée."
            )
            messages.success(request, text)
        return redirect("admin:catalogue_synonym_changelist")

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        synonyms.erase(synonym=obj, by=request.user)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Django's own history is not kept: the journal is written by the action."""

    def approve(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._decided(request, pk, synonyms.approve, gettext("C’est en service dès maintenant."))

    def withdraw(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        return self._decided(request, pk, synonyms.withdraw, gettext("C’est retiré de la recherche."))

    def refuse(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        form = RefusalForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(map(str, form.errors["why"])))
            return redirect("admin:catalogue_synonym_change", pk)
        text = gettext("C’est refusé. La personne qui l’a proposé lit votre raison.")
        return self._decided(request, pk, synonyms.refuse, text, why=form.cleaned_data["why"])

    def _decided(
        self, request: HttpRequest, pk: UUID, action: Callable[..., Synonym], text: str, **words: str
    ) -> HttpResponse:
        try:
            action(synonym=get_object_or_404(Synonym, pk=pk), by=request.user, **words)
            messages.success(request, text)
        except synonyms.AlreadyDecided:
            messages.info(request, gettext("L’état de ce synonyme a changé entre-temps\u00a0: le voici."))
        return redirect("admin:catalogue_synonym_change", pk)

    @method_decorator(require_safe)
    def versions(self, request: HttpRequest) -> HttpResponse:
        """What each decision changed, the latest first."""
        kept = list(SynonymVersion.objects.select_related("author").order_by("-number")[: SHOWN + 1])[::-1]
        before = kept[0].synonyms if len(kept) > SHOWN else []
        rows = synonyms.changes(kept[1:] if len(kept) > SHOWN else kept, before)[::-1]
        page = {"opts": self.opts, "title": _("Versions des synonymes"), "rows": rows}
        context = {**self.admin_site.each_context(request), **page}
        return TemplateResponse(request, "admin/catalogue/synonym/versions.html", context)

    def put_back(self, request: HttpRequest, number: int) -> HttpResponse:
        version = get_object_or_404(SynonymVersion, number=number)
        made = synonyms.put_back(version=version, by=request.user)
        text = gettext("La version %(then)d est remise\u00a0: c’est maintenant la version %(now)d.")
        messages.success(request, text % {"then": number, "now": made.number})
        return redirect("admin:catalogue_synonym_versions")
