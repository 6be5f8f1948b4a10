"""One person's walk through the questions, rebuilt at each request from the cookie and from what they keep."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest

from portal import clock
from portal.access.reach import reach_of
from programs.facts.derivations import resolve
from programs.facts.models import FactDefinition
from programs.facts.vocabulary import Given, UnfitValue, read_value
from programs.findings.questions import PAUSE_AFTER, decided, rank_questions
from programs.findings.scopes import programs_of, words_of
from programs.programs.rulebook import published_rules
from programs.rules.verdicts import Outcome, evaluate
from programs.situations.answers import Answers, read_answers
from programs.situations.models import Situation


class Walk:
    """Lazy: a page that only needs the answers evaluates nothing."""

    def __init__(self, answers: Answers, kept: Given) -> None:
        self.answers, self.kept = answers, kept

    @cached_property
    def definitions(self) -> dict[str, FactDefinition]:
        return FactDefinition.objects.by_code()

    @cached_property
    def given(self) -> Given:
        """What is kept, then what was just answered; a question just passed is not used, kept or not."""
        facts = {code: value for code, value in self.kept.items() if code not in self.answers.declined}
        return facts | self.just_answered

    @cached_property
    def just_answered(self) -> Given:
        """Typed answers of the cookie. One that no longer fits the vocabulary is asked again."""
        typed: Given = {}
        for code, raw in self.answers.given.items():
            definition = self.definitions.get(code)
            try:
                typed |= {code: None if raw is None else read_value(definition.kind, raw)} if definition else {}
            except UnfitValue:
                continue
        return typed

    @cached_property
    def known(self) -> Given:
        return resolve(self.given, clock.today())

    @cached_property
    def codes(self) -> frozenset[str]:
        return frozenset(programs_of(self.answers.scope).values_list("code", flat=True))

    @cached_property
    def outcomes(self) -> Mapping[str, Outcome]:
        return {code: evaluate(rule, self.known) for code, rule in self.rules.items()}

    @cached_property
    def rules(self) -> Mapping[str, Any]:
        return {code: rule for code, rule in published_rules().items() if code in self.codes}

    @cached_property
    def questions(self) -> list[str]:
        """Facts still worth asking, most decisive first."""
        sensitivities = {code: row.sensitivity for code, row in self.definitions.items() if not row.is_derived}
        return rank_questions(self.outcomes, self.rules, sensitivities, self.answers.declined)

    @property
    def scope_words(self) -> str:
        return words_of(self.answers.scope)

    @property
    def decided(self) -> int:
        return decided(self.outcomes)

    @property
    def is_at_pause(self) -> bool:
        """Time to show what was found: after the first questions, unless it is all about one program."""
        return len(self.answers.seen) == PAUSE_AFTER and len(self.codes) > 1

    def before(self, fact: str) -> str:
        """The question answered or passed just before this one; empty at the first."""
        seen = self.answers.seen
        rank = seen.index(fact) if fact in seen else len(seen)
        return seen[rank - 1] if rank else ""


def walk_of(request: HttpRequest) -> Walk:
    """The walk of this browser; with an account, on top of the person's own kept situation."""
    own = reach_of(request.user).own_citizen_id
    situation = Situation.objects.filter(citizen_id=own).first() if own else None
    return Walk(read_answers(request), situation.given(clock.today()) if situation else {})
