"""Documents, for pages composed in templates: `{% recent_documents as documents %}`."""

from typing import Any

from django import template

from portal.documents.models import Document

register = template.Library()

DOCUMENTS_SHOWN = 3


@register.simple_tag(takes_context=True)
def recent_documents(context: dict[str, Any]) -> list[Document]:
    """The last documents given or received, on the citizen's space."""
    user = context["request"].user
    documents = Document.objects.visible_to(user).held_by(user).select_related("team__organization")
    return list(documents.order_by("-received_at", "-id")[:DOCUMENTS_SHOWN])
