"""One form per type of fact: the question, its help, its answer. One question per page, without JavaScript."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.foundation.form_fields import choice
from programs.facts.base_form import TypedFactForm
from programs.facts.date_forms import ChildrenForm, DateForm
from programs.facts.models import FactDefinition

UNIT_WORDS = {
    "CAD": _("En dollars, par exemple 24 000."),
    "CAD/year": _("En dollars par année, par exemple 24 000. Un montant approximatif suffit."),
    "months": _("En mois."),
    "years": _("En années."),
    "hours": _("En heures."),
    "percent": _("En pourcentage, par exemple 30."),
}

# «24,000» or «24.000»: no amount has three decimals, and reading 24 dollars would open what is not theirs.
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+|\d{1,3}(\.\d{3})+")


class BoolForm(TypedFactForm):
    answer = forms.ChoiceField(
        choices=[("yes", _("Oui")), ("no", _("Non"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez « Oui » ou « Non », ou passez la question.")},
    )

    def initial_from(self, value: Any) -> dict[str, Any]:
        return {"answer": "yes" if value else "no"}

    def value(self) -> bool:
        return self.cleaned_data["answer"] == "yes"


class ChoiceForm(TypedFactForm):
    answer = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Choisissez une réponse, ou passez la question.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "answer").choices = [(choice["id"], choice["fr"]) for choice in self.definition.choices]


class MultiForm(TypedFactForm):
    """Several choices, or none of them: saying "none" is an answer, saying nothing is not."""

    NONE = "none-of-these"
    answer = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cochez tout ce qui s’applique."),
        error_messages={"required": _("Cochez au moins une case, ou passez la question.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(choice["id"], choice["fr"]) for choice in self.definition.choices]
        choice(self, "answer").choices = [*choices, (self.NONE, _("Rien de tout cela"))]

    def initial_from(self, value: Any) -> dict[str, Any]:
        return {"answer": list(value) or [self.NONE]}

    def clean_answer(self) -> list[str]:
        chosen = self.cleaned_data["answer"]
        if self.NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("Cochez « Rien de tout cela » seul, ou les autres cases."))
        return chosen

    def value(self) -> tuple[str, ...]:
        return tuple(choice for choice in self.cleaned_data["answer"] if choice != self.NONE)


class NumberForm(TypedFactForm):
    """Forgives spaces, the dollar and per cent signs, and the decimal comma."""

    answer = forms.CharField(
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": _("Écrivez un nombre, ou passez la question.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].help_text = UNIT_WORDS.get(self.definition.unit, "")

    def clean_answer(self) -> float | int:
        text = "".join(self.cleaned_data["answer"].split()).strip("$%")
        if self.definition.unit.startswith("CAD") and _THOUSANDS.fullmatch(text):
            text = text.replace(",", "").replace(".", "")
        text = text.replace(",", ".")
        try:
            number = float(text)
        except ValueError:
            raise forms.ValidationError(_("Écrivez ce nombre en chiffres, par exemple 24 000.")) from None
        if not 0 <= number < 1e9:
            raise forms.ValidationError(_("Écrivez un nombre de zéro ou plus, sans signe moins."))
        if self.definition.type == FactDefinition.Type.INT and number != int(number):
            raise forms.ValidationError(_("Écrivez un nombre entier, sans virgule."))
        return int(number) if number == int(number) else number


FORMS: dict[str, type[TypedFactForm]] = {
    "bool": BoolForm,
    "choice": ChoiceForm,
    "multi": MultiForm,
    "int": NumberForm,
    "number": NumberForm,
    "date": DateForm,
    "list": ChildrenForm,
}


def answer_form(definition: FactDefinition, data: Any = None, **known: Any) -> TypedFactForm:
    """The form of a question; `value=` and `is_known=` give back an earlier answer."""
    return FORMS[definition.type](definition, data, **known)
