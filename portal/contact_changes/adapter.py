"""allauth's adapter, whose changes of address and number pass through `actions`."""

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import override

from portal.contact_changes.actions import change_phone, is_frozen, note_email
from portal.people.adapter import AccountAdapter as PeopleAdapter
from portal.people.models import Citizen, User


class AccountAdapter(PeopleAdapter):
    """Named by ACCOUNT_ADAPTER."""

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        account = email_address.user
        citizen = self._citizen(account)
        if is_frozen(account=account, citizen=citizen):
            return False
        replaced = EmailAddress.objects.filter(user=account, verified=True).exclude(email__iexact=email_address.email)
        former = replaced.order_by("-primary", "pk").values_list("email", flat=True).first() or ""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            note_email(account=account, citizen=citizen, former=former, email=email_address.email, by=account)
        return confirmed

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the person who has this address."""
        with _speaking_to(Citizen.objects.filter(email__iexact=email).first()):
            super().send_mail(template_prefix, email, context)

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        with _speaking_to(self._citizen(user)):
            super().send_verification_code_sms(user, phone, code, **kwargs)

    def send_notification_mail(self, template_prefix: str, *args: Any, **kwargs: Any) -> None:
        """Our alert leaves instead of «e-mail changed»: with a code that undoes."""
        if template_prefix != "account/email/email_changed":
            super().send_notification_mail(template_prefix, *args, **kwargs)

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        citizen = self._citizen(user)
        if citizen:
            change_phone(citizen=citizen, phone=phone, verified=verified, by=user)


def _speaking_to(citizen: Citizen | None) -> override:
    is_english = citizen is not None and citizen.language == Citizen.Language.ENGLISH
    return override("en" if is_english else settings.LANGUAGE_CODE)
