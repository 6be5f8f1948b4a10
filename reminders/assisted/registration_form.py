"""What is asked to register somebody at the counter or on the telephone: a name, and how to reach them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.people.births import Birth
from portal.people.models import Citizen
from portal.people.name_fields import NameField
from reminders.assisted.forms import TeamChoice
from reminders.contacts.actions import Contact
from reminders.contacts.birth_form import BirthForm
from reminders.contacts.forms import ContactForm

_NOT_ASKED = ("zone", "other_zone", "hours", "opens", "closes")


class RegistrationForm(ContactForm):
    family_name = NameField(label=_("Nom"), error_messages={"required": _("Écrivez le nom de la personne.")})
    given_name = NameField(label=_("Prénom"), required=False)
    email = forms.EmailField(
        label=_("Adresse courriel"),
        required=False,
        help_text=_("Rien n’y part avant que la personne la confirme elle-même."),
        error_messages={"invalid": _("Écrivez une adresse complète, par exemple nom@exemple.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    team = TeamChoice(label=_("Équipe qui la servira"))

    field_order = ("family_name", "given_name", "phone", "street", "complement", "city", "province", "postal_code")

    def __init__(self, data: Any = None, *, teams: Any) -> None:
        super().__init__(data, citizen=Citizen())
        for name in _NOT_ASKED:
            del self.fields[name]
        self.fields["attests"].label = _(
            "La personne atteste de bonne foi qu’elle fait partie de celles à qui l’Administration peut écrire en "
            "anglais."
        )
        self.fields["phone"].help_text = _("Une ligne fixe suffit pour les appels, poste compris.")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        TeamChoice.offer(self, teams)
        self.birth_form = OptionalBirthForm(data, citizen=self.citizen)
        self.fields |= self.birth_form.fields

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name, errors in self.birth_form.errors.items():
            if name not in self.errors:
                self.add_error(name, errors.as_data())
        return self.cleaned_data

    @property
    def contact(self) -> Contact:
        """Once valid."""
        given = self.cleaned_data
        return Contact(
            postal_address=self.address.lines,
            phone=given["phone"],
            time_zone=self.citizen.time_zone,
            language=given["language"],
            hours=None,
        )

    @property
    def birth(self) -> Birth | None:
        """Once valid: None when nothing was said of it."""
        return self.birth_form.birth if self.birth_form.cleaned_data.get("year") else None


class OptionalBirthForm(BirthForm):
    """The same boxes, all of which may stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].required = False

    def clean_year(self) -> Any:
        return super().clean_year() if self.cleaned_data["year"] is not None else None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("year") is None and "year" not in self.errors:
            if given.get("day") is not None or given.get("month"):
                self.add_error("year", _("Indiquez l’année, en quatre chiffres, ou laissez tout vide."))
            return given
        return super().clean()
