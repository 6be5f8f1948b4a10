"""Dossiers in «gestion»: those of the agent's teams. The page of one writes through the actions only."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.clock import today
from portal.consents.models import Purpose
from portal.dossiers import dormant
from portal.dossiers.actions import DossierOvertaken, NotOfItsType
from portal.dossiers.models import Dossier
from portal.dossiers.moving import Gesture, offered
from portal.dossiers.querysets import DossierQuerySet
from portal.dossiers.reading import Life, decisions_of, in_force
from portal.foundation.formats.days import day_words
from portal.gestion import menu
from portal.gestion.filters import StateFilter
from portal.gestion.site import SectionAdmin
from portal.notices import ways

DO = "do"
"""Name of the buttons; values: the codes of the gestures, and KEEP."""
KEEP = "keep"
LETTER_SAYS = _("La lettre, fermée, dit où en est le dossier à qui a accepté qu’elle le dise.")


class LateFilter(StateFilter):
    title = _("délai")
    parameter_name = "delai"
    offered = [("en-retard", _("date promise passée"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        return queryset.late(today()) if self.value() else queryset


@admin.register(Dossier)
class DossierAdmin(SectionAdmin):
    menu_group = menu.QUEUE
    menu_rank = 50
    view_permission = Permission.VIEW_DOSSIERS
    read_verb = "dossier.read"
    list_display = ["number", "shown_title", "citizen", "team", "shown_state", "promise", "opened_at"]
    list_filter = ["state", LateFilter]
    list_select_related = ["citizen", "team", "dossier_type"]
    found_by = ("citizen",)
    number_column = "number_folded"

    def get_queryset(self, request: HttpRequest) -> DossierQuerySet:
        return super().get_queryset(request).handled_by(request.user)

    @admin.display(description=_("titre"))
    def shown_title(self, dossier: Dossier) -> str:
        return dossier.title

    @admin.display(description=_("état"))
    def shown_state(self, dossier: Dossier) -> str:
        return dossier.shown_state

    @admin.display(description=_("promis pour le"))
    def promise(self, dossier: Dossier) -> str:
        if dossier.promised_on is None:
            return ""
        words = day_words(dossier.promised_on)
        if not dossier.is_late:
            return words
        return format_html('<strong class="g-late">{}</strong>', gettext("%(day)s, en retard") % {"day": words})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One dossier and what may be done with it now. Another team's does not exist."""
        dossier, chosen = self._dossier(request, object_id), request.POST.get(DO, "")
        if request.method == "POST" and chosen == KEEP:
            return self._keep_open(request, dossier)
        moves = list(dossier.moves.select_related("by").order_by("revision"))
        decisions = decisions_of(dossier, moves)
        decision = in_force(decisions)
        gestures = offered(dossier, request.POST or None, chosen, is_decided=decision is not None)
        posted = next(((one, form) for one, form in gestures if one.code == chosen), None)
        if request.method == "POST" and posted is None:
            return self._overtaken(request, dossier)
        if posted and posted[1].is_valid():
            return self._do(request, dossier, *posted)
        context = {
            **self.admin_site.each_context(request),
            "title": dossier.title,
            "opts": self.opts,
            "original": dossier,
            "dossier": dossier,
            "gestures": gestures if self.holds(request, Permission.HANDLE_DOSSIERS) else [],
            "chosen": chosen,
            "status_is_bad": posted is not None,
            "decision": decision,
            "is_review_asked": dormant.is_asked(dossier),
            "life": Life(dossier, moves, decisions=decisions),
            "will_be_told": ways.told_to_agent(dossier.citizen, Purpose.FOLLOW, LETTER_SAYS),
        }
        template = "admin/dossiers/dossier/dossier.html"
        return TemplateResponse(request, template, context, status=422 if posted else 200)

    def _dossier(self, request: HttpRequest, object_id: str) -> Dossier:
        if not self.has_view_permission(request):
            raise Http404
        try:
            return self.get_queryset(request).with_names().get(pk=object_id)
        except (Dossier.DoesNotExist, ValidationError) as error:  # a key that is no UUID does not validate
            raise Http404 from error

    def _do(self, request: HttpRequest, dossier: Dossier, gesture: Gesture, form: forms.Form) -> HttpResponse:
        if not self.holds(request, Permission.HANDLE_DOSSIERS):
            raise PermissionDenied
        read = request.POST.get("revision", "")
        revision = int(read) if re.fullmatch(r"[0-9]{1,9}", read) else 0
        try:
            gesture.act(by=request.user, dossier=dossier, revision=revision, **form.cleaned_data)
        except (DossierOvertaken, NotOfItsType):
            return self._overtaken(request, dossier)
        sentence, leaves = ways.told_to_agent(dossier.citizen, Purpose.FOLLOW, LETTER_SAYS)
        (messages.success if leaves else messages.warning)(request, f"{gesture.done} {sentence}")
        return redirect(dossier.agent_url)

    def _keep_open(self, request: HttpRequest, dossier: Dossier) -> HttpResponse:
        if not self.holds(request, Permission.HANDLE_DOSSIERS):
            raise PermissionDenied
        if dormant.keep_open(dossier=dossier, by=request.user):
            messages.success(
                request, gettext("Le dossier reste ouvert. Sans nouvelles, nous redemanderons dans deux ans.")
            )
        else:
            messages.info(request, gettext("Quelqu’un a déjà répondu\u00a0: voici le dossier."))
        return redirect(dossier.agent_url)

    def _overtaken(self, request: HttpRequest, dossier: Dossier) -> HttpResponse:
        """Say that nothing was done; of a second decision, what lets it be made."""
        words = gettext("Quelqu’un a changé ce dossier entre-temps\u00a0: le voici. Rien n’a été fait de votre côté.")
        if request.POST.get(DO) == "decide" and dossier.decisions.in_force().exists():
            words = gettext(
                "Ce dossier a déjà une décision, que voici. Rien n’a été fait de votre côté. "
                "Pour en rendre une autre, retirez-la ou rouvrez le dossier."
            )
        messages.warning(request, words)
        return redirect(dossier.agent_url)
