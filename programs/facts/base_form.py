"""What every question's form has in common."""

from typing import Any

from django import forms

from programs.facts.models import FactDefinition


class TypedFactForm(forms.Form):
    """Base: `value()` gives the typed answer once the form is valid."""

    use_required_attribute = False

    def __init__(
        self, definition: FactDefinition, data: Any = None, *, value: Any = None, is_known: bool = False
    ) -> None:
        self.definition = definition
        super().__init__(data, initial=self.initial_from(value) if is_known else None)
        if "answer" in self.fields:
            self.fields["answer"].label = definition.question

    def initial_from(self, value: Any) -> dict[str, Any]:
        return {"answer": value}

    def value(self) -> Any:
        return self.cleaned_data["answer"]
