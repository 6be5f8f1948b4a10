"""The field «joindre des fichiers», for every form that takes some; saying what a document is; depositing one."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.access.visibility import visibility_of
from portal.document_types.forms import DocumentTypeField, type_field
from portal.documents import pending
from portal.documents.actions import has_room
from portal.documents.limits import FILE_MEGABYTES, FILES_A_DEPOSIT
from portal.documents.models import Document
from portal.documents.refusals import sentence_of
from portal.documents.uploads import SealedUpload
from portal.documents.widgets import FilesInput, RefusedBefore
from portal.foundation.form_fields import choice, model_choice, replace_typed
from portal.people.models import Citizen, User

SEVERAL_FILES = format_lazy(
    _("PDF, JPEG, PNG ou HEIC. Au plus {files} fichiers de {most} Mo chacun."),
    files=FILES_A_DEPOSIT,
    most=FILE_MEGABYTES,
)
ONE_FILE = format_lazy(_("PDF, JPEG, PNG ou HEIC, au plus {most} Mo."), most=FILE_MEGABYTES)


class DocumentsField(forms.FileField):
    """Several files, already sealed by the upload handler. Cleans to a list; each problem names its file.

    `user` (set by `FilesForm`) may name again the files that it sent with an earlier try of the form.
    """

    most = FILES_A_DEPOSIT

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Joindre des fichiers"))
        kwargs.setdefault("help_text", SEVERAL_FILES)
        kwargs.setdefault("required", False)
        super().__init__(widget=FilesInput(most=self.most), **kwargs)
        self.user: User | None = None
        self.good: list[SealedUpload] = []

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploads = [upload for upload in data or [] if isinstance(upload, SealedUpload)]
        keys = [key for key in data or [] if isinstance(key, str)]
        kept = pending.named(by=self.user, keys=keys) if self.user and keys else []
        self.good = self.chosen(kept, [upload for upload in uploads if not upload.refused_because])
        errors = [_problem(upload, upload.refused_because) for upload in uploads if upload.refused_because]
        errors += [_problem(upload, "too_many") for upload in self.good[self.most :]]
        self.good = self.good[: self.most]
        before = [] if uploads else [one.name for one in data or [] if isinstance(one, RefusedBefore)]
        self.widget.is_optional = bool(self.good) or not self.required
        errors += [_still_refused(name, is_optional=self.widget.is_optional) for name in before]
        if errors:
            self.widget.refused = [*before, *(_name_in(error) for error in errors if error.code != "refused")]
            raise forms.ValidationError(errors)
        if self.required and not self.good:
            raise forms.ValidationError(_("Choisissez le fichier à envoyer."), code="required")
        return self.good

    def chosen(self, kept: list[SealedUpload], uploads: list[SealedUpload]) -> list[SealedUpload]:
        return kept + uploads

    def keep(self) -> None:
        """Keep the good ones for the next try: the page lists them «déjà reçu»."""
        if self.user and self.good:
            self.widget.kept = pending.keep(by=self.user, uploads=self.good)


class OneDocumentField(DocumentsField):
    """One file, which must be there; the one chosen last. Cleans to the upload."""

    most = 1

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Votre fichier"))
        kwargs.setdefault("help_text", ONE_FILE)
        super().__init__(required=True, **kwargs)

    def chosen(self, kept: list[SealedUpload], uploads: list[SealedUpload]) -> list[SealedUpload]:
        return (kept + uploads)[-1:]

    def clean(self, data: Any, initial: Any = None) -> SealedUpload:
        (upload,) = super().clean(data)
        return upload


class FilesForm(forms.Form):
    """A form that takes files. An error in another box does not lose them: they wait, sealed, for the next try of the
    account that sent them; those of nobody's account do not."""

    def __init__(self, *args: Any, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self._takes_files():
            field.user = user

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and self.errors:
            self.keep_files()

    def keep_files(self) -> None:
        """Called by itself when the form has errors; by a page that finds one later."""
        for field in self._takes_files():
            field.keep()

    def _takes_files(self) -> list[DocumentsField]:
        return [field for field in self.fields.values() if isinstance(field, DocumentsField)]


class WholeField(forms.CharField):
    """Last on the page: a request cut half-way has none and sends nothing."""

    def __init__(self) -> None:
        cut = _("L’envoi a été coupé avant la fin. Vérifiez que votre fichier est là, puis envoyez de nouveau.")
        super().__init__(initial="1", widget=forms.HiddenInput, error_messages={"required": cut})


class _DayField(forms.DateField):
    """A day on a document: none is older than the oldest of us."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Écrivez la date ainsi\u00a0: 2027-03-31.")},
            **kwargs,
        )

    def clean(self, value: Any) -> dt.date | None:
        day = super().clean(value)
        if day and day.year < 1900:
            raise forms.ValidationError(_("Cette date est trop ancienne. Vérifiez l’année."))
        return day


class DescribeForm(forms.Form):
    """«Dire ce que c’est»: nothing is required, and everything can be taken back."""

    document_type = DocumentTypeField()
    issued_on = _DayField(label=_("Date écrite sur le papier"), help_text=_("Pour savoir s’il faut le renouveler."))
    expires_on = _DayField(label=_("Date d’expiration"), help_text=_("Si le papier en a une."))

    def __init__(self, *args: Any, document: Document | None = None, **kwargs: Any) -> None:
        held = {name: getattr(document, name) for name in self.base_fields if hasattr(document, name)}
        kwargs["initial"] = held | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        type_field(self).offer(chosen=document.document_type if document else None)

    def clean_issued_on(self) -> dt.date | None:
        day = self.cleaned_data["issued_on"]
        # A day more: it may already be tomorrow where the person is.
        if day and day > clock.today() + dt.timedelta(days=1):
            raise forms.ValidationError(_("Cette date n’est pas encore arrivée. Vérifiez-la sur le papier."))
        return day

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        issued, expires = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", _("Un papier ne peut pas expirer avant sa date. Vérifiez les deux dates."))
        return cleaned

    @property
    def words(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in DescribeForm.base_fields}


class DepositForm(FilesForm, DescribeForm):
    """A document to keep for the day it is asked."""

    citizen = forms.ModelChoiceField(
        label=_("Dans le dossier de"),
        queryset=Citizen.objects.none(),
        empty_label=None,
        error_messages={
            "invalid_choice": _(
                "Vous ne pouvez pas, ou ne pouvez plus, agir pour cette personne. Choisissez un autre dossier."
            )
        },
    )
    document = OneDocumentField()
    whole = WholeField()

    field_order = ["citizen", "document", "document_type", "issued_on", "expires_on", "whole"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        visibility, citizen = visibility_of(user), model_choice(self, "citizen")
        people = visibility.citizen_ids & visibility.people_ids
        citizen.queryset = Citizen.objects.filter(pk__in=people)
        citizen.initial = visibility.own_citizen_id or next(iter(people), None)
        if len(people) == 1:
            citizen.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        super().clean()
        cleaned = self.cleaned_data
        citizen, upload = cleaned.get("citizen"), cleaned.get("document")
        if citizen and upload and not has_room(citizen=citizen, more=upload.size):
            self.add_error("document", _("L’espace de documents est plein (1 Go). Appelez-nous, nous vous aiderons."))
        if "whole" in self.errors:  # the page that comes back must be able to send
            replace_typed(self, "whole", "1")
        return cleaned


class GiveUpForm(forms.Form):
    """The reason that the person will read of a file that the portal could not check or open."""

    because = forms.ChoiceField(
        label=_("Raison donnée à la personne"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez la raison que la personne lira.")},
    )

    def __init__(self, *args: Any, choices: dict, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice(self, "because").choices = [(code, capfirst(words)) for code, words in choices.items()]


def _name_in(error: forms.ValidationError) -> str:
    return (error.params or {})["name"]


def _still_refused(name: str, *, is_optional: bool) -> forms.ValidationError:
    """Nothing else was chosen since: without a word, the form would go without it."""
    text = _("«\u00a0%(name)s\u00a0» a été refusé et n’est pas joint. Choisissez un autre fichier.")
    if is_optional:
        text = _(
            "«\u00a0%(name)s\u00a0» a été refusé et n’est pas joint. Choisissez un autre fichier, ou cochez "
            "«\u00a0Continuer sans ce qui a été refusé\u00a0»."
        )
    return forms.ValidationError(text, code="refused", params={"name": name})


def _problem(upload: SealedUpload, code: str) -> forms.ValidationError:
    params = {"name": upload.name, "why": sentence_of(code)}
    return forms.ValidationError(_("«\u00a0%(name)s\u00a0»\u00a0: %(why)s"), code=code, params=params)
