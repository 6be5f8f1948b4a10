"""The form of a prompt in «gestion»: places of one's own organizations, a short fact, words that announce nothing."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.catalogue.models import CatalogueEntry
from portal.foundation.form_fields import choice, model_choice
from portal.organizations.models import Organization, Team
from programs.facts.models import FactDefinition
from programs.life_events.models import LifeEvent
from programs.programs.models import Program
from programs.prompts.actions import WRITTEN
from programs.prompts.models import Prompt
from programs.prompts.reach import programs_reading, short_facts
from programs.prompts.wording import naming_problems, precision_problems, question_problems


class PromptForm(forms.ModelForm):
    """`organization_ids`, set by the room for each request: the organizations that the account administers."""

    organization_ids: frozenset = frozenset()

    deadlines = forms.MultipleChoiceField(
        label=gettext_lazy("Dans le suivi de ces échéances"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Prompt
        fields = (*WRITTEN, "programs")
        widgets = {"programs": forms.CheckboxSelectMultiple}
        help_texts = {
            "question_fr": gettext_lazy("Vide\u00a0: la question du vocabulaire. Ni aide, ni montant, ni pression."),
            "precision_fr": gettext_lazy("Ce qui compte comme «\u00a0oui\u00a0», si la question est courte."),
            "programs": gettext_lazy("Seulement ceux dont les critères regardent ce fait."),
            "position": gettext_lazy("Au même endroit, la plus petite est posée d’abord\u00a0: une seule à la fois."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = self.organization_ids
        teams = Team.objects.filter(organization_id__in=mine).select_related("organization")
        model_choice(self, "organization").queryset = Organization.objects.filter(pk__in=mine)
        model_choice(self, "team").queryset = teams
        model_choice(self, "fact").queryset = FactDefinition.objects.filter(code__in=short_facts())
        # An event is everybody's: an organization asks in those where a program of its own is told.
        concerned = LifeEvent.objects.filter(programs__organization_id__in=mine)
        model_choice(self, "life_event").queryset = LifeEvent.objects.filter(pk__in=concerned.values("pk"))
        model_choice(self, "programs").queryset = Program.objects.published().order_by("name_order", "code")
        choice(self, "deadlines").choices = self._kinds()

    def _kinds(self) -> list[tuple[str, str]]:
        """Kinds of the organizations, as the public catalogue names them, and those already chosen. Their code ends
        their address: this floor knows kinds by code only."""
        entries = CatalogueEntry.objects.filter(
            section=CatalogueEntry.Section.DEADLINE, organization_id__in=self.organization_ids
        )
        known = {
            entry.address.rstrip("/").rsplit("/", 1)[-1]: entry.title for entry in entries.order_by("title_order", "pk")
        }
        return [*known.items(), *((code, code) for code in self.instance.deadlines if code not in known)]

    def clean_question_fr(self) -> str:
        return self._worded("question_fr", question_problems)

    def clean_question_en(self) -> str:
        return self._worded("question_en", question_problems)

    def clean_precision_fr(self) -> str:
        return self._worded("precision_fr", precision_problems)

    def clean_precision_en(self) -> str:
        return self._worded("precision_en", precision_problems)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        team, fact, programs = given.get("team"), given.get("fact"), given.get("programs")
        if team and team.organization_id != getattr(given.get("organization"), "pk", None):
            self.add_error("team", _("Choisissez une équipe de l’organisme choisi."))
        if not (team or given.get("life_event") or given.get("deadlines")) and not self.errors:
            self.add_error("team", _("Choisissez au moins un endroit\u00a0: une équipe, un événement ou une échéance."))
        if fact and programs:
            self._check_programs(fact, programs, given)
        return given

    def _check_programs(self, fact: FactDefinition, programs: Any, given: dict[str, Any]) -> None:
        reading = programs_reading(fact.code)
        for program in programs:
            if program.code not in reading:
                text = _(
                    "Les critères de «\u00a0%(name)s\u00a0» ne regardent pas ce fait\u00a0: la réponse n’y change rien."
                )
                self.add_error("programs", text % {"name": program})
        names = [program.name_fr for program in programs]
        for name in ("question_fr", "precision_fr"):
            for problem in naming_problems(given.get(name, ""), names):
                self.add_error(name, problem)

    def _worded(self, name: str, problems_of: Any) -> str:
        words = self.cleaned_data[name].strip()
        if problems := problems_of(words):
            raise forms.ValidationError(problems)
        return words
