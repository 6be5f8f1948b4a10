"""Whether a page came back with something to correct: its title says it first, for whoever hears it before the page."""

from typing import Any

from django import template
from django.forms import BaseForm

register = template.Library()


@register.simple_tag(takes_context=True)
def has_errors(context: template.Context) -> bool:
    """Say whether a form of the page was refused. A page whose forms are lists of rows says so by `status_is_bad`."""
    values = context.flatten()
    return bool(values.get("status_is_bad")) or any(_is_refused(value) for value in values.values())


def _is_refused(value: Any) -> bool:
    if isinstance(value, list | tuple) and value and isinstance(value[0], BaseForm):
        return any(_is_refused(form) for form in value)
    return isinstance(value, BaseForm) and value.is_bound and bool(value.errors)
