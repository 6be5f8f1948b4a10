"""`{% extension "space.messages" %}`: what apps above put at a named place of a page (see `foundation.extensions`)."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.foundation.extensions import templates_of

register = template.Library()


@register.simple_tag(takes_context=True)
def extension(context: template.Context, point: str, **values: Any) -> SafeString:
    """Render the templates of a point as `{% include %}` would: they see the page's context, and `values`."""
    page = context.template
    assert page is not None  # Django sets it before it renders a tag
    with context.push(**values):
        parts = [page.engine.get_template(name).render(context) for name in templates_of(point)]
    return mark_safe("".join(parts))  # noqa: S308 (rendered, and escaped there)
