"""Small forms of the pages that decide: starting a program, publishing it."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.clock import today
from portal.organizations.forms import OfOrganization
from programs.programs.models import Theme

FARTHEST = dt.timedelta(days=3660)


class StartProgramForm(OfOrganization):
    name_fr = forms.CharField(label=_("Nom du programme"), max_length=200)
    theme = forms.ChoiceField(label=_("Thème"), choices=Theme.choices)


class PublishForm(forms.Form):
    use_required_attribute = False

    effective_on = forms.DateField(
        label=_("En vigueur à partir du"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=_("Laissez vide pour publier maintenant. Une date à venir\u00a0: ce jour-là, sans autre geste."),
        error_messages={"invalid": _("Écrivez la date ainsi\u00a0: 2027-07-01.")},
    )
    is_checked = forms.BooleanField(
        label=_("J’ai vérifié les mots, les montants, les conditions et les sources"), required=False
    )
    note = forms.CharField(label=_("Ce qui change, en une phrase"), max_length=300, required=False)

    def clean_effective_on(self) -> dt.date | None:
        day = self.cleaned_data["effective_on"]
        if day and day < today():
            raise forms.ValidationError(_("Cette date est passée. Laissez vide pour publier maintenant."))
        if day and day > today() + FARTHEST:
            raise forms.ValidationError(_("Cette date est trop loin\u00a0: dix ans au plus."))
        return day
