"""Invented facts: rows of a fact and its value, for examples and for trying a program."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.criteria.editor.lists import Raw, RowForm
from portal.criteria.editor.values import DayField
from portal.foundation.form_fields import choice
from programs.facts.models import FactDefinition
from programs.program_versions.explaining import verdict_words
from programs.program_versions.people_field import field_of, kept_of, typed, with_kept
from programs.programs.examples import personas
from programs.rules.verdicts import Verdict

Type = FactDefinition.Type


class FactForm(RowForm):
    """One fact; its value's field depends on it. `kept`: what is known of children and not shown."""

    fact = forms.ChoiceField(label=_("Fait"))
    kept = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=4_000)

    def __init__(self, data: Any, *, definitions: Mapping[str, FactDefinition], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        asked = {code: row for code, row in definitions.items() if not row.is_derived}
        choice(self, "fact").choices = [("", _("Choisissez un fait")), *((c, r.short_label) for c, r in asked.items())]
        self.definition = asked.get(self.data.get(f"{self.prefix}-fact", ""))
        if self.definition:
            may_be_empty = self.definition.is_nullable or self.definition.type in {Type.LIST, Type.MULTI}
            several = self.definition.type == Type.MULTI
            self.fields["value"] = field_of(self.definition, several=several, required=not may_be_empty)
            if self.definition.is_nullable:
                self.fields["value"].help_text = _("Laissez vide si ce n’est pas arrivé.")

    @classmethod
    def raw_of(cls, held: tuple[FactDefinition, Any]) -> Raw:
        row, value = held
        raw: Raw = {"here": ["1"], "fact": [row.code], "value": typed(row, value)}
        return raw | {"kept": [kept_of(value)]} if row.type == Type.LIST else raw

    def written(self) -> tuple[str, Any]:
        assert self.definition is not None  # a row of no fact is not valid
        value = self.cleaned_data.get("value")
        if self.definition.type == Type.LIST:
            value = with_kept(value or [], self.cleaned_data["kept"])
        return self.definition.code, None if value == "" else value


def held_facts(facts: Mapping[str, Any], definitions: Mapping[str, FactDefinition]) -> list[tuple[FactDefinition, Any]]:
    """Facts as rows; one that left the vocabulary is not shown."""
    return [(definitions[code], value) for code, value in facts.items() if code in definitions]


class ExampleForm(forms.Form):
    """The head of an example. Its facts are a list of rows below it."""

    use_required_attribute = False

    name = forms.CharField(label=_("De qui s’agit-il?"), max_length=200)
    as_of = DayField(label=_("En date du"))
    verdict = forms.ChoiceField(label=_("Ce qui doit être répondu"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "verdict").choices = [(one.value, verdict_words(one)) for one in Verdict]


class PersonaForm(forms.Form):
    """An invented person of the reference data."""

    personne = forms.ChoiceField(label=_("Personne fictive"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(code, f"{one['name']}\u00a0: {one['story_fr']}") for code, one in personas().items()]
        choice(self, "personne").choices = [("", _("Rien n’est connu")), *people]
        self.fields["personne"].required = False
