"""Forms of a type of dossier: its own fields, then its rows."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from portal.dossier_type_versions.content import LONGEST_PROMISE
from portal.dossier_type_versions.rows import ROWS, TITLES
from portal.dossier_types.models import DossierType
from portal.dossier_types.numbers import LONGEST, is_pattern
from portal.organizations.forms import OfOrganization
from portal.organizations.models import Organization


class StartTypeForm(OfOrganization):
    """What one more type is called."""

    title = forms.CharField(
        label=_("Titre"),
        max_length=120,
        help_text=_("Comme la personne le dirait, par exemple «\u00a0Permis de conduire\u00a0»."),
        error_messages={"required": _("Donnez un titre.")},
    )
    field_order = ("organization", "title")


class DossierTypeForm(forms.ModelForm):
    """The fields that are not rows."""

    use_required_attribute = False

    team = forms.ChoiceField(
        label=_("Équipe responsable"), required=False, help_text=_("Vide\u00a0: toute équipe de l’organisme en ouvre.")
    )
    note = forms.CharField(label=_("Ce qui change, en une phrase"), max_length=300, required=False)
    field_order = ("title_fr", "title_en", "summary_fr", "summary_en", "team", "number_pattern", "promised_days")

    class Meta:
        model = DossierType
        fields = (
            "title_fr",
            "title_en",
            "summary_fr",
            "summary_en",
            "number_pattern",
            "promised_days",
            "letter_fr",
            "letter_en",
        )
        labels = {"summary_en": _("La même phrase en anglais")}
        help_texts = {
            "number_pattern": _("{année} devient l’année, {rang} un rang à six chiffres\u00a0: SAAQ-{année}-{rang}."),
            "promised_days": _("Jours de calendrier, comptés depuis l’ouverture. La personne lit la date."),
            "letter_fr": _("Le début de la lettre envoyée à qui reçoit des lettres; l’état et la décision suivent."),
        }

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = self.fields["team"]
        assert isinstance(team, forms.ChoiceField)
        team.choices = [("", _("Toutes")), *((name, name) for name in organization.team_names)]

    def clean_number_pattern(self) -> str:
        pattern = self.cleaned_data["number_pattern"]
        if not is_pattern(pattern):
            words = _("Écrivez {rang} une fois, et %(most)d signes au plus\u00a0: SAAQ-{année}-{rang}.")
            raise forms.ValidationError(words, params={"most": LONGEST})
        return pattern

    def clean_promised_days(self) -> int:
        days = self.cleaned_data["promised_days"]
        if not 1 <= days <= LONGEST_PROMISE:
            raise forms.ValidationError(_("De 1 à 3650 jours."))
        return days


class TypeEditor:
    """The whole page: the fields and four lists of rows. Nothing here writes."""

    def __init__(
        self, content: Mapping[str, Any], organization: Organization, data: Any = None, note: str = ""
    ) -> None:
        self.data = data
        self.form = DossierTypeForm(data, initial={**content, "note": note}, organization=organization)
        self.rows = {name: made(data, initial=content.get(name) or [], prefix=name) for name, made in ROWS.items()}

    @property
    def lists(self) -> list[dict[str, Any]]:
        """The lists with their words, for the template."""
        return [
            {"name": name, "rows": rows, "title": TITLES[name][0], "add": TITLES[name][1], "one": TITLES[name][2]}
            for name, rows in self.rows.items()
        ]

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(rows.is_valid() for rows in self.rows.values())])

    def hush(self) -> None:
        """Not asked to be saved: the fields are shown again without their errors."""
        for form in [self.form, *(form for rows in self.rows.values() for form in rows.forms)]:
            form._errors = ErrorDict()

    @property
    def errors(self) -> list[tuple[str, forms.BoundField, str]]:
        """(Which row, field, why) of each thing that could not be kept."""
        found = [("", self.form[name], str(why)) for name, whys in self.form.errors.items() for why in whys]
        for one in self.lists:
            for rank, form in enumerate(one["rows"].forms, 1):
                row = f"{one['one']} {rank}, "
                found += [(row, form[name], str(why)) for name, whys in form.errors.items() for why in whys]
        return found

    @property
    def content(self) -> dict[str, Any]:
        """What is written, once valid."""
        given = {name: value for name, value in self.form.cleaned_data.items() if name != "note"}
        for name, rows in self.rows.items():
            ordered = rows.ordered_forms + [form for form in rows.forms if form not in rows.ordered_forms]
            given[name] = [kept for form in ordered if (kept := form.written()) is not None]
        return given


def grown(data: Any, name: str) -> Any:
    """What was sent, with one more empty row in a list."""
    more = data.copy()
    count = f"{name}-TOTAL_FORMS"
    more[count] = str(min(int(data.get(count) or 0) + 1, ROWS[name].absolute_max))
    return more
