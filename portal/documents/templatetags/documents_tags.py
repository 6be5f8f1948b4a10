"""Documents, for pages composed in templates: `{% recent_documents as documents %}`, `{{ document.size|weight }}`."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from portal.documents.limits import FILE_MEGABYTES
from portal.documents.models import Document
from portal.foundation.keyset import first_of
from portal.foundation.words.elision import of
from portal.people.models import Citizen

register = template.Library()

NO_BREAK_SPACE = "\u00a0"

DOCUMENTS_SHOWN = 3


@register.simple_tag
def largest_file() -> int:
    """Return how many megabytes a file may have."""
    return FILE_MEGABYTES


@register.simple_tag(takes_context=True)
def recent_documents(context: dict[str, Any]) -> list[Document]:
    """The last documents given or received, on the citizen's space."""
    user = context["request"].user
    documents = Document.objects.visible_to(user).held_by(user).with_details()
    return first_of(documents.order_by("-received_at", "-id"), DOCUMENTS_SHOWN)


@register.simple_tag(takes_context=True)
def of_whom(context: dict[str, Any], citizen: Citizen) -> str:
    """«dossier de Léa Tremblay» on what belongs to somebody for whom the account acts; empty on one's own."""
    own = citizen.user_id == context["request"].user.pk
    return "" if own else _("dossier %(name)s") % {"name": of(str(citizen))}


@register.filter
def weight(size: int) -> str:
    """A number of bytes as people say it in Québec: «10 Ko», «1,2 Mo» (Django's own says «Kio»)."""
    if size < 1000:
        return f"1{NO_BREAK_SPACE}Ko"
    if size < 1_000_000:
        return f"{round(size / 1000)}{NO_BREAK_SPACE}Ko"
    return f"{size / 1_000_000:.1f}{NO_BREAK_SPACE}Mo".replace(".", ",")
