"""Fields of forms for what people type in more than one way."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.foundation.formats.cells import Unfit, hour_of

NBSP = "\u00a0"


class CountField(forms.IntegerField):
    """A whole number between two bounds: whatever is wrong, one sentence says both.

    `sentence` holds `{least}` and `{most}`; without it, the number counts nothing in particular."""

    def __init__(self, *, least: int, most: int, sentence: Any = "", **kwargs: Any) -> None:
        words = format_lazy(
            sentence or _("Écrivez un nombre entier, de {least} à {most}."),
            least=least,
            most=f"{most:,}".replace(",", NBSP),
        )
        messages = {"invalid": words, "min_value": words, "max_value": words, "required": words}
        super().__init__(min_value=least, max_value=most, error_messages=messages, **kwargs)


class HourField(forms.TimeField):
    """An hour as the browser's picker gives it, or as people write it: 14:30, 14 h 30."""

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values:
            return None
        try:
            return hour_of(value)
        except Unfit:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
