"""Forms of «gestion»: a role names one's own organization or team, and somebody by address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Membership
from portal.people.models import User


class MembershipForm(forms.ModelForm):
    """Gives a role to an account that exists. The address is typed whole: accounts are not listed."""

    email = forms.EmailField(label=_("Adresse courriel du compte"))

    class Meta:
        model = Membership
        fields = ["role", "organization", "team"]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        self.user = User.objects.filter(email__iexact=email, is_active=True).first()
        if self.user is None:
            raise ValidationError(_("Aucun compte n’a cette adresse. La personne doit d’abord créer son compte."))
        return email

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if getattr(self, "user", None):
            self.instance.user = self.user
        if cleaned.get("team"):
            cleaned["organization"] = cleaned["team"].organization
            self.instance.organization = cleaned["organization"]
        return cleaned
