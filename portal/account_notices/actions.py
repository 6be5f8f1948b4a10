"""Telling the holder of an account."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.account_notices.models import AccountNotice
from portal.account_notices.outbox import AccountMessage, bare_address, send_waiting
from portal.celery import app
from portal.organizations.models import Organization
from portal.people.models import Citizen, User


@transaction.atomic
def tell(*, user: User, kind: str, role_name: str = "", organization: Organization | None = None) -> AccountNotice:
    """Write what happened, in the transaction of what happened; the e-mail leaves after it."""
    notice = AccountNotice.objects.create(user=user, kind=kind, role_name=role_name, organization=organization)
    transaction.on_commit(lambda: app.send_task("portal.send_account_notices", expires=60), robust=True)
    return notice


def send_account_notices() -> int:
    """Send the e-mails that wait."""
    return send_waiting(AccountNotice.objects.select_related("user").waiting(), _letter)


def _letter(notice: AccountNotice) -> AccountMessage:
    """Neutral: neither the role nor the organization leaves; they are in the account."""
    language = Citizen.objects.filter(user=notice.user_id).values_list("language", flat=True).first()
    with override("en" if language == Citizen.Language.ENGLISH else settings.LANGUAGE_CODE):
        context = {"kind": notice.kind, "phone": settings.HELP_PHONE, "site": bare_address()}
        text = render_to_string("portal/account_notices/email.txt", context).strip() + "\n"
        return AccountMessage(notice.user.email, _("Du nouveau dans votre compte Relais"), text)
