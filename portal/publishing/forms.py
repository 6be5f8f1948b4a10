"""Forms of the pages that decide and that import: publish from a day on, send back, read a file."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.documents.widgets import OneFileInput
from portal.organizations.forms import OfOrganization
from portal.publishing.transport import LARGEST

FARTHEST = dt.timedelta(days=3660)


class PublishForm(forms.Form):
    """From when it rules, and what changes."""

    use_required_attribute = False

    effective_on = forms.DateField(
        label=_("En vigueur à partir du"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=_("Laissez vide pour publier maintenant. Une date à venir\u00a0: ce jour-là, sans autre geste."),
        error_messages={"invalid": _("Écrivez la date ainsi\u00a0: 2027-07-01.")},
    )
    note = forms.CharField(label=_("Ce qui change, en une phrase"), max_length=300, required=False)

    def clean_effective_on(self) -> dt.date | None:
        day = self.cleaned_data["effective_on"]
        if day and day < today():
            raise forms.ValidationError(_("Cette date est passée. Laissez vide pour publier maintenant."))
        if day and day > today() + FARTHEST:
            raise forms.ValidationError(_("Cette date est trop loin\u00a0: dix ans au plus."))
        return day


class ImportForm(OfOrganization):
    """A file exported from another environment, or written after the noun’s schema."""

    file = forms.FileField(
        label=_("Fichier exporté"),
        help_text=_("Un fichier .json ou .yaml, de 1 Mo au plus."),
        widget=OneFileInput(
            accept=".json,.yaml,.yml,application/json,application/yaml",
            limit=LARGEST,
            wrong_type=_(
                "Ce fichier n’est ni un .json ni un .yaml. Choisissez celui que «\u00a0Exporter\u00a0» a donné."
            ),
            too_large=_("Ce fichier dépasse 1 Mo. Choisissez celui que «\u00a0Exporter\u00a0» a donné."),
        ),
    )
    field_order = ["file", "organization"]


class SendBackForm(forms.Form):
    """Why it is not approved: who wrote it reads that."""

    why = forms.CharField(
        label=_("Ce qu’il faut changer"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La personne qui a demandé votre accord lira ces mots."),
        error_messages={"required": _("Dites ce qu’il faut changer, en une phrase.")},
    )
