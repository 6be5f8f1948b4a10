"""Forms of a type of dossier: its own fields, then its rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.dossier_type_versions.content import LONGEST_PROMISE
from portal.dossier_types.models import DossierType
from portal.dossier_types.numbers import LONGEST, is_pattern
from portal.organizations.forms import OfOrganization
from portal.organizations.models import Organization


class StartTypeForm(OfOrganization):
    """What one more type is called."""

    title = forms.CharField(
        label=_("Titre"),
        max_length=120,
        help_text=_("Comme la personne le dirait, par exemple «\u00a0Permis de conduire\u00a0»."),
        error_messages={"required": _("Donnez un titre.")},
    )
    field_order = ("organization", "title")


class DossierTypeForm(forms.ModelForm):
    """The fields that are not rows."""

    use_required_attribute = False

    team = forms.ChoiceField(
        label=_("Équipe responsable"), required=False, help_text=_("Vide\u00a0: toute équipe de l’organisme en ouvre.")
    )
    note = forms.CharField(label=_("Ce qui change, en une phrase"), max_length=300, required=False)
    field_order = ("title_fr", "title_en", "summary_fr", "summary_en", "team", "number_pattern", "promised_days")

    class Meta:
        model = DossierType
        fields = (
            "title_fr",
            "title_en",
            "summary_fr",
            "summary_en",
            "number_pattern",
            "promised_days",
            "letter_fr",
            "letter_en",
        )
        labels = {"summary_en": _("La même phrase en anglais")}
        help_texts = {
            "number_pattern": _("{année} devient l’année, {rang} un rang à six chiffres\u00a0: SAAQ-{année}-{rang}."),
            "promised_days": _("Jours de calendrier, comptés depuis l’ouverture. La personne lit la date."),
            "letter_fr": _("Le début de la lettre envoyée à qui reçoit des lettres; l’état et la décision suivent."),
        }

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        assert isinstance(team, forms.ChoiceField)
        team.choices = [("", _("Toutes")), *((name, name) for name in organization.team_names)]

    def clean_number_pattern(self) -> str:
        pattern = self.cleaned_data["number_pattern"]
        if not is_pattern(pattern):
            words = _("Écrivez {rang} une fois, et %(most)d signes au plus\u00a0: SAAQ-{année}-{rang}.")
            raise forms.ValidationError(words, params={"most": LONGEST})
        return pattern

    def clean_promised_days(self) -> int:
        days = self.cleaned_data["promised_days"]
        if not 1 <= days <= LONGEST_PROMISE:
            raise forms.ValidationError(_("De 1 à 3650 jours."))
        return days
