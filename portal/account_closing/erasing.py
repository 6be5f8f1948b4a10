"""Thirty days after it was closed, an account is emptied: nobody signs in to it any more.

What an action must erase (files, answers, mandates) is erased here; rows that only have an age wait for the night's
sweep (`portal.retention`), which erases the empty account once nothing names it.
"""

import logging
from collections.abc import Callable
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from portal import clock
from portal.account_closing import registered
from portal.account_closing.periods import MAY_COME_BACK_FOR
from portal.audit.actions import record
from portal.consents import actions as consents
from portal.consents.models import Consent
from portal.foundation.relations import rows_pointing_at
from portal.isolation.halves import code_of
from portal.mandates import actions as mandates
from portal.mandates import inviting
from portal.mandates.models import Mandate, MandateInvitation
from portal.people.models import Citizen, User, Visit
from portal.people.sessions import end_every_session

logger = logging.getLogger(__name__)
BY_NAME = ("dossiers", "threads", "documents", "document_requests", "mandates", "contact_notes")
"""Rows of organizations, or proofs, that mean nothing without the name of their person: it stays as long as they do."""


class ErasureFailed(Exception):
    """Some accounts could not be erased; the others were. The next night tries again."""


def erase_due() -> int:
    """Erase the accounts whose thirty days are over, then the names that nothing needs any more; return how many
    accounts. Raises ErasureFailed at the end."""
    due = User.objects.filter(closed_at__lte=clock.now() - MAY_COME_BACK_FOR, erased_at=None)
    keys = list(due.order_by("pk").values_list("pk", flat=True))
    failed = sum(not _is_done(pk) for pk in keys)
    _forget_names()
    if failed:
        raise ErasureFailed(f"{failed} accounts")
    return len(keys)


def _is_done(pk: UUID) -> bool:
    try:
        with transaction.atomic():
            erase(account=User.objects.select_for_update(no_key=True).get(pk=pk))
    except Exception as error:  # whatever stops one account, the others are erased
        logger.error("account %s cannot be erased (%s)", pk, code_of(error), exc_info=error)
        return False
    return True


@transaction.atomic
def erase(*, account: User) -> None:
    """Empty an account and what its person kept here, all or nothing."""
    citizen = Citizen.objects.filter(user=account).first()
    if citizen:
        _erase_person(citizen, account)
    for mandate in Mandate.objects.filter(holder=account, revoked_at=None).order_by("pk"):
        mandates.revoke(mandate=mandate, by=account)
    end_every_session(account)
    for model in (EmailAddress, Authenticator, UserSession, Visit):
        model.objects.filter(user=account).delete()
    account.email, account.erased_at = f"{account.pk}@efface.invalid", clock.now()
    account.set_unusable_password()
    account.save(update_fields=["email", "password", "erased_at"])
    record("account.erased", by=None, subject=account)


def _erase_person(citizen: Citizen, account: User) -> None:
    for consent in Consent.objects.in_force().filter(citizen=citizen).order_by("pk"):
        consents.withdraw(citizen=citizen, purpose=consent.purpose, channel=consent.channel, by=account)
    for mandate in Mandate.objects.filter(citizen=citizen, revoked_at=None).order_by("pk"):
        mandates.revoke(mandate=mandate, by=account)
    for invitation in MandateInvitation.objects.open().filter(citizen=citizen).order_by("pk"):
        inviting.withdraw(invitation=invitation, by=account)
    for name in registered.erasers():
        eraser: Callable = import_string(name)
        eraser(citizen=citizen, by=account)
    citizen.email = citizen.phone = citizen.phone_extension = citizen.postal_address = ""
    citizen.email_verified_at = citizen.phone_verified_at = None
    citizen.save(
        update_fields=[
            "email", "email_verified_at", "phone", "phone_extension", "phone_verified_at", "postal_address"
        ]
    )  # fmt: skip


def _forget_names() -> None:
    """Of erased accounts: a person whom no organization's file names any more is nobody's name."""
    kept = Q()
    for relation in BY_NAME:
        kept |= Q(Exists(rows_pointing_at(Citizen, relation).filter(citizen=OuterRef("pk"))))
    erased = Citizen.objects.filter(user__erased_at__isnull=False).exclude(family_name=closed_name())
    free = list(erased.exclude(kept).values_list("pk", flat=True))
    nobody = {"given_name": "", "family_name": closed_name(), "birth_date": None, "birth_year": None}
    Citizen.objects.filter(pk__in=free).update(**nobody, birth_month=None, died_on=None)
    without = User.objects.filter(erased_at__isnull=False).exclude(display_name=closed_name())
    without.filter(Q(citizen=None) | Q(citizen__in=free)).update(display_name=closed_name())


def closed_name() -> str:
    """What stands where a name was."""
    return _("Compte fermé")
