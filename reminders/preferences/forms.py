"""The preferences of one person."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise

from portal.consents.models import Channel, Consent, Purpose
from reminders.preferences.actions import Choice
from reminders.preferences.person import ManagedPerson
from reminders.preferences.points import Point, points_of
from reminders.preferences.wordings import ABOUT, NOT_OFFERED, WORDINGS, wording_for_another, wording_of

HAD = "had"
"""Name of the hidden fields that say what was in force when the page was made: a page left open in a tab neither gives
back what was withdrawn since (from a message, by telephone) nor withdraws what was given since."""


@dataclass(frozen=True)
class Cell:
    """One purpose × channel. `state`: on, off, blocked (no contact point), always or none (not offered)."""

    channel: Channel
    state: str
    point: Point
    box: forms.BoundField | None = None
    why: str | Promise = ""

    @property
    def wording(self) -> str:
        """The exact words that ticking the box accepts."""
        return str(self.box.label) if self.box else ""

    @property
    def said_id(self) -> str:
        return f"mots-{self.box.html_name}" if self.box else ""


@dataclass(frozen=True)
class PreferenceRow:
    purpose: Purpose
    about: Promise
    cells: list[Cell]

    @property
    def shown(self) -> list[Cell]:
        """On the line itself: what is chosen outside the portal, else the one channel proposed to this person."""
        outside = [cell for cell in self.cells if cell.box and cell.channel != Channel.INBOX]
        chosen = [cell for cell in outside if cell.box and cell.box.field.initial]
        usable = [cell for cell in outside if cell.state != "blocked"]
        return chosen or usable[:1] or outside[:1]

    @property
    def behind(self) -> list[Cell]:
        """Behind the disclosure of the line."""
        return [cell for cell in self.cells if cell not in self.shown]


class PreferencesForm(forms.Form):
    """One box per purpose and channel, ticked when a consent is in force, and never otherwise.

    Without a usable contact point, a box is shown and cannot be ticked; it can always be unticked."""

    def __init__(self, *args: Any, acting: ManagedPerson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        citizen, words = acting.citizen, wording_for_another if acting.mandate else wording_of
        given = Consent.objects.channels_of([citizen.pk], Purpose.values)
        self.points = points_of(citizen)
        self.in_force: set[Choice] = {choice for choice in WORDINGS if (citizen.pk, *choice) in given}
        for purpose, channel in WORDINGS:
            in_force = (purpose, channel) in self.in_force
            name = name_of(purpose, channel)
            self.fields[name] = forms.BooleanField(
                label=words(purpose, channel),
                required=False,
                initial=in_force,
                disabled=not acting.may_choose or not (in_force or self.points[channel].is_usable),
                widget=forms.CheckboxInput(attrs=_attrs(name, in_force=in_force)),
            )

    @property
    def offered(self) -> list[Choice]:
        return [choice for choice in WORDINGS if not self.fields[name_of(*choice)].disabled]

    @property
    def chosen(self) -> set[Choice]:
        return {choice for choice in self.offered if self.cleaned_data[name_of(*choice)]}

    @property
    def changed(self) -> set[Choice]:
        """What the person ticked or unticked, compared with what they were shown."""
        sent = set(self._sent())
        had = {choice for choice in self.offered if name_of(*choice) in sent}
        return self.chosen ^ had

    @property
    def had(self) -> list[str]:
        """Values of the hidden fields: what was in force when the page was first made, even after an error."""
        return self._sent() if self.is_bound else sorted(name_of(*choice) for choice in self.in_force)

    def _sent(self) -> list[str]:
        assert isinstance(self.data, MultiValueDict)  # what was posted
        return self.data.getlist(HAD)

    def rows(self) -> list[PreferenceRow]:
        return [PreferenceRow(purpose, about, list(self._cells(purpose))) for purpose, about in ABOUT.items()]

    def _cells(self, purpose: Purpose) -> Iterator[Cell]:
        for channel in Channel:
            point = self.points[channel]
            if (purpose, channel) not in WORDINGS:
                state = "always" if channel == Channel.INBOX else "none"
                yield Cell(channel, state, point, why=NOT_OFFERED[purpose, channel])
                continue
            box = self[name_of(purpose, channel)]
            state = "blocked" if box.field.disabled else "on" if (purpose, channel) in self.in_force else "off"
            yield Cell(channel, state, point, box=box, why=point.lack)


def _attrs(name: str, *, in_force: bool) -> dict[str, str]:
    """The sentence beside the box is read with it; the style sheet shows it as soon as the box is ticked."""
    return {"class": "was-on" if in_force else "was-off", "aria-describedby": f"mots-{name}"}


def name_of(purpose: Purpose, channel: Channel) -> str:
    return f"{purpose}-{channel}"
