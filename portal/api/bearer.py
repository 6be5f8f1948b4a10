"""Who is let in, for what, and how often: `Authorization: Bearer relais_…`."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from portal.api.actions import find, note_use
from portal.api.models import ApiToken
from portal.api.problems import Refusal
from portal.audit.actions import acts_as_system
from portal.counters.rates import is_within
from portal.counters.stores import CounterKind

REQUESTS_PER_MINUTE = 600


class ApiRequest(HttpRequest):
    """A request that `Bearer` let in: it acts for the organization of its token."""

    auth: ApiToken


class Bearer(HttpBearer):
    """Lets in a token that has one of these scopes; `request.auth` is then the token."""

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = scopes

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        found = find(secret=token)
        if found is None:
            return None
        if not is_within(f"api:{found.pk}", most=REQUESTS_PER_MINUTE, seconds=60, kind=CounterKind.WINDOW):
            raise Refusal(429)
        if not set(self.scopes) & set(found.scopes):
            raise Refusal(403, _("Ce jeton n’a pas le droit «\u00a0%s\u00a0».") % " / ".join(self.scopes))
        acts_as_system(found.pk)
        if request.method != "GET":
            note_use(token=found)
        return found
