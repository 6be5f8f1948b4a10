"""A plugin of mypy: `request.user` is an account.

The middleware of access refuses an anonymous visitor on every page that does not declare itself public
(`portal/access/policies.py`), and a public page asks `is_authenticated` first: to the checker, as to views, the user
of a request is our account.
"""

from collections.abc import Callable

from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type
from mypy_django_plugin.lib.helpers import get_typechecker_api, lookup_fully_qualified_typeinfo

USER = "portal.people.models.User"
ATTRIBUTE = "django.http.request.HttpRequest.user"


class RequestUserPlugin(Plugin):
    """Give `HttpRequest.user` one type."""

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return _account if fullname == ATTRIBUTE else None


def _account(context: AttributeContext) -> Type:
    found = lookup_fully_qualified_typeinfo(get_typechecker_api(context), USER)
    return Instance(found, []) if found else context.default_attr_type


def plugin(version: str) -> type[Plugin]:
    return RequestUserPlugin
