"""The page of conditions: rows, the facts to ask first, and why what is written cannot be."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.foundation.form_fields import choice
from programs.facts.models import FactDefinition
from programs.facts.origins import told_facts
from programs.program_versions.content import Content
from programs.program_versions.criterion_form import CriterionForm
from programs.program_versions.lists import RowList
from programs.program_versions.review import criteria_remarks
from programs.program_versions.rows import BadRows, criteria_of, rows_of
from programs.rules.nodes import BadCriteria, leaves, read_tree


class ScreeningForm(forms.Form):
    """Among the facts that the conditions read."""

    screening = forms.MultipleChoiceField(
        label=gettext_lazy("Faits demandés en premier"),
        help_text=gettext_lazy("Le conseiller les demande avant les autres faits de ce programme."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, rows: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "screening").choices = list(rows.items())


class CriteriaEditor:
    """`data` is a POST, or None to show `content`. Nothing here writes."""

    def __init__(
        self, content: Content, definitions: Mapping[str, FactDefinition], data: MultiValueDict | None = None
    ) -> None:
        self.before, self.definitions, self.is_bound = content, definitions, data is not None
        held = [(row, definitions) for row in _held(content["criteria"])]
        self.rows = RowList("c", CriterionForm, held, data, definitions=definitions)
        self.problems: list[str] = []
        initial = {"screening": content["screening_facts"]}
        self.form = ScreeningForm(data, initial=initial, rows=self._screened())
        if self.is_growing:
            self.rows.hush()

    @property
    def is_growing(self) -> bool:
        return bool(self.rows.button)

    def is_valid(self) -> bool:
        """The rows make a tree, and the tree can be true and can be false."""
        if self.is_growing or not all([self.rows.is_valid(), self.form.is_valid()]):
            return False
        try:
            found = criteria_of(self.rows.written)
        except BadRows as error:
            self.problems.append(str(error))
            if self.rows.forms:
                self.rows.forms[error.rank].add_error(None, str(error))
            return False
        self.problems += criteria_remarks(found, self.definitions)
        return not self.problems

    @cached_property
    def written(self) -> Content:
        chosen = self.form.cleaned_data["screening"]
        before = [code for code in self.before["screening_facts"] if code in chosen]
        return {
            "criteria": criteria_of(self.rows.written),
            "screening_facts": [*before, *(code for code in chosen if code not in before)],
        }

    def _screened(self) -> dict[str, str]:
        """The facts that a person may be asked among those read here, and those already chosen."""
        read = [form.definition.code for form in self.rows.forms if form.definition]
        asked = [code for fact in read for code in told_facts(fact)]
        codes = dict.fromkeys([*self.before["screening_facts"], *asked])
        return {code: self.definitions[code].short_label for code in codes if code in self.definitions}

    @property
    def shape(self) -> str:
        return self.rows.shape

    @property
    def faults(self) -> list[tuple[str, forms.BoundField, str]]:
        """(Place, field, error), for the summary."""
        return [(_("Ligne %d") % number, field, error) for number, field, error in self.rows.faults]


def _held(criteria: Any) -> list[Any]:
    """No row when the criteria held are not of the published form: the page says so by being empty."""
    try:
        leaves(read_tree(criteria))
    except BadCriteria:
        return []
    return rows_of(criteria)
