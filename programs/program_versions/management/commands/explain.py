"""`manage.py explain PROGRAM --facts FILE [--as-of DATE]`: one answer in words."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal import clock
from portal.foundation.formats.days import day_words
from programs.facts.crossings import remember
from programs.facts.derivations import resolve
from programs.facts.models import FactDefinition
from programs.facts.origins import Origin
from programs.findings.presentation import VERDICT_WORDS, Basis, FindingView, Reason, show
from programs.program_versions.in_force import rules_on
from programs.programs.models import Program
from programs.rules.horizons import from_when
from programs.rules.verdicts import evaluate
from programs.situations.days import day
from programs.situations.files import FILE, read_facts


class Command(BaseCommand):
    help = (
        "Says in words what the advisor answers about one program, and why. Writes nothing. "
        "Ends with 0 when it answered, 1 when the file or the program cannot be used, 2 on a wrong option, "
        "3 without a catalogue."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("program", help="code of a published program, for instance allocation-famille")
        parser.add_argument("--facts", required=True, metavar="FILE", help="fact: value, as the facts of a persona")
        parser.add_argument("--as-of", type=day, metavar="DATE", help="YYYY-MM-DD; today when absent")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"] or clock.today()
        facts = read_facts(options["facts"])
        program = Program.objects.published().filter(code=options["program"]).first()
        if program is None:
            raise CommandError(f"{options['program']} : aucun programme publié n’a ce code (voir /programmes/).")
        rule, known = rules_on(as_of)[program.code], resolve(facts, as_of)
        basis = Basis(FactDefinition.objects.by_code(), known, dict.fromkeys(facts, Origin(FILE, as_of)))
        opens = from_when(rule, remember(facts, as_of), as_of)
        self._tell(show(program, evaluate(rule, known), basis, opens))

    def _tell(self, shown: FindingView) -> None:
        self.stdout.write(f"{shown.program.name_fr} : {VERDICT_WORDS[shown.outcome.verdict]}")
        self._write(shown.reasons)
        for definition in shown.missing:
            self.stdout.write(_("À demander : %(question)s") % {"question": definition.label_fr})
        if shown.from_on:
            opens_on = day_words(shown.from_on)
            self.stdout.write(_("Possible à partir du %(date)s, si rien d’autre ne change.") % {"date": opens_on})
        self.stdout.write(_("C’est une indication : l’organisme décide."))

    def _write(self, reasons: Iterable[Reason], depth: int = 1) -> None:
        for reason in reasons:
            self.stdout.write(f"{'  ' * depth}[{reason.words}] {reason.text}")
            self._write(reason.parts, depth + 1)
