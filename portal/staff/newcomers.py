"""A first account made by an invitation's code: no citizen behind it, and no role before a second factor."""

from allauth.account.models import EmailAddress
from django.db import transaction

from portal.people.models import User
from portal.staff.actions import NotInForce, accept
from portal.staff.models import StaffInvitation


@transaction.atomic
def accept_with_new_account(*, invitation: StaffInvitation, code_digest: str, name: str, password: str | None) -> User:
    """Make the account of an address that has none, and accept. Without a password it enters by passkey.

    Raises NotInForce, also when the code was replaced since it was typed, or when an account was made meanwhile."""
    current = StaffInvitation.objects.open().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if current is None or current.code_digest != code_digest or has_account(current.email):
        raise NotInForce
    user = User.objects.create_user(current.email, password, display_name=name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    accept(invitation=current, by=user, is_proven=False)
    return user


def has_account(email: str) -> bool:
    """Return whether the address is taken, active or not, confirmed or not."""
    return (
        User.objects.filter(email__iexact=email).exists() or EmailAddress.objects.filter(email__iexact=email).exists()
    )
