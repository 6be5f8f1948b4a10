"""«Appels à faire»: the next call first, its script in large type, the outcome by one button. No JavaScript needed."""

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.clock import now
from portal.foundation.formats.days import day_words
from portal.gestion import menu
from portal.gestion.filters import StateFilter
from portal.gestion.site import SectionAdmin
from portal.people.templatetags.portal_tags import telephone
from programs.assisted_advice.querysets import openable_by
from reminders.calls import actions
from reminders.calls.models import Call
from reminders.calls.querysets import CallQuerySet
from reminders.calls.script import script_of
from reminders.calls.shares import shares_together
from reminders.calls.tries import may_call
from reminders.holidays.models import Holiday
from reminders.kinds.texts import hour_words

ACT = "act"
"""Name of the buttons; values: take, leave, done, or an outcome."""

OUTCOMES = [
    ("reached", _("Personne jointe"), _("Vous lui avez dit ce qu’il y avait à dire."), "primary"),
    ("message_left", _("Message laissé"), _("Le court message, sans rien d’autre."), "secondary"),
    ("no_answer", _("Pas de réponse"), _("L’appel revient dans la liste à un autre moment."), "secondary"),
    ("wrong_number", _("Mauvais numéro"), _("On n’appelle plus ce numéro."), "secondary"),
    ("refused", _("Ne veut plus être appelée"), _("Son accord pour les appels est retiré."), "secondary"),
]


