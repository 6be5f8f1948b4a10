"""Requests to act that wait for the answer of the account to whose address they were sent: a line of its own home."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.access.counts import count_of
from portal.access.visibility import visibility_of
from portal.mandates.models import MandateInvitation
from portal.people.models import User
from portal.work_items.todo import Todo


def asked_of(user: User) -> QuerySet[MandateInvitation]:
    return MandateInvitation.objects.addressed_to(user).open()


def waiting_requests(user: User) -> Iterator[Todo]:
    if visibility_of(user).place or not count_of(user, "requests_to_act"):
        return
    for asked in asked_of(user).select_related("citizen").order_by("expires_at", "pk")[:20]:
        title = _("%(name)s vous demande d’agir\u00a0: répondez oui ou non") % {"name": asked.citizen}
        yield Todo(title=title, url=reverse("mandates:invitation", args=[asked.pk]), icon="people")
