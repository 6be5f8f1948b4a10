"""Forms of a requested piece."""

import datetime as dt
import unicodedata
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.document_types.forms import DocumentTypeField, type_field
from portal.documents.actions import has_room
from portal.documents.copying import copy_of
from portal.documents.forms import DocumentsField, FilesForm, WholeField
from portal.documents.models import Document
from portal.documents.querysets import DocumentQuerySet
from portal.documents.uploads import SealedUpload
from portal.foundation.crypto import Unsealable
from portal.foundation.form_fields import ComingDayField, replace_typed
from portal.requested_documents.models import RequestedDocument

LONGEST_LABEL = 150
LONGEST_REASON = 2_000
EARLY = dt.timedelta(days=60)
"""A paper may have come before somebody asked for it."""


class OneLineField(forms.CharField):
    """One line, without the control and direction characters that disguise it in a list."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return " ".join("".join(c if unicodedata.category(c) not in {"Cc", "Cf"} else " " for c in text).split())


class _ReasonField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        too_long = _("Ce texte a %(show_value)d caractères; nous pouvons en garder %(limit_value)d. Raccourcissez-le.")
        super().__init__(
            widget=forms.Textarea(attrs={"rows": 3}),
            validators=[MaxLengthValidator(LONGEST_REASON, too_long)],
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        # NUL cannot be stored by PostgreSQL in text.
        return (super().to_python(value) or "").replace("\x00", "").replace("\r\n", "\n")


class AskForm(forms.Form):
    """An agent asks for a document."""

    label = OneLineField(
        label=_("Pièce demandée"),
        help_text=_("Dites-la comme la personne la connaît, par exemple\u00a0: relevé de décembre."),
        validators=[MaxLengthValidator(LONGEST_LABEL, _("Nommez la pièce en moins de %(limit_value)d caractères."))],
        error_messages={"required": _("Nommez la pièce à demander.")},
    )
    document_type = DocumentTypeField(
        label=_("Genre de papier"),
        nothing=_("Aucun genre précis"),
        help_text=_("S’il est dans la liste, la personne le retrouvera quand un programme le demandera."),
    )
    due_on = ComingDayField(
        label=_("À envoyer au plus tard le"),
        help_text=_("Cette date paraîtra dans la liste «\u00a0À faire\u00a0» de la personne."),
    )
    reason = _ReasonField(label=_("Pourquoi cette pièce est nécessaire"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        type_field(self).offer()


class KeptField(forms.ModelMultipleChoiceField):
    """Documents of «Mes documents», by their names; the last ones, among which one finds."""

    SHOWN = 20

    def __init__(self) -> None:
        super().__init__(
            Document.objects.none(),
            label=_("Ou donner une copie de ce que vous gardez ici"),
            help_text=_(
                "Ce qui est coché est copié et remis à l’équipe. Le vôtre reste dans «\u00a0Mes documents\u00a0»."
            ),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Ce document n’est plus dans votre espace. Choisissez-en un autre.")},
        )

    def offer(self, documents: DocumentQuerySet) -> bool:
        """Whether there is something to choose."""
        found = list(documents.order_by("-received_at", "-pk")[: self.SHOWN])
        self.queryset = Document.objects.filter(pk__in=[one.pk for one in found])
        self.choices = [(str(one.pk), one.name) for one in found]
        return bool(found)


class GiveForm(FilesForm):
    """The citizen sends what was asked, new or kept here. `whole` is last on the page: one cut half-way lacks it and
    sends nothing."""

    documents = DocumentsField(label=_("Vos fichiers"))
    kept = KeptField()
    document_type = DocumentTypeField()
    whole = WholeField()

    def __init__(self, *args: Any, requested_document: RequestedDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.copies: list[SealedUpload] = []
        self._citizen = requested_document.citizen
        kept = Document.objects.held_by(kwargs["user"]).kept_alone().available().filter(citizen=self._citizen)
        if not self._kept_field.offer(kept):
            del self.fields["kept"]
            self.fields["documents"].required = True
        if requested_document.document_type_id:  # the team said it
            del self.fields["document_type"]
        else:
            type_field(self).offer()

    @property
    def _kept_field(self) -> KeptField:
        field = self.fields["kept"]
        assert isinstance(field, KeptField)
        return field

    def clean(self) -> dict[str, Any]:
        if "whole" in self.errors:  # the page that comes back must be able to send
            replace_typed(self, "whole", "1")
        super().clean()
        new, kept = self.cleaned_data.get("documents") or [], [*(self.cleaned_data.get("kept") or [])]
        if "documents" not in self.errors and not new and not kept:
            self.add_error("documents", forms.ValidationError(_("Choisissez le fichier à envoyer."), code="required"))
        elif not has_room(citizen=self._citizen, more=sum(one.size for one in [*new, *kept])):
            full = _("Votre espace de documents est plein (1 Go). Appelez-nous pour envoyer cette pièce autrement.")
            self.add_error("documents", full)
        if not self.errors:
            self.copies = self._copied(kept)
            said = next((one.document_type for one in kept if one.document_type), None)
            self.cleaned_data["document_type"] = self.cleaned_data.get("document_type") or said
        return self.cleaned_data

    def _copied(self, kept: list[Document]) -> list[SealedUpload]:
        """One copy each, or none when one cannot be made: the page says which."""
        copies: list[SealedUpload] = []
        for document in kept:
            try:
                copies.append(copy_of(document))
            except (Unsealable, OSError):
                words = _(
                    "«\u00a0%(name)s\u00a0» ne s’ouvre pas en ce moment. C’est de notre côté; réessayez plus tard."
                )
                self.add_error("kept", forms.ValidationError(words, params={"name": document.name}))
        if self.errors:
            self.close_copies(copies)
            return []
        return copies

    @staticmethod
    def close_copies(copies: list[SealedUpload]) -> None:
        """Erase those that no action kept."""
        for copy in copies:
            copy.close()


class PaperForm(FilesForm):
    """An agent files a paper that came by post or at the counter."""

    documents = DocumentsField(label=_("Le papier, numérisé"), required=True)
    came_on = forms.DateField(
        label=_("Reçu le"),
        help_text=_("Le jour où le papier est arrivé, même si vous le classez plus tard\u00a0: c’est lui qui compte."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choisissez le jour où le papier est arrivé."),
            "invalid": _("Écrivez la date ainsi\u00a0: 2027-03-31."),
        },
    )
    whole = WholeField()

    def __init__(self, *args: Any, requested_document: RequestedDocument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._requested_document = requested_document

    def clean_documents(self) -> Any:
        uploads = self.cleaned_data["documents"]
        if not has_room(citizen=self._requested_document.citizen, more=sum(upload.size for upload in uploads)):
            raise forms.ValidationError(_("L’espace de documents de cette personne est plein (1 Go)."))
        return uploads

    def clean_came_on(self) -> dt.date:
        day = self.cleaned_data["came_on"]
        if day > clock.today():
            raise forms.ValidationError(_("Cette date n’est pas encore arrivée. Vérifiez-la."))
        if day < clock.day_of(self._requested_document.asked_at) - EARLY:
            raise forms.ValidationError(_("Cette date vient longtemps avant la demande. Vérifiez-la."))
        return day

    def clean(self) -> dict[str, Any]:
        if "whole" in self.errors:  # the page that comes back must be able to send
            replace_typed(self, "whole", "1")
        super().clean()
        return self.cleaned_data


class AcceptForm(forms.Form):
    """An agent accepts a requested document, and may say what it is."""

    document_type = DocumentTypeField(
        label=_("Genre de papier"),
        nothing=_("Ce qui est déjà dit"),
        help_text=_("La personne le retrouvera quand un programme demandera ce papier."),
    )

    def __init__(self, *args: Any, requested_document: RequestedDocument, **kwargs: Any) -> None:
        said = next((one.document_type for one in requested_document.documents if one.document_type), None)
        super().__init__(*args, **{**kwargs, "initial": {"document_type": said}})
        type_field(self).offer(chosen=said)


class RefuseForm(forms.Form):
    """An agent says what is wrong with a requested document."""

    because = _ReasonField(
        label=_("Ce qui ne va pas, et ce qu’il faut envoyer"),
        help_text=_("La personne lira ces mots."),
        error_messages={"required": _("Dites à la personne ce qui ne va pas, pour qu’elle sache quoi envoyer.")},
    )
