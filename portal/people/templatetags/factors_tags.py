"""Which second factors an account has, so that a page asks for one that exists: `{% factors_of user as factors %}`."""

from allauth.mfa.models import Authenticator
from django import template

from portal.people.models import User

register = template.Library()


@register.simple_tag
def factors_of(user: User) -> dict[str, bool]:
    """`factors.totp`, `factors.webauthn`, `factors.recovery_codes`; `factors.typed`: a code that can be written."""
    held = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    found = {kind.value: kind.value in held for kind in Authenticator.Type}
    return found | {"typed": found["totp"] or found["recovery_codes"]}
