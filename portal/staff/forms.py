"""Forms of invitations: in «gestion», and at the address where a code is typed."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from portal.access.permissions import Role
from portal.foundation.form_fields import choice, model_choice
from portal.organizations.models import Organization, Team
from portal.organizations.roles import ORGANIZATION_ROLES, TEAM_ROLES, may_give
from portal.people.models import User
from portal.people.name_fields import WHOLE_NAME, NameField
from portal.staff.models import StaffInvitation


class InviteForm(forms.ModelForm):
    """A role proposed to an address. Nothing here depends on whether the address has an account."""

    by: User
    """Who invites; the admin says."""

    class Meta:
        model = StaffInvitation
        fields = ["email", "role", "organization", "team"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organizations = Organization.objects.visible_to(self.by)
        model_choice(self, "organization").queryset = organizations
        model_choice(self, "team").queryset = Team.objects.filter(organization__in=organizations)
        choice(self, "role").choices = [(role.value, role.label) for role in self._roles(organizations)]
        self.fields["email"].help_text = _("La personne reçoit un code par courriel. Elle accepte ou décline.")
        self.fields["team"].help_text = _("Pour une agente ou un agent seulement.")
        if len(one := organizations[:2]) == 1:
            self.fields["organization"].initial = one[0].pk

    def _roles(self, organizations: Any) -> list[Role]:
        places = [None, *organizations.values_list("pk", flat=True)[:50]]
        return [role for role in Role if any(may_give(self.by, role=role, organization_id=pk) for pk in places)]

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email == self.by.email.lower():
            raise forms.ValidationError(
                _("On ne se donne pas un rôle à soi-même. Demandez à une autre personne."), code="oneself"
            )
        return email

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        role, team = cleaned.get("role"), cleaned.get("team")
        if role in TEAM_ROLES and not team:
            self.add_error("team", _("Choisissez l’équipe de cette personne."))
        if role and role not in TEAM_ROLES:
            cleaned["team"] = team = None
        if role and role not in [*TEAM_ROLES, *ORGANIZATION_ROLES]:
            cleaned["organization"] = None
        elif team:
            cleaned["organization"] = team.organization
        elif role in ORGANIZATION_ROLES and not cleaned.get("organization"):
            self.add_error("organization", _("Choisissez l’organisme."))
        self._refuse_what_is_not_theirs_to_give(cleaned)
        return cleaned

    def _refuse_what_is_not_theirs_to_give(self, cleaned: dict[str, Any]) -> None:
        """The action refuses too; here it is said in words."""
        role, organization = cleaned.get("role"), cleaned.get("organization")
        if (
            role
            and not self.errors
            and not may_give(self.by, role=role, organization_id=organization.pk if organization else None)
        ):
            self.add_error("role", _("Ce rôle ne peut pas être donné ici. Choisissez-en un autre, ou votre organisme."))

    def validate_unique(self) -> None:
        """The same invitation again is sent again, not refused."""

    def validate_constraints(self) -> None:
        """Checked by the action."""


class CloseAccountForm(forms.Form):
    """An account that holds no role is closed by its address: such accounts are not listed."""

    email = forms.EmailField(label=_("Adresse courriel du compte"))


class CodeForm(forms.Form):
    email = forms.EmailField(
        label=_("Votre adresse courriel"),
        help_text=_("Celle qui a reçu l’invitation."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    code = forms.CharField(
        label=_("Code reçu par courriel"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class NewAccountForm(forms.Form):
    """Name and way in. The address is the invitation's; it was proven by the code."""

    name = NameField(
        label=_("Prénom et nom"),
        help_text=_("Comme vos collègues vous connaissent."),
        autocomplete="name",
        longest=WHOLE_NAME,
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        help_text=_(
            "Au moins 15 caractères; quelques mots sans lien font un bon mot de passe. Laissez vide pour entrer "
            "seulement avec une clé d’accès (visage, doigt ou code de votre appareil), à ajouter à la page suivante."
        ),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(email=self.email, display_name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned
