"""The rows of the editor: a stage, a document, a reason, a remedy. A row left empty is no row."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portal.document_types.models import DocumentType
from portal.dossier_type_versions.content import LONGEST_PROMISE, MOST_ROWS, MOST_STAGES
from portal.dossier_types.stages import Awaits, DecisionOutcome

LONGEST_CODE = 40


def _text(label: Any, longest: int = 500, rows: int = 2) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False, widget=forms.Textarea(attrs={"rows": rows}))


def _line(label: Any, longest: int = 120) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=False)


class TypeRowForm(forms.Form):
    """`code`: of a row that is already there; a new one takes that of its words. `NAMED`: the words without which
    there is no row."""

    use_required_attribute = False
    NAMED = ""

    code = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_CODE)

    @property
    def english(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name.endswith("_en")]

    @property
    def french(self) -> list[forms.BoundField]:
        return [
            field
            for field in self.visible_fields()
            if not field.name.endswith("_en") and field.name not in {"DELETE", "ORDER"}
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.has_words(given) and not given.get(self.NAMED) and not given.get("DELETE"):
            self.add_error(self.NAMED, ValidationError(_("Écrivez ces mots, ou retirez la ligne.")))
        return given

    def has_words(self, given: dict[str, Any]) -> bool:
        return any(given.get(name) for name in self.fields if name.endswith(("_fr", "_en")))

    def written(self) -> dict[str, Any] | None:
        """What is kept of it; None of an empty row or one taken away."""
        given = dict(getattr(self, "cleaned_data", {}))
        is_away, _rank = given.pop("DELETE", False), given.pop("ORDER", None)
        if is_away or not self.has_words(given):
            return None
        if "code" in self.fields:
            given["code"] = given["code"] or slugify(given.get(self.NAMED, ""))[:LONGEST_CODE]
        return {name: "" if value is None else value for name, value in given.items()}


class StageForm(TypeRowForm):
    NAMED = "name_fr"
    name_fr = _line(_("Nom de l’état, dans les mots de la personne"))
    awaits = forms.ChoiceField(label=_("Qui est attendu"), choices=Awaits.choices, initial=Awaits.TEAM)
    where_fr = _text(_("Où est-ce rendu?"))
    want_fr = _text(_("Que voulez-vous de moi?"))
    when_fr = _text(_("Quand vais-je le savoir?"))
    name_en = _line(_("Nom en anglais"))
    where_en = _text(_("Où est-ce rendu, en anglais"))
    want_en = _text(_("Que voulez-vous de moi, en anglais"))
    when_en = _text(_("Quand vais-je le savoir, en anglais"))


class UsualDocumentForm(TypeRowForm):
    NAMED = "label_fr"
    code: Any = None
    label_fr = _line(_("Papier"))
    document_type = forms.ChoiceField(label=_("Genre de papier"), required=False)
    label_en = _line(_("Papier, en anglais"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document_type"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Aucun genre précis")), *document_types()]


def document_types() -> list[tuple[str, str]]:
    offered = DocumentType.objects.filter(retired_at=None).order_by("name_order", "pk")
    return list(offered.values_list("code", "name_fr"))


class DecisionReasonForm(TypeRowForm):
    NAMED = "words_fr"
    outcome = forms.ChoiceField(label=_("Décision"), choices=DecisionOutcome.choices, initial=DecisionOutcome.REFUSED)
    words_fr = _text(_("Raison, comme la personne la lira"), 1_000)
    words_en = _text(_("Raison, en anglais"), 1_000)


class RemedyForm(TypeRowForm):
    NAMED = "name_fr"
    name_fr = _line(_("Nom du recours"))
    days = forms.IntegerField(
        label=_("Jours pour le demander, à partir de la décision"),
        min_value=1,
        max_value=LONGEST_PROMISE,
        required=False,
    )
    how_fr = _text(_("Comment le demander"), 1_000)
    name_en = _line(_("Nom en anglais"))
    how_en = _text(_("Comment le demander, en anglais"), 1_000)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if self.has_words(given) and not given.get("days") and "days" not in self.errors and not given.get("DELETE"):
            self.add_error("days", _("Écrivez en combien de jours il se demande."))
        return given


def _rows_of(form: type[TypeRowForm], most: int) -> Any:
    return forms.formset_factory(
        form, extra=0, can_delete=True, can_order=True, max_num=most, absolute_max=most, validate_max=False
    )


ROWS = {
    "stages": _rows_of(StageForm, MOST_STAGES),
    "documents": _rows_of(UsualDocumentForm, MOST_ROWS),
    "reasons": _rows_of(DecisionReasonForm, MOST_ROWS),
    "remedies": _rows_of(RemedyForm, MOST_ROWS),
}
"""Column → its rows, in the order of the page."""
TITLES = {
    "stages": (_("Les états, dans leur ordre"), _("Ajouter un état"), _("État")),
    "documents": (_("Papiers demandés d’habitude"), _("Ajouter un papier"), _("Papier")),
    "reasons": (_("Raisons d’une décision"), _("Ajouter une raison"), _("Raison")),
    "remedies": (_("Recours"), _("Ajouter un recours"), _("Recours")),
}
