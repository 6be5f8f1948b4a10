"""The words of a kind; the field «Qu’est-ce que c’est?», for every form that takes a document or asks for one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.document_types.actions import WORDS
from portal.document_types.models import DocumentType


class DocumentTypeWordsForm(forms.ModelForm):
    """A kind as operators write it."""

    class Meta:
        model = DocumentType
        fields = ["code", *WORDS]

    def clean_name_fr(self) -> str:
        """Two kinds of the same name could not be told apart in a list."""
        name = self.cleaned_data["name_fr"]
        if DocumentType.objects.offered().filter(name_fr=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Un autre genre de papier porte déjà ce nom. Précisez celui-ci."))
        return name


class DocumentTypeField(forms.ChoiceField):
    """A plain list, never required. Cleans to a `DocumentType`, or None.

    The kinds are read once and compared in Python: whatever is posted, the database is asked nothing of it.
    """

    def __init__(self, *, nothing: Any = "", **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Qu’est-ce que c’est?"))
        messages = {"invalid_choice": _("Ce genre de papier n’est plus proposé. Choisissez-en un autre, ou aucun.")}
        super().__init__(required=False, error_messages=messages, **kwargs)
        self._document_types: dict[str, DocumentType] = {}
        self._nothing = nothing or _("Je ne sais pas, ou rien de cela")

    def offer(self, *, chosen: DocumentType | None = None) -> None:
        """To be called by each form: what is offered now, with what was chosen before."""
        self._document_types = {
            document_type.code: document_type for document_type in DocumentType.objects.offered(and_also=chosen)
        }
        words = [(code, str(document_type)) for code, document_type in self._document_types.items()]
        self.choices = [("", self._nothing), *words]

    @property
    def explained(self) -> list[DocumentType]:
        """Those whose name may not be enough."""
        return [document_type for document_type in self._document_types.values() if document_type.help_fr]

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, DocumentType) else value

    def clean(self, value: Any) -> DocumentType | None:
        return self._document_types.get(super().clean(value))


def type_field(form: forms.BaseForm) -> DocumentTypeField:
    """Return the field «document_type» of a form that has one."""
    field = form.fields["document_type"]
    assert isinstance(field, DocumentTypeField)
    return field
