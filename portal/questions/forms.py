"""Forms of a frequent question: what no text for people may hold is refused beside its field."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from portal.foundation.form_fields import model_choice
from portal.organizations.models import Organization
from portal.people.models import User
from portal.publishing.adapters import adapter_of
from portal.publishing.ledger import just_started
from portal.questions.content import COLUMNS, faults
from portal.questions.models import Question


class QuestionForm(forms.ModelForm):
    """The words of a draft."""

    note = forms.CharField(label=_("Ce qui change, en une phrase"), max_length=300, required=False)

    class Meta:
        model = Question
        fields = COLUMNS

    def __init__(self, *args: Any, question: Question | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question or Question()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, reason in faults(given):
            self.add_error(name, reason)
        asked = Question.objects.asked_elsewhere(self.question, given.get("question_fr", "")).first()
        if asked and not self.is_same_beginning(asked):
            self.add_error("question_fr", _("Cette question est déjà posée : modifiez sa réponse."))
        return given

    def is_same_beginning(self, asked: Question) -> bool:
        return False


class StartQuestionForm(QuestionForm):
    """Of one of one’s own organizations; of none, the portal itself, for its operators."""

    organization = forms.ModelChoiceField(
        label=_("Organisme"), queryset=Organization.objects.none(), empty_label=_("Relais")
    )
    field_order = ("organization", *COLUMNS)
    note: Any = None
    only_organization: Organization | None = None

    def __init__(
        self, *args: Any, organizations: QuerySet[Organization], is_of_portal: bool, by: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        field = model_choice(self, "organization")
        field.queryset, field.required = organizations, not is_of_portal
        if not is_of_portal:
            field.empty_label = _("Choisissez")
            if len(organizations) == 1:  # said in a sentence instead of asked
                self.only_organization = organizations[0]
                field.initial, field.widget = organizations[0].pk, forms.HiddenInput()

    def clean_organization(self) -> Organization | None:
        self.question.organization = self.cleaned_data["organization"]
        return self.question.organization

    def is_same_beginning(self, asked: Question) -> bool:
        """The button was pressed twice."""
        return asked == just_started(adapter_of(Question), asked.organization, asked.question_fr, self.by)
