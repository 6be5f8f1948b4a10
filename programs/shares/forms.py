"""To whom, and until when."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.foundation.form_fields import model_choice
from portal.organizations.models import Team


class ShareForm(forms.Form):
    team = forms.ModelChoiceField(
        label=_("À quelle équipe?"),
        queryset=Team.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choisissez une équipe."), "invalid_choice": _("Choisissez une équipe.")},
    )
    days = forms.ChoiceField(
        label=_("Pendant combien de temps?"),
        choices=[("30", _("30 jours")), ("90", _("90 jours"))],
        initial="30",
        widget=forms.RadioSelect,
        help_text=_("Vous pouvez la reprendre avant, en un clic."),
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_choice(self, "team").queryset = teams

    @property
    def until(self) -> dt.date:
        return clock.today() + dt.timedelta(days=int(self.cleaned_data["days"]))
