"""How every section of «gestion» writes what it shows: in words, never as the code writes its values.

A page is named after its object by `name_of`; what proves (identifiers, fingerprints) is in small print (`proof`); yes
and no are words (the filter `in_words` of the lists and pages), for a tick says «good» of late too.
"""

import re
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.template.response import SimpleTemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')
_WHOLE_HOUR = re.compile(r"(?<=\d\xa0h)\xa000(?=<|$)")
_FIRST_DAY = re.compile(r"(^|>)1(?= [a-zéû]+ \d{4}(?: à |<|$))")
_EMPTY = re.compile(r"<td[^>]*>(—|&nbsp;)?</td>")
_ICON = re.compile(r'<img src="[^"]*" alt="(True|False|None)"[^>]*>')


class ShownInWords(admin.ModelAdmin):
    """The part of every section that names its pages."""

    def name_of(self, obj: Any) -> str:
        """Name an object at the head of its page, its way and its tab."""
        return str(obj)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        answer = super().render_change_form(request, context, *args, **kwargs)
        obj = context.get("original")
        if obj is not None and isinstance(answer, SimpleTemplateResponse) and answer.context_data is not None:
            answer.context_data["object_name"] = self.name_of(obj)
        return answer


def in_words(html: str) -> str:
    """Return a cell of a list, or a value of a page, with words in the place of Django's drawings of yes and no, and
    instants as the filter `moment` writes them: Django's formats know neither «9 h» nor «1er»."""
    data = {"True": _("oui"), "False": _("non"), "None": "—"}
    html = _FIRST_DAY.sub(r"\g<1>1er", _WHOLE_HOUR.sub("", html))
    return mark_safe(_ICON.sub(lambda icon: data[icon[1]], html))  # noqa: S308 - Django made it, and we add words


def cell(html: str, header: str) -> SafeString:
    """Return a cell of a list that keeps its role, and the name of its column, where rows are drawn as cards;
    there, one that says nothing is not drawn."""
    role = "rowheader" if html.startswith("<th") else "cell"
    label = format_html(' data-label="{}"', capfirst(header)) if header and "<" not in header else ""
    words = in_words(html)
    empty = " data-empty" if _EMPTY.fullmatch(words.strip()) else ""
    return mark_safe(f'{words[:3]} role="{role}"{label}{empty}{words[3:]}')  # noqa: S308 - Django's own cell


def shown(html: str, request: HttpRequest, site: admin.AdminSite) -> SafeString:
    """Return a value of a page, in words; Django links a row to another whoever reads: only links that open stay."""

    def kept(link: re.Match[str]) -> str:
        return link[0] if _opens(link[1], request, site) else link[2]

    return mark_safe(_LINK.sub(kept, in_words(html)))  # noqa: S308 - Django's own value


def _opens(address: str, request: HttpRequest, site: admin.AdminSite) -> bool:
    try:
        match = resolve(address)
    except Resolver404:
        return True  # outside the portal
    pages = {f"{model._meta.app_label}_{model._meta.model_name}_change": model for model in site._registry}
    model = pages.get(str(match.url_name)) if match.app_name == "admin" else None
    key = match.kwargs.get("object_id") or match.kwargs.get("pk", "")
    return model is None or bool(page_of(model, unquote(str(key)), request, site))


def page_of(model: type[Model], key: str, request: HttpRequest, site: admin.AdminSite) -> str:
    """Return the address in gestion of a row, for a reader who may open it; empty for others."""
    section = site._registry.get(model)
    if section is None or not key or not section.has_view_permission(request):
        return ""
    try:
        is_seen = section.get_queryset(request).filter(pk=key).exists()
    except (ValidationError, ValueError):
        return ""
    name = f"{site.name}:{model._meta.app_label}_{model._meta.model_name}_change"
    return reverse(name, args=[key]) if is_seen else ""


def proof(*parts: Iterable[Any]) -> SafeString:
    """Return what proves, in small print: pairs of words and an identifier, for whoever compares two systems."""
    return format_html(
        '<small class="g-proof">{}</small>', format_html_join(" · ", "{}\u00a0: <bdi>{}</bdi>", (p for p in parts if p))
    )
