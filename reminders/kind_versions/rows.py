"""Forms of the editor's rows: a step, a tier."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.consents.models import Channel
from portal.foundation.formats.fields import CountField
from reminders.kind_versions.words import UNITS
from reminders.kinds.content import UNREAD, StepContent

MOST_STEPS, MOST_TIERS = 40, 20
FAR_DAYS = 3660
"""Ten years: no reminder is planned further."""
DAYS = _("Écrivez un nombre de jours, de {least} à {most}, sans signe.")
OWN_TEXTS = [(channel.value, language) for channel in Channel for language in ("fr", "en")]

WHENS = [
    ("before", _("avant la date")),
    ("on", _("le jour même")),
    ("after", _("après la date, si ce n’est pas fait")),
    ("opened", _("dès l’inscription")),
    ("done", _("quand c’est fait")),
    ("missed", _("si le rendez-vous est manqué ou le versement en retard ou non reçu")),
]


def as_kept(text: str) -> str:
    """The place to go under the name that versions and files keep; «{lieu}» is what people type."""
    return text.replace("{lieu}", "{where}")


def as_typed(text: str) -> str:
    return text.replace("{where}", "{lieu}")


class StepForm(forms.Form):
    """One step; `id` is the row that it is already, checked against the kind's own when it is published."""

    id = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    days = CountField(label=_("Jours"), least=0, most=FAR_DAYS, sentence=DAYS, required=False)
    when = forms.ChoiceField(label=_("Quand"), choices=WHENS)
    text_fr = forms.CharField(
        label=_("Texte"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1_000,
        required=False,
        help_text=_("{date} devient la date; {lieu} devient l’endroit où aller dans Relais."),
    )
    text_en = forms.CharField(
        label=_("Texte en anglais"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1_000, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel, language in OWN_TEXTS:
            name = _("français") if language == "fr" else _("anglais")
            self.fields[f"{channel}_{language}"] = forms.CharField(
                label=f"{Channel(channel).label}, {name}",
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=2_000,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("when") in {"before", "after"} and not given.get("days") and "days" not in self.errors:
            self.add_error("days", _("Écrivez un nombre de jours, ou choisissez «\u00a0le jour même\u00a0»."))
        return given

    def written(self) -> StepContent:
        """What is written so far, errors aside."""
        said = getattr(self, "cleaned_data", {})
        when, days = said.get("when", ""), said.get("days") or 0
        moment = {"before": "date", "on": "date", "after": "date", "": UNREAD}.get(when, when)
        if when in {"before", "after"} and not days:
            moment = UNREAD
        by_channel: dict[str, dict[str, str]] = {}
        for channel, language in OWN_TEXTS:
            if text := said.get(f"{channel}_{language}", "").strip():
                by_channel.setdefault(channel, {})[language] = as_kept(text)
        return StepContent(
            id=said.get("id"),
            moment=moment,
            offset_days={"before": -days, "after": days}.get(when, 0),
            text_fr=as_kept(said.get("text_fr", "")),
            text_en=as_kept(said.get("text_en", "")),
            by_channel=by_channel,
        )

    @staticmethod
    def initial_of(step: StepContent) -> dict[str, Any]:
        when = step.moment
        if when == "date":
            when = "on" if step.offset_days == 0 else "before" if step.offset_days < 0 else "after"
        own = {
            f"{channel}_{language}": as_typed(step.by_channel.get(channel, {}).get(language, ""))
            for channel, language in OWN_TEXTS
        }
        days = abs(step.offset_days) or None
        texts = {"text_fr": as_typed(step.text_fr), "text_en": as_typed(step.text_en)}
        return {"id": step.id, "when": when, "days": days, **texts, **own}


KEPT_OF_TIERS = {"after_months": int, "times": int, "of_en": str}
"""What the reference data says of a tier and the editor does not show."""


class TierForm(forms.Form):
    """What lateness costs from a day on."""

    after_days = CountField(label=_("Jours de retard"), least=0, most=FAR_DAYS, sentence=DAYS)
    label_fr = forms.CharField(label=_("Ce qui arrive"), max_length=300)
    label_en = forms.CharField(label=_("Ce qui arrive, en anglais"), max_length=300, required=False)
    amount = forms.DecimalField(
        label=_("Montant ou taux"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    unit = forms.ChoiceField(label=_("Unité"), choices=[("", "—"), *UNITS.items()], required=False)
    of_fr = forms.CharField(label=_("De quoi"), max_length=120, required=False)
    source = forms.URLField(label=_("Adresse de la source"), max_length=500, required=False, assume_scheme="https")
    as_of = forms.CharField(
        label=_("Lue le"), max_length=10, required=False, help_text=_("Par exemple 2026-11-01 ou 2026-11")
    )
    kept = forms.CharField(widget=forms.HiddenInput(), required=False, max_length=500)

    def clean_kept(self) -> dict[str, Any]:
        try:
            payload = json.loads(self.cleaned_data["kept"] or "{}")
            return {name: as_type(payload[name]) for name, as_type in KEPT_OF_TIERS.items() if name in payload}
        except (TypeError, ValueError):
            return {}

    def written(self) -> dict[str, Any]:
        """Only what was written, so that an unchanged tier stays equal to itself."""
        said = dict(getattr(self, "cleaned_data", {}))
        kept, _dropped = said.pop("kept", {}), said.pop("DELETE", None)
        amount = said.pop("amount", None)
        values = {name: value for name, value in said.items() if value not in (None, "")}
        if amount is not None:
            values["amount"] = int(amount) if amount == int(amount) else float(amount)
        return {"after_days": 0, "label_fr": "", **values, **kept}

    @staticmethod
    def initial_of(tier: dict[str, Any]) -> dict[str, Any]:
        return tier | {"kept": json.dumps({name: tier[name] for name in KEPT_OF_TIERS if name in tier})}


StepFormSet = forms.formset_factory(StepForm, extra=0, can_delete=True, max_num=MOST_STEPS, absolute_max=MOST_STEPS)
TierFormSet = forms.formset_factory(TierForm, extra=0, can_delete=True, max_num=MOST_TIERS, absolute_max=MOST_TIERS)
