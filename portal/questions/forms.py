"""The form of a frequent question: what no text for people may hold is refused beside its field."""

from django import forms

from portal.foundation.wording.rules import public_faults
from portal.questions.actions import WORDS
from portal.questions.models import Question

_LINTED = ("question_fr", "answer_fr", "question_en", "answer_en")


class QuestionForm(forms.ModelForm):
    class Meta:
        model = Question
        fields = WORDS

    def clean(self) -> dict[str, object]:
        given = super().clean() or self.cleaned_data
        for name in _LINTED:
            for fault in public_faults(given.get(name) or ""):
                self.add_error(name, str(fault))
        return given
