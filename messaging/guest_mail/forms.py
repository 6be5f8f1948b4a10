"""Forms of secure mail without an account: what the person types, and what they answer."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.guest_mail.models import GuestShipment
from messaging.threads.forms import ReplyForm
from portal.documents.uploads import SealedUpload
from portal.people.models import Citizen

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
