"""The page of one person in «Servir une personne», and the actions of its buttons.

`section` is the admin that shows it (`admin.py`), which found the person among those the agent serves."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from portal.access.permissions import Permission
from portal.access.visibility import visibility_of
from portal.consents.models import Consent, How, Purpose
from portal.people.models import Citizen
from portal.same_people.models import SamePerson
from programs.assisted_advice.querysets import openable_by
from reminders.assisted import actions, boxes, numbers
from reminders.assisted.card import card_of, inviting_team
from reminders.assisted.timeline import contacts_with, older_address, place_in
from reminders.deadlines.actions import KindNotPublished
from reminders.deadlines.models import Deadline
from reminders.deadlines.serving import begin
from reminders.space_invitations.actions import NotInvitable
from reminders.suspensions.models import Suspension

ACT = "act"
"""Name of the buttons."""


def serve(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    if request.method != "POST":
        actions.open_person(citizen=person, by=request.user)
        begin(request, person.pk)
        return _page(section, request, person)
    act = _pressed(request, person)
    action = _ACTIONS.get(act)
    if action is None:
        messages.error(request, gettext("Choisissez un des boutons de la page."))
        return _page(section, request, person)
    try:
        if act in _ADDITIONS:
            actions.must_live(citizen=person)
        return action(section, request, person)
    except actions.DeathNoted:
        messages.error(request, gettext("Un décès est noté\u00a0: rien ne s’ajoute. Corrigez-le d’abord."))
        return _back(person)


def _pressed(request: HttpRequest, person: Citizen) -> str:
    """Return which button was pressed; after «Enter» in a field, that of the only box in which something was typed."""
    if "consent" in request.POST and not request.POST.get(ACT):
        return "withdraw"
    typed = [] if request.POST.get(ACT) else boxes.changed(request, person)
    return typed[0] if len(typed) == 1 else request.POST.get(ACT, "")


def _page(section: Any, request: HttpRequest, person: Citizen, done: str = "", **forms: Any) -> HttpResponse:
    """`done`: the box whose fields show what is known; the others keep what was typed."""
    bound = [form for form in forms.values() if form.is_bound and form.errors]
    suspended = Suspension.objects.in_force().of_current_points().filter(citizen=person)
    mine = Consent.objects.in_force().filter(citizen=person)
    failed = frozenset(suspended.values_list("channel", flat=True))
    joined = list(SamePerson.objects.visible_to(request.user).of(person.pk).select_related("citizen", "same_as"))
    people = {person.pk, *(key for link in joined for key in (link.citizen_id, link.same_as_id))}
    contacts, last = contacts_with(people, by=request.user, after=place_in(request))
    context = {
        **section.admin_site.each_context(request),
        **card_of(person, people, by=request.user, suspended=failed),
        "joined": [(link, link.citizen if link.citizen_id != person.pk else link.same_as) for link in joined],
        "has_space": person.user_id is not None or any(link.same_as.user_id for link in joined),
        "joined_people": [one for link in joined for one in (link.citizen, link.same_as)],
        "contacts": contacts,
        "older_contacts": older_address(last) if last else "",
        "title": str(person),
        "opts": section.opts,
        "person": person,
        "suspensions": suspended.order_by("channel"),
        "consents": (consents := list(mine.order_by("purpose", "channel"))),
        "is_unheard": _is_unheard(person, consents),
        "openable": openable_by(request.user).filter(pk=person.pk).exists(),
        "deadlines": _deadlines_of(request, person),
        "form_id": boxes.FORM_ID,
        "may_write": person.died_on is None and visibility_of(request.user).may(Permission.HANDLE_CONVERSATIONS),
        "wording": "",
        **boxes.shown(request, person, done),
        **numbers.shown(request, person, forms.get("unlink_form")),
        **forms,
    }
    if "consent_form" in forms and not bound:
        context["wording"] = forms["consent_form"].wording
    template = "admin/assisted/servedperson/change_form.html"
    return TemplateResponse(request, template, context, status=422 if bound else 200)


def _deadlines_of(request: HttpRequest, person: Citizen) -> QuerySet:
    """Those of the agent's organization, which the person may also have asked for herself: she is being served. Another
    organization's are not theirs to know. Open ones first, by nearness; then closed ones, the latest first."""
    seen = Deadline.objects.served_by(request.user) | Deadline.objects.handled_by(request.user)
    mine = seen.filter(citizen=person)
    awaited = Case(When(state=Deadline.State.OPEN, then="due_on"))
    return mine.with_kind().order_by(awaited.asc(nulls_last=True), "-due_on", "pk")[:20]


def _back(person: Citizen) -> HttpResponse:
    return redirect("admin:assisted_servedperson_change", person.pk)


def _saved(section: Any, request: HttpRequest, person: Citizen, done: str) -> HttpResponse:
    """Go back to the page; or, when something else was typed, show it again at once with that."""
    person.refresh_from_db()
    if not any(act != done for act in boxes.changed(request, person)):
        return _back(person)
    messages.warning(request, gettext("Ce que vous avez écrit ailleurs dans la page n’est pas encore enregistré."))
    return _page(section, request, person, done)


