"""Forms: changing an address or a number (refused while frozen), undoing it, lifting a freeze."""

from typing import Any

from allauth.account.forms import AddEmailForm
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.contact_changes.actions import is_frozen
from portal.contact_changes.codes import digest_of
from portal.contact_changes.models import ContactChange
from portal.people.forms import ChangePhoneForm as PeopleChangePhoneForm
from portal.people.models import Citizen, User, normalized


def frozen_words() -> str:
    return _(
        "Un changement de votre compte a été annulé\u00a0: par sécurité, l’adresse courriel et le téléphone ne se "
        "changent plus ici. Appelez-nous au %(phone)s pour les débloquer."
    ) % {"phone": settings.HELP_PHONE}


def refuse_if_frozen(user: User | None) -> None:
    if user and is_frozen(account=user, citizen=Citizen.objects.filter(user=user).first()):
        raise forms.ValidationError(frozen_words())


class ChangeEmailForm(AddEmailForm):
    def clean(self) -> dict[str, Any] | None:
        refuse_if_frozen(self.user)
        return super().clean()


class ChangePhoneForm(PeopleChangePhoneForm):
    def clean(self) -> dict[str, Any] | None:
        refuse_if_frozen(self.user)
        return super().clean()


class UndoCodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Le code de 12 signes"),
        help_text=gettext_lazy("Il est dans le message qui vous a averti, par exemple 7K3M-Q0ZD-4HVW."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Écrivez le code reçu."),
            "max_length": gettext_lazy("Ce code est trop long. Il a 12 signes."),
        },
    )
    change: ContactChange | None = None

    def clean_code(self) -> str:
        """One answer for what is no code, what was used, and what support has dealt with."""
        typed = self.cleaned_data["code"]
        self.change = ContactChange.objects.filter(code_digest=digest_of(typed), undone_at=None).first()
        if self.change is None:
            raise forms.ValidationError(
                _("Ce code n’est pas bon, ou il a déjà servi. Recopiez celui du message, ou appelez-nous au %(phone)s.")
                % {"phone": settings.HELP_PHONE}
            )
        return typed


class PasswordBeforeForm(forms.Form):
    """The password of the account as it was: one that somebody chose since counts for nothing."""

    password = forms.CharField(
        label=gettext_lazy("Votre mot de passe"),
        strip=False,
        max_length=4096,
        help_text=gettext_lazy("Celui d’avant le changement, s’il a été remplacé depuis."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Écrivez votre mot de passe.")},
    )

    def __init__(self, *args: Any, change: ContactChange, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.change = change

    def clean_password(self) -> str:
        typed = self.cleaned_data["password"]
        if not check_password(normalized(typed), self.change.password_before):
            raise forms.ValidationError(_("Ce n’est pas le mot de passe de ce compte. Vérifiez les majuscules."))
        return typed


class IdentityForm(forms.Form):
    """What an agent or an operator says before undoing or lifting for a caller."""

    how = forms.ChoiceField(
        label=gettext_lazy("Comment vous avez vérifié qui est la personne"),
        choices=[
            ("", gettext_lazy("Choisissez")),
            ("questions", gettext_lazy("Au téléphone, par des questions sur son dossier")),
            ("callback", gettext_lazy("En la rappelant à un numéro connu avant le changement")),
            ("card", gettext_lazy("Au comptoir, par une carte avec photo")),
        ],
        error_messages={
            "required": gettext_lazy("Dites comment vous avez vérifié l’identité."),
            "invalid_choice": gettext_lazy("Choisissez dans la liste."),
        },
    )
