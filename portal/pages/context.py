"""What every page of the house shows: how to reach somebody, the theme, the demonstration's strip."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from portal.access.visibility import has_citizen_side

# The class of <html> by what the reader chose; without a choice the style sheet follows the system (r-auto).
THEMES = {"dark": "qc-dark-theme", "light": "r-light"}


def house(request: HttpRequest | None) -> dict[str, object]:
    """Context processor; also called without a request by the page of internal errors. Reads no database."""
    return {
        "help_phone": settings.HELP_PHONE,
        "help_hours": settings.HELP_HOURS,
        "help_address": settings.HELP_ADDRESS,
        "government_signature": settings.GOVERNMENT_SIGNATURE,
        "demonstration": settings.DEMO,
        "theme": THEMES.get(request.COOKIES.get("theme", ""), "r-auto") if request else "r-auto",
    }


def sides(request: HttpRequest) -> dict[str, object]:
    """Context processor: whether the account has a citizen's side, asked only by pages that show it."""
    user = getattr(request, "user", None)
    return {"citizen_side": SimpleLazyObject(lambda: user is not None and has_citizen_side(user))}
