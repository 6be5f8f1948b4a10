"""«Changements de coordonnées»: whoever calls is helped here, once their identity is checked."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.contact_changes import actions
from portal.contact_changes.forms import IdentityForm
from portal.contact_changes.models import ContactChange
from portal.gestion import menu
from portal.gestion.filters import StateFilter
from portal.gestion.site import SectionAdmin

ACT = "act"
"""Name of the buttons; values: undo, lift."""


class FrozenFilter(StateFilter):
    offered = [("bloques", _("bloqués")), ("annulables", _("encore annulables"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        match self.value():
            case "bloques":
                return queryset.freezing()
            case "annulables":
                return queryset.undoable()
            case _:
                return queryset


@admin.register(ContactChange)
class ContactChangeAdmin(SectionAdmin):
    """Who, what kind of point, when, by whom; never the values."""

    menu_group = menu.ORGANIZATION
    menu_rank = 60
    view_permission = Permission.VIEW_CONTACT_CHANGES
    read_verb = "contact_change.read"
    list_display = ["owner", "point", "changed_at", "state"]
    list_filter = [FrozenFilter]
    list_select_related = ["account", "citizen"]
    ordering = ["-changed_at", "-pk"]
    found_by = ("account", "citizen")
    fields = ("owner", "point", "changed_at", "changed_by", "state", "undone_at", "lifted_at", "lifted_by")
    readonly_fields = fields
    change_form_template = "admin/contact_changes/contactchange/change_form.html"

    def name_of(self, change: ContactChange) -> str:
        return f"{change.get_point_display()}, {date_format(timezone.localtime(change.changed_at))}"

    @admin.display(description=_("personne"))
    def owner(self, change: ContactChange) -> str:
        return str(change.citizen or change.account)

    @admin.display(description=_("état"))
    def state(self, change: ContactChange) -> Any:
        if change.is_freezing:
            return _("Annulé; coordonnées bloquées")
        if change.undone_at:
            return _("Annulé; coordonnées débloquées")
        return _("En vigueur") if change.is_late else _("En vigueur; la personne peut annuler")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        form = IdentityForm(request.POST if request.method == "POST" else None)
        if request.method != "POST":
            return super().change_view(request, object_id, form_url, {"identity_form": form, **(extra_context or {})})
        change = self._change(request, object_id)
        if form.is_valid():
            return self._act(request, change, form.cleaned_data["how"])
        context = {**self.admin_site.each_context(request), "title": self.name_of(change), "opts": self.opts}
        context |= {"original": change, "identity_form": form}
        return TemplateResponse(request, "admin/contact_changes/contactchange/refused.html", context, status=422)

    def _change(self, request: HttpRequest, object_id: str) -> ContactChange:
        try:
            key = UUID(object_id)
        except ValueError as error:
            raise Http404 from error
        change = self.get_queryset(request).filter(pk=key).first() if self.has_view_permission(request) else None
        if change is None:
            raise Http404
        return change

    def _act(self, request: HttpRequest, change: ContactChange, how: str) -> HttpResponse:
        if request.POST.get(ACT) == "undo":
            self._undo(request, change)
        elif request.POST.get(ACT) == "lift":
            actions.lift(change=change, how=how, by=request.user)
            messages.success(request, gettext("C’est débloqué. La personne en est avertie."))
        else:
            messages.error(request, gettext("Choisissez un des boutons de la page."))
        return redirect("admin:contact_changes_contactchange_change", change.pk)

    @staticmethod
    def _undo(request: HttpRequest, change: ContactChange) -> None:
        try:
            actions.undo(change=change, by=request.user)
        except actions.NotUndoable:
            messages.warning(
                request,
                gettext(
                    "Rien à annuler\u00a0: c’est déjà fait, plus de sept jours ont passé, ou l’ancienne adresse sert à "
                    "un autre compte."
                ),
            )
            return
        messages.success(request, gettext("C’est annulé\u00a0: l’ancienne coordonnée est de retour."))
