"""«Où et quand vous joindre»: one form, so that one save keeps everything or says what is missing."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.contact_changes.actions import is_frozen
from portal.contact_changes.forms import frozen_words
from portal.foundation.form_fields import choice
from portal.foundation.formats.fields import HourField
from portal.people.addresses import ABROAD, PROVINCES, Address, postal_code, read
from portal.people.forms import PhoneField
from portal.people.models import Citizen
from reminders.contacts.actions import Contact
from reminders.contacts.zones import is_zone, known_zones
from reminders.preferences.models import QuietHours

ANY_HOUR, BETWEEN, ELSEWHERE = "any", "between", "other"
_ADDRESS = ("street", "complement", "city", "province", "postal_code", "country")


class _QuietHour(HourField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            required=False,
            error_messages={"invalid": _("Écrivez l’heure ainsi\u00a0: 8:30.")},
            **kwargs,
        )


class _AddressLine(forms.CharField):
    """One printed line: inner line breaks and runs of spaces become one space."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, required=False, **kwargs)
        self.error_messages["max_length"] = _("Au plus %(limit_value)d signes, pour tenir dans l’enveloppe à fenêtre.")

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())


class ContactForm(forms.Form):
    street = _AddressLine(
        label=_("Numéro et rue, ou case postale"),
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    complement = _AddressLine(
        label=_("Appartement, bureau, «\u00a0aux soins de\u00a0»"),
        widget=forms.TextInput(attrs={"autocomplete": "address-line2"}),
    )
    city = _AddressLine(label=_("Ville ou village"), widget=forms.TextInput(attrs={"autocomplete": "address-level2"}))
    province = forms.ChoiceField(
        label=_("Province, territoire, ou hors du Canada"),
        choices=[*PROVINCES.items(), (ABROAD, _("Hors du Canada"))],
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
    )
    postal_code = forms.CharField(
        label=_("Code postal"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
        help_text=_("Par exemple G1R 2B5. Hors du Canada, tel qu’il s’écrit là-bas; vide s’il n’y en a pas."),
    )
    country = _AddressLine(
        label=_("Pays"),
        widget=forms.TextInput(attrs={"autocomplete": "country-name"}),
        help_text=_("Seulement hors du Canada."),
    )
    phone = PhoneField(
        label=_("Numéro de téléphone"),
        required=False,
        help_text=_(
            "Une ligne fixe suffit pour les appels; ajoutez le poste s’il y en a un, par exemple 418 555-0123, poste "
            "234. Le même numéro sert aux messages textes\u00a0: si vous le changez, il faudra le confirmer avec un "
            "code avant d’en recevoir."
        ),
    )
    zone = forms.ChoiceField(
        label=_("Fuseau horaire"),
        choices=[*Citizen.Zone.choices, (ELSEWHERE, _("Un autre endroit"))],
        help_text=_("Vos rappels partent à l’heure de chez vous."),
    )
    other_zone = forms.CharField(
        label=_("L’autre endroit"),
        required=False,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        help_text=_("Le continent et la grande ville, par exemple America/Vancouver."),
    )
    hours = forms.ChoiceField(
        label=_("Recevoir les courriels"),
        choices=[(ANY_HOUR, _("À toute heure")), (BETWEEN, _("Seulement entre ces heures"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez quand vous voulez recevoir les courriels.")},
    )
    opens = _QuietHour(label=_("De"))
    closes = _QuietHour(label=_("À"))
    language = forms.ChoiceField(label=_("Langue des messages"), choices=Citizen.Language.choices)
    attests = forms.BooleanField(
        label=_(
            "J’atteste de bonne foi que je fais partie des personnes à qui l’Administration peut écrire en anglais."
        ),
        required=False,
        help_text=_("Demandé seulement pour l’anglais\u00a0: la Charte de la langue française l’exige."),
    )

    def __init__(self, data: Any = None, *, citizen: Citizen, is_own: bool = True) -> None:
        """`is_own`: False when somebody else fills it, who cannot attest for the person that English is their right."""
        self.citizen = citizen
        super().__init__(data, initial=_initial(citizen))
        if not is_own:
            del self.fields["attests"]
            if citizen.language != Citizen.Language.ENGLISH:
                choice(self, "language").choices = [(Citizen.Language.FRENCH, Citizen.Language.FRENCH.label)]

    zones = property(lambda self: known_zones())

    def clean_postal_code(self) -> str:
        typed = " ".join(self.cleaned_data["postal_code"].split())
        if self.cleaned_data.get("province") == ABROAD:
            return typed
        code = postal_code(typed) if typed else ""
        if code is None:
            raise forms.ValidationError(
                _(
                    "Ce code postal n’existe pas. Écrivez une lettre, un chiffre, une lettre, puis un chiffre, une "
                    "lettre, un chiffre, par exemple G1R 2B5. Hors du Canada? Choisissez-le dans la liste."
                )
            )
        return code

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"]
        if phone != self.citizen.telephone and is_frozen(account=self.citizen.user, citizen=self.citizen):
            raise forms.ValidationError(frozen_words())
        return phone

    def clean_other_zone(self) -> str:
        named = self.cleaned_data["other_zone"].strip()
        if self.cleaned_data.get("zone") != ELSEWHERE:
            return ""
        if not is_zone(named):
            raise forms.ValidationError(
                _("Nous ne connaissons pas cet endroit. Choisissez-le dans la liste, par exemple America/Vancouver.")
            )
        return named

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        self._check_address(given)
        self._check_hours(given)
        english = given.get("language") == Citizen.Language.ENGLISH
        if (
            english
            and "attests" in self.fields
            and self.citizen.language != Citizen.Language.ENGLISH
            and not given.get("attests")
        ):
            self.add_error("attests", _("Cochez cette case pour l’anglais, ou gardez le français."))
        return given

    def _check_address(self, given: dict[str, Any]) -> None:
        """All or nothing: half an address comes back to the sender. Abroad, the country instead of the postal code."""
        is_abroad = given.get("province") == ABROAD
        wanted = {
            "street": _("Indiquez le numéro et la rue, ou la case postale."),
            "city": _("Indiquez la ville ou le village."),
        }
        if is_abroad:
            wanted["country"] = _("Indiquez le pays.")
        else:
            wanted["postal_code"] = _("Indiquez le code postal, par exemple G1R 2B5.")
            self._check_country(given)
        boxes = {*_ADDRESS} - {"province"}
        if any(given.get(name) for name in boxes) or self.errors.keys() & boxes:
            for name, message in wanted.items():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, message)

    def _check_country(self, given: dict[str, Any]) -> None:
        if given.get("country", "").casefold() == "canada":
            given["country"] = ""
        elif given.get("country"):
            self.add_error("province", _("Pour une adresse hors du Canada, choisissez «\u00a0Hors du Canada\u00a0»."))

    def _check_hours(self, given: dict[str, Any]) -> None:
        if given.get("hours") != BETWEEN or self.errors.keys() & {"opens", "closes"}:
            return
        for name in ("opens", "closes"):
            if given.get(name) is None:
                self.add_error(name, _("Indiquez une heure, par exemple 8:30."))
        if given.get("opens") and given.get("closes") and given["opens"] >= given["closes"]:
            self.add_error("closes", _("L’heure de fin doit suivre l’heure de début."))

    @property
    def address(self) -> Address:
        """Once valid."""
        return Address(**{name: self.cleaned_data[name] for name in _ADDRESS})

    @cached_property
    def contact(self) -> Contact:
        """Once valid."""
        given = self.cleaned_data
        return Contact(
            postal_address=self.address.lines,
            phone=given["phone"],
            time_zone=given["other_zone"] or given["zone"],
            language=given["language"],
            hours=(given["opens"], given["closes"]) if given["hours"] == BETWEEN else None,
        )


def _initial(citizen: Citizen) -> dict[str, Any]:
    address, ours = read(citizen.postal_address), citizen.time_zone in Citizen.Zone.values
    hours = QuietHours.objects.filter(citizen=citizen).first()
    return {
        "street": address.street,
        "complement": address.complement,
        "city": address.city,
        "province": address.province,
        "postal_code": address.postal_code,
        "country": address.country,
        "phone": citizen.telephone,
        "zone": citizen.time_zone if ours else ELSEWHERE,
        "other_zone": "" if ours else citizen.time_zone,
        "hours": BETWEEN if hours else ANY_HOUR,
        "opens": hours.opens if hours else None,
        "closes": hours.closes if hours else None,
        "language": citizen.language,
    }
