"""Did this session pass a second factor? (TOTP, passkey or recovery code; never an e-mailed or SMS code.)"""

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest


def has_second_factor(request: HttpRequest) -> bool:
    """True when this session's records hold one by `allauth.mfa`; a passkey used without password is one."""
    records = get_authentication_records(request, request.user)
    return any(row.get("method") == "mfa" for row in records)
