"""Inviting somebody to act, and typing the code that was received."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.access.visibility import visibility_of
from portal.dossiers.models import Dossier
from portal.foundation.form_fields import choice
from portal.foundation.formats.days import day_words
from portal.mandates.ages import of_age
from portal.mandates.models import Mandate, MandateKind, Proof
from portal.mandates.way_fields import WayForm
from portal.organizations.models import Organization
from portal.people.models import Citizen, User
from portal.people.name_fields import WHOLE_NAME, NameField

EVERYTHING, CHOSEN = "everything", "chosen"
READ, ACT = "read", "act"
LONGEST = dt.timedelta(days=20 * 366)


class _Day(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Écrivez la date ainsi\u00a0: année-mois-jour, par exemple 2027-03-31.")},
            **kwargs,
        )


class MandateScopeForm(forms.Form):
    """For what, from when to when. Valid, `scope` holds the columns of the invitation, or of the mandate."""

    may = forms.ChoiceField(
        label=_("Ce qu’elle peut faire"),
        widget=forms.RadioSelect,
        choices=[
            (READ, _("Voir seulement\u00a0: dossiers, messages et documents")),
            (ACT, _("Voir et agir\u00a0: écrire, envoyer des documents, dire que c’est fait")),
        ],
        error_messages={"required": _("Choisissez ce que la personne peut faire.")},
    )
    receives = forms.BooleanField(label=_("L’avertir aussi quand un rappel est envoyé"), required=False)
    extent = forms.ChoiceField(
        label=_("Pour quoi"),
        widget=forms.RadioSelect,
        choices=[
            (EVERYTHING, _("Tous les organismes et tous les dossiers")),
            (CHOSEN, _("Seulement ceux que je coche")),
        ],
        error_messages={"required": _("Choisissez «\u00a0tous\u00a0» ou «\u00a0seulement\u00a0».")},
    )
    organizations = forms.MultipleChoiceField(
        label=_("Organismes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    dossiers = forms.MultipleChoiceField(label=_("Dossiers"), required=False, widget=forms.CheckboxSelectMultiple)
    starts_on = _Day(label=_("À partir du"), help_text=_("Vide\u00a0: dès sa réponse."))
    ends_on = _Day(label=_("Jusqu’au"), help_text=_("Vide\u00a0: jusqu’à ce que quelqu’un y mette fin."))

    def __init__(self, *args: Any, citizen: Citizen, kept: Mandate | None = None, **kwargs: Any) -> None:
        """`kept`: the mandate that is changed; what it names stays offered, even closed since."""
        super().__init__(*args, **kwargs)
        self.citizen = citizen
        self.kept = kept
        self.begins_on = max(kept.starts_on, clock.today()) if kept else clock.today()
        self.dossiers_offered = self._dossiers()
        organizations = self._organizations().order_by("name_order")
        choice(self, "organizations").choices = [(str(one.pk), str(one)) for one in organizations]
        choice(self, "dossiers").choices = [(str(one.pk), _named(one)) for one in self.dossiers_offered]
        if not self.dossiers_offered:
            del self.fields["dossiers"]

    def _dossiers(self) -> list[Dossier]:
        named = Q(pk__in=self.kept.dossier_ids if self.kept else [])
        mine = Dossier.objects.filter(named | Q(state=Dossier.State.OPEN), citizen=self.citizen)
        return list(mine.select_related("organization").order_by("organization__name_order", "number"))

    def _organizations(self) -> QuerySet[Organization]:
        """Those that receive people's matters here."""
        named = Q(pk__in=self.kept.organization_ids if self.kept else [])
        return Organization.objects.filter(named | Q(teams__isnull=False)).distinct()

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        self._check_days(cleaned)
        chosen = [*cleaned.get("organizations", []), *cleaned.get("dossiers", [])]
        if cleaned.get("extent") == CHOSEN and not chosen:
            self.add_error(
                "organizations", _("Cochez au moins un organisme ou un dossier, ou choisissez «\u00a0tous\u00a0».")
            )
        return cleaned

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        start, end = cleaned.get("starts_on") or self.begins_on, cleaned.get("ends_on")
        if cleaned.get("starts_on") and start < clock.today():
            self.add_error("starts_on", _("Cette date est passée. Laissez vide pour commencer dès sa réponse."))
        if end and end < clock.today():
            self.add_error("ends_on", _("Cette date est passée. Choisissez un jour à venir, ou laissez vide."))
        elif end and end < start and "starts_on" not in self.fields:
            said = _now("Ce mandat commence le %(day)s. Choisissez ce jour ou plus tard, ou laissez vide.")
            self.add_error("ends_on", said % {"day": day_words(start)})
        elif end and end < start:
            self.add_error("ends_on", _("La fin vient avant le début. Vérifiez les deux dates."))
        elif end and end > clock.today() + LONGEST or start > clock.today() + LONGEST:
            self.add_error("ends_on", _("Cette date est trop lointaine. Vérifiez l’année."))

    @property
    def scope(self) -> dict[str, Any]:
        data = self.cleaned_data
        is_limited = data["extent"] == CHOSEN
        return {
            "may_act": data["may"] == ACT,
            "receives": data["receives"],
            "is_limited": is_limited,
            "organization_ids": data["organizations"] if is_limited else [],
            "dossier_ids": data.get("dossiers", []) if is_limited else [],
            "starts_on": data.get("starts_on") or self.begins_on,
            "ends_on": data["ends_on"],
        }


