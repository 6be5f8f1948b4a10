"""«Servir une personne»: found by a search that leaves no trace in an address, served on one page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.admin_site import ReachAdmin
from portal.consents.models import Consent, How, Purpose
from portal.people.models import Citizen
from programs.desk.querysets import openable_by
from reminders.deadlines.models import Deadline
from reminders.desk import actions
from reminders.desk.forms import ConsentForm, DeadlineForm, SearchForm, ToldContactForm
from reminders.desk.models import ServedPerson
from reminders.desk.querysets import kinds_of, named
from reminders.suspensions.models import Suspension

ACT, SEARCH = "act", "desk.search"
"""Name of the buttons; key of the session that keeps the words searched (a person's name never goes in an address)."""


@admin.register(ServedPerson)
class ServedPersonAdmin(ReachAdmin):
    view_roles = {"agent", "supervisor"}
    list_display = ["family_name", "given_name", "birth_date", "has_address", "has_phone", "has_account"]
    list_display_links = ["family_name", "given_name"]
    ordering = ["family_name", "given_name", "pk"]
    change_list_template = "admin/reminders/servedperson/change_list.html"

    @admin.display(description=_("adresse postale"), boolean=True)
    def has_address(self, person: ServedPerson) -> bool:
        return bool(person.postal_address)

    @admin.display(description=_("téléphone"), boolean=True)
    def has_phone(self, person: ServedPerson) -> bool:
        return bool(person.phone)

    @admin.display(description=_("compte"), boolean=True)
    def has_account(self, person: ServedPerson) -> bool:
        return person.user_id is not None

    def get_urls(self) -> list[Any]:
        own = [path("chercher/", self.admin_site.admin_view(self.search), name="reminders_servedperson_search")]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return named(super().get_queryset(request), getattr(request, "searched", ""))

    def search(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        form = SearchForm(request.POST)
        request.session[SEARCH] = form.cleaned_data["words"] if form.is_valid() else ""
        return redirect("admin:reminders_servedperson_changelist")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        request.searched = words = request.session.get(SEARCH, "")
        extra = {"search_form": SearchForm(initial={"words": words}), "searched": words}
        return super().changelist_view(request, {**extra, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        person = self._person(request, object_id)
        if request.method != "POST":
            actions.open_person(citizen=person, by=request.user)
            return self._page(request, person)
        deeds: dict[str, Callable[..., HttpResponse]] = {
            "contact": self._contact,
            "consent": self._consent,
            "withdraw": self._withdraw,
            "deadline": self._deadline,
        }
        deed = deeds.get(request.POST.get(ACT, ""))
        if deed is None:
            messages.error(request, gettext("Choisissez un des boutons de la page."))
            return self._back(person)
        return deed(request, person)

    def _person(self, request: HttpRequest, object_id: str) -> Citizen:
        try:
            mine = Citizen.objects.visible_to(request.user).filter(pk=UUID(object_id))
        except ValueError as error:
            raise Http404 from error
        person = mine.first() if self.has_view_permission(request) else None
        if person is None:
            raise Http404
        return person

    def _page(self, request: HttpRequest, person: Citizen, **forms: Any) -> HttpResponse:
        bound = [form for form in forms.values() if form.is_bound and form.errors]
        suspended = Suspension.objects.in_force().of_current_points().filter(citizen=person)
        mine = Consent.objects.in_force().filter(citizen=person)
        context = {
            **self.admin_site.each_context(request),
            "title": str(person),
            "opts": self.opts,
            "person": person,
            "suspensions": suspended.order_by("channel"),
            "consents": (consents := list(mine.order_by("purpose", "channel"))),
            "is_unheard": _is_unheard(person, consents),
            "openable": openable_by(request.user).filter(pk=person.pk).exists(),
            "deadlines": self._deadlines(request, person),
            "contact_form": ToldContactForm(citizen=person),
            "consent_form": ConsentForm(citizen=person, initial={"how": How.PHONE}),
            "deadline_form": DeadlineForm(citizen=person, kinds=kinds_of(request.user)),
            "wording": "",
            **forms,
        }
        if "consent_form" in forms and not bound:
            context["wording"] = forms["consent_form"].wording
        template = "admin/reminders/servedperson/change_form.html"
        return TemplateResponse(request, template, context, status=422 if bound else 200)

    @staticmethod
    def _deadlines(request: HttpRequest, person: Citizen) -> QuerySet:
        """Those of the agent's organization: another one's are not theirs to know."""
        mine = Deadline.objects.filter(pk__in=Deadline.objects.visible_to(request.user).values("pk"))
        return mine.filter(citizen=person).with_kind().order_by("-due_on", "pk")[:20]

    @staticmethod
    def _back(person: Citizen) -> HttpResponse:
        return redirect("admin:reminders_servedperson_change", person.pk)

    def _contact(self, request: HttpRequest, person: Citizen) -> HttpResponse:
        form = ToldContactForm(request.POST, citizen=person)
        if not form.is_valid():
            return self._page(request, person, contact_form=form)
        try:
            with transaction.atomic():
                actions.note_contact(citizen=person, contact=form.told, by=request.user)
        except IntegrityError:
            form.add_error(
                "phone", gettext("Ce numéro est déjà confirmé pour quelqu’un d’autre. Vérifiez-le avec la personne.")
            )
            return self._page(request, person, contact_form=form)
        messages.success(request, gettext("C’est enregistré."))
        return self._back(person)

    def _consent(self, request: HttpRequest, person: Citizen) -> HttpResponse:
        """Asked twice: the second page holds the exact words to read, and the yes."""
        form = ConsentForm(request.POST, citizen=person)
        if not form.is_valid() or not request.POST.get("said_yes"):
            return self._page(request, person, consent_form=form)
        if request.POST.get("wording") != form.wording:
            messages.warning(request, gettext("Le texte a changé entre-temps : lisez celui-ci à la personne."))
            return self._page(request, person, consent_form=form)
        purpose, channel = form.chosen
        how = How(form.cleaned_data["how"])
        actions.note_consent(citizen=person, purpose=purpose, channel=channel, how=how, by=request.user)
        messages.success(request, gettext("L’accord est noté, avec le texte que la personne a accepté."))
        return self._back(person)

    def _withdraw(self, request: HttpRequest, person: Citizen) -> HttpResponse:
        consents = {str(one.pk): one for one in Consent.objects.in_force().filter(citizen=person)}
        consent = consents.get(request.POST.get("consent", ""))
        if consent:
            choice = {"purpose": consent.purpose, "channel": consent.channel}
            actions.note_withdrawal(citizen=person, how=How.PHONE, by=request.user, **choice)
        messages.success(request, gettext("C’est retiré : plus rien ne part par ce moyen pour ce but."))
        return self._back(person)

    def _deadline(self, request: HttpRequest, person: Citizen) -> HttpResponse:
        form = DeadlineForm(request.POST, citizen=person, kinds=kinds_of(request.user))
        if not form.is_valid():
            return self._page(request, person, deadline_form=form)
        actions.add_deadline(citizen=person, by=request.user, **form.cleaned_data)
        messages.success(request, gettext("L’échéance est ajoutée. Ses rappels suivent les accords de la personne."))
        return self._back(person)


def _is_unheard(person: Citizen, consents: list[Consent]) -> bool:
    """Advice is on, and nothing of it can be told: no space to read it in, no way accepted."""
    purposes = {consent.purpose for consent in consents}
    return person.user_id is None and Purpose.ADVICE in purposes and Purpose.LEARN not in purposes
