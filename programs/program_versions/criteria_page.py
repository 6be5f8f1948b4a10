"""The page of conditions: the rows of the criteria, and the facts to ask first."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from portal.criteria.editor.criteria_editor import CriteriaEditor
from portal.foundation.form_fields import choice
from programs.facts.models import FactDefinition
from programs.facts.origins import told_facts
from programs.program_versions.content import Content
from programs.program_versions.review import criteria_remarks


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


class ProgramCriteriaEditor(CriteriaEditor):
    """`data` is a POST, or None to show `content`. Nothing here writes."""

    def __init__(
        self, content: Content, definitions: Mapping[str, FactDefinition], data: MultiValueDict | None = None
    ) -> None:
        super().__init__(content["criteria"], definitions, data, partial(criteria_remarks, definitions=definitions))
        self.before, self.definitions, self.is_bound = content, definitions, data is not None
        initial = {"screening": content["screening_facts"]}
        self.form = ScreeningForm(data, initial=initial, rows=self._screened())

    def is_valid(self) -> bool:
        return not self.is_growing and all([self.form.is_valid(), super().is_valid()])

    @property
    def written(self) -> Content:
        chosen = self.form.cleaned_data["screening"]
        before = [code for code in self.before["screening_facts"] if code in chosen]
        return {
            "criteria": self.criteria,
            "screening_facts": [*before, *(code for code in chosen if code not in before)],
        }

    def _screened(self) -> dict[str, str]:
        """The facts that a person may be asked among those read here, and those already chosen."""
        read = [form.definition.code for form in self.rows.forms if form.definition]
        asked = [code for fact in read for code in told_facts(fact)]
        codes = dict.fromkeys([*self.before["screening_facts"], *asked])
        return {code: self.definitions[code].short_label for code in codes if code in self.definitions}
