"""«Envois non aboutis»: what did not reach its person, why, what was tried next; try again, or say it is handled."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.gestion import menu
from portal.gestion.filters import StateFilter
from portal.gestion.site import SectionAdmin
from portal.organizations.models import Team
from portal.people.models import User
from reminders.deliveries.words import answer_in_words
from reminders.fallback import actions, words
from reminders.fallback.models import DeadLetter
from reminders.fallback.querysets import DeadLetterQuerySet
from reminders.fallback.work import organizations_in_words

ACT = "act"
"""Name of the buttons; values: retry, handle."""


class SettledFilter(StateFilter):
    first = _("à voir")
    offered = [("regles", _("réglés"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        assert isinstance(queryset, DeadLetterQuerySet)  # `DeadLetter.objects`
        return queryset.exclude(settled_at=None) if self.value() == "regles" else queryset.open()


@admin.register(DeadLetter)
class DeadLetterAdmin(SectionAdmin):
    """The oldest first. The operation of the portal sees them without names."""

    menu_group = menu.DEADLINES
    menu_rank = 100
    view_permission = Permission.HANDLE_UNREACHED
    read_verb = "dead_letter.read"
    found_by = ("citizen",)
    list_display = ["what", "citizen", "why", "since", "following", "outcome"]
    list_filter = [SettledFilter]
    ordering = ["since", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        mine = super().get_queryset(request)
        assert isinstance(mine, DeadLetterQuerySet)  # `DeadLetter.objects`
        return mine.with_what_failed()

    def searches_people(self, request: HttpRequest) -> bool:
        return _may_know(request)

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        return tuple(name for name in self.list_display if name != "citizen" or _may_know(request))

    @admin.display(description=_("envoi"))
    def what(self, letter: DeadLetter) -> str:
        return words.what_failed(letter)

    @admin.display(description=_("pourquoi"))
    def why(self, letter: DeadLetter) -> str:
        return words.why(letter)

    @admin.display(description=_("essayé ensuite"))
    def following(self, letter: DeadLetter) -> str:
        return words.tried_next(letter)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One of them; it names the person to the organization's people only."""
        letter = self._letter(request, object_id)
        if request.method == "POST":
            return self._act(request, letter)
        context = {
            **self.admin_site.each_context(request),
            "title": words.what_failed(letter),
            "opts": self.opts,
            "letter": letter,
            "rows": _rows(letter, request.user),
        }
        return TemplateResponse(request, "admin/fallback/deadletter/change_form.html", context)

    def _letter(self, request: HttpRequest, object_id: str) -> DeadLetter:
        try:
            key = UUID(object_id)
        except ValueError as error:
            raise Http404 from error
        seen = self.get_queryset(request).filter(pk=key) if self.has_view_permission(request) else None
        if seen is None or (letter := seen.first()) is None:
            raise Http404
        return letter

    def _act(self, request: HttpRequest, letter: DeadLetter) -> HttpResponse:
        if request.POST.get(ACT) == "handle":
            actions.handle(letter=letter, by=request.user)
            messages.success(request, gettext("C’est noté. La tâche qui en découlait est fermée."))
        elif request.POST.get(ACT) == "retry":
            try:
                actions.retry(letter=letter, by=request.user)
                messages.success(request, gettext("Un nouvel essai partira dans la minute."))
            except actions.NothingToRetry:
                messages.info(request, gettext("Rien à renvoyer\u00a0: un essai est déjà en route, ou c’est réglé."))
        else:
            messages.error(request, gettext("Choisissez un des boutons de la page."))
        return redirect("admin:fallback_deadletter_changelist")


def _may_know(request: HttpRequest) -> bool:
    """Names are for the organization's people."""
    return not visibility_of(request.user).may_everywhere(Permission.HANDLE_UNREACHED)


def _rows(letter: DeadLetter, user: User) -> list[tuple[Any, Any]]:
    """The operation of the portal learns whose matters they are, and no name; an organization's people, the name, and
    nothing of another organization."""
    knows, owners = not visibility_of(user).may_everywhere(Permission.HANDLE_UNREACHED), set(letter.organization_ids)
    ours = Team.objects.filter(pk__in=visibility_of(user).team_ids).values_list("organization_id", flat=True)
    mine = owners & set(ours) if knows else owners
    return [
        *([(_("Personne"), letter.citizen)] if knows else []),
        (_("Organisme"), organizations_in_words(mine) or "—"),
        (_("Pourquoi"), words.why(letter)),
        (_("Réponse du fournisseur"), (letter.delivery and answer_in_words(letter.delivery)) or "—"),
        (_("Essayé ensuite"), words.tried_next(letter)),
    ]
