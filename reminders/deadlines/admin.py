"""Deadlines in «gestion»: agents read those of their teams, and note what a person tells them. One that a person asked
for herself is opened only while she is being served (`assisted.serving`).

Each decision asks once («Mettre en pause?») before it is done, in a page of its own: it works without JavaScript.
"""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.gestion import menu
from portal.gestion.filters import StateFilter
from portal.gestion.site import SectionAdmin
from portal.people.templatetags.portal_tags import moment
from portal.work_items.models import WorkItem
from reminders.deadlines import actions
from reminders.deadlines.forms import MoveForm, ToldLaterForm
from reminders.deadlines.models import Deadline
from reminders.deadlines.querysets import DeadlineQuerySet
from reminders.deadlines.serving import note_served, served_meanwhile
from reminders.deadlines.telling import DECISIONS, Decision, decisions_for
from reminders.reminders.places import hour_of_place

ACT, SURE = "act", "sure"
"""Names of the buttons' fields: which decision, and whether it has been confirmed."""


class OpenFilter(StateFilter):
    """Open ones unless something else is asked: what was done last year would come before them all."""

    first = _("à faire")
    offered = [*Deadline.State.choices[1:], ("toutes", _("toutes"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        asked = self.value() or Deadline.State.OPEN
        return queryset if asked == "toutes" else queryset.filter(state=asked)


class PausedFilter(admin.EmptyFieldListFilter):
    """Django's own words are those of columns: «Vide», «Non vide»."""

    def choices(self, changelist: Any) -> Any:
        words = (_("Toutes"), _("Non"), _("Oui"))
        for choice, display in zip(super().choices(changelist), words, strict=True):
            yield choice | {"display": display}


@admin.register(Deadline)
class DeadlineAdmin(SectionAdmin):
    menu_group = menu.DEADLINES
    menu_rank = 90
    view_permission = Permission.HANDLE_DEADLINES
    read_verb = "deadline.read"
    found_by = ("citizen",)
    list_display = ["kind", "citizen", "due_on", "state", "paused_at", "origin", "next_at"]
    list_filter = [OpenFilter, "origin", ("paused_at", PausedFilter)]
    list_select_related = ["kind", "citizen"]
    ordering = ["due_on", "pk"]
    fields = readonly_fields = (
        "kind",
        "citizen",
        "concerned",
        "due_on",
        "hour",
        "state",
        "origin",
        "opened_at",
        "closed_at",
        "next_at",
        "paused_at",
        "paused_by",
    )
    view_on_site = False
    change_form_template = "admin/deadlines/deadline/change_form.html"

    def get_queryset(self, request: HttpRequest) -> DeadlineQuerySet:
        """In lists, what one handles; the page of one deadline, also those of the person whom one is serving."""
        seen = Deadline.objects.handled_by(request.user)
        if person := served_meanwhile(request):
            seen = Deadline.objects.filter(
                Q(pk__in=seen.values("pk"))
                | Q(pk__in=Deadline.objects.served_by(request.user).filter(citizen=person).values("pk"))
            )
        return seen.with_next().order_by(*self.ordering)

    def name_of(self, deadline: Deadline) -> str:
        return f"{deadline.kind}, {date_format(deadline.due_on)}"

    @admin.display(description=_("heure, au lieu du rendez-vous"), empty_value="—")
    def hour(self, deadline: Deadline) -> str:
        return hour_of_place(deadline)

    @admin.display(description=_("prochain rappel"), empty_value="—")
    def next_at(self, deadline: Deadline) -> str:
        return moment(deadline.next_at)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One deadline, and what may be done of it."""
        note_served(request)
        if private := self._private_elsewhere(request, object_id):
            messages.info(
                request, gettext("Cette date est à la personne seule. Servez-la d’abord\u00a0: voici sa fiche.")
            )
            return redirect("admin:assisted_servedperson_change", private.citizen_id)
        if request.method == "POST":
            return self._act(request, self._own(request, object_id))
        opened = self.get_object(request, object_id)
        extra = {
            "decisions": decisions_for(opened) if opened else [],
            "move_form": opened and MoveForm(deadline=opened),
            "later_form": self._later_form(opened),
            "asked": opened and WorkItem.objects.open().of_teams(request.user).about(opened).first(),
        }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def _private_elsewhere(self, request: HttpRequest, object_id: str) -> Deadline | None:
        """A private date of somebody whom this agent may serve, and is not serving now: a task leads here."""
        if not self.has_view_permission(request):
            return None
        try:
            mine = Deadline.objects.served_by(request.user).filter(pk=UUID(object_id), is_private=True)
        except ValueError:
            return None
        return mine.exclude(citizen=served_meanwhile(request)).first()

    def _own(self, request: HttpRequest, object_id: str) -> Deadline:
        try:
            mine = self.get_queryset(request).filter(pk=UUID(object_id))
        except ValueError as error:
            raise Http404 from error
        deadline = mine.with_kind().first() if self.has_view_permission(request) else None
        if deadline is None:
            raise Http404
        return deadline

    def _act(self, request: HttpRequest, deadline: Deadline) -> HttpResponse:
        act = request.POST.get(ACT, "")
        if act == "move":
            return self._move(request, deadline)
        if act == "later":
            return self._put_off(request, deadline)
        decision = DECISIONS.get(act)
        if decision is None or decision not in decisions_for(deadline):
            messages.info(request, gettext("L’état de cette échéance a changé entre-temps : le voici."))
            return redirect("admin:deadlines_deadline_change", deadline.pk)
        if not request.POST.get(SURE):
            return self._page(request, deadline, decision=decision, sentence=decision.question)
        try:
            decision.action(deadline=deadline, by=request.user)
            messages.success(request, str(decision.done))
        except (actions.DeadlineClosed, actions.CannotBeMissed):
            messages.info(request, gettext("L’état de cette échéance a changé entre-temps : le voici."))
        except actions.DeadlineFollowed:
            messages.error(request, gettext("La personne suit déjà cette date : rien à rouvrir."))
        except actions.NoMandate:
            messages.error(request, gettext("Le mandat de qui la suivait a pris fin : elle reste fermée."))
        return redirect("admin:deadlines_deadline_change", deadline.pk)

    def _move(self, request: HttpRequest, deadline: Deadline) -> HttpResponse:
        form = MoveForm(request.POST, deadline=deadline)
        if not form.is_valid() or not request.POST.get(SURE):
            sentence = gettext("Les rappels de l’ancienne date ne partiront plus; ceux de la nouvelle sont prévus.")
            words: dict[str, Any] = {
                "title": gettext("Changer la date"),
                "yes": gettext("Oui, changer la date"),
                "act": "move",
            }
            status = 422 if form.errors else 200
            return self._page(request, deadline, form=form, sentence=sentence, status=status, **words)
        try:
            with transaction.atomic():
                actions.move(deadline=deadline, by=request.user, **form.moved)
            messages.success(request, gettext("La date est changée, et les rappels avec elle."))
        except actions.DeadlineClosed:
            messages.info(request, gettext("L’état de cette échéance a changé entre-temps : le voici."))
        except IntegrityError:
            messages.error(request, gettext("La personne a déjà une échéance de ce type à cette date."))
        return redirect("admin:deadlines_deadline_change", deadline.pk)

    def _later_form(self, deadline: Deadline | None) -> ToldLaterForm | None:
        """None once another day would be too late."""
        form = ToldLaterForm(deadline=deadline) if deadline and deadline.is_open else None
        return form if form and form.is_possible else None

    def _put_off(self, request: HttpRequest, deadline: Deadline) -> HttpResponse:
        form = ToldLaterForm(request.POST, deadline=deadline)
        if not form.is_valid() or not request.POST.get(SURE):
            sentence = gettext(
                "Aucun rappel ne part avant ce jour-là. Ce jour-là, il en part un; les suivants reprennent."
            )
            words: dict[str, Any] = {
                "title": gettext("Le rappeler plus tard"),
                "yes": gettext("Oui, ce jour-là"),
                "act": "later",
            }
            status = 422 if form.errors else 200
            return self._page(request, deadline, form=form, sentence=sentence, status=status, **words)
        try:
            actions.remind_later(deadline=deadline, at=form.at, by=request.user)
            messages.success(request, gettext("C’est noté. Rien ne partira avant ce jour-là."))
        except actions.TooLate:
            messages.error(
                request, gettext("Ce jour-là serait trop tard pour être utile. Choisissez-en un plus proche.")
            )
        except actions.DeadlineClosed:
            messages.info(request, gettext("L’état de cette échéance a changé entre-temps : le voici."))
        return redirect("admin:deadlines_deadline_change", deadline.pk)

    def _page(
        self,
        request: HttpRequest,
        deadline: Deadline,
        *,
        status: int = 200,
        decision: Decision | None = None,
        **more: Any,
    ) -> HttpResponse:
        """The question, and its two buttons."""
        context = {
            **self.admin_site.each_context(request),
            "title": decision and decision.label,
            "yes": gettext("Oui, le noter"),
            "act": decision and decision.code,
            "opts": self.opts,
            "original": deadline,
            "object_name": self.name_of(deadline),
            "form": None,
            **more,
        }
        return TemplateResponse(request, "admin/deadlines/deadline/confirm.html", context, status=status)