def _contact(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    form = boxes.box("contact", request, person, request.POST)
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
    return _saved(section, request, person, "contact")


def _names(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    form = boxes.box("names", request, person, request.POST)
    if not form.is_valid():
        return _page(section, request, person, names_form=form)
    actions.note_names(citizen=person, by=request.user, **form.cleaned_data)
    messages.success(request, gettext("Son nom est enregistré. Les documents déjà faits gardent l’ancien."))
    return _saved(section, request, person, "names")


def _birth(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    form = boxes.box("birth", request, person, request.POST)
    if not form.is_valid():
        return _page(section, request, person, birth_form=form)
    actions.note_birth(citizen=person, birth=form.birth, by=request.user)
    messages.success(request, form.kept)
    return _saved(section, request, person, "birth")


def _consent(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    """Asked twice: the second page holds the exact words to read, and the yes."""
    form = boxes.box("consent", request, person, request.POST)
    said_yes = request.POST.get(ACT) == "consent" and request.POST.get("said_yes")
    if not form.is_valid() or not said_yes:
        return _page(section, request, person, consent_form=form)
    if request.POST.get("wording") != form.wording:
        messages.warning(request, gettext("Le texte a changé entre-temps : lisez celui-ci à la personne."))
        return _page(section, request, person, consent_form=form)
    purpose, channel = form.chosen
    how = How(form.cleaned_data["how"])
    actions.note_consent(citizen=person, purpose=purpose, channel=channel, how=how, by=request.user)
    messages.success(request, gettext("L’accord est noté, avec le texte que la personne a accepté."))
    return _saved(section, request, person, "consent")


def _refusal(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    """The words were read, and the person says no: nothing is noted."""
    messages.info(request, gettext("La personne a dit non\u00a0: rien n’est noté, et rien de plus ne lui sera envoyé."))
    return _page(section, request, person, "consent")


def _withdraw(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    consents = {str(one.pk): one for one in Consent.objects.in_force().filter(citizen=person)}
    consent = consents.get(request.POST.get("consent", ""))
    if consent:
        choice = {"purpose": consent.purpose, "channel": consent.channel}
        actions.note_withdrawal(citizen=person, how=How.PHONE, by=request.user, **choice)
    messages.success(request, gettext("C’est retiré : plus rien ne part par ce moyen pour ce but."))
    return _saved(section, request, person, "")


def _deadline(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    form = boxes.box("deadline", request, person, request.POST)
    if not form.is_valid():
        return _page(section, request, person, deadline_form=form)
    kind, due_on = form.cleaned_data["kind"], form.cleaned_data["due_on"]
    mine = Deadline.objects.open().filter(citizen=person, concerned=person, kind=kind, due_on=due_on)
    already = mine.exists()
    try:
        actions.add_deadline(citizen=person, by=request.user, **form.cleaned_data)
    except KindNotPublished:
        form.add_error("kind", gettext("Ce type d’échéance n’est pas encore publié. Choisissez-en un autre."))
        return _page(section, request, person, deadline_form=form)
    if already:
        said = gettext("Cette échéance y était déjà\u00a0: rien n’est ajouté. Son heure, s’il y en a une, est à jour.")
    else:
        said = gettext("L’échéance est ajoutée. Ses rappels suivent les accords de la personne.")
    messages.success(request, said)
    return _saved(section, request, person, "deadline")


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


def _note(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    form = boxes.box("note", request, person, request.POST)
    if not form.is_valid():
        return _page(section, request, person, note_form=form)
    given = form.cleaned_data
    actions.note_exchange(citizen=person, team=given["team"], way=given["way"], text=given["text"], by=request.user)
    messages.success(request, gettext("L’échange est noté."))
    return _saved(section, request, person, "note")


def _dossier(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    form = boxes.box("dossier", request, person, request.POST)
    if not form.is_valid():
        return _page(section, request, person, dossier_form=form)
    said = form.cleaned_data
    given = {name: said[f"dossier_{name}"] for name in ("number", "title", "team")}
    given["dossier_type"] = said.get("dossier_type")
    try:
        with transaction.atomic():
            actions.begin_dossier(citizen=person, by=request.user, **given)
    except IntegrityError:
        form.add_error("dossier_number", gettext("Votre organisme a déjà un dossier de ce numéro."))
        return _page(section, request, person, dossier_form=form)
    joined = SamePerson.objects.visible_to(request.user).of(person.pk)
    has_space = person.user_id is not None or joined.filter(same_as__user__isnull=False).exists()
    done = gettext("Le dossier est ouvert\u00a0: la personne le voit dans son espace.")
    messages.success(request, done if has_space else gettext("Le dossier est ouvert."))
    return _saved(section, request, person, "dossier")


def _invite(section: Any, request: HttpRequest, person: Citizen) -> HttpResponse:
    team = inviting_team(person, request.user)
    try:
        if team is None:
            raise NotInvitable
        actions.invite_to_space(citizen=person, team=team, by=request.user)
    except NotInvitable:
        words = gettext(
            "Rien n’est envoyé\u00a0: il faut son adresse postale, sa date de naissance ou son téléphone, et qu’elle "
            "n’ait pas déjà d’espace."
        )
        messages.error(request, words)
    else:
        messages.success(request, gettext("La lettre est à imprimer. Son code vaut 90 jours à partir de l’impression."))
    return _back(person)


_ACTIONS: dict[str, Callable[[Any, HttpRequest, Citizen], HttpResponse]] = {
    "note": _note,
    "dossier": _dossier,
    "invite": _invite,
    "contact": _contact,
    "names": _names,
    "birth": _birth,
    "consent": _consent,
    "refusal": _refusal,
    "withdraw": _withdraw,
    "deadline": _deadline,
    "unlink": _unlink,
    "link_again": _link_again,
}
_ADDITIONS = frozenset({"contact", "consent", "deadline", "dossier", "invite"})
"""Refused from a death on. A birth date is still corrected, an agreement withdrawn, a number unlinked or given back."""
