"""Forms of a frequent question: what no text for people may hold is refused beside its field."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.organizations.forms import OfOrganization
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


class StartQuestionForm(OfOrganization, QuestionForm):
    """Of one of one’s own organizations; of none, the portal itself, for its operators."""

    field_order = ("organization", *COLUMNS)
    note: Any = None

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_organization(self) -> Organization | None:
        self.question.organization = self.cleaned_data["organization"]
        return self.question.organization

    def is_same_beginning(self, asked: Question) -> bool:
        """The button was pressed twice."""
        return asked == just_started(adapter_of(Question), asked.organization, asked.question_fr, self.by)
