"""The page of one person in «Servir une personne», and the actions of its buttons.

`section` is the admin that shows it (`admin.py`), which found the person among those the agent serves."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from portal.consents.models import Consent, How, Purpose
from portal.people.models import Citizen
from programs.assisted.querysets import openable_by
from reminders.assisted import actions, numbers
from reminders.assisted.forms import ConsentForm, DeadlineForm, ToldContactForm
from reminders.assisted.querysets import kinds_of
from reminders.contacts.birth_form import BirthForm
from reminders.deadlines.actions import KindNotPublished
from reminders.deadlines.models import Deadline
from reminders.deadlines.serving import begin
from reminders.suspensions.models import Suspension

ACT = "act"
"""Name of the buttons."""


def serve(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    if request.method != "POST":
        actions.open_person(citizen=person, by=request.user)
        begin(request, person.pk)
        return _page(section, request, person)
    action = _ACTIONS.get(request.POST.get(ACT, ""))
    if action is None:
        messages.error(request, gettext("Choisissez un des boutons de la page."))
        return _back(person)
    try:
        if request.POST[ACT] in _ADDITIONS:
            actions.must_live(citizen=person)
        return action(section, request, person)
    except actions.DeathNoted:
        messages.error(request, gettext("Un décès est noté\u00a0: rien ne s’ajoute. Corrigez-le d’abord."))
        return _back(person)


def _page(section: Any, request: HttpRequest, person: Citizen, **forms: Any) -> HttpResponse:
    bound = [form for form in forms.values() if form.is_bound and form.errors]
    suspended = Suspension.objects.in_force().of_current_points().filter(citizen=person)
    mine = Consent.objects.in_force().filter(citizen=person)
    context = {
        **section.admin_site.each_context(request),
        "title": str(person),
        "opts": section.opts,
        "person": person,
        "suspensions": suspended.order_by("channel"),
        "consents": (consents := list(mine.order_by("purpose", "channel"))),
        "is_unheard": _is_unheard(person, consents),
        "openable": openable_by(request.user).filter(pk=person.pk).exists(),
        "deadlines": _deadlines_of(request, person),
        "contact_form": ToldContactForm(citizen=person),
        "birth_form": BirthForm(citizen=person),
        "consent_form": ConsentForm(citizen=person, initial={"how": How.PHONE}),
        "deadline_form": DeadlineForm(citizen=person, kinds=kinds_of(request.user)),
        "wording": "",
        **numbers.shown(request, person, forms.get("unlink_form")),
        **forms,
    }
    if "consent_form" in forms and not bound:
        context["wording"] = forms["consent_form"].wording
    template = "admin/reminders/servedperson/change_form.html"
    return TemplateResponse(request, template, context, status=422 if bound else 200)


def _deadlines_of(request: HttpRequest, person: Citizen) -> QuerySet:
    """Those of the agent's organization, which the person may also have asked for herself: she is being served. Another
    organization's are not theirs to know."""
    mine = Deadline.objects.served_by(request.user).filter(citizen=person)
    return mine.with_kind().order_by("-due_on", "pk")[:20]


def _back(person: Citizen) -> HttpResponse:
    return redirect("admin:reminders_servedperson_change", person.pk)


def _contact(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    form = ToldContactForm(request.POST, citizen=person)
    if not form.is_valid():
        return _page(section, request, person, contact_form=form)
    try:
        with transaction.atomic():
            actions.note_contact(citizen=person, contact=form.contact, by=request.user)
    except IntegrityError:
        form.add_error(
            "phone", gettext("Ce numéro est déjà confirmé pour quelqu’un d’autre. Vérifiez-le avec la personne.")
        )
        return _page(section, request, person, contact_form=form)
    messages.success(request, gettext("C’est enregistré."))
    return _back(person)


def _birth(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    form = BirthForm(request.POST, citizen=person)
    if not form.is_valid():
        return _page(section, request, person, birth_form=form)
    actions.note_birth(citizen=person, birth=form.birth, by=request.user)
    messages.success(request, form.kept)
    return _back(person)


def _consent(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    """Asked twice: the second page holds the exact words to read, and the yes."""
    form = ConsentForm(request.POST, citizen=person)
    if not form.is_valid() or not request.POST.get("said_yes"):
        return _page(section, request, person, consent_form=form)
    if request.POST.get("wording") != form.wording:
        messages.warning(request, gettext("Le texte a changé entre-temps : lisez celui-ci à la personne."))
        return _page(section, request, person, consent_form=form)
    purpose, channel = form.chosen
    how = How(form.cleaned_data["how"])
    actions.note_consent(citizen=person, purpose=purpose, channel=channel, how=how, by=request.user)
    messages.success(request, gettext("L’accord est noté, avec le texte que la personne a accepté."))
    return _back(person)


def _withdraw(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    consents = {str(one.pk): one for one in Consent.objects.in_force().filter(citizen=person)}
    consent = consents.get(request.POST.get("consent", ""))
    if consent:
        choice = {"purpose": consent.purpose, "channel": consent.channel}
        actions.note_withdrawal(citizen=person, how=How.PHONE, by=request.user, **choice)
    messages.success(request, gettext("C’est retiré : plus rien ne part par ce moyen pour ce but."))
    return _back(person)


def _deadline(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    form = DeadlineForm(request.POST, citizen=person, kinds=kinds_of(request.user))
    if not form.is_valid():
        return _page(section, request, person, deadline_form=form)
    try:
        actions.add_deadline(citizen=person, by=request.user, **form.cleaned_data)
    except KindNotPublished:
        form.add_error("kind", gettext("Ce type d’échéance n’est pas encore publié. Choisissez-en un autre."))
        return _page(section, request, person, deadline_form=form)
    messages.success(request, gettext("L’échéance est ajoutée. Ses rappels suivent les accords de la personne."))
    return _back(person)


def _unlink(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    form = numbers.take(request, person)
    return _page(section, request, person, unlink_form=form) if form else _back(person)


def _link_again(_section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    numbers.give_back(request, person)
    return _back(person)


def _is_unheard(person: Citizen, consents: list[Consent]) -> bool:
    """Advice is on, and nothing of it can be told: no space to read it in, no way accepted."""
    purposes = {consent.purpose for consent in consents}
    return person.user_id is None and Purpose.ADVICE in purposes and Purpose.LEARN not in purposes


_ACTIONS: dict[str, Callable[[Any, HttpRequest, Citizen], HttpResponse]] = {
    "contact": _contact,
    "birth": _birth,
    "consent": _consent,
    "withdraw": _withdraw,
    "deadline": _deadline,
    "unlink": _unlink,
    "link_again": _link_again,
}
_ADDITIONS = frozenset({"contact", "consent", "deadline"})
"""Refused from a death on. A birth date is still corrected, an agreement withdrawn, a number unlinked or given back."""
