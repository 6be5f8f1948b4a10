"""`manage.py first_operator --email ADDRESS`: invite somebody to operate the portal, when nobody does yet."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email

from portal.access.permissions import Role
from portal.installation.starting import SealingCommand
from portal.organizations.models import Membership
from portal.staff.actions import invite


class Command(SealingCommand):
    help = (
        "Invites the first operator: a code leaves by e-mail, to type at /invitation. Run again, it sends another one. "
        "Once an operator works, the next ones are invited in «gestion»."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", required=True, help="address of the person who will operate the portal")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip()
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError("--email must be an address: name@example.org") from error
        if Membership.objects.filter(role=Role.OPERATOR, ended_at=None, user__is_active=True).exists():
            raise CommandError("The portal has an operator: they invite the next ones in «gestion», under Invitations.")
        invite(email=email, role=Role.OPERATOR, by=None)
        self.stdout.write(
            f"The invitation leaves as soon as a worker runs. The person types the code that it holds at "
            f"{settings.SITE_URL}/invitation, chooses a password and a second factor, and enters «gestion»."
        )
