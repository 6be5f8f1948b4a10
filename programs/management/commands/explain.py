"""`manage.py explain PROGRAM --facts FILE [--as-of DATE]`: one answer in words."""

from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal import clock
from programs.facts.derivations import resolve
from programs.facts.models import FactDefinition
from programs.findings.presentation import VERDICT_WORDS, Reason, show
from programs.programs.models import Program
from programs.programs.rulebook import published_rules
from programs.rules.verdicts import evaluate
from programs.situations.files import UnreadableFacts, read_facts


class Command(BaseCommand):
    help = "Says in words what the advisor answers about one program, and why. Writes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("program", help="code of a published program, for instance allocation-famille")
        parser.add_argument("--facts", required=True, metavar="FILE", help="fact: value, as the facts of a persona")
        parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="YYYY-MM-DD; today when absent")

    def handle(self, *args: Any, **options: Any) -> None:
        program = Program.objects.published().filter(code=options["program"]).first()
        if program is None:
            raise CommandError(f"{options['program']} : aucun programme publié n’a ce code (voir /programmes/).")
        try:
            known = resolve(read_facts(options["facts"]), options["as_of"] or clock.today())
        except UnreadableFacts as error:
            raise CommandError(str(error)) from error
        shown = show(program, evaluate(published_rules()[program.code], known), FactDefinition.objects.by_code(), known)
        self.stdout.write(f"{program.name_fr} : {VERDICT_WORDS[shown.outcome.verdict]}")
        self._write(shown.reasons)
        for definition in shown.missing:
            self.stdout.write(_("À demander : %(question)s") % {"question": definition.label_fr})
        self.stdout.write(_("C’est une indication : l’organisme décide."))

    def _write(self, reasons: Iterable[Reason], depth: int = 1) -> None:
        for reason in reasons:
            self.stdout.write(f"{'  ' * depth}[{reason.words}] {reason.text}")
            self._write(reason.parts, depth + 1)
