"""A token for an organization's system."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Permission
from portal.api import offers
from portal.clock import now
from portal.organizations.forms import OfOrganization
from portal.organizations.models import Organization
from portal.people.models import User


class TokenForm(OfOrganization):
    name = forms.CharField(
        label=_("Nom du système"), max_length=80, help_text=_("Pour le reconnaître dans cette liste et au journal.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("Ce qu’il peut faire"), choices=offers.scopes, widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(
        label=_("Valable"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 jours")), (90, _("90 jours")), (365, _("un an"))],
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, organizations=Organization.objects.where(user, Permission.CONNECT_SYSTEMS), **kwargs)

    @property
    def asked(self) -> dict[str, Any]:
        """Arguments of `actions.make`."""
        given = self.cleaned_data
        return {
            "organization": given["organization"],
            "name": given["name"],
            "scopes": given["scopes"],
            "expires_at": now() + dt.timedelta(days=given["days"]),
        }
