"""Fields of forms for what people type in more than one way."""

import datetime as dt
from typing import Any

from django import forms

from portal.formats.cells import Unfit, hour_of


class HourField(forms.TimeField):
    """An hour as the browser's picker gives it, or as people write it: 14:30, 14 h 30."""

    def to_python(self, value: Any) -> dt.time | None:
        if value in self.empty_values:
            return None
        try:
            return hour_of(value)
        except Unfit:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
