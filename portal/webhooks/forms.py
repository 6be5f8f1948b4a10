"""Where to call, and of what to tell."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.organizations.forms import OfOrganization
from portal.organizations.models import Organization
from portal.people.models import User
from portal.webhooks import sources
from portal.webhooks.places import LONGEST, problem_of


class SubscriptionForm(OfOrganization):
    url = forms.CharField(
        label=_("Adresse de votre système"),
        help_text=_(
            "Elle commence par https:// et répond par un code 200 à 299 en cinq secondes; à une question, en deux."
        ),
        max_length=LONGEST,
        widget=forms.URLInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Écrivez l’adresse à appeler.")},
    )
    events = forms.MultipleChoiceField(
        label=_("Appeler cette adresse quand"),
        choices=sources.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un événement.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, organizations=Organization.objects.where(user, Permission.CONNECT_SYSTEMS), **kwargs)

    def clean_url(self) -> str:
        url = self.cleaned_data["url"].strip()
        if problem := problem_of(url):
            raise forms.ValidationError(problem)
        return url
