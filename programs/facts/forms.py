"""One form per type of fact: the question, its help, its answer. One question per page, without JavaScript."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from programs.facts.models import FactDefinition

EARLIEST = date(1900, 1, 1)
MOST_CHILDREN = 12
UNIT_WORDS = {
    "CAD": _("En dollars, par exemple 24 000."),
    "CAD/year": _("En dollars par année, par exemple 24 000. Un montant approximatif suffit."),
    "months": _("En mois."),
    "years": _("En années."),
    "hours": _("En heures."),
    "percent": _("En pourcentage, par exemple 30."),
}


class MaybeDateField(forms.DateField):
    """A date that may be left empty here: the form as a whole says what it needs, so no label says « facultatif »."""

    def validate(self, value: date | None) -> None:
        """Empty is a value."""


class AnswerForm(forms.Form):
    """Base: `value()` gives the typed answer once the form is valid."""

    use_required_attribute = False

    def __init__(self, definition: FactDefinition, *args: Any, value: Any = None, is_known: bool = False) -> None:
        self.definition = definition
        super().__init__(*args, initial=self.initial_from(value) if is_known else None)
        if "answer" in self.fields:
            self.fields["answer"].label = definition.question

    def initial_from(self, value: Any) -> dict[str, Any]:
        return {"answer": value}

    def value(self) -> Any:
        return self.cleaned_data["answer"]


class BoolForm(AnswerForm):
    answer = forms.ChoiceField(
        choices=[("yes", _("Oui")), ("no", _("Non"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez « Oui » ou « Non », ou passez la question.")},
    )

    def initial_from(self, value: Any) -> dict[str, Any]:
        return {"answer": "yes" if value else "no"}

    def value(self) -> bool:
        return self.cleaned_data["answer"] == "yes"


class ChoiceForm(AnswerForm):
    answer = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Choisissez une réponse, ou passez la question.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(choice["id"], choice["fr"]) for choice in self.definition.choices]


class MultiForm(AnswerForm):
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
        self.fields["answer"].choices = [*choices, (self.NONE, _("Rien de tout cela"))]

    def initial_from(self, value: Any) -> dict[str, Any]:
        return {"answer": list(value) or [self.NONE]}

    def clean_answer(self) -> list[str]:
        chosen = self.cleaned_data["answer"]
        if self.NONE in chosen and len(chosen) > 1:
            raise forms.ValidationError(_("Cochez « Rien de tout cela » seul, ou les autres cases."))
        return chosen

    def value(self) -> tuple[str, ...]:
        return tuple(choice for choice in self.cleaned_data["answer"] if choice != self.NONE)


class NumberForm(AnswerForm):
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
        text = "".join(self.cleaned_data["answer"].split()).strip("$%").replace(",", ".")
        try:
            number = float(text)
        except ValueError:
            raise forms.ValidationError(_("Écrivez ce nombre en chiffres, par exemple 24 000.")) from None
        if not 0 <= number < 1e9:
            raise forms.ValidationError(_("Écrivez un nombre de zéro ou plus, sans signe moins."))
        if self.definition.type == FactDefinition.Type.INT and number != int(number):
            raise forms.ValidationError(_("Écrivez un nombre entier, sans virgule."))
        return int(number) if number == int(number) else number


class DateForm(AnswerForm):
    """A day in the past; a fact that may not have happened has a box to say so."""

    answer = MaybeDateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Écrivez la date sous la forme année-mois-jour, par exemple 1990-04-02.")},
    )
    never = forms.BooleanField(required=False, label=_("Cela ne m’est pas arrivé"))
    NEEDED = _("Écrivez une date, ou passez la question.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.definition.is_nullable:
            del self.fields["never"]

    def initial_from(self, value: Any) -> dict[str, Any]:
        return {"answer": value, "never": value is None}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, never = cleaned.get("answer"), cleaned.get("never")
        if day and not EARLIEST <= day <= clock.today():
            self.add_error("answer", gettext("Cette date est dans le futur ou trop ancienne : vérifiez l’année."))
        elif day and never:
            self.add_error("never", gettext("Donnez une date, ou cochez cette case, mais pas les deux."))
        elif "answer" not in self.errors and not day and not never:
            has_box = "never" in self.fields
            told = _("Donnez une date, cochez la case, ou passez la question.") if has_box else self.NEEDED
            self.add_error("answer", told)
        return cleaned


class ChildrenForm(AnswerForm):
    """Birth dates of the children in one's care; nothing else about them is asked, because no program needs it."""

    none = forms.BooleanField(required=False, label=_("Je n’ai pas d’enfant à ma charge"))

    def __init__(self, definition: FactDefinition, data: Any = None, **kwargs: Any) -> None:
        super().__init__(definition, data, **kwargs)
        asked = self._rows_asked(data)
        for rank in range(1, asked + 1):
            self.fields[f"child_{rank}"] = MaybeDateField(
                label=_("Date de naissance de l’enfant %(rank)s") % {"rank": rank},
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                error_messages={"invalid": _("Écrivez la date sous la forme année-mois-jour, par exemple 2020-05-04.")},
            )
        self.can_add = asked < MOST_CHILDREN
        self.order_fields([*(name for name in self.fields if name != "none"), "none"])

    def _rows_asked(self, data: Any) -> int:
        """Rows that came back, plus one when the person asks for it; the known children; one at least."""
        posted = sum(name.startswith("child_") for name in data or ()) + bool(data and "add" in data)
        known = sum(name.startswith("child_") for name in self.initial)
        return min(max(posted, known, 1), MOST_CHILDREN)

    def initial_from(self, value: Any) -> dict[str, Any]:
        children = {f"child_{rank}": child["birth_date"] for rank, child in enumerate(value, 1)}
        return children | {"none": not value}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        days = {name: day for name, day in cleaned.items() if name.startswith("child_") and day}
        for name, day in days.items():
            if not EARLIEST <= day <= clock.today():
                self.add_error(name, gettext("Cette date est dans le futur ou trop ancienne : vérifiez l’année."))
        if days and cleaned.get("none"):
            self.add_error("none", gettext("Donnez une date, ou cochez cette case, mais pas les deux."))
        elif not days and not cleaned.get("none") and not self.errors:
            self.add_error("child_1", gettext("Donnez une date, cochez la case, ou passez la question."))
        return cleaned

    def value(self) -> tuple[dict[str, date], ...]:
        days = [day for name, day in self.cleaned_data.items() if name.startswith("child_") and day]
        return tuple({"birth_date": day} for day in days)


FORMS: dict[str, type[AnswerForm]] = {
    "bool": BoolForm,
    "choice": ChoiceForm,
    "multi": MultiForm,
    "int": NumberForm,
    "number": NumberForm,
    "date": DateForm,
    "list": ChildrenForm,
}


def answer_form(definition: FactDefinition, data: Any = None, **known: Any) -> AnswerForm:
    """The form of a question; `value=` and `is_known=` give back an earlier answer."""
    return FORMS[definition.type](definition, data, **known)
