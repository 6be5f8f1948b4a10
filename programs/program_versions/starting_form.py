"""Small forms of the pages that decide: starting a program, publishing it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.organizations.forms import OfOrganization
from portal.publishing.forms import PublishForm
from programs.programs.models import Theme


class StartProgramForm(OfOrganization):
    name_fr = forms.CharField(label=_("Nom du programme"), max_length=200)
    theme = forms.ChoiceField(label=_("Thème"), choices=Theme.choices)


class PublishProgramForm(PublishForm):
    field_order = ("effective_on", "is_checked", "note")

    is_checked = forms.BooleanField(
        label=_("J’ai vérifié les mots, les montants, les conditions et les sources"), required=False
    )
