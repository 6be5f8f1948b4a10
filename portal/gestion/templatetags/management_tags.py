"""Menu of «Gestion»: the sections that the admin site offers to this account, and the lists of the section one is in.

The site's `each_context` gives `sections`: `[{"title", "sentence", "models": [as in Django's app_list]}]`.
"""

from typing import Any

from django import template
from django.contrib import admin
from django.urls import reverse

from portal.gestion import display

register = template.Library()


@register.simple_tag(takes_context=True)
def shown(context: template.Context, value: str) -> str:
    """A value that cannot be changed, in words, with the links that this account may open."""
    return display.shown(value, context["request"], admin.site)


@register.simple_tag
def cell(item: str, headers: list[dict[str, Any]], rank: int) -> str:
    """A cell of a list, named after its column: a row is a card where there is no section."""
    return display.cell(item, str(headers[rank]["text"]) if rank < len(headers) else "")


def _marked(context: template.Context) -> list[dict[str, Any]]:
    """The sections, each with its address and whether the page shown belongs to it."""
    path = context["request"].path
    sections = []
    for section in context.get("sections") or []:
        models = [
            {"name": model["name"], "admin_url": model["admin_url"], "current": path.startswith(model["folder"])}
            for model in section["models"]
            if model["admin_url"]
        ]
        if models:
            current = any(model["current"] for model in models)
            sections.append(
                {"title": section["title"], "url": models[0]["admin_url"], "models": models, "current": current}
            )
    return sections


@register.inclusion_tag("admin/_sections.html", takes_context=True)
def sections_menu(context: template.Context) -> dict[str, Any]:
    """Entries of the main menu."""
    return {"sections": _marked(context), "at_index": context["request"].path == reverse("admin:index")}


@register.inclusion_tag("admin/_siblings.html", takes_context=True)
def sections_siblings(context: template.Context) -> dict[str, Any]:
    """The other lists of the same section, above a list; nothing when it is alone."""
    for section in _marked(context):
        if section["current"] and len(section["models"]) > 1:
            return {"title": section["title"], "models": section["models"]}
    return {"title": "", "models": []}
