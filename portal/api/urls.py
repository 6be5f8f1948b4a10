"""Addresses under `/api/v1/`, as django-ninja makes them; `api` is the name by which it looks for its own."""

from django.urls import URLPattern, URLResolver
from django.views.decorators.http import require_safe

from portal.api.door import opened

app_name = "api"


def _safe(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    """The description is read, whatever ninja's view of it would answer to another method."""
    if isinstance(pattern, URLPattern) and pattern.name == "openapi-json":
        pattern.callback = require_safe(pattern.callback)
    return pattern


urlpatterns = [_safe(pattern) for pattern in opened().urls[0]]
