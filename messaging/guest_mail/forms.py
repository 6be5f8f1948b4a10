"""Forms of secure mail without an account: what the person types, and what they answer."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.guest_mail.models import GuestShipment
from messaging.guest_mail.periods import LONGEST, OPEN_FOR
from messaging.threads.forms import BeginForm, ReplyForm
from portal import clock
from portal.documents.uploads import SealedUpload
from portal.foundation.form_fields import ComingDayField
from portal.people.forms import PhoneField
from portal.people.models import Citizen
from portal.people.phones import text_fault

_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class ReferenceForm(forms.Form):
    reference = forms.CharField(
        label=gettext_lazy("La référence de 10 signes"),
        help_text=gettext_lazy("Elle est dans le courriel reçu, par exemple K7M4P-9XW2T."),
        max_length=40,
        widget=forms.TextInput(attrs=_TYPED),
        error_messages={
            "required": gettext_lazy("Écrivez la référence du courriel."),
            "max_length": gettext_lazy("Cette référence est trop longue. Elle a 10 signes."),
        },
    )
    shipment: GuestShipment | None = None

    def clean_reference(self) -> str:
        typed = self.cleaned_data["reference"]
        self.shipment = GuestShipment.objects.of_reference(typed).with_names().first()
        if self.shipment is None:
            words = _("Nous ne trouvons pas cette référence. Recopiez celle du courriel, ou appelez-nous au %(phone)s.")
            raise forms.ValidationError(words % {"phone": settings.HELP_PHONE})
        return typed


class TextedCodeForm(forms.Form):
    """The six figures that were sent by text message."""

    code = forms.CharField(
        label=gettext_lazy("Le code de 6 chiffres"),
        help_text=gettext_lazy("Il vient d’être envoyé par texto à votre cellulaire. Il vaut 10 minutes."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Écrivez le code reçu par texto."),
            "max_length": gettext_lazy("Ce code est trop long. Il a 6 chiffres."),
        },
    )


class SecretForm(forms.Form):
    """The secret that an agent said by telephone."""

    code = forms.CharField(
        label=gettext_lazy("Le mot de passe dit au téléphone"),
        help_text=gettext_lazy("Dix lettres et chiffres. Les majuscules, les espaces et le tiret ne comptent pas."),
        max_length=40,
        widget=forms.TextInput(attrs=_TYPED),
        error_messages={
            "required": gettext_lazy("Écrivez le mot de passe que l’organisme vous a dit."),
            "max_length": gettext_lazy("Ce mot de passe est trop long. Il a 10 signes."),
        },
    )


class SendForm(BeginForm):
    """An agent's message to a person without an account: where its reference goes, and how it opens."""

    email = forms.EmailField(
        label=gettext_lazy("Adresse courriel de la personne"),
        help_text=gettext_lazy("Relisez-la avec la personne. Le courriel ne dit ni votre organisme, ni le sujet."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Écrivez l’adresse courriel de la personne."),
            "invalid": gettext_lazy("Écrivez l’adresse ainsi\u00a0: nom@exemple.ca."),
        },
    )
    proof = forms.ChoiceField(
        label=gettext_lazy("Comment la personne ouvrira le message"),
        choices=[
            (
                GuestShipment.Proof.TEXT,
                gettext_lazy("Un code envoyé par texto à son cellulaire, chaque fois qu’elle ouvre le message"),
            ),
            (
                GuestShipment.Proof.SECRET,
                gettext_lazy("Un mot de passe que Relais fait et que je lui dis maintenant au téléphone"),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez comment la personne ouvrira le message."),
            "invalid_choice": gettext_lazy("Choisissez dans la liste."),
        },
    )
    phone = PhoneField(
        label=gettext_lazy("Son numéro de cellulaire"),
        help_text=gettext_lazy("Pour le code par texto. Rien d’autre n’y est envoyé."),
        required=False,
        is_texted=True,
    )
    last_day = ComingDayField(
        label=gettext_lazy("Dernier jour pour ouvrir le message"),
        help_text=gettext_lazy("Ensuite rien ne s’ouvre, et la page dit qui appeler. Au plus soixante jours."),
    )

    field_order = ["team", "dossier", "subject", "body", "documents", "email", "proof", "phone", "last_day", "key"]

    def __init__(self, *args: Any, citizen: Citizen, **kwargs: Any) -> None:
        known = {"email": citizen.email, "last_day": clock.today() + OPEN_FOR}
        if citizen.phone and not text_fault(citizen.telephone):
            known["phone"] = citizen.telephone
        super().__init__(*args, citizen=citizen, initial=known, **kwargs)
        del self.fields["answer_by"]  # it would be said in a space

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("proof") == GuestShipment.Proof.TEXT and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Écrivez son numéro de cellulaire, ou choisissez le mot de passe."))
        if cleaned.get("proof") == GuestShipment.Proof.SECRET:
            cleaned["phone"] = ""
        if (day := cleaned.get("last_day")) and day > clock.today() + LONGEST:
            self.add_error("last_day", _("Cette date est trop loin\u00a0: soixante jours au plus."))
        return cleaned

    @property
    def shipment(self) -> dict[str, Any]:
        """What `actions.send` takes of it."""
        given = dict(self.cleaned_data)
        del given["proof"]
        given["uploads"] = given.pop("documents")
        return given


class GuestReplyForm(ReplyForm):
    """The person's answer. No account keeps their files from one try to the next: the form says to choose again."""

    def __init__(self, *args: Any, citizen: Citizen, **kwargs: Any) -> None:
        super().__init__(*args, citizen=citizen, user=None, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        uploads: list[SealedUpload] = cleaned.get("documents") or []
        if self.errors and uploads:
            self.add_error("documents", _("Choisissez de nouveau vos fichiers\u00a0: ils n’ont pas été gardés."))
        return cleaned
