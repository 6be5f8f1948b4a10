"""Putting off, and moving a date. «Me le rappeler» is in `asking_forms.py`."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.clock import now, today
from portal.foundation.form_fields import choice
from reminders.deadlines.fields import Day, Hour, Place, place_box, placed
from reminders.deadlines.models import Deadline
from reminders.deadlines.moments import LATER, last_step, last_useful, later_at
from reminders.kinds.models import DeadlineKind
from reminders.kinds.texts import date_in_words
from reminders.reminders.places import place_of

FURTHEST = dt.timedelta(days=366 * 12)
"""A typed date further than that is a typing error: the longest known validity is ten years (passport, firearms)."""

MY_DAY = "day"


def check_due(day: dt.date, kind: DeadlineKind, here: dt.date) -> dt.date:
    """A date that a person typed. A past one is followed while a step after it is still to come.

    Raises ValidationError. Reads `kind.steps`: prefetch them."""
    if day < here and day + dt.timedelta(days=last_step(kind)) <= here:
        raise forms.ValidationError(
            _(
                "Cette date est passée et aucun rappel ne la suit. Choisissez aujourd’hui ou une date à venir; "
                "la fiche dit ce que vous pouvez encore faire."
            )
        )
    if day - here > FURTHEST:
        raise forms.ValidationError(_("Cette date est trop lointaine. Vérifiez l’année."))
    return day


class MoveForm(forms.Form):
    due_on = Day(label=_("Nouvelle date limite"))
    due_time = Hour(label=_("Heure du rendez-vous"), required=False)
    place = Place()

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deadline = deadline
        self.initial.update(due_on=deadline.due_on, due_time=deadline.due_time)
        if deadline.kind.nature != DeadlineKind.Nature.APPOINTMENT:
            del self.fields["due_time"], self.fields["place"]
            return
        there, own = place_of(deadline.kind), deadline.citizen.time_zone
        place_box(self).offer(default=there, own=own)
        self.initial["place"] = deadline.time_zone
        if there == own and not deadline.time_zone:
            del self.fields["place"]

    @property
    def moved(self) -> dict[str, Any]:
        """Once valid: what `actions.move` needs. An hour left empty stays as it is, at the place that is chosen."""
        given = self.cleaned_data
        hour = given.get("due_time") or self.deadline.due_time
        zone = given.get("place", self.deadline.time_zone)
        return {"due_on": given["due_on"], "due_time": placed(hour, zone)}

    def clean_due_on(self) -> dt.date:
        return check_due(self.cleaned_data["due_on"], self.deadline.kind, today(self.deadline.citizen.time_zone))


class LaterForm(forms.Form):
    """Tomorrow, in three days, in a week, or a day of one's own; never after the last useful moment."""

    other_day = _("Un autre jour, que je choisis")
    when = forms.ChoiceField(
        label=_("Quand voulez-vous être averti?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez un jour."), "invalid_choice": _("Choisissez un des jours proposés.")},
    )
    day = Day(label=_("Le jour de votre choix"), required=False)

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.deadline, self.here = deadline, today(deadline.citizen.time_zone)
        self.last = last_useful(deadline, self.here)
        choice(self, "when").choices = [*self._offered(), (MY_DAY, self.other_day)]

    def _offered(self) -> list[tuple[str, str]]:
        words = {1: gettext("Demain"), 3: gettext("Dans 3 jours"), 7: gettext("Dans une semaine")}
        days = [(count, self.here + dt.timedelta(days=count)) for count in LATER]
        return [
            (str(count), f"{words[count]}\u00a0: {date_in_words(day)}")
            for count, day in days
            if later_at(self.deadline, day) <= self.last
        ]

    @property
    def is_possible(self) -> bool:
        """Whether any later day is still useful."""
        return later_at(self.deadline, self.here + dt.timedelta(days=1)) <= self.last

    def clean(self) -> dict[str, Any]:
        when = self.cleaned_data.get("when")
        if not when:
            return self.cleaned_data
        day = self.cleaned_data.get("day") if when == MY_DAY else self.here + dt.timedelta(days=int(when))
        if day is None:
            if "day" not in self.errors:
                self.add_error("day", _("Indiquez le jour où vous voulez être averti."))
            return self.cleaned_data
        self.at = later_at(self.deadline, day)
        if self.at <= now():
            self.add_error("day", _("Choisissez un jour à venir."))
        elif self.at > self.last:
            self.add_error("day", self._too_late())
        return self.cleaned_data

    def _too_late(self) -> str:
        if self.here <= self.deadline.due_on:
            return gettext("Ce serait après la date limite. Choisissez un jour avant elle.")
        return gettext("Ce serait trop tard pour être utile. Choisissez un jour plus proche.")


class ToldLaterForm(LaterForm):
    """The same, as a person tells it to an agent."""

    other_day = _("Un autre jour")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].label = _("Quand la personne veut-elle être avertie?")
        self.fields["day"].label = _("Le jour qu’elle choisit")
