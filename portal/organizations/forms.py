"""Forms of «gestion»: a role names one's own organization or team, and somebody by address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.organizations.models import Membership
from portal.organizations.roles import may_give
from portal.people.models import User


class MembershipForm(forms.ModelForm):
    """Gives a role to an account that exists. The address is typed whole: accounts are not listed."""

    by: User
    """Who gives the role; the admin says."""
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
        self._refuse_what_is_not_theirs_to_give(cleaned)
        return cleaned

    def _refuse_what_is_not_theirs_to_give(self, cleaned: dict[str, Any]) -> None:
        """The action refuses too; here it is said in words."""
        if getattr(self, "user", None) == self.by:
            self.add_error("email", _("On ne se donne pas un rôle à soi-même. Demandez à une autre personne."))
        role, organization = cleaned.get("role"), cleaned.get("organization")
        if role and not may_give(self.by, role=role, organization_id=organization.pk if organization else None):
            self.add_error("role", _("Ce rôle ne peut pas être donné ici. Choisissez-en un autre, ou votre organisme."))
