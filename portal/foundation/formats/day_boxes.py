"""Three boxes for a day: what is not known of it stays empty. Nobody has to invent a day or a month."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from portal.foundation.formats.cells import strict_day
from portal.foundation.formats.partial_days import PartialDay

Known = dt.date | PartialDay | None


class DayBoxes(forms.MultiWidget):
    """Day, month, year. A whole day written AAAA-MM-JJ under the field's own name is understood too: pages opened
    before these boxes came, and programs, send that."""

    template_name = "portal/foundation/formats/day_boxes.html"

    def __init__(self, attrs: Any = None) -> None:
        number = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput(number | {"maxlength": 4, "size": 2}),
                "month": forms.Select(choices=[("", _("Je ne sais pas")), *MONTHS.items()]),
                "year": forms.TextInput(number | {"maxlength": 6, "size": 4}),
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            value = _whole(value)
        return [getattr(value, "day", None), value.month, value.year] if value else [None, None, None]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        boxes = super().value_from_datadict(data, files, name)
        return boxes if any(box is not None for box in boxes) else data.get(name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        labels = (_("Jour"), _("Mois"), _("Année"))
        for box, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            box["label"] = label
        return context


class DayBoxesField(forms.Field):
    """Gives a day, what is known of it, or None where all is empty: whether an answer is needed is the form's,
    so that no label says «facultatif»."""

    widget = DayBoxes
    WRITTEN = _("Écrivez la date sous la forme année-mois-jour, par exemple 1990-04-02.")

    def clean(self, value: Any) -> Known:
        if isinstance(value, list):
            return _of_boxes(*(str(box or "").strip() for box in value))
        if not value or isinstance(value, dt.date | PartialDay):
            return value or None
        if day := _whole(value):
            return day
        raise forms.ValidationError(self.WRITTEN)


def _whole(text: str) -> dt.date | None:
    try:
        return strict_day(text)
    except ValueError:
        return None


def _of_boxes(day: str, month: str, year: str) -> Known:
    if not (day or month or year):
        return None
    if not (year.isdecimal() and year.isascii() and len(year) == 4):
        raise forms.ValidationError(_("Écrivez l’année en quatre chiffres, par exemple 1961."))
    if month not in {"", *map(str, MONTHS)}:
        raise forms.ValidationError(_("Choisissez un mois de la liste."))
    if day and not month:
        raise forms.ValidationError(_("Choisissez aussi le mois, ou laissez le jour vide."))
    try:
        if not day:
            return PartialDay(int(year), int(month) if month else None)
    except ValueError:
        raise forms.ValidationError(_("Vérifiez l’année\u00a0: elle est trop ancienne ou trop lointaine.")) from None
    return _day(day, month, year)


def _day(day: str, month: str, year: str) -> dt.date:
    if not (day.isdecimal() and day.isascii() and len(day) <= 2):
        raise forms.ValidationError(_("Écrivez le jour en chiffres, de 1 à 31, ou laissez-le vide."))
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise forms.ValidationError(_("Ce jour n’existe pas dans ce mois. Vérifiez-le, ou laissez-le vide.")) from None
