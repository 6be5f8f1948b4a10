"""The words of a program: one form, and lists of amounts, papers and sources."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portal.criteria.editor.lists import RowForm
from portal.criteria.editor.values import FigureField
from portal.criteria.wording import UNITS
from portal.document_types.models import DocumentType
from programs.program_versions.review import REQUIRED
from programs.programs.models import CONFIDENCE_WORDS, Program, Theme

MOST_LINES = 30
SOURCE_KINDS = [
    ("official", _("site officiel")),
    ("press_release", _("communiqué")),
    ("secondary", _("autre site")),
    ("peer", _("simulateur public")),
]
# What an agent chooses for a figure; «other» sources say where it comes from.
YEAR_HELP = _("Par exemple 2026 ou juillet 2025-juin 2026; « constant » si le montant ne change pas.")


class LinesField(forms.CharField):
    """One item a line, as a list."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines()]
        return [line for line in lines if line][:MOST_LINES]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def _text(label: Any, *, rows: int = 4, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4_000, required=required
    )


class ProgramWordsForm(forms.Form):
    use_required_attribute = False
    needed_to_publish = frozenset(REQUIRED)
    """What a draft may lack and a publication may not: no label says «facultatif»."""

    name_fr = forms.CharField(label=_("Nom"), max_length=200)
    # What is missing is told, and refused when one publishes (`review.REQUIRED`): a draft is kept as it is.
    name_en = forms.CharField(label=_("Nom en anglais"), max_length=200, required=False)
    summary_fr = _text(_("Résumé"), required=False)
    summary_en = _text(_("Résumé en anglais"), required=False)
    theme = forms.ChoiceField(label=_("Thème"), choices=Theme.choices)
    benefit_kind = forms.ChoiceField(label=_("Genre d’aide"), choices=Program.BenefitKind.choices)
    jurisdiction = forms.ChoiceField(label=_("Gouvernement"), choices=Program.Jurisdiction.choices)
    is_automatic = forms.BooleanField(label=_("Versé sans demande dans la plupart des cas"), required=False)
    holds_for = forms.CharField(label=_("Chiffres valables pour"), max_length=80, help_text=YEAR_HELP, required=False)
    amounts_confidence = forms.ChoiceField(label=_("D’où viennent les montants"), choices=CONFIDENCE_WORDS)
    criteria_confidence = forms.ChoiceField(label=_("D’où viennent les conditions"), choices=CONFIDENCE_WORDS)
    not_checked_fr = _text(_("Ce que nous ne vérifions pas"), rows=3, required=False)
    not_checked_en = _text(_("Ce que nous ne vérifions pas, en anglais"), rows=3, required=False)
    steps_fr = LinesField(label=_("Démarche"), help_text=_("Une étape par ligne."), required=False, max_length=6_000)
    steps_en = LinesField(label=_("Démarche en anglais"), required=False, max_length=6_000)
    official_url = forms.URLField(label=_("Page officielle"), max_length=400, required=False, assume_scheme="https")
    is_official_url_read = forms.BooleanField(label=_("Cette page a été lue"), required=False)


class AmountForm(RowForm):
    label_fr = forms.CharField(label=_("Ce que c’est"), max_length=200)
    label_en = forms.CharField(label=_("En anglais"), max_length=200)
    value = FigureField(label=_("Montant ou taux"))
    unit = forms.ChoiceField(label=_("Unité"), choices=list(UNITS.items()))
    year = forms.CharField(label=_("Année"), max_length=60, help_text=YEAR_HELP)
    confidence = forms.ChoiceField(label=_("D’où il vient"), choices=CONFIDENCE_WORDS)


class AskedDocumentForm(RowForm):
    id = forms.SlugField(widget=forms.HiddenInput(), required=False, max_length=60)
    fr = forms.CharField(label=_("Papier"), max_length=300)
    en = forms.CharField(label=_("En anglais"), max_length=300, required=False)

    def written(self) -> dict[str, Any]:
        """A new paper named as a kind of the vocabulary is one: people who have it are told so."""
        said = super().written()
        return {"id": said["id"] or _kind_named(said["fr"]), "fr": said["fr"], "en": said["en"]}


def _kind_named(name: str) -> str:
    """The code of the document type of that name, or one made from the name."""
    kind = DocumentType.objects.offered().filter(name_fr__iexact=name).first()
    return kind.code if kind else slugify(name)[:60] or "papier"


class SourceForm(RowForm):
    id = forms.SlugField(widget=forms.HiddenInput(), required=False, max_length=60)
    url = forms.CharField(label=_("Adresse, ou nom de la source"), max_length=500)
    kind = forms.ChoiceField(label=_("Genre"), choices=SOURCE_KINDS)
    read = forms.BooleanField(label=_("Lue"), required=False)
    note = forms.CharField(label=_("Remarque"), max_length=300, required=False)

    def written(self) -> dict[str, Any]:
        said = super().written()
        said["id"] = said["id"] or slugify(said["url"])[-60:].strip("-") or "source"
        return {name: value for name, value in said.items() if name != "note" or value}


LISTS: dict[str, tuple[type[RowForm], Any]] = {
    "amounts": (AmountForm, _("Ajouter un montant")),
    "documents": (AskedDocumentForm, _("Ajouter un papier")),
    "sources": (SourceForm, _("Ajouter une source")),
}
