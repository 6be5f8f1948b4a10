"""Forms of «gestion» that begin something for an organization."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.foundation.form_fields import model_choice
from portal.organizations.models import Organization


class OfOrganization(forms.Form):
    """Chosen among those that one administers; the only one there is is said in a sentence instead of asked."""

    organization = forms.ModelChoiceField(
        label=_("Organisme"),
        queryset=Organization.objects.none(),
        empty_label=_("Choisissez"),
        error_messages={"required": _("Choisissez l’organisme."), "invalid_choice": _("Choisissez l’organisme.")},
    )
    only_organization: Organization | None = None

    def __init__(
        self, *args: Any, organizations: QuerySet[Organization], is_of_portal: bool = False, **kwargs: Any
    ) -> None:
        """`is_of_portal`: it may be of no organization, but of the portal itself."""
        super().__init__(*args, **kwargs)
        field = model_choice(self, "organization")
        field.queryset = organizations
        if is_of_portal:
            field.required, field.empty_label = False, _("Relais")
        elif len(organizations) == 1:
            self.only_organization = organizations[0]
            field.initial, field.widget = organizations[0].pk, forms.HiddenInput()
