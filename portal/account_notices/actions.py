"""Telling the holder of an account."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.account_notices.models import AccountNotice
from portal.account_notices.outbox import AccountMessage, TextMessage, bare_address, send_waiting
from portal.celery import app
from portal.foundation.retention import CLOSED_FOR, EXPORTED_FOR
from portal.organizations.models import Organization
from portal.people.models import Citizen, User

Kind = AccountNotice.Kind
TEXT_MESSAGES: Mapping[Kind, str | Promise] = {
    Kind.ROLE_GIVEN: gettext_lazy("Relais : votre compte a un accès de plus. Une surprise? Appelez le %(phone)s."),
    Kind.ROLE_ENDED: gettext_lazy("Relais : un accès de votre compte a pris fin. Une surprise? Appelez le %(phone)s."),
    Kind.DEACTIVATED: gettext_lazy("Relais : le personnel a fermé votre compte. Une question? Appelez le %(phone)s."),
    Kind.REACTIVATED: gettext_lazy("Relais : votre compte est ouvert de nouveau. Une surprise? Appelez le %(phone)s."),
    Kind.PHONE_FREED: gettext_lazy("Relais : une autre personne a confirmé votre numéro. Appelez le %(phone)s."),
    Kind.CLOSED: gettext_lazy("Relais : votre compte est fermé. Pas vous? Appelez le %(phone)s."),
    Kind.DATA_READY: gettext_lazy("Relais : le fichier de vos données vous attend. Pas vous? Appelez le %(phone)s."),
    Kind.HELPER: gettext_lazy("Relais : une personne peut agir pour vous. Une surprise? Appelez le %(phone)s."),
    Kind.CAME_BACK: gettext_lazy("Relais : votre compte est rouvert. Pas vous? Appelez le %(phone)s."),
}
"""One segment each in French: no accent outside GSM 03.38."""


@transaction.atomic
def tell(*, user: User, kind: str, role_name: str = "", organization: Organization | None = None) -> AccountNotice:
    """Write what happened, in the transaction of what happened; the e-mail leaves after it."""
    notice = AccountNotice.objects.create(user=user, kind=kind, role_name=role_name, organization=organization)
    _wake()
    return notice


@transaction.atomic
def notify_everywhere(*, user: User, kind: str) -> None:
    """The same to the confirmed telephone too: who holds only one of them learns it."""
    tell(user=user, kind=kind)
    if Citizen.objects.filter(user=user, phone_verified_at__isnull=False).exists():
        AccountNotice.objects.create(user=user, kind=kind, channel=AccountNotice.Channel.SMS)


def _wake() -> None:
    transaction.on_commit(lambda: app.send_task("portal.send_account_notices", expires=60), robust=True)


def send_account_notices() -> int:
    """Send the e-mails that wait."""
    return send_waiting(AccountNotice.objects.select_related("user").waiting(), _letter)


def _letter(notice: AccountNotice) -> AccountMessage | TextMessage:
    """Neutral: neither the role nor the organization leaves; they are in the account."""
    citizen = Citizen.objects.filter(user=notice.user_id).first()
    is_english = citizen is not None and citizen.language == Citizen.Language.ENGLISH
    with override("en" if is_english else settings.LANGUAGE_CODE):
        if notice.channel == AccountNotice.Channel.SMS:
            return TextMessage(citizen.phone.as_e164 if citizen else "", _text_of(notice))
        context = {"kind": notice.kind, "phone": settings.HELP_PHONE, "site": bare_address()}
        days = {"come_back_days": CLOSED_FOR, "file_days": EXPORTED_FOR}
        text = render_to_string("portal/account_notices/email.txt", context | days).strip() + "\n"
        return AccountMessage(notice.user.email, _("Du nouveau dans votre compte Relais"), text)


def _text_of(notice: AccountNotice) -> str:
    return str(TEXT_MESSAGES[Kind(notice.kind)]) % {"phone": settings.HELP_PHONE}
