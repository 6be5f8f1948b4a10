"""Depositing a file, and receiving it."""

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from portal.documents.refusals import sentence_of
from portal.documents.uploads import SealedUpload
from portal.documents.widgets import OneFileInput
from portal.imports.adapters import Importable
from portal.imports.models import ImportFile
from portal.imports.reading import MOST_BYTES
from portal.organizations.forms import OfOrganization
from portal.organizations.models import Organization
from portal.people.models import User

ACCEPT = ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

TOO_LARGE = _("Ce fichier dépasse 20 Mo ou est vide : partagez-le, puis recommencez.")
WRONG_TYPE = _(
    "Ce fichier n’est ni un CSV ni un XLSX. Dans votre tableur, enregistrez-le en XLSX ou en CSV, puis choisissez-le."
)


class ImportFileForm(OfOrganization):
    file = forms.FileField(
        label=_("Fichier CSV ou XLSX"),
        widget=OneFileInput(accept=ACCEPT, limit=MOST_BYTES, wrong_type=WRONG_TYPE, too_large=TOO_LARGE),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide.")},
    )

    def __init__(self, *args: Any, importable: Importable[Any], user: User, **kwargs: Any) -> None:
        super().__init__(*args, organizations=Organization.objects.where(user, importable.permission), **kwargs)
        words = translated(
            "Au plus 20 Mo et %(most)s lignes. Rien n’est reçu avant que vous ayez vu le résultat de l’essai."
        )
        self.fields["file"].help_text = words % {"most": number_format(importable.most_rows, force_grouping=True)}

    def clean_file(self) -> SealedUpload:
        """The upload handler has sealed it already; only its size is told here, its words by the dry run."""
        upload = self.cleaned_data["file"]
        if upload.problem == "not_kept":
            raise forms.ValidationError(sentence_of(upload.problem))
        if upload.problem:
            raise forms.ValidationError(TOO_LARGE)
        return upload


class ReceiveForm(forms.Form):
    """What is received of a file that was tried: some lines only when somebody says so."""

    confirmed = forms.BooleanField(required=False)

    def __init__(self, *args: Any, import_file: ImportFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if count := len(import_file.to_confirm):
            self.fields["confirmed"].label = import_file.importable.confirm_label(count)
        else:
            del self.fields["confirmed"]
