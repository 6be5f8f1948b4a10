"""`manage.py advise --facts FILE [--as-of DATE] --json`: the advisor's answers for a file of facts."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal import clock
from programs.facts.derivations import resolve
from programs.facts.origins import Origin
from programs.program_versions.in_force import rules_on
from programs.rules.reporting import report
from programs.rules.verdicts import evaluate
from programs.situations.days import day
from programs.situations.files import FILE, NothingPublished, read_facts


class Command(BaseCommand):
    help = (
        "Evaluates every published program, with the rules of that day, over a file of facts (JSON or YAML). "
        "Writes nothing. "
        "Ends with 0 when it answered, 1 when the file cannot be used, 2 on a wrong option, 3 without a catalogue."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--facts", required=True, metavar="FILE", help="fact: value, as the facts of a persona")
        parser.add_argument("--as-of", type=day, metavar="DATE", help="YYYY-MM-DD; today when absent")
        parser.add_argument("--json", action="store_true", help="print JSON instead of one line per program")

    def handle(self, *args: Any, **options: Any) -> None:
        as_of = options["as_of"] or clock.today()
        facts = read_facts(options["facts"])
        rules = rules_on(as_of)
        if not rules:
            raise NothingPublished
        known, origins = resolve(facts, as_of), dict.fromkeys(facts, Origin(FILE, as_of))
        reports = {code: report(evaluate(rule, known), known, origins) for code, rule in rules.items()}
        if options["json"]:
            answer = {"as_of": as_of.isoformat(), "programs": reports}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2))
            return
        for code, one in reports.items():
            self.stdout.write(f"{code}: {one['verdict']} {', '.join(one['missing'])}".rstrip())
