"""The first page of the advisor: about what?"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.foundation.form_fields import choice
from programs.findings.scopes import scope_choices


class ScopeForm(forms.Form):
    scope = forms.ChoiceField(
        label=_("À propos de quoi?"),
        help_text=_("Choisissez un événement de votre vie, ou regardez tout."),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _("Choisissez une des situations de la liste."),
            "required": _("Choisissez une des situations de la liste."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "scope").choices = scope_choices()
