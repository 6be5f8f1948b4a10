"""What allauth asks us: telephone numbers, when a code by e-mail is required, staff's second factor."""

import uuid
from ipaddress import ip_address
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.access.second_factor import STRONG
from portal.access.step_up import is_fresh
from portal.foundation.channels import sms
from portal.people import text_codes
from portal.people.forms import PhoneField
from portal.people.models import Citizen, User

THIS_SITE = SimpleNamespace(
    name=settings.SERVICE_NAME, domain=urlsplit(settings.SITE_URL).netloc, phone=settings.HELP_PHONE
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts of citizens and agents. `portal.contact_changes.adapter` adds what writes an address or a number."""

    def get_login_stages(self) -> list[str]:
        """Leave the telephone out of sign-in.

        A number is a contact point, which an agent or a representative may write and a landline may be: no text message
        may be asked for before the account opens. It is confirmed from the account's own page."""
        return [path for path in super().get_login_stages() if not path.endswith(".PhoneVerificationStage")]

    def is_login_by_code_required(self, login: Login) -> bool:
        """A code by e-mail follows a password until the account has a passkey or an authenticator application."""
        if login.signup:
            return False  # the code that confirms the address comes next
        if login.user and is_mfa_enabled(login.user, STRONG):
            return False
        return super().is_login_by_code_required(login)

    def login(self, request: HttpRequest, user: User) -> None:
        """Refuse a sign-in begun before all sessions were ended: its password or code was given before."""
        ended = user.sessions_ended_at
        if ended and any(row["at"] < ended.timestamp() for row in get_authentication_records(request, user)):
            clear_login(request)
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, *, signup: bool, **kwargs: Any) -> HttpResponse | None:
        """Who has just confirmed an address with a code may add a passkey without proving it again."""
        if signup:
            record_authentication(request, user, method="code", reauthenticated=True)
        return super().post_login(request, user, signup=signup, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Our own name and telephone instead of the host that the request named."""
        super().send_mail(template_prefix, email, {**context, "current_site": THIS_SITE})

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the client's address, as `portal.counters.rates.client_of` counts it.

        An IPv4 address that a proxy writes as IPv6 (::ffff:…) is read as IPv4, or all of them would be one network."""
        address = ip_address(super().get_client_ip(request))
        return str(getattr(address, "ipv4_mapped", None) or address)

    # -- a second proof (`portal.access.step_up` asks for it) ---------------------------------------------------------
    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """allauth's own checks agree with ours: signing in is a proof too."""
        return not is_fresh(context.request)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, str]]:
        """What the person has, the strongest first; a password alone does not stand for a second factor."""
        words = {
            "mfa_reauthenticate:webauthn": _("Utiliser ma clé d’accès"),
            "mfa_reauthenticate": _("Écrire un code de mon application, ou un code de secours"),
            "reauthenticate": _("Écrire mon mot de passe"),
        }
        offered = {one["id"]: one for one in super().get_reauthentication_methods(user)}
        if offered and is_mfa_enabled(user, STRONG):
            offered.pop("reauthenticate", None)
        return [{**offered[name], "description": words[name]} for name in words if name in offered]

    # -- telephone ---------------------------------------------------------------------------------------------------
    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """Where allauth asks for a number, it sends a code to it."""
        return PhoneField(label=_("Numéro de téléphone"), required=kwargs.get("required", True), is_texted=True)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """Through the real channel; a code is one of the few secrets that travel."""
        try:
            text_codes.take(phone)
        except text_codes.TextCodeRefused as error:
            sentence = _(
                "Aucun code ne peut partir vers ce numéro aujourd’hui. Réessayez demain ou appelez-nous au %(phone)s."
            )
            messages.error(context.request, sentence % {"phone": settings.HELP_PHONE})
            raise ImmediateHttpResponse(redirect("account_change_phone")) from error
        # No accent outside GSM 03.38, so that the text stays one segment.
        text = _("Relais : votre code est %(code)s. Ne le donnez à personne.") % {"code": code}
        sms.send(to=phone, text=text, reference=f"code-{uuid.uuid4()}")

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """Return the number that its person confirmed, or None: allauth may send codes to what it is given here."""
        citizen = self._citizen(user)
        return (citizen.phone.as_e164, True) if citizen and citizen.has_verified_phone else None

    def set_phone_verified(self, user: User, phone: str) -> None:
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> User | None:
        """Nobody: accounts are entered by e-mail, and a number confirmed elsewhere goes to who gives its code."""
        return None

    @staticmethod
    def _citizen(user: Any) -> Citizen | None:
        return Citizen.objects.filter(user=user).first() if user else None


class MFAAdapter(DefaultMFAAdapter):
    """Second factors."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """A member of staff keeps at least one passkey or authenticator application."""
        if not authenticator.user.is_staff or authenticator.type not in STRONG:
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=STRONG).exclude(pk=authenticator.pk)
        return others.exists()
