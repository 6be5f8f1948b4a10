"""Handing over a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.access.permissions import Permission
from portal.documents.refusals import sentence_of
from portal.documents.uploads import SealedUpload
from portal.documents.widgets import OneFileInput
from portal.organizations.forms import OfOrganization
from portal.organizations.models import Organization
from portal.people.models import User
from reminders.import_files.models import ImportFile
from reminders.import_files.reading import MOST_BYTES

ACCEPT = ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

TOO_LARGE = _("Ce fichier dépasse 20 Mo ou est vide : partagez-le, puis recommencez.")
WRONG_TYPE = _(
    "Ce fichier n’est ni un CSV ni un XLSX. Dans votre tableur, enregistrez-le en XLSX ou en CSV, puis choisissez-le."
)


class ImportFileForm(OfOrganization):
    file = forms.FileField(
        label=_("Fichier CSV ou XLSX"),
        help_text=_("Au plus 20 Mo et 200 000 lignes. Rien n’est reçu avant que vous ayez vu le résultat de l’essai."),
        widget=OneFileInput(accept=ACCEPT, limit=MOST_BYTES, wrong_type=WRONG_TYPE, too_large=TOO_LARGE),
        error_messages={"required": _("Choisissez un fichier."), "empty": _("Ce fichier est vide.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, organizations=Organization.objects.where(user, Permission.IMPORT_DEADLINES), **kwargs)

    def clean_file(self) -> SealedUpload:
        """The upload handler has sealed it already; only its size is told here, its words by the dry run."""
        upload = self.cleaned_data["file"]
        if upload.problem == "not_kept":
            raise forms.ValidationError(sentence_of(upload.problem))
        if upload.problem:
            raise forms.ValidationError(TOO_LARGE)
        return upload


class ReceiveForm(forms.Form):
    """What is received of a file that was tried: a deadline changes persons only when somebody says so."""

    renumber = forms.BooleanField(required=False)

    def __init__(self, *args: Any, import_file: ImportFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count = len(import_file.renumbering)
        if not count:
            del self.fields["renumber"]
            return
        self.fields["renumber"].label = ngettext(
            "Recevoir aussi la ligne qui change de numéro de client",
            "Recevoir aussi les %(count)d lignes qui changent de numéro de client",
            count,
        ) % {"count": count}
