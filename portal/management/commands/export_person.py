"""`manage.py export_person PERSON --to FILE`: the package of somebody, with or without an account, on the disk."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError

from portal.data_exports.commanding import export_to
from portal.installation.starting import SealingCommand
from portal.people.models import Citizen, User


class Command(SealingCommand):
    help = "Write all that is kept of a person in a zip: an answer to a request for access (Access Act, s. 83)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", help="e-mail address of the account, or key of the person")
        parser.add_argument("--to", required=True, type=Path, help="file to write; it must not exist")

    def handle(self, *args: Any, **options: Any) -> None:
        account, citizen = _found(options["person"])
        if account is None and citizen is None:
            raise CommandError("Personne n’a cette adresse ni cette clé.")
        try:
            size = export_to(options["to"], account=account, citizen=citizen)
        except FileExistsError as error:
            raise CommandError("Ce fichier existe déjà.") from error
        self.stdout.write(f"{options['to']} : {size} octets, en clair. Effacez-le une fois remis.")


def _found(person: str) -> tuple[User | None, Citizen | None]:
    if "@" in person:
        account = User.objects.filter(email__iexact=person).first()
        return account, Citizen.objects.filter(user=account).first() if account else None
    try:
        citizen = Citizen.objects.select_related("user").filter(pk=UUID(person)).first()
    except ValueError:
        return None, None
    return (citizen.user if citizen else None), citizen
