"""How the account of a session is read."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from portal.access.visibility import keep_reach, with_reach
from portal.people.models import User


class AccountBackend(AuthenticationBackend):
    """Allauth's, which reads with the account whom it reaches: each page needs both."""

    def get_user(self, user_id: Any) -> User | None:
        user = next(iter(with_reach(User.objects.filter(pk=user_id))), None)  # `first` would sort the one row
        if user is None or not self.user_can_authenticate(user):
            return None
        keep_reach(user)
        return user