class CallStateFilter(StateFilter):
    title = _("appels")
    first = _("à faire maintenant")
    offered = [("plus-tard", _("à rappeler plus tard")), ("termines", _("terminés"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        assert isinstance(queryset, CallQuerySet)  # `Call.objects`
        match self.value():
            case "plus-tard":
                return queryset.to_call().filter(next_try_at__gt=now())
            case "termines":
                return queryset.exclude(state=Call.State.TO_CALL)
        return queryset.due(at := now()).one_per_person(at)


@admin.register(Call)
class CallAdmin(SectionAdmin):
    menu_group = menu.DEADLINES
    menu_rank = 110
    view_permission = Permission.MAKE_CALLS
    read_verb = "call.read"
    found_by = ("citizen",)
    list_display = ["citizen", "number", "local_time", "tries", "next_try_at", "state", "claimed_by"]
    list_filter = [CallStateFilter]
    list_select_related = ["citizen", "organization", "claimed_by"]
    ordering = ["next_try_at", "pk"]

    @admin.display(description=_("numéro"))
    def number(self, call: Call) -> str:
        return telephone(call.citizen.telephone) if call.citizen.phone else "—"

    @admin.display(description=_("heure chez la personne"))
    def local_time(self, call: Call) -> str:
        return _local_time(call, now())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One call; taking it shows the script and the buttons."""
        call = self._call(request, object_id)
        if request.method == "POST":
            return self._act(request, call)
        held = Call.objects.held_by(request.user).filter(pk=call.pk).exists()
        openable = held and openable_by(request.user).filter(pk=call.citizen_id).exists()
        calls = [call, *actions.companions_of(call=call)]
        context = {
            **self.admin_site.each_context(request),
            "title": str(call),
            "opts": self.opts,
            "call": call,
            "held": held,
            "openable": openable,
            "taken": Call.objects.filter(citizen=call.citizen).held_by_others(request.user).exists(),
            "others": self._others(request, calls),
            "may_call": may_call(now(), call.citizen.time_zone, Holiday.objects.around(now())),
            "local_time": _local_time(call, now()),
            "script": script_of(call, shares_together(calls), request.user),
            "outcomes": OUTCOMES,
        }
        return TemplateResponse(request, "admin/calls/call/change_form.html", context)

    def get_queryset(self, request: HttpRequest) -> CallQuerySet:
        mine = super().get_queryset(request)
        assert isinstance(mine, CallQuerySet)  # `Call.objects`
        return mine

    def _others(self, request: HttpRequest, calls: list[Call]) -> QuerySet:
        """What other teams whose calls one sees have to say to the same person."""
        theirs = self.get_queryset(request).due(now()).filter(citizen=calls[0].citizen)
        return theirs.exclude(pk__in=[one.pk for one in calls])

    def _call(self, request: HttpRequest, object_id: str) -> Call:
        try:
            key = UUID(object_id)
        except ValueError as error:
            raise Http404 from error
        found = self.get_queryset(request).with_names().filter(pk=key) if self.has_view_permission(request) else None
        call = found.first() if found is not None else None
        if call is None:
            raise Http404
        return call

    def _act(self, request: HttpRequest, call: Call) -> HttpResponse:
        act = request.POST.get(ACT, "")
        if act == "take":
            return self._take(request, call)
        if act == "leave":
            actions.let_go(call=call, by=request.user)
            messages.info(request, gettext("L’appel est remis dans la liste."))
            return redirect("admin:calls_call_changelist")
        if act == "done":
            return self._done(request, call)
        if act in actions.OUTCOMES:
            return self._note(request, call, act)
        messages.error(request, gettext("Choisissez un des boutons de la page."))
        return redirect(call.get_absolute_url())

    def _take(self, request: HttpRequest, call: Call) -> HttpResponse:
        try:
            actions.take(call=call, by=request.user)
        except actions.CallTaken:
            messages.info(
                request, gettext("Quelqu’un d’autre appelle cette personne en ce moment. Prenez l’appel suivant.")
            )
            return redirect("admin:calls_call_changelist")
        except actions.NotWanted:
            messages.info(
                request, gettext("Cet appel n’est plus à faire : c’est réglé, ou la personne a changé d’avis.")
            )
            return redirect("admin:calls_call_changelist")
        except actions.OnHold:
            messages.info(request, gettext("L’organisme a suspendu ces rappels : l’appel reviendra dans la liste."))
            return redirect("admin:calls_call_changelist")
        except actions.NotTheHour:
            messages.warning(request, gettext("Il est trop tôt ou trop tard chez cette personne. Appelez plus tard."))
        return redirect(call.get_absolute_url())

    def _done(self, request: HttpRequest, call: Call) -> HttpResponse:
        """The deadline must be one that this call speaks of."""
        calls = [call, *actions.companions_of(call=call)]
        deadlines = {str(reminder.deadline_id): reminder.deadline for reminder in shares_together(calls).reminders}
        deadline = deadlines.get(request.POST.get("deadline", ""))
        if deadline is None:
            messages.info(request, gettext("Cette échéance est déjà réglée."))
        else:
            actions.done_by_phone(call=call, deadline=deadline, by=request.user)
            messages.success(request, gettext("C’est noté comme fait : plus aucun rappel ne partira."))
        return redirect(call.get_absolute_url())

    def _note(self, request: HttpRequest, call: Call, outcome: str) -> HttpResponse:
        try:
            noted = actions.note(call=call, outcome=outcome, by=request.user)
        except actions.CallTaken:
            messages.warning(
                request, gettext("Cet appel n’était plus à vous : rien n’a été noté. Reprenez-le au besoin.")
            )
            return redirect(call.get_absolute_url())
        if noted.is_to_call:
            assert noted.next_try_at is not None  # what is still to call has its hour
            local = noted.next_try_at.astimezone(ZoneInfo(call.citizen.time_zone))
            when = gettext("%(day)s à %(hour)s") % {"day": day_words(local), "hour": _local_time(call, local)}
            messages.success(request, gettext("Noté. À rappeler le %s (heure de la personne).") % when)
        else:
            messages.success(request, gettext("Noté. Merci!"))
        return redirect("admin:calls_call_changelist")


def _local_time(call: Call, at: dt.datetime) -> str:
    """«10 h 05», with no-break spaces."""
    return hour_words(at.astimezone(ZoneInfo(call.citizen.time_zone)).time())
