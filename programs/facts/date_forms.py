"""Questions about days: one date, or the birth dates of children."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.criteria.spans import ends
from portal.foundation.formats.day_boxes import DayBoxesField
from programs.facts.base_form import TypedFactForm
from programs.facts.models import FactDefinition

EARLIEST = date(1900, 1, 1)
MOST_CHILDREN = 12


class MaybeDateField(forms.DateField):
    """A date that may be left empty here: the form as a whole says what it needs, so no label says « facultatif »."""

    def validate(self, value: date | None) -> None:
        """Empty is a value."""


class DateForm(TypedFactForm):
    """A day in the past, or what is known of it; a fact that may not have happened has a box to say so."""

    answer = DayBoxesField(help_text=_("Vous ne savez pas le jour ou le mois? Donnez ce que vous savez."))
    never = forms.BooleanField(required=False, label=_("Cela ne m’est pas arrivé"))
    NEEDED = _("Écrivez une date, même incomplète, ou passez la question.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.definition.is_nullable:
            del self.fields["never"]

    def initial_from(self, value: Any) -> dict[str, Any]:
        return {"answer": value, "never": value is None}

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        day, never = cleaned.get("answer"), cleaned.get("never")
        if day and not EARLIEST <= ends(day)[0] <= clock.today():
            self.add_error("answer", gettext("Cette date est dans le futur ou trop ancienne : vérifiez l’année."))
        elif day and never:
            self.add_error("never", gettext("Donnez une date, ou cochez cette case, mais pas les deux."))
        elif "answer" not in self.errors and not day and not never:
            has_box = "never" in self.fields
            sentence = _("Donnez une date, cochez la case, ou passez la question.") if has_box else self.NEEDED
            self.add_error("answer", sentence)
        return cleaned


class ChildrenForm(TypedFactForm):
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
        super().clean()
        cleaned = self.cleaned_data
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
