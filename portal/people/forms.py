"""Forms of accounts: sign-up, telephone; codes that work once, even sent twenty times at the same moment."""

import re
from typing import Any

from allauth.account.forms import (
    BaseConfirmCodeForm,
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    VerifyPhoneForm,
)
from allauth.account.forms import ChangePhoneForm as AllauthChangePhoneForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm, SignupWebAuthnForm
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.counters import rates
from portal.people import phones
from portal.people.models import Citizen, User

CODE_LIFE = 15 * 60  # seconds: longer than any code lives


def take_once(purpose: str, code: str) -> bool:
    """True for the first caller with this code, False for all others, even after a crash of the database."""
    return rates.take_once(f"code:{purpose}:{code}", seconds=CODE_LIFE)


class SignupForm(AllauthSignupForm):
    """Sign-up, with a password or a passkey. The telephone is asked later, when it is useful."""

    account_already_exists: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("phone", None)

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Create the account. For an address that has one, do the same work and give the same answer.

        The same form sent several times at once passes the form's check each time: the database keeps one account
        (`user_email_once`), and the others go on with it, as its own person does who begins again."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)
            except IntegrityError:
                self.account_already_exists = True
        begun = self._begun_before()
        return (begun, None) if begun else super().try_save(request)

    def _begun_before(self) -> User | None:
        """Return the account of this address that waits for its first code, begun with the same password or by passkey.

        One password is hashed, whatever the account: sign-up must not tell by its time who has one."""
        user = User.objects.never_confirmed().filter(email__iexact=self.cleaned_data["email"]).first()
        if self.by_passkey:
            return user if user and not user.has_usable_password() else None
        if user and user.has_usable_password():
            return user if user.check_password(self.cleaned_data["password1"]) else None
        User().set_password(self.cleaned_data["password1"])
        return None


_PHONE_FAULTS = {
    phones.PhoneFault.UNKNOWN: gettext_lazy(
        "Ce numéro n’existe pas. Écrivez les dix chiffres, par exemple 418 555-0123, ou commencez par + et le code du "
        "pays, par exemple +33 6 12 34 56 78."
    ),
    phones.PhoneFault.SEVERAL: gettext_lazy("Écrivez un seul numéro ici."),
    phones.PhoneFault.PREMIUM: gettext_lazy("Appeler ce numéro coûte un supplément. Indiquez-en un autre."),
}
_TEXT_FAULTS = {
    phones.TextFault.EXTENSION: gettext_lazy(
        "Un poste téléphonique ne reçoit pas de message texte. Écrivez un numéro de cellulaire, sans poste. Pour être "
        "appelé à un poste, indiquez-le dans «\u00a0Où et quand vous joindre\u00a0»."
    ),
    phones.TextFault.COUNTRY: gettext_lazy(
        "Nous n’envoyons pas de message texte à ce pays. Ce numéro peut servir pour les appels\u00a0: indiquez-le dans "
        "«\u00a0Où et quand vous joindre\u00a0»."
    ),
    phones.TextFault.LINE: gettext_lazy(
        "Ce numéro ne reçoit pas de message texte. Écrivez un numéro de cellulaire, par exemple 418 555-0123."
    ),
}


class PhoneField(forms.CharField):
    """A telephone number typed as people write it, extension included; cleaned to the form that `phones` keeps, and
    shown so that it is read again as the same. `is_texted`: only a number to which a code may be sent."""

    # Its keys have no letters, but # and the comma, which mean an extension too.
    widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"})

    def __init__(self, *, is_texted: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_texted = is_texted

    def prepare_value(self, value: Any) -> Any:
        return phones.shown(value) if isinstance(value, str) and phones.is_kept(value) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """A number that comes back as it was shown was not changed."""
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            kept = phones.read(typed)
        except phones.UnreadableNumber as error:
            raise forms.ValidationError(_PHONE_FAULTS[error.fault], code=f"phone_{error.fault}") from error
        if self.is_texted and (fault := phones.text_fault(kept)):
            raise forms.ValidationError(_TEXT_FAULTS[fault], code=f"text_{fault}")
        return kept


class HelpLineField(PhoneField):
    """The telephone of a service, kept as it is shown: a number of ten digits, or one of three such as 811."""

    def clean(self, value: Any) -> str:
        typed = " ".join(str(value or "").split())
        return typed if re.fullmatch("[2-9]11", typed, re.ASCII) else phones.shown(super().clean(value))


class ChangePhoneForm(AllauthChangePhoneForm):
    """Another number; and the one kept as a contact point, by whoever wrote it, for its person to confirm."""

    def clean_phone(self) -> str:
        if self.cleaned_data["phone"] == self.phone:
            raise forms.ValidationError(_("C’est déjà votre numéro actuel. Écrivez-en un autre."))
        return super().clean_phone()

    @property
    def for_calls(self) -> str:
        """The number that was never confirmed."""
        citizen = Citizen.objects.filter(user=self.user).first()
        return citizen.telephone if citizen and not citizen.has_verified_phone else ""

    @property
    def to_confirm(self) -> str:
        """The same, when a code may be sent to it."""
        return self.for_calls if self.for_calls and not phones.text_fault(self.for_calls) else ""


class AuthenticateOnceForm(AuthenticateForm):
    """The second factor's code: refused when the same one was accepted a moment before, in parallel too."""

    def clean_code(self) -> str:
        code = super().clean_code()
        if not take_once(f"mfa:{self.user.pk}", code):
            raise forms.ValidationError(_("Ce code a déjà servi. Attendez le prochain code de votre application."))
        return code


class _Once(BaseConfirmCodeForm):
    """A code of this browser, taken once: two at once would both do what follows. The second sees what was done."""

    purpose: str

    def clean_code(self) -> Any:
        code = super().clean_code()
        request = context.request
        if not take_once(f"{self.purpose}:{request.session.session_key}", self.expected_code):
            raise ImmediateHttpResponse(HttpResponseRedirect(request.path))
        return code


class ConfirmLoginCodeOnceForm(_Once, ConfirmLoginCodeForm):
    """The code sent by e-mail at sign-in."""

    purpose = "login"


class ConfirmEmailCodeOnceForm(_Once, ConfirmEmailVerificationCodeForm):
    """The code that confirms an address: twice at once could leave the account without its main address."""

    purpose = "email"


class VerifyPhoneOnceForm(_Once, VerifyPhoneForm):
    """The code that confirms a number."""

    purpose = "phone"


class _PasskeyName(forms.Form):
    """The field that names a key, in the person's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nom de la clé")


class AddPasskeyForm(_PasskeyName, AddWebAuthnForm):
    """A new passkey signs in alone, as every page promises; a bare security key, without PIN, is only a second step."""

    passwordless = forms.BooleanField(
        label=gettext_lazy("Entrer avec cette clé seulement, sans mot de passe"),
        help_text=gettext_lazy(
            "Décochez si votre clé n’a ni code ni lecteur d’empreinte. Elle servira alors après le mot de passe."
        ),
        initial=True,
        required=False,
    )


class SignupPasskeyForm(_PasskeyName, SignupWebAuthnForm):
    """The first passkey of an account without password."""


class RenamePasskeyForm(_PasskeyName, EditWebAuthnForm):
    """Another name for a key."""
