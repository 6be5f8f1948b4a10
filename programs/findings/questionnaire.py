"""One person's questionnaire through the questions, rebuilt at each request from the cookie and from what they keep."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from portal import clock
from portal.access.visibility import visibility_of
from portal.criteria.vocabulary import Given, UnfitValue, read_value
from programs.facts.crossings import Remembered, given_on, remember
from programs.facts.derivations import resolve
from programs.facts.models import FactDefinition
from programs.facts.origins import Origin, Origins
from programs.findings.presentation import Basis, FindingView, show
from programs.findings.questions import PAUSE_AFTER, decided, rank_questions
from programs.findings.scopes import programs_of, words_of
from programs.programs.rulebook import published_rules
from programs.rules.horizons import openings
from programs.rules.verdicts import RuleOutcome, evaluate
from programs.situations.answers import NOW, Answers, read_answers
from programs.situations.models import Fact, Situation, origins_of, remembered_of


class Questionnaire:
    """Lazy: a page that only needs the answers evaluates nothing."""

    def __init__(self, answers: Answers, situation: Situation | None) -> None:
        self.answers, self.situation = answers, situation

    @cached_property
    def definitions(self) -> dict[str, FactDefinition]:
        return FactDefinition.objects.by_code()

    @cached_property
    def _held(self) -> list[Fact]:
        return self.situation.held if self.situation else []

    @cached_property
    def remembered(self) -> Remembered:
        """What is kept, then what was just answered; a question just passed is not used, kept or not."""
        kept = remembered_of(self._held)
        facts = {code: known for code, known in kept.items() if code not in self.answers.declined}
        return {**facts, **remember(self.just_answered, clock.today())}

    @cached_property
    def given(self) -> Given:
        return given_on(self.remembered, clock.today())

    @cached_property
    def origins(self) -> Origins:
        """Who said each fact, and when."""
        kept = origins_of(self._held)
        return {**kept, **{code: Origin(NOW, clock.today()) for code in self.just_answered}}

    @property
    def basis(self) -> Basis:
        return Basis(self.definitions, self.known, self.origins)

    @cached_property
    def opens(self) -> dict[str, date]:
        """Program → the day within twelve months on which time alone opens it."""
        return openings(self.rules, self.remembered, clock.today())

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
    def outcomes(self) -> Mapping[str, RuleOutcome]:
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
    def most_left(self) -> int:
        """Questions left at most: it never grows while one goes on; what is learnt only makes some useless."""
        return len(self.questions)

    @property
    def is_at_pause(self) -> bool:
        """Time to show what was found: after the first questions, unless it is all about one program."""
        return len(self.answers.seen) == PAUSE_AFTER and len(self.codes) > 1

    @property
    def shows_findings_first(self) -> bool:
        """Whether these answers lead to the findings for the first time: at the pause, or at the end when none came."""
        had_pause = len(self.answers.seen) > PAUSE_AFTER and len(self.codes) > 1
        return self.is_at_pause or (not self.questions and not had_pause)

    def before(self, fact: str) -> str:
        """The question answered or passed just before this one; empty at the first."""
        seen = self.answers.seen
        rank = seen.index(fact) if fact in seen else len(seen)
        return seen[rank - 1] if rank else ""


def shown_of(questionnaire: Questionnaire, findings: Mapping[UUID, Any] | None = None) -> list[FindingView]:
    """Every program of the scope as its page shows it; `findings` are those that the person keeps."""
    programs = (
        programs_of(questionnaire.answers.scope).select_related("organization").prefetch_related("organization__teams")
    )
    kept = findings or {}
    return [
        show(
            program,
            questionnaire.outcomes[program.code],
            questionnaire.basis,
            questionnaire.opens.get(program.code),
            kept.get(program.pk),
        )
        for program in programs
        if program.code in questionnaire.outcomes
    ]


def questionnaire_of(request: HttpRequest) -> Questionnaire:
    """The questionnaire of this browser; with an account, on top of the person's own kept situation."""
    own = visibility_of(request.user).own_citizen_id
    situation = Situation.objects.filter(citizen_id=own).first() if own else None
    return Questionnaire(read_answers(request), situation)
