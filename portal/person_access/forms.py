"""What an organization asks to recognise somebody."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.person_access.identity import QUESTIONS
from portal.person_access.models import IdentityRule


class IdentityRuleForm(forms.ModelForm):
    asked = forms.MultipleChoiceField(
        label=_("Ce qui est demandé"),
        choices=[(code, question.label) for code, question in QUESTIONS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choisissez ce que la personne sait de tête. Ce que nous ne savons pas d’elle ne compte jamais."),
        error_messages={"required": _("Choisissez au moins deux questions.")},
    )

    class Meta:
        model = IdentityRule
        fields = ["organization", "asked", "needed"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("asked") and given.get("needed") and len(given["asked"]) < given["needed"]:
            self.add_error("asked", _("Cochez au moins autant de questions que de bonnes réponses demandées."))
        return given
