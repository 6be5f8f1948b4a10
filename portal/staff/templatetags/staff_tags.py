"""What invites the reader to work here."""

from django import template
from django.template import Context

from portal.staff.models import StaffInvitation

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_invitations(context: Context) -> list[StaffInvitation]:
    """The invitations that wait for an answer of the signed-in account."""
    return list(StaffInvitation.objects.addressed_to(context["user"]).open())
