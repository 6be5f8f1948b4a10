"""Figures of the indicator, each with the list of what it counts."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.html import format_html

register = template.Library()


@register.simple_tag(takes_context=True)
def figure(context: template.Context, count: int, *narrowed: str) -> str:
    """Return a count as a link to the very rows that it counts, where the reader may open them; the count otherwise.

    `narrowed`: columns and values by turns, beside the period of the page and «counted»."""
    shown = number_format(count, force_grouping=True)
    if not context.get("opens_lists"):
        return shown
    found, pairs = context["figures"], dict(zip(narrowed[::2], narrowed[1::2], strict=True))
    criteria: dict[str, Any] = {"due_on__gte": found.start, "due_on__lte": found.end, "excluded__exact": ""}
    if month := pairs.pop("month", ""):
        first = dt.date.fromisoformat(month)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        criteria |= {"due_on__gte": max(first, found.start), "due_on__lte": min(last, found.end)}
    pairs.pop("", None)  # the whole: no column
    address = f"{reverse('admin:indicators_outcome_changelist')}?{urlencode(criteria | pairs)}"
    return format_html('<a href="{}" data-figure="{}">{}</a>', address, str(count), shown)
