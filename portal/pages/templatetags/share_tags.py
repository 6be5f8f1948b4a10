"""How a page looks when its address is sent to somebody: title, sentence, our own picture."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static

register = template.Library()
LONGEST = 200


@register.inclusion_tag("components/share_card.html", takes_context=True)
def share_card(context: template.Context, title: str, sentence: str) -> dict[str, Any]:
    """Open Graph and the cards of other networks. The address is the page's own, without what was searched in it."""
    request: HttpRequest = context["request"]
    short = sentence if len(sentence) <= LONGEST else f"{sentence[: LONGEST - 1].rsplit(' ', 1)[0]}…"
    return {
        "title": title,
        "sentence": short,
        "address": f"{settings.SITE_URL}{request.path}",
        "picture": f"{settings.SITE_URL}{static('portal/share.png')}",
    }
