"""What a page shows of the advisor in the middle of a matter: the one question, then what the answers open.

Nothing here depends on who reads: the place gives the questions, in a published order; the facts give the findings.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from portal.access.counts import count_of
from portal.access.visibility import visibility_of
from portal.people.models import Citizen
from programs.facts.base_form import TypedFactForm
from programs.facts.forms import answer_form
from programs.findings.models import Finding
from programs.findings.presentation import Answered, FindingView, answered, by_verdict, show
from programs.findings.questionnaire import Questionnaire
from programs.programs.models import Program
from programs.prompts.models import Prompt
from programs.rules.verdicts import Verdict
from programs.situations.answers import Answers, read_answers
from programs.situations.kept import SITUATIONS
from programs.situations.models import AskedFact, Situation


def prompt_form(prompt: Prompt, data: Any = None) -> TypedFactForm:
    """The fact's own form, in the prompt's words."""
    form = answer_form(prompt.fact, data)
    form.auto_id = "moment-%s"
    form.fields["answer"].label = prompt.question
    if prompt.precision:
        form.fields["answer"].help_text = prompt.precision
    return form


def person_of(request: HttpRequest, citizen: Citizen | None) -> str:
    """Whose cookie: empty for oneself (and without an account), the person's id when acting for them."""
    if citizen is None or citizen.pk == visibility_of(request.user).own_citizen_id:
        return ""
    return str(citizen.pk)


@dataclass
class Moment:
    """The questions of a place for one person (None: without an account). `organization`: of a dossier, whose own
    programs are shown too when the person could be entitled to them."""

    request: HttpRequest
    prompts: list[Prompt]
    citizen: Citizen | None = None
    organization: UUID | None = None
    whole: bool = False

    @cached_property
    def person(self) -> str:
        return person_of(self.request, self.citizen)

    @cached_property
    def asked(self) -> dict[str, AskedFact]:
        """Fact → what became of the question, wherever it was asked."""
        if self.citizen is None:
            return {}
        return {one.definition_id: one for one in AskedFact.objects.filter(citizen=self.citizen)}

    @cached_property
    def is_empty(self) -> bool:
        """Neither a question to put, nor an answer to show anything of: the programs are not read."""
        return not self.prompts and not self._answers.seen and self._situation is None

    @cached_property
    def _answers(self) -> Answers:
        return read_answers(self.request, self.person)

    @cached_property
    def _situation(self) -> Situation | None:
        if self.citizen is None or not count_of(self.request.user, SITUATIONS):
            return None
        return Situation.objects.filter(citizen=self.citizen).first()

    @cached_property
    def questionnaire(self) -> Questionnaire:
        questionnaire = Questionnaire(self._answers, self._situation)
        questionnaire.codes = frozenset(
            program.code for program in self.programs
        )  # these, whatever the questionnaire is about
        return questionnaire

    @cached_property
    def programs(self) -> list[Program]:
        """Those of the prompts, then those of the organization; each once."""
        found = {program.pk: program for prompt in self.prompts for program in prompt.programs.all()}
        if self.whole and self.organization:
            own = Program.objects.published().filter(organization_id=self.organization).order_by("name_order", "code")
            own = own.select_related("organization").prefetch_related("organization__teams")
            found |= {program.pk: program for program in own if program.pk not in found}
        return list(found.values())

    @cached_property
    def prompt(self) -> Prompt | None:
        """The one question to put now: not asked before, not known, and able to change an answer."""
        return next((prompt for prompt in self.prompts if self._is_worth_asking(prompt)), None)

    @cached_property
    def form(self) -> TypedFactForm | None:
        return prompt_form(self.prompt) if self.prompt else None

    @property
    def answers(self) -> list[Answered]:
        """What was answered here, shown back with the way to take it back."""
        codes = [code for code in self._facts if code in self.asked or code in self.questionnaire.answers.given]
        return answered(
            {code: self.questionnaire.given[code] for code in codes if code in self.questionnaire.given},
            self._definitions,
        )

    @property
    def passed(self) -> list[str]:
        """Facts of questions left, or answered without keeping: what may be put again."""
        settled = (code for code in self._facts if code in self.asked or code in self.questionnaire.answers.declined)
        return [code for code in settled if code not in self.questionnaire.given]

    @cached_property
    def lists(self) -> dict[str, list[FindingView]]:
        """The findings in the published order, what the person set aside left out."""
        return by_verdict(shown for shown in self._shown() if not shown.stance and self._belongs(shown))

    @property
    def has_findings(self) -> bool:
        return any(self.lists.values())

    @property
    def has_something(self) -> bool:
        return bool(self.prompt or self.has_findings or self.answers or self.passed)

    @property
    def stances(self) -> type[Finding.Stance]:
        return Finding.Stance

    @property
    def is_for_another(self) -> bool:
        return bool(self.person)

    @cached_property
    def _facts(self) -> list[str]:
        return list(dict.fromkeys(prompt.fact_id for prompt in self.prompts))

    @property
    def _definitions(self) -> dict[str, Any]:
        return self.questionnaire.definitions

    def _is_worth_asking(self, prompt: Prompt) -> bool:
        code, questionnaire = prompt.fact_id, self.questionnaire
        if code in self.asked or code in questionnaire.given or code in questionnaire.answers.declined:
            return False
        wanted = [
            questionnaire.outcomes[program.code]
            for program in prompt.programs.all()
            if program.code in questionnaire.outcomes
        ]
        return any(code in outcome.missing for outcome in wanted)

    def _shown(self) -> Iterable[FindingView]:
        if not self.questionnaire.given:
            return []
        findings = self._findings()
        return [
            show(
                program,
                self.questionnaire.outcomes[program.code],
                self.questionnaire.basis,
                self.questionnaire.opens.get(program.code),
                findings.get(program.pk),
            )
            for program in self.programs
            if program.code in self.questionnaire.outcomes
        ]

    def _findings(self) -> dict[UUID, Finding]:
        if self.citizen is None:
            return {}
        return {one.program_id: one for one in Finding.objects.filter(citizen=self.citizen)}

    def _belongs(self, shown: FindingView) -> bool:
        """A dossier shows what the answers to its questions opened, whenever they were given, and what else of its
        organization could be the person's; other pages, only what an answer given on the way opened. Nothing names a
        program before its question is answered."""
        opening = {prompt.fact_id for prompt in self.prompts if shown.program in prompt.programs.all()}
        if self.whole and shown.outcome.verdict is Verdict.ELIGIBLE:
            return True
        known = (
            self.questionnaire.given.keys()
            if self.whole
            else self.asked.keys() | self.questionnaire.answers.given.keys()
        )
        return bool(opening & known & self.questionnaire.given.keys())


def moment_at(
    request: HttpRequest, citizen: Citizen | None, *, organization: UUID | None = None, **place: Any
) -> Moment | None:
    """The moment of a place; None for those who do not act for the person: the sealed is read for its owner only."""
    if citizen is not None and citizen.pk not in visibility_of(request.user).citizen_ids:
        return None
    prompts = list(Prompt.objects.in_use().at(**place).in_order().with_words())
    if not prompts and organization is None:
        return None
    moment = Moment(request, prompts, citizen, organization, whole=organization is not None)
    return None if moment.is_empty else moment
