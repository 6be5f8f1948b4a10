"""Small marks that templates draw: icons, telephone numbers, dates in words, notices, menu links.

Dates are shown in the active time zone, as French wants them: «1er mars 2026», «1er mars 2026 à 14 h 05»
(Office québécois de la langue française: a space on both sides of the h, two digits for minutes).
"""

import datetime

from django import template
from django.http import HttpRequest
from django.template.base import Parser, Token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal import clock
from portal.access import reader
from portal.people import phones
from portal.people.models import Citizen
from portal.people.zones import words_of

register = template.Library()

NO_BREAK_SPACE = "\u00a0"


@register.simple_tag
def today() -> datetime.date:
    """The day it is in Québec by the portal's clock (`{% now %}` reads the machine's)."""
    return clock.today()


@register.simple_tag
def period(start: datetime.date | datetime.datetime, end: datetime.date | datetime.datetime) -> SafeString:
    """«du 1er mars 2026 au 4 mars 2026»; «du 1er mars 2026» when it is the same day."""
    first, last = day(start), day(end)
    if first == last:
        return format_html(_("du {day}"), day=first)
    return format_html(_("du {start} au {end}"), start=first, end=last)


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Decorative icon: the words beside it carry the meaning. `size` is "" (as the text) or "lg"."""
    return format_html(
        '<span class="qc-icon r-icon{}" data-img-type="{}" aria-hidden="true"></span>',
        f" r-icon-{size}" if size else "",
        name,
    )


@register.filter
def telephone(number: str) -> SafeString:
    """Link that dials, extension included: 418 555-0142, +33 6 12 34 56 78; what is no number is left as it is."""
    try:
        kept = phones.read(str(number))
    except phones.UnreadableNumber:
        return format_html("{}", number)
    return format_html('<a href="tel:{}">{}</a>', kept, phones.shown(kept, space=NO_BREAK_SPACE))


def _day_words(value: datetime.date) -> str:
    day = f"{value.day}er" if value.day == 1 else str(value.day)
    return f"{day}{NO_BREAK_SPACE}{date_format(value, 'F')} {value.year}"


def _local(value: datetime.datetime) -> datetime.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


@register.filter
def day(value: datetime.date | None) -> SafeString | str:
    """A date in words inside `<time>`; an instant is first brought to the reader's zone; nothing gives nothing."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime):
        value = _local(value).date()
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), _day_words(value))


@register.filter
def moment(value: datetime.datetime | None) -> SafeString | str:
    """A date and an hour in words inside `<time>`, in the reader's zone."""
    if not value:
        return ""
    value = _local(value)
    hour = f"{value.hour}{NO_BREAK_SPACE}h" + (f"{NO_BREAK_SPACE}{value.minute:02d}" if value.minute else "")
    if reader.is_unknown():
        hour += f" ({words_of(clock.LEGAL_ZONE)})"
    return format_html(
        '<time datetime="{}">{} à {}</time>', value.isoformat(timespec="minutes"), _day_words(value), hour
    )


@register.simple_block_tag
def notice(content: str, kind: str = "information", title: str = "", role: str = "") -> SafeString:
    """`{% notice "warning" title=… %}…{% endnotice %}`: the component with rich content inside."""
    context = {"kind": kind, "title": title, "role": role, "content": content}
    return render_to_string("components/notice.html", context)


class KeepNode(template.Node):
    """Renders its content once and keeps it under a name (a block cannot be written twice in one template)."""

    def __init__(self, name: str, nodelist: template.NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        # Already escaped by the nodes that rendered it.
        context[self.name] = SafeString(self.nodelist.render(context).strip())
        return ""


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """`{% keep page_title %}{% block title %}{% endblock %}{% endkeep %}`, then `{{ page_title }}` where needed."""
    name = token.split_contents()[1]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(name, nodelist)


@register.inclusion_tag("portal/_menu_link.html", takes_context=True)
def menu_link(context: template.Context, page: str, label: str, but: str = "", unread: int = 0) -> dict[str, object]:
    """One entry of the menu, marked as current on every page below its address, those below `but` aside. `page` and
    `but` are names («threads:inbox»). `unread`: how many things there the account has not read."""
    request: HttpRequest | None = context.get("request")
    here = request.path if request else ""
    path = reverse(page)
    below = here.startswith(path) and not (but and here.startswith(reverse(but)))
    return {"path": path, "label": label, "current": below if path != "/" else here == "/", "unread": unread}


@register.simple_tag(takes_context=True)
def in_the_name_of(context: template.Context, citizen: Citizen) -> str:
    """«pour Amélie Tremblay» on what belongs to somebody for whom the account acts; empty on one's own."""
    own = citizen.user_id == context["request"].user.pk
    return "" if own else _("pour %(name)s") % {"name": citizen}


# Order matters: Edge and Chrome also say Safari, Edge also says Chrome.
_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


@register.filter
def device(user_agent: str) -> str:
    """What a person recognizes in a browser's long signature: «Firefox, Windows»."""
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in found if name) or _("Appareil inconnu")
