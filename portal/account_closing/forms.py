"""One box to tick before an account is closed."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ClosingForm(forms.Form):
    understood = forms.BooleanField(
        label=_("J’ai lu ce qui est effacé et ce qui est gardé."),
        error_messages={"required": _("Cochez la case pour fermer votre compte.")},
    )
