"""What invites the reader to work here."""

from django import template
from django.template import Context

from portal.access import counts
from portal.staff.models import StaffInvitation
from portal.staff.waiting import invitations_of

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_invitations(context: Context) -> list[StaffInvitation]:
    """The invitations that wait for an answer of the signed-in account."""
    user = context["user"]
    return list(invitations_of(user)) if counts.count_of(user, "staff_invitations") else []
