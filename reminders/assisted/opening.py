"""«Ouvrir une autre personne»: somebody whom none of the agent's teams serves, once they are recognised.

Who was found stays in the session: the page of a person who was not looked for does not exist.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.people.models import Citizen
from portal.person_access import actions
from portal.person_access.identity import QUESTIONS, asked_by
from portal.person_access.matching import TooVague, people_said_to_be
from portal.person_access.models import PersonAccess
from reminders.assisted.forms import TeamChoice

_KEPT = "people_said_to_be"
CARD, CODE, ANSWERS = "card", "code", "answers"
Reason = PersonAccess.Reason


class WhoForm(forms.Form):
    """What the person says of themselves: enough to find one person, and nobody by looking around."""

    words = forms.CharField(
        label=_("Ce que la personne dit d’elle"),
        max_length=200,
        help_text=_(
            "Son nom, et une autre chose qui est à elle\u00a0: date de naissance, téléphone, code postal ou courriel. "
            "Par exemple\u00a0: Jeanne Lavallée, 12 mai 1961."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
        error_messages={
            "required": _("Écrivez son nom et une autre chose, par exemple sa date de naissance."),
            "max_length": _("C’est trop long\u00a0: écrivez un nom et une date."),
        },
    )


class OpeningForm(forms.Form):
    """Why the person is opened, for which team, and what says that it is them."""

    reason = forms.ChoiceField(
        label=_("Pourquoi"),
        choices=[one for one in Reason.choices if one[0] not in {Reason.REGISTERED, Reason.JOINED}],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites pourquoi vous ouvrez cette fiche.")},
    )
    note = forms.CharField(
        label=_("Qui demande, et quoi"),
        max_length=300,
        help_text=_("Une phrase. La personne la lit dans son espace, si elle en a un."),
        error_messages={
            "required": _("Écrivez qui demande, et quoi."),
            "max_length": _("Une phrase suffit\u00a0: au plus %(limit_value)d signes."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    team = TeamChoice()

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        TeamChoice.offer(self, teams)


class PersonIdentityForm(OpeningForm):
    """The questions of the organization, or a card seen at the counter."""

    has_card = forms.BooleanField(
        label=_("La personne est devant moi\u00a0: j’ai vu une pièce d’identité avec photo, à son nom"), required=False
    )

    def __init__(self, *args: Any, teams: Any, **kwargs: Any) -> None:
        super().__init__(*args, teams=teams, **kwargs)
        # One who serves for two organizations says for which, and is judged by the questions of that one.
        asked = [asked_by(organization) for organization in {team.organization_id for team in teams}]
        self.needed = max((each.needed for each in asked), default=0)
        self.codes = [code for code in QUESTIONS if any(code in each.codes for each in asked)]
        for code in self.codes:
            question = QUESTIONS[code]
            box = forms.TextInput(attrs={"autocomplete": "off"})
            self.fields[code] = forms.CharField(
                label=str(question.label), help_text=str(question.help_text), max_length=200, required=False, widget=box
            )

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[code] for code in self.codes]


class SupportCodeForm(OpeningForm):
    """What the person reads in their own space."""

    code = forms.CharField(
        label=_("Code d’aide"),
        max_length=20,
        help_text=_(
            "Huit chiffres. La personne les voit dans son espace\u00a0: «\u00a0Mon compte\u00a0», puis "
            "«\u00a0Code d’aide\u00a0»."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={
            "required": _("Écrivez les huit chiffres que la personne vous lit."),
            "max_length": _("Le code a huit chiffres."),
        },
    )


def keep_candidates(request: HttpRequest, people: Iterable[Citizen]) -> None:
    """Let this session open those who were found, after their identity is checked."""
    if found := [str(person.pk) for person in people]:
        request.session[_KEPT] = found


def find_somebody(section: Any, request: HttpRequest, teams: Any) -> HttpResponse:
    """The search, and the support code, on one page."""
    posted = request.POST if request.method == "POST" else None
    by_code = posted is not None and posted.get("act") == CODE
    who = WhoForm(None if by_code else posted)
    code = SupportCodeForm(posted if by_code else None, teams=teams, initial={"reason": Reason.CALLED})
    people: list[Citizen] | None = None
    if by_code and code.is_valid() and (citizen := _opened_by_code(code, request)):
        return redirect("admin:assisted_servedperson_change", citizen)
    if posted is not None and not by_code and who.is_valid():
        try:
            people = people_said_to_be(who.cleaned_data["words"], by=request.user)
            keep_candidates(request, people)
        except TooVague:
            who.add_error("words", gettext("Ajoutez à son nom une chose qui est à elle, par exemple sa naissance."))
    context = {
        **section.admin_site.each_context(request),
        "title": gettext("Ouvrir une autre personne"),
        "opts": section.opts,
        "who_form": who,
        "code_form": code,
        "people": people,
    }
    refused = bool(who.errors or code.errors)
    template = "admin/assisted/servedperson/find_somebody.html"
    return TemplateResponse(request, template, context, status=422 if refused else 200)


def _opened_by_code(form: SupportCodeForm, request: HttpRequest) -> UUID | None:
    given = form.cleaned_data
    reason = {"reason": given["reason"], "note": given["note"], "team": given["team"]}
    try:
        return actions.open_by_code(code=given["code"], by=request.user, **reason).citizen_id
    except actions.SupportCodeRefused:
        form.add_error("code", gettext("Ce code ne vaut plus, ou a été mal entendu. Demandez-en un autre."))
    except actions.TooManyFailures:
        form.add_error("code", gettext("Trop de codes ont été essayés. Attendez un quart d’heure."))
    return None


def check_identity(section: Any, request: HttpRequest, person: UUID, teams: Any) -> HttpResponse:
    """Ask who the person is. Raises Http404 for one who was not found in this session."""
    citizen = Citizen.objects.filter(pk=person, died_on=None).first()
    if citizen is None or str(person) not in request.session.get(_KEPT, []):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = PersonIdentityForm(posted, teams=teams, initial={"reason": Reason.CALLED})
    if posted is not None and form.is_valid() and _opened(form, citizen, request):
        messages.success(request, _opened_words(citizen))
        return redirect("admin:assisted_servedperson_change", person)
    context = {
        **section.admin_site.each_context(request),
        "title": gettext("Est-ce bien cette personne?"),
        "opts": section.opts,
        "person": citizen,
        "form": form,
    }
    template = "admin/assisted/servedperson/identity.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def _opened_words(citizen: Citizen) -> str:
    if citizen.user_id:
        return gettext("La fiche est ouverte pour dix heures. La personne le lit dans son espace.")
    return gettext("La fiche est ouverte pour dix heures. Le journal le garde.")


def _opened(form: PersonIdentityForm, citizen: Citizen, request: HttpRequest) -> bool:
    given = form.cleaned_data
    why = {"citizen": citizen, "team": given["team"], "note": given["note"], "by": request.user}
    if given["has_card"]:
        if given["reason"] != Reason.CAME:
            form.add_error("has_card", gettext("Une pièce ne se voit qu’au comptoir\u00a0: changez la raison."))
            return False
        actions.open_by_card(**why)
        return True
    try:
        actions.open_by_answers(**why, reason=given["reason"], answers=given)
    except actions.NotRecognized as refused:
        form.add_error(None, _not_recognized(refused.left))
        return False
    except actions.TooManyFailures:
        form.add_error(None, _not_recognized(0))
        return False
    return True


def _not_recognized(left: int) -> str:
    if not left:
        return gettext(
            "Trop d’essais aujourd’hui\u00a0: les réponses ne comptent plus jusqu’à demain. La personne lit le code "
            "d’aide de son espace, ou vient au comptoir avec une pièce d’identité."
        )
    said = gettext("Ces réponses ne suffisent pas. Ne dites pas laquelle\u00a0: demandez autre chose.")
    more = ngettext("Il reste %d essai aujourd’hui.", "Il reste %d essais aujourd’hui.", left) % left
    return f"{said} {more}"