def _named(dossier: Dossier) -> str:
    words = f"{dossier.number} – {dossier.title} ({dossier.organization})"
    return words if dossier.is_open else f"{words}, {dossier.get_state_display()}"


class ChangeForm(MandateScopeForm):
    """What a helper may do from now on."""

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        initial = {
            "may": ACT if mandate.may_act else READ,
            "receives": mandate.receives,
            "extent": CHOSEN if mandate.is_limited else EVERYTHING,
            "organizations": [str(pk) for pk in mandate.organization_ids],
            "dossiers": [str(pk) for pk in mandate.dossier_ids],
            "ends_on": mandate.ends_on,
        }
        super().__init__(*args, citizen=mandate.citizen, kept=mandate, initial=initial, **kwargs)
        del self.fields["starts_on"]


class ActingForm(WayForm, MandateScopeForm):
    """Whom, and how to reach them, besides."""

    invitee = NameField(
        label=_("Prénom et nom de la personne qui agira"),
        longest=WHOLE_NAME,
        error_messages={"required": _("Écrivez le nom de la personne.")},
    )
    field_order: Sequence[str] = ["invitee", *WayForm.base_fields]


class ActingWithDocumentForm(ActingForm):
    """The same by an agent, with the document on file."""

    kind = forms.ChoiceField(label=_("À quel titre"), widget=forms.RadioSelect, choices=MandateKind)
    proof = forms.ChoiceField(
        label=_("Document que vous avez vu"),
        choices=[("", _("Choisissez")), *Proof.choices],
        error_messages={"required": _("Choisissez le document. Sans document, rien n’est donné.")},
    )
    proof_detail = forms.CharField(
        label=_("Son numéro ou sa date"),
        max_length=120,
        help_text=_("Ce qui permet de le retrouver. Rien d’autre de son contenu."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Écrivez le numéro ou la date du document.")},
    )
    field_order = ["kind", "proof", "proof_detail", *ActingForm.field_order]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **kwargs)
        choice(self, "extent").choices = [
            (CHOSEN, _("Seulement ce que je coche, avec votre organisme")),
            (EVERYTHING, _("Tout ce qui est à la personne\u00a0: autorité parentale ou mandat légal seulement")),
        ]
        if self.citizen.died_on:  # whoever liquidates the estate, and nobody else
            choice(self, "kind").choices = [(MandateKind.LEGAL.value, MandateKind.LEGAL.label)]
            choice(self, "proof").choices = [(Proof.ESTATE.value, Proof.ESTATE.label)]

    def _dossiers(self) -> list[Dossier]:
        """Another organization's are not an agent's to know, nor to open to somebody."""
        mine = Dossier.objects.handled_by(self.by).filter(citizen=self.citizen).open().select_related("organization")
        return list(mine.order_by("organization__name_order", "number"))

    def _organizations(self) -> QuerySet[Organization]:
        return Organization.objects.filter(pk__in=visibility_of(self.by).staff_organization_ids)

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned, birth = self.cleaned_data, self.citizen.birth_date
        if cleaned.get("kind") == MandateKind.PARENT and (birth is None or of_age(birth) <= clock.today()):
            self.add_error(
                "kind",
                _("L’autorité parentale demande la date de naissance d’une personne mineure. Notez-la d’abord."),
            )
        if cleaned.get("kind") == MandateKind.HELPER and cleaned.get("extent") == EVERYTHING:
            self.add_error("extent", _("Une procuration vue ici n’ouvre que ce qui est de votre organisme. Cochez-le."))
        self._check_proof(cleaned.get("kind"), cleaned.get("proof"))
        return cleaned

    def _check_proof(self, kind: str | None, proof: str | None) -> None:
        if kind == MandateKind.LEGAL and proof in {Proof.PROXY, Proof.BIRTH}:
            self.add_error("proof", _("Un mandat légal demande un jugement, un acte ou un mandat homologué."))
        if kind == MandateKind.PARENT and proof not in {Proof.BIRTH, Proof.JUDGMENT, None}:
            self.add_error("proof", _("L’autorité parentale demande un acte de naissance ou un jugement."))


class ActingCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code reçu"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
        error_messages={"required": _("Écrivez le code du courriel ou de la lettre.")},
    )
