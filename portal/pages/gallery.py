"""Examples shown by the live gallery of components (demonstration only)."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.documents.forms import DocumentsField


class GalleryForm(forms.Form):
    """One field of each kind that the portal uses."""

    name = forms.CharField(
        label=_("Prénom et nom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Adresse courriel"),
        help_text=_("Nous y envoyons vos codes de connexion."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    born_on = forms.DateField(
        label=_("Date de naissance"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    organization = forms.ChoiceField(
        label=_("Organisme"), choices=[("", _("Choisissez")), ("saaq", "SAAQ"), ("ramq", "RAMQ")]
    )
    channel = forms.ChoiceField(
        label=_("Comment vous écrire?"),
        choices=[("email", _("Par courriel")), ("sms", _("Par texto")), ("letter", _("Par la poste"))],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=_("Quand peut-on vous appeler?"),
        choices=[("am", _("Le matin")), ("pm", _("L’après-midi"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    text = forms.CharField(label=_("Votre message"), widget=forms.Textarea(attrs={"rows": 4}))
    papers = DocumentsField()
    agreed = forms.BooleanField(label=_("J’accepte que ma réponse soit lue par l’équipe."))


def examples(*, filled: bool) -> dict[str, object]:
    """Context of the gallery; `filled` submits the form empty to show its errors."""
    today = clock.today()
    ladder = [(-30, _("Premier rappel")), (-7, _("Rappel")), (-1, _("Dernier rappel")), (0, _("Permis à payer"))]
    ladder += [(1, _("Ce que vous pouvez encore faire")), (7, _("Toujours pas réglé? On vous aide"))]
    return {
        "form": GalleryForm({}) if filled else GalleryForm(),
        "now": clock.now(),
        "today": today,
        "items": [
            {
                "date": today + datetime.timedelta(days=offset + 5),
                "label": label,
                "state": "before" if offset < 0 else "after" if offset else "on",
                "done": offset < -6,
                "detail": _("La date limite.") if not offset else "",
            }
            for offset, label in ladder
        ],
        "rows": [(_("Numéro de dossier"), "2026-00142"), (_("Organisme"), "SAAQ"), (_("État"), _("En traitement"))],
    }
