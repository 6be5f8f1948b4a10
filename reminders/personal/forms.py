"""A reminder of one's own: what, when, how long before, by which channels."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.clock import now, today
from portal.consents.models import Channel
from portal.people.models import Citizen
from reminders.deadlines.fields import Day, Hour
from reminders.deadlines.forms import FURTHEST
from reminders.kinds.dates import next_due
from reminders.kinds.models import DeadlineKind
from reminders.personal.actions import Words
from reminders.personal.ladder import next_instant
from reminders.personal.models import PersonalReminder
from reminders.preferences.asking import ChannelsForm
from reminders.reminders.ladder import instant

MOMENTS = [
    ("30", _("Un mois avant")),
    ("7", _("Une semaine avant")),
    ("1", _("La veille")),
    ("0", _("Le jour même")),
    ("-1", _("Le lendemain, si ce n’est pas fait")),
]


class PersonalForm(ChannelsForm):
    """`kind`: the public page that it is begun from; `reminder`: the one that is changed, whose channels stay."""

    title = forms.CharField(
        label=_("Que voulez-vous vous rappeler?"),
        max_length=120,
        help_text=_(
            "Ces mots se lisent ici seulement. Un message envoyé peut nommer un sujet courant, jamais vos mots."
        ),
        error_messages={"required": _("Écrivez en quelques mots ce que vous voulez vous rappeler.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = Day(
        label=_("Votre date de naissance"),
        required=False,
        help_text=_("C’est elle qui donne la date. Elle est gardée avec vos coordonnées."),
    )
    due_on = Day(label=_("Quelle date?"), missing=_("Indiquez la date."))
    due_time = Hour(label=_("Heure"), required=False)
    days_before = forms.MultipleChoiceField(
        label=_("Quand vous le rappeler?"),
        choices=MOMENTS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choisissez au moins un moment."),
            "invalid_choice": _("Choisissez dans la liste."),
        },
    )

    def __init__(
        self,
        *args: Any,
        citizen: Citizen,
        kind: DeadlineKind | None = None,
        reminder: PersonalReminder | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.citizen, self.kind, self.reminder = citizen, kind, reminder
        self.here = today(citizen.time_zone)
        self.offer_channels(citizen, () if reminder else Channel.values)
        self.initial.update(self._begun() if reminder is None else self._as_it_was(reminder))
        if not self.asks_birth_date:
            del self.fields["birth_date"]
        else:
            self.fields["due_on"].required = False
            self.fields["due_on"].label = _("Ou la date elle-même, si vous la connaissez")

    @property
    def asks_birth_date(self) -> bool:
        """The rule of the page needs it, and we do not have it."""
        if self.kind is None or self.reminder is not None:
            return False
        return self.kind.basis.startswith("birth_date") and self.citizen.birth_date is None

    def _begun(self) -> dict[str, Any]:
        kind = self.kind
        due_on = next_due(kind.basis, self.here, self.citizen.birth_date) if kind else None
        return {"title": kind.title_fr[:120] if kind else "", "due_on": due_on, "days_before": ["7", "1", "-1"]}

    def _as_it_was(self, reminder: PersonalReminder) -> dict[str, Any]:
        was = {name: getattr(reminder, name) for name in ("title", "due_on", "due_time")}
        return {**was, "days_before": [str(days) for days in reminder.days_before]}

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_birth_date(self) -> dt.date | None:
        typed = self.cleaned_data["birth_date"]
        if typed and typed > self.here:
            raise forms.ValidationError(_("Cette date est à venir. Vérifiez l’année."))
        return typed

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        due_on = data.get("due_on")
        if self.asks_birth_date and not due_on and not self.errors:
            due_on = data["due_on"] = self._by_rule(data.get("birth_date"))
        if due_on and not self.has_error("due_on"):
            self._check(due_on)
        return data

    def _by_rule(self, born: dt.date | None) -> dt.date | None:
        assert self.kind is not None  # whose rule it is
        due_on = next_due(self.kind.basis, self.here, born) if born else None
        if born is None:
            self.add_error("birth_date", _("Indiquez votre date de naissance, ou la date si vous la connaissez."))
        elif due_on is None:
            self.add_error("due_on", _("La date de naissance ne donne pas de date à venir. Indiquez la date."))
        return due_on

    def _check(self, due_on: dt.date) -> None:
        """Something must still leave."""
        if due_on - self.here > FURTHEST:
            self.add_error("due_on", _("Cette date est trop lointaine. Vérifiez l’année."))
        elif self.reminder and due_on == self.reminder.due_on:
            return  # a late one may be reworded
        elif due_on < self.here:
            self.add_error("due_on", _("Cette date est passée. Choisissez aujourd’hui ou une date à venir."))
        elif self._hour_is_past(due_on):
            self.add_error("due_time", _("Cette heure est déjà passée aujourd’hui. Changez l’heure, ou la date."))
        elif days := [int(days) for days in self.cleaned_data.get("days_before", [])]:
            result = (due_on, self.cleaned_data.get("due_time"), days, self.citizen.time_zone)
            if next_instant(*result, after=now()) is None:
                words = _("Ces moments sont déjà passés pour cette date. Choisissez-en un qui vient plus tard.")
                self.add_error("days_before", words)

    def _hour_is_past(self, due_on: dt.date) -> bool:
        hour = self.cleaned_data.get("due_time")
        return hour is not None and instant(due_on, hour, self.citizen.time_zone) <= now()

    @property
    def typed(self) -> Words:
        """Once valid."""
        data = self.cleaned_data
        days = sorted((int(days) for days in data["days_before"]), reverse=True)
        return Words(data["title"], data["due_on"], data.get("due_time"), days)
