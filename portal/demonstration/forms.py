"""The form that moves the demonstration's clock."""

from django import forms
from django.utils.translation import gettext_lazy as _

TEN_YEARS = 3660
"""Days: farther, calendars of the reference data say nothing."""


class SinkReplyForm(forms.Form):
    """What the invented person writes back."""

    sent = forms.CharField(max_length=64)
    text = forms.CharField(max_length=2000)


class EnterForm(forms.Form):
    """Whom to be, and the page to open."""

    who = forms.SlugField(max_length=40)
    path = forms.CharField(max_length=200, required=False)


class ClockForm(forms.Form):
    days = forms.IntegerField(
        label=_("Jours"),
        help_text=_("Par exemple 7 pour avancer d’une semaine, −1 pour reculer d’un jour."),
        min_value=-TEN_YEARS,
        max_value=TEN_YEARS,
        initial=1,
    )
    hours = forms.IntegerField(label=_("Heures"), min_value=-23, max_value=23, required=False)

    def seconds(self) -> int:
        """What the valid form asks for."""
        return self.cleaned_data["days"] * 86_400 + (self.cleaned_data["hours"] or 0) * 3_600
