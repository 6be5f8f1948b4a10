"""The field «joindre des fichiers», for every form that takes some."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.documents.refusals import sentence_of
from portal.documents.uploads import SealedUpload

ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,application/pdf,image/jpeg,image/png,image/heic"


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class DocumentsField(forms.FileField):
    """Several files, already sealed by the upload handler. Cleans to a list; each problem names its file."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Joindre des fichiers"))
        kwargs.setdefault("help_text", _("PDF, JPEG, PNG ou HEIC. Au plus 10 fichiers de 25 Mo chacun."))
        kwargs.setdefault("required", False)
        super().__init__(widget=FilesInput(attrs={"accept": ACCEPT}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[SealedUpload]:
        uploads = [upload for upload in data or [] if isinstance(upload, SealedUpload)]
        errors = [_problem(upload) for upload in uploads if upload.refused_because]
        if errors:
            raise forms.ValidationError(errors)
        return uploads


class OneDocumentField(DocumentsField):
    """One file, which must be there. Cleans to the upload."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Votre fichier"))
        kwargs.setdefault("help_text", _("PDF, JPEG, PNG ou HEIC, au plus 25 Mo."))
        super().__init__(required=True, **kwargs)
        self.widget = forms.FileInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> SealedUpload:
        uploads = super().clean([data] if data else [])
        if not uploads:
            raise forms.ValidationError(_("Choisissez le fichier à envoyer."), code="required")
        return uploads[0]


def _problem(upload: SealedUpload) -> forms.ValidationError:
    code = upload.refused_because
    params = {"name": upload.name, "why": sentence_of(code)}
    return forms.ValidationError(_("«\u00a0%(name)s\u00a0»\u00a0: %(why)s"), code=code, params=params)
